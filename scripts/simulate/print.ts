import type { Fairness } from './fairness.ts';
import type { Groups, Measures } from './measures.ts';

/** The report of a simulation, as people read it. */

/** Rules that say how something is told, or that are for devices and people outside of the engine. */
const OUTSIDE: Readonly<Record<string, string>> = {
  N4: 'kiosks without a server',
  K3: 'what screens and voices do with a call',
  E1: 'what papers and screens tell',
  E2: 'what boards and the manager see',
};

export function report(
  measures: Measures,
  ruleNumbers: readonly string[],
  print: (line: string) => void,
): void {
  print('');
  print('Waits, minutes');
  print(row('', ['calls', 'mean', 'P50', 'P90', 'max']));
  print(waitRow('all', measures.allWaits));
  for (const [title, groups] of Object.entries(measures.waits)) {
    print(`  by ${title}`);
    for (const [name, values] of sorted(groups)) print(waitRow(name, values));
  }
  print('');
  fairness(measures.fairness, print);
  print('');
  print('Rules used');
  const used = ruleNumbers.filter((rule) => measures.rules.counts.has(rule));
  for (let i = 0; i < used.length; i += 8) {
    print(
      `  ${used
        .slice(i, i + 8)
        .map((rule) => `${rule} ${measures.rules.counts.get(rule)}`.padEnd(12))
        .join('')}`,
    );
  }
  const unused = ruleNumbers.filter((rule) => !measures.rules.counts.has(rule));
  for (const rule of unused) print(`  ${rule} not used${OUTSIDE[rule] ? `: ${OUTSIDE[rule]}` : ''}`);
  print('');
  print('Refusals');
  for (const [code, count] of [...measures.refusals].sort((a, b) => b[1] - a[1])) print(`  ${code} ${count}`);
  print('');
  print(
    `Checked: ${measures.checks} times all invariants, every call for who was overtaken, ${measures.oracleCalls} calls against the oracle`,
  );
  for (const problem of measures.problems) print(`  BROKEN ${problem}`);
}

function fairness(fair: Fairness, print: (line: string) => void): void {
  print('Overtaken by later arrivals, when called or gone');
  const all = [...fair.distribution].sort((a, b) => a[0] - b[0]);
  const total = all.reduce((sum, [, people]) => sum + people, 0);
  for (const [times, people] of all.slice(0, 12)) {
    print(
      `  ${String(times).padStart(3)} times: ${people} people (${((100 * people) / total).toFixed(1)} %)`,
    );
  }
  const more = all.slice(12).reduce((sum, [, people]) => sum + people, 0);
  if (more > 0) print(`  more often: ${more} people`);
  print(`  most ${fair.most}; ${fair.atLimit} people came to the limit (X1)`);
  print(
    `  at the limit, overtaken by turn at most ${fair.mostBeyond} times; the rules allowed up to ${fair.allowedBeyond}`,
  );
}

export function percentile(values: readonly number[], share: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0;
}

function waitRow(name: string, values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const figures = [mean, percentile(values, 0.5), percentile(values, 0.9), percentile(values, 1)];
  return row(name, [String(values.length), ...figures.map((figure) => figure.toFixed(1))]);
}

/** A column of Chinese names: each character is two cells wide. */
function row(name: string, cells: readonly string[]): string {
  const width = [...name].reduce((sum, c) => sum + (c > '\u2e80' ? 2 : 1), 0);
  return `    ${name}${' '.repeat(Math.max(1, 26 - width))}${cells.map((cell) => cell.padStart(8)).join('')}`;
}

function sorted(groups: Groups): [string, readonly number[]][] {
  return groups.entries().sort((a, b) => b[1].length - a[1].length);
}
