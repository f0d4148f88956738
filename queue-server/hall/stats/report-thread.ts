import { parentPort, workerData } from 'node:worker_threads';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { DayReader } from './day-reader.ts';
import { DayStore } from './day-store.ts';
import type { FromReports, Job, Moment, ThreadOptions, ToReports } from './protocol.ts';
import { ReplayDays } from './replay.ts';
import { makeMorning, makeOwn, makeRatings, makeReport } from './report-jobs.ts';

/**
 * Reports and replay, off the main thread, through a read-only connection of their own. Long ones wait for each
 * other and let short ones through between two days; a replay never waits for a month.
 */
const port = parentPort!;
const { ledgerFile, timeZone } = workerData as ThreadOptions;
const reader = new DayReader(ledgerFile, timeZone);
const store = new DayStore(reader);
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
const replay = new ReplayDays(reader, breathe);
let config: HallConfig;
let long: Promise<unknown> = Promise.resolve();

const tell = (message: FromReports) => port.postMessage(message);

async function answer(job: Job, moment: Moment, id: number): Promise<unknown> {
  const beside = {
    ...{ config, store, moment, breathe, timeZone },
    progress: (done: number, of: number) => tell({ kind: 'progress', id, done, of }),
  };
  switch (job.name) {
    case 'minute':
      return replay.minute(config, job.ask.day, job.ask.at, moment.now);
    case 'timeline':
      return replay.timeline(config, job.ask.day, moment.now);
    case 'report':
      return makeReport(job.ask, beside);
    case 'ratings':
      return makeRatings(job.ask, beside);
    case 'own':
      return makeOwn(job.ask, beside);
    case 'morning':
      return makeMorning(job.ask, beside);
  }
}

function daysOf({ ask }: Job): readonly string[] {
  return 'day' in ask ? [ask.day] : [ask.from, ask.to];
}

/** The first month of a hall begins on its first day: what there is of a range is told, and the answer says from when. */
function within(job: Job, first: string | null): Job {
  if (first === null || (job.name !== 'report' && job.name !== 'own')) return job;
  const { from, to } = job.ask;
  if (from >= first || to < first) return job;
  return { ...job, ask: { ...job.ask, from: first } } as Job;
}

async function run(asked: Job, moment: Moment, id: number): Promise<void> {
  try {
    const first = store.firstDay();
    const job = within(asked, first);
    const known = daysOf(job).every((day) => first !== null && day >= first && day <= moment.today);
    const anyDay = job.name === 'ratings' || (job.name === 'morning' && job.ask.day <= moment.today);
    if (!known && !anyDay) {
      tell({
        kind: 'refused',
        id,
        code: 'DAY_UNKNOWN',
        reason: `records go from ${first} to ${moment.today}`,
      });
      return;
    }
    tell({ kind: 'done', id, value: await answer(job, moment, id) });
  } catch (error) {
    tell({ kind: 'bug', id, reason: error instanceof Error ? error.message : String(error) });
  }
}

port.on('message', (message: ToReports) => {
  if (message.kind === 'config') config = message.config;
  else if (message.kind === 'close') {
    reader.close();
    port.close();
  } else {
    const { job, moment, id } = message;
    if (job.name === 'minute' || job.name === 'timeline') void run(job, moment, id);
    else long = long.then(() => run(job, moment, id));
  }
});
