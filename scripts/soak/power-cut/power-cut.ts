import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Seeded, seeded } from '@hall/hardware/testing/seeded';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { Disk } from '../disk/images.ts';
import { type DiskCall, readJournal } from '../disk/journal.ts';
import { CALL, Control, compileShim, memoryFolder, shimEnvironment, shimMissing } from '../disk/shim.ts';
import { problemsOf } from '../ground/check.ts';
import { soakConfig } from '../ground/ground.ts';
import type { Acknowledged } from '../ground/workload.ts';
import { type Scenario, type SoakOptions, Tally } from '../scenario.ts';
import { ACKNOWLEDGED, type WorkloadOrders } from './workload-process.ts';

/** Of one run of the workload; the next images come from a run with the next seed. */
const IMAGES_A_RUN = 250;
/** Enough for some checkpoints. */
const BATCHES = 120;
/** The process dies twice a run and is started again: in the middle of a sync, and of anything. */
const DEATHS = [
  { kinds: CALL.sync, most: 250 },
  { kinds: CALL.write | CALL.sync, most: 1000 },
] as const;
/** After a start this many calls are worth an image each: what was under way is asked again. */
const CALLS_AFTER_START = 40;

const PROCESS = path.join(import.meta.dirname, 'workload-process.ts');

export const powerCut: Scenario = {
  name: 'power-cut',
  of: 'crash images',
  count: 20_000,
  missing: shimMissing,
  run: (options) => cutPower(options, 'FULL'),
};

/** As `power-cut`, with a ledger that does not sync its commits: nearly every image must be bad. */
export const negativeControl: Scenario = {
  name: 'power-cut-control',
  of: 'crash images that must fail',
  count: 500,
  missing: shimMissing,
  async run(options) {
    const outcome = await cutPower(options, 'NORMAL');
    const share = outcome.failed / outcome.count;
    options.log(`${outcome.failed} of ${outcome.count} images were bad, as they should be`);
    return share >= MUST_FAIL
      ? { count: outcome.count, failed: 0, failures: [] }
      : {
          count: outcome.count,
          failed: 1,
          failures: [`seed ${options.seed}: only ${outcome.failed} were bad`],
        };
  },
};

/** Measured with the bare stack: 288 of 300. */
const MUST_FAIL = 0.4;

async function cutPower({ seed, count, log }: SoakOptions, synchronous: 'FULL' | 'NORMAL') {
  const scratch = memoryFolder();
  const tally = new Tally();
  const config = soakConfig();
  try {
    const library = compileShim(scratch.path);
    for (let run = 0; run * IMAGES_A_RUN < count; run += 1) {
      const images = Math.min(IMAGES_A_RUN, count - run * IMAGES_A_RUN);
      const random = seeded(seed + run);
      const calls = await recorded(scratch.path, library, seed + run, synchronous, random);
      const folder = path.join(scratch.path, 'image');
      for (const { cut, problems } of cutsOf(calls, images, random, folder, config)) {
        tally.add(`seed ${seed + run}, after call ${cut} of ${calls.length}`, problems);
      }
      log(`run ${run + 1}, seed ${seed + run}: ${images} images of ${calls.length} calls`);
    }
  } finally {
    scratch.remove();
  }
  return tally.outcome;
}

/** One run of the workload, killed and started again on the way: all that it did to its files. */
async function recorded(
  scratch: string,
  library: string,
  seed: number,
  synchronous: 'FULL' | 'NORMAL',
  random: Seeded,
): Promise<DiskCall[]> {
  const folder = path.join(scratch, 'disk');
  const journal = path.join(scratch, 'journal');
  const askedFile = path.join(scratch, 'asked.json');
  for (const old of [folder, journal, askedFile]) rmSync(old, { recursive: true, force: true });
  mkdirSync(folder);
  const controlFile = path.join(scratch, 'control');
  const control = new Control(controlFile);
  for (let start = 0; start <= DEATHS.length; start += 1) {
    const death = DEATHS[start];
    if (death === undefined) control.wellAgain();
    else control.dieAt(death.kinds, random.whole(death.most / 3, death.most));
    const orders: WorkloadOrders = { folder, seed, batches: BATCHES, synchronous, start, askedFile };
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', PROCESS, JSON.stringify(orders)],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, ...shimEnvironment({ library, folder, journal, control: controlFile }) },
      },
    );
    const [code, signal] = await once(child, 'exit');
    if (code !== 0 && (signal !== 'SIGKILL' || death === undefined)) {
      throw new Error(`the workload with seed ${seed} ended with ${signal ?? code}`);
    }
  }
  control.close();
  return readJournal(readFileSync(journal), folder);
}

/** Images of power cuts at random calls, a third of them where checkpoints, names and starts are. */
export function* cutsOf(
  calls: readonly DiskCall[],
  images: number,
  random: Seeded,
  folder: string,
  config: HallConfig,
): Generator<{ readonly cut: number; readonly problems: readonly string[] }> {
  const rare = calls.flatMap((call, i) =>
    call.file.endsWith('-wal') || call.file.endsWith('.ack') ? [] : [i + 1],
  );
  const starts = calls.flatMap((call, i) => (call.kind === 'start' && i > 0 ? [i + 1] : []));
  const cuts = Array.from({ length: images }, (_, i) => {
    if (i % 6 === 0) return random.pick(rare);
    if (i % 6 === 1 && starts.length > 0) return random.pick(starts) + random.whole(0, CALLS_AFTER_START);
    return random.whole(0, calls.length + 1);
  }).sort((a, b) => a - b);
  const disk = new Disk();
  const acknowledged: Acknowledged[] = [];
  let told = 0;
  for (const cut of cuts) {
    for (; told < Math.min(cut, calls.length); told += 1) {
      const call = calls[told] as DiskCall;
      if (call.file !== ACKNOWLEDGED) disk.tell(call);
      else if (call.kind === 'write') acknowledged.push(...linesOf(call.bytes));
    }
    layOut(disk.afterPowerCut(random), folder);
    yield { cut, problems: problemsOf(folder, config, acknowledged) };
  }
}

function linesOf(bytes: Buffer): Acknowledged[] {
  return bytes
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Acknowledged);
}

export function layOut(image: ReadonlyMap<string, Buffer>, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, bytes] of image) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes, { mode: 0o600 });
  }
  mkdirSync(folder, { recursive: true });
}
