import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyLedger } from '@hall/queue-server/hall/ledger/verify';
import Database from 'better-sqlite3';
import type { StaffClient } from '../../crowd/http-client.ts';
import {
  CALL,
  Control,
  compileShim,
  ERRNO,
  LASTING,
  memoryFolder,
  shimEnvironment,
  shimMissing,
} from '../disk/shim.ts';
import { HallProcess } from '../hall/hall-process.ts';
import { retainedAt, topics } from '../hall/screen.ts';
import { type Scenario, Tally } from '../scenario.ts';

const WINDOW = 'w18';
/** Changes asked for while the disk is full. */
const WHILE_FULL = 12;
/** Log lines wait at most a second for their block: the log file meets the full disk, too. */
const LOG_MS = 1_200;

/** The whole hall on a disk that fills up and gets space again: databases, logs and all. */
export const fullDisk: Scenario = {
  name: 'full-disk',
  of: 'times that the disk of a running hall is full',
  count: 20,
  missing: shimMissing,
  async run({ seed, count, log }) {
    const scratch = memoryFolder();
    const tally = new Tally();
    const disk = path.join(scratch.path, 'disk');
    mkdirSync(disk);
    const controlFile = path.join(scratch.path, 'control');
    const control = new Control(controlFile);
    const hall = await HallProcess.start({
      folder: path.join(scratch.path, 'hall'),
      data: path.join(disk, 'data'),
      logFile: path.join(disk, 'hall.log'),
      env: shimEnvironment({
        library: compileShim(scratch.path),
        folder: disk,
        journal: '/dev/null',
        control: controlFile,
      }),
    });
    try {
      const pid = hall.pid;
      const guide = await hall.login('guide01');
      const clerk = await hall.login('clerk05');
      const taken: string[] = [];
      await clerk.command('window.open', { window: WINDOW }, `open-${seed}-00`);
      for (let time = 1; time <= count; time += 1) {
        const what = `seed ${seed}, full for the ${time}th time`;
        tally.add(
          what,
          await once({ hall, control, guide, clerk, taken, tag: `${seed}-${time}`, error: ERRNO.ENOSPC }),
        );
        if (hall.ended || hall.pid !== pid) {
          tally.add(what, [`the hall ended: ${hall.lastWords}`]);
          break;
        }
      }
    } finally {
      control.wellAgain();
      await hall.kill('SIGTERM');
      control.close();
    }
    const ledger = new Database(path.join(hall.data, 'ledger.db'), { readonly: true });
    tally.add(`seed ${seed}, the ledger`, verifyLedger(ledger).problems);
    ledger.close();
    scratch.remove();
    log(`seed ${seed}: full ${count} times, one process`);
    return tally.outcome;
  },
};

interface Round {
  readonly hall: HallProcess;
  readonly control: Control;
  readonly guide: StaffClient;
  readonly clerk: StaffClient;
  /** Numbers that were told. */
  readonly taken: string[];
  readonly tag: string;
  readonly error: number;
}

async function once({ hall, control, guide, clerk, taken, tag, error }: Round): Promise<string[]> {
  const problems: string[] = [];
  const expect = (holds: boolean, otherwise: string) => {
    if (!holds) problems.push(otherwise);
  };
  const take = async (key: string) => {
    const reply = await guide.command(
      'ticket.take',
      { queue: 'invoices', paperless: true },
      `take-${tag}-${key}`,
    );
    if (reply.ok) {
      expect(!taken.includes(reply.value.number), `number ${reply.value.number} was given twice`);
      taken.push(reply.value.number);
      return { code: 'ok', ticket: reply.value.ticket };
    }
    return { code: reply.problem.code, ticket: null };
  };
  const before = await take('before');
  expect(before.code === 'ok', `a ticket was refused with ${before.code} though there was space`);
  const called = await clerk.command('window.call', { window: WINDOW }, `call-${tag}`);
  expect(called.ok, 'a call was refused though there was space');

  control.order({ kinds: CALL.write | CALL.sync | CALL.truncate, skip: 0, span: LASTING, error });
  const codes = await Promise.all(Array.from({ length: WHILE_FULL }, (_, i) => take(`full-${i}`)));
  // The ledger cannot even be opened again now, and it is a full disk all the same.
  codes.push(await take('still-full'));
  const wrong = codes.filter(({ code }) => code !== 'STORAGE_FULL');
  expect(wrong.length === 0, `with a full disk a ticket was answered ${wrong[0]?.code}`);
  const start = await clerk.command('window.start', { window: WINDOW }, `start-${tag}`);
  expect(!start.ok && start.problem.code.startsWith('STORAGE_'), 'a service began on a full disk');
  expect((await guide.command('hall.read', {})).ok, 'the hall cannot be read on a full disk');
  if (before.ticket !== null) {
    const story = await guide.command('ticket.read', { ticket: before.ticket });
    expect(story.ok, 'a ticket cannot be read on a full disk');
  }
  const health = await fetch(`${hall.api.replace('/api/v1', '')}/healthz`);
  expect(health.status === 200 || health.status === 503, `/healthz says ${health.status}`);
  const of = topics(hall);
  const shown = await retainedAt(hall, 'wall-1', [of.window(WINDOW), of.server]);
  const serving = shown.get(of.window(WINDOW))?.serving as { number: string; state: string } | null;
  expect(
    serving !== null && called.ok && serving.number === called.value.number && serving.state === 'called',
    'the screen does not show the call any more',
  );
  await sleep(LOG_MS);
  expect(!hall.ended, 'the hall ended');

  control.wellAgain();
  const after = await take('full-0');
  const second = after.code === 'ok' ? after : await take('full-0');
  expect(second.code === 'ok', `with space again a ticket is refused with ${second.code}`);
  for (const name of ['window.start', 'window.finish'] as const) {
    const done = await clerk.command(name, { window: WINDOW }, `again-${name.slice(7)}-${tag}`);
    expect(done.ok, `with space again ${name} is refused: ${done.ok ? '' : done.problem.code}`);
  }
  return problems;
}
