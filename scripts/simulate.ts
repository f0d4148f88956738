import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadHallConfig } from '@hall/queue-server/hall/config/load';
import { ROOT } from './launch/options.ts';
import { simulatedConfig } from './simulate/config.ts';
import { playDays } from './simulate/days.ts';
import { Measures } from './simulate/measures.ts';
import { percentile, report } from './simulate/print.ts';

/**
 * `npm run simulate -- --days 20 [--residents N] [--seed N]`: days of the demo hall through the real engine, in
 * simulated time. The last line is JSON; the exit code is 1 where an invariant of RULES.md broke.
 */

const HALL = path.join(ROOT, 'queue-server', 'hall', 'config', 'demo-hall.yaml');
const RULES = path.join(ROOT, 'queue-server', 'hall', 'domain', 'RULES.md');
/** A Monday. */
const FIRST_DAY = '2026-11-23';

const { values } = parseArgs({
  options: { days: { type: 'string' }, residents: { type: 'string' }, seed: { type: 'string' } },
});
const days = wholeOf('days', values.days, 20);
const residents = wholeOf('residents', values.residents, 2200);
const seed = wholeOf('seed', values.seed, 1);

const loaded = loadHallConfig(HALL);
if (!loaded.ok) stop(loaded.error.message);
const config = simulatedConfig(loaded.value, FIRST_DAY);
const ruleNumbers = [...readFileSync(RULES, 'utf8').matchAll(/\*\*([NTCBXKWPE]\d+)\*\*/g)].map(
  ([, rule]) => rule as string,
);

const measures = new Measures(config);
const began = performance.now();
const came = playDays(config, measures, { days, firstDay: FIRST_DAY, residents, seed });
const seconds = (performance.now() - began) / 1000;

console.log(
  `${days} days, ${came} people, ${measures.tickets} tickets, ${measures.served} services, ${measures.events} events in ${seconds.toFixed(1)} s, seed ${seed}`,
);
report(measures, [...new Set(ruleNumbers)], (line) => console.log(line));
console.log(
  JSON.stringify({
    simulate: config.id,
    days,
    residents: came,
    seed,
    served: measures.served,
    maxOvertaken: measures.fairness.most,
    waitP90Min: Number(percentile(measures.allWaits, 0.9).toFixed(1)),
    failed: measures.problems.length,
  }),
);
process.exit(measures.problems.length > 0 ? 1 : 0);

function wholeOf(option: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) stop(`--${option} is not a whole number: ${text}`);
  return number;
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
