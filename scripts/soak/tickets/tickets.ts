import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketPrinterProfileName } from '@hall/hardware';
import { testConfig } from '@hall/queue-server/hall/testing/hall';
import { startTestServer } from '@hall/queue-server/hall/testing/server';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { roomy } from '../../bench/ticket-durable.ts';
import { StaffClient } from '../../crowd/http-client.ts';
import { Chance } from '../offline/chance.ts';
import { type Scenario, Tally } from '../scenario.ts';
import { type Lane, openLane } from './lane.ts';
import { type Visit, visit } from './visit.ts';

/**
 * Tickets at failing printers, from the press to the paper in the hand: a real hall, real device hosts and drivers,
 * simulated printers on TCP. Each is printed once, or failed and reprinted under its number, or unknown and asked.
 */

const PROFILES: readonly TicketPrinterProfileName[] = ['generic-epson', 'xprinter-80', 'custom-kpm'];
/** A multiple of the profiles; most of them wait most of the time. */
const LANES = 24;
/** Reports travel after the paper. */
const SETTLED_MS = 20_000;
const LOOK_MS = 20;
const PRINTS: ReadonlySet<string> = new Set([
  'ticket.printed',
  'ticket.print-failed',
  'ticket.print-unknown',
]);
const LOG_EVERY = 500;

export const tickets: Scenario = {
  name: 'tickets',
  of: 'tickets at failing printers',
  count: 10_000,
  missing: () => null,
  async run({ seed, count, log }) {
    const tally = new Tally();
    const outcomes = new Map<string, number>();
    const server = await startTestServer({ config: testConfig(withKiosks) });
    const lanes = await Promise.all(
      Array.from({ length: LANES }, (_, i) =>
        openLane(server, `soak-${i}`, PROFILES[i % PROFILES.length] as TicketPrinterProfileName),
      ),
    );
    const guide = await StaffClient.login(server.api, 'guide01', server.password('guide01'));
    let done = 0;
    // A seed belongs to a lane, so that it meets the same printer however many there are.
    const work = async (lane: Lane, i: number): Promise<void> => {
      for (let one = seed; one < seed + count; one += 1) {
        if (one % LANES !== i) continue;
        tally.add(`seed ${one}, ${lane.profile}`, await told(guide, lane, one, outcomes));
        done += 1;
        if (done % LOG_EVERY === 0) log(`${done} of ${count}`);
      }
    };
    try {
      await Promise.all(lanes.map(work));
    } finally {
      await Promise.all(lanes.map((lane) => lane.close()));
      await server.stop();
    }
    log(
      [...outcomes]
        .sort()
        .map(([outcome, times]) => `${outcome} ${times}`)
        .join(', '),
    );
    return tally.outcome;
  },
};

async function told(
  guide: StaffClient,
  lane: Lane,
  seed: number,
  outcomes: Map<string, number>,
): Promise<readonly string[]> {
  let done: Visit;
  try {
    done = await visit(lane, `bench-${seed % 60}`, new Chance(seed));
  } catch (problem) {
    return [problem instanceof Error ? problem.message : String(problem)];
  }
  for (const outcome of done.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const problems = [...done.problems, ...(await inTheLedger(guide, lane, done))];
  return problems.length === 0
    ? []
    : [...problems, `faults: ${done.faults.join(', ')}; outcomes: ${done.outcomes.join(', ')}`];
}

/** The hall's story of the number ends as its last paper did. */
async function inTheLedger(guide: StaffClient, lane: Lane, { slip }: Visit): Promise<string[]> {
  const last = slip && lane.last(slip.ticket);
  if (!last) return [];
  const wanted = last.outcome === 'printed' ? 'ticket.printed' : `ticket.print-${last.outcome}`;
  let found: string | undefined;
  for (const end = Date.now() + SETTLED_MS; Date.now() < end; await sleep(LOOK_MS)) {
    const story = await guide.command('ticket.read', { ticket: slip.ticket });
    if (!story.ok) return [`the hall does not know the ticket: ${story.problem.code}`];
    found = story.value.entries.findLast(({ type }) => PRINTS.has(type))?.type;
    if (found === wanted) return [];
  }
  return [`the person was told ${wanted}, the ledger says ${found}`];
}

function withKiosks(config: HallConfig): HallConfig {
  const model = config.devices.find((device) => device.kind === 'kiosk') as HallConfig['devices'][number];
  const kiosks = Array.from({ length: LANES }, (_, i) => ({ ...model, id: `soak-${i}` }));
  return { ...roomy(config), reprintLimit: 9, devices: [...config.devices, ...kiosks] };
}
