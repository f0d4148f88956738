import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { seeded } from '@hall/hardware/testing/seeded';
import { evolveAll } from '@hall/queue-server/hall/domain/batch';
import type { HallState } from '@hall/queue-server/hall/domain/state';
import type { Submission } from '@hall/queue-server/hall/ledger/protocol';
import { comparable } from '@hall/queue-server/hall/ledger/verify';
import { MONDAY_9 } from '@hall/queue-server/hall/testing/hall';
import Database from 'better-sqlite3';
import { Disk } from '../disk/images.ts';
import { readJournal } from '../disk/journal.ts';
import { CALL, Control, ERRNO, LASTING } from '../disk/shim.ts';
import { problemsOf } from '../ground/check.ts';
import { type Ground, groundFiles, openGround, soakConfig } from '../ground/ground.ts';
import { type Acknowledged, acknowledgements, Workload } from '../ground/workload.ts';
import { cutsOf, layOut } from '../power-cut/power-cut.ts';
import { ACKNOWLEDGED } from '../power-cut/workload-process.ts';

/** What the process is told in its one argument; every file of it lies in `scratch`. */
export interface FaultOrders {
  readonly seed: number;
  /** The watched folder. */
  readonly folder: string;
  readonly journal: string;
  readonly control: string;
  /** Not watched: for images. */
  readonly scratch: string;
  /** Kinds of fault tried at each call, of `FAULTS`; one means that they take turns. */
  readonly kinds: number;
}

export const FAULTS = [
  { name: 'EIO once', error: ERRNO.EIO, span: 1 },
  { name: 'ENOSPC until further notice', error: ERRNO.ENOSPC, span: LASTING },
  { name: 'EIO until further notice', error: ERRNO.EIO, span: LASTING },
  { name: 'ENOSPC once', error: ERRNO.ENOSPC, span: 1 },
] as const;

/** One line to the parent for each run. */
export interface FaultRun {
  readonly at: number;
  readonly fault: string;
  readonly problems: readonly string[];
}

const COMMANDS = 50;
/** Where there is little time, the files as they are left are looked at after every fourth run; images after all. */
const FILES_OF = 4;
/** A fault that lasts is tried against so often before it ends. */
const TRIES_DURING = 3;
/** Once the disk is well, so many tries may fail: one reopens the database. */
const TRIES_AFTER = 2;

const STORAGE = new Set(['STORAGE_FULL', 'STORAGE_FAILED']);
const config = soakConfig();

function all({ seed, folder, journal, control: controlFile, scratch, kinds }: FaultOrders): void {
  const control = new Control(controlFile, 'r+');
  for (let at = 0, reached = true; reached; at += 1) {
    reached = false;
    for (let i = 0; i < kinds; i += 1) {
      const fault = FAULTS[(at + i) % FAULTS.length]!;
      const runFolder = path.join(folder, `run-${at}-${i}`);
      truncateSync(journal);
      mkdirSync(runFolder);
      control.order({
        kinds: CALL.write | CALL.sync | CALL.truncate,
        skip: at,
        span: fault.span,
        error: fault.error,
      });
      const run = new Run(seed, runFolder, control, at % 2 === 0);
      const problems = run.play();
      reached ||= run.failedCalls > 0;
      if (problems.length === 0) {
        problems.push(...cutAfterwards(seed + at, journal, runFolder, scratch, run.acknowledged, kinds - 1));
        if (kinds > 1 || at % FILES_OF === 0)
          problems.push(...problemsOf(runFolder, config, run.acknowledged));
      }
      rmSync(runFolder, { recursive: true });
      process.stdout.write(`${JSON.stringify({ at, fault: fault.name, problems } satisfies FaultRun)}\n`);
    }
  }
  control.close();
}

/**
 * The power fails at the end, and at `images` moments before: what later syncs said to be on disk must be
 * there, whatever failed earlier.
 */
