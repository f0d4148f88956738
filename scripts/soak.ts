import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { kioskCases } from './e2e/kiosk-cases/kiosk-cases.ts';
import { ROOT } from './launch/options.ts';
import { buildPages } from './launch/pages.ts';
import { accessibility } from './soak/accessibility/accessibility.ts';
import { bitFlips } from './soak/bit-flips/bit-flips.ts';
import { breakOut } from './soak/break-out/break-out.ts';
import { clockJumps } from './soak/clock-jumps/clock-jumps.ts';
import { decoders } from './soak/decoders/decoders.ts';
import { failingDisk } from './soak/failing-disk/failing-disk.ts';
import { fullDisk } from './soak/full-disk/full-disk.ts';
import { kill } from './soak/kill/kill.ts';
import { kioskKills } from './soak/kiosk-kills/kiosk-kills.ts';
import { offline } from './soak/offline/offline.ts';
import { negativeControl, powerCut } from './soak/power-cut/power-cut.ts';
import { rules } from './soak/rules/rules.ts';
import type { Scenario } from './soak/scenario.ts';
import { tickets } from './soak/tickets/tickets.ts';

/**
 * `npm run soak [-- NAME] [--seed N] [--count N]`: one proof, or all in turn, at the length that its issue asks.
 * The last line of each is JSON: {soak, seed, count, failed}.
 */

const SCENARIOS: readonly Scenario[] = [
  powerCut,
  negativeControl,
  failingDisk,
  fullDisk,
  kill,
  kioskKills,
  kioskCases,
  bitFlips,
  clockJumps,
  rules,
  offline,
  tickets,
  breakOut,
  accessibility,
  decoders,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, count: { type: 'string' } },
});
const [name] = positionals;
const chosen = name === undefined ? SCENARIOS : SCENARIOS.filter((scenario) => scenario.name === name);
if (chosen.length === 0) {
  stop(`There is no soak "${name}". There are: ${SCENARIOS.map((scenario) => scenario.name).join(', ')}.`);
}
const askedSeed = wholeOf('seed', values.seed);
const anySeed = Math.floor(Math.random() * 2 ** 31);
const asked = wholeOf('count', values.count);

await buildPages(console.log).catch((error: Error) => stop(error.message));
for (const scenario of chosen) await soak(scenario, asked ?? scenario.count);
// Sockets that a failed round left open must not keep the soak from ending.
process.exit();

async function soak(scenario: Scenario, count: number): Promise<void> {
  const missing = scenario.missing();
  if (missing !== null) {
    console.log(`${scenario.name}: skipped, ${missing}`);
    return;
  }
  const seed = askedSeed ?? scenario.seed ?? anySeed;
  console.log(`${scenario.name}: ${count} ${scenario.of}, seed ${seed}, commit ${commit()}`);
  const began = Date.now();
  const outcome = await scenario.run({ seed, count, log: (line) => console.log(`  ${line}`) });
  for (const failure of outcome.failures) console.log(`  FAILED ${failure}`);
  console.log(`  ${Math.round((Date.now() - began) / 1000)} s`);
  if (outcome.failed > 0) {
    console.log(`  again: npm run soak -- ${scenario.name} --seed ${seed} --count ${count}`);
    process.exitCode = 1;
  }
  console.log(JSON.stringify({ soak: scenario.name, seed, count: outcome.count, failed: outcome.failed }));
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
}

function wholeOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) stop(`--${option} is not a whole number: ${text}`);
  return number;
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