function cutAfterwards(
  seed: number,
  journal: string,
  folder: string,
  scratch: string,
  acknowledged: readonly Acknowledged[],
  images: number,
): string[] {
  const calls = readJournal(readFileSync(journal), folder);
  const disk = new Disk();
  for (const call of calls) disk.tell(call);
  const image = path.join(scratch, 'image');
  layOut(disk.afterPowerCut(seeded(seed)), image);
  const problems = [...problemsOf(image, config, acknowledged)];
  for (const cut of cutsOf(calls, images, seeded(seed), image, config)) problems.push(...cut.problems);
  return problems.map((problem) => `after a power cut: ${problem}`);
}

/** The same fifty commands with one fault on the way. */
class Run {
  readonly acknowledged: Acknowledged[] = [];
  failedCalls = 0;
  readonly #folder: string;
  readonly #control: Control;
  readonly #withReader: boolean;
  readonly #workload: Workload;
  readonly #newId: () => string;
  readonly #problems: string[] = [];

  constructor(seed: number, folder: string, control: Control, withReader: boolean) {
    this.#folder = folder;
    this.#control = control;
    this.#withReader = withReader;
    const random = seeded(seed);
    this.#workload = new Workload(seeded(seed + 1), 'f', MONDAY_9);
    this.#newId = () => Buffer.from(random.bytes(16)).toString('hex');
  }

  /** What went wrong, in plain English. */
  play(): string[] {
    const ground = this.#opened();
    if (!ground) return [...this.#problems, 'does not open though the disk is well'];
    // The main thread follows by events and keeps a connection of its own, so that closing one is not the last.
    const reader = this.#withReader
      ? new Database(groundFiles(this.#folder).ledgerFile, { readonly: true })
      : null;
    reader?.prepare('SELECT COUNT(*) FROM events').get();
    let told = ground.ledger.state;
    for (let done = 0; done < COMMANDS && this.#problems.length === 0; ) {
      const batch = this.#workload.batch(ground.ledger.state).slice(0, COMMANDS - done);
      told = this.#answered(ground, batch, told);
      done += batch.length;
    }
    this.failedCalls = this.#control.counts().failed;
    this.#control.wellAgain();
    reader?.close();
    ground.close();
    return this.#problems;
  }

  /** A start that fails says so; the next one after the fault goes well. */
  #opened(): Ground | null {
    for (let tries = 0; tries <= TRIES_DURING + TRIES_AFTER; tries += 1) {
      if (tries === TRIES_DURING) this.#wellAgain();
      try {
        return openGround(this.#folder, config, { newId: this.#newId });
      } catch (error) {
        if (this.#control.counts().failed + this.failedCalls === 0) throw error;
      }
    }
    return null;
  }

  #wellAgain(): void {
    this.failedCalls += this.#control.counts().failed;
    this.#control.wellAgain();
  }

  /** Asks until there is an answer that is not about the disk; returns the state as told by events. */
  #answered(ground: Ground, batch: readonly Submission[], before: HallState): HallState {
    let state = before;
    for (let tries = 0; ; tries += 1) {
      if (tries === TRIES_DURING) this.#wellAgain();
      const failedBefore = this.#control.counts().failed;
      const { answers, events } = ground.commit(batch);
      state = evolveAll(state, events);
      if (comparable(state) !== comparable(ground.ledger.state)) {
        this.#problems.push('the events that were told do not make the state');
      }
      const codes = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code as string])));
      const refused = [...codes].some((code) => STORAGE.has(code));
      if (!refused) {
        if (codes.has('INTERNAL')) this.#problems.push('a failing disk is told as a bug');
        const told = acknowledgements(batch, answers);
        this.acknowledged.push(...told);
        const lines = told.map((line) => `${JSON.stringify(line)}\n`);
        appendFileSync(path.join(this.#folder, ACKNOWLEDGED), lines.join(''));
        return state;
      }
      if (this.#control.counts().failed + this.failedCalls === 0 && failedBefore === 0) {
        this.#problems.push('refused without a fault');
      }
      if (answers.some((answer) => answer.ok)) this.#problems.push('half of a batch was told as done');
      if (tries >= TRIES_DURING + TRIES_AFTER) {
        this.#problems.push('does not recover though the disk is well');
        return state;
      }
    }
  }
}

const orders = process.argv[2];
if (orders !== undefined && process.argv[1] === import.meta.filename) all(JSON.parse(orders) as FaultOrders);
