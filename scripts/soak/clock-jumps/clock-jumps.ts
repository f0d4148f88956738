import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '@hall/hardware/testing/seeded';
import { verifyLedger } from '@hall/queue-server/hall/ledger/verify';
import { localTime } from '@hall/shared/contracts/time';
import Database from 'better-sqlite3';
import type { Reply, StaffClient } from '../../crowd/http-client.ts';
import { HallProcess } from '../hall/hall-process.ts';
import { type Scenario, Tally } from '../scenario.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

/** What is done to the machine's clock: by so much, or to an instant. */
interface Jump {
  readonly name: string;
  readonly to: (wall: number, timeZone: string) => number;
}

const JUMPS: readonly Jump[] = [
  { name: 'an hour ahead', to: (wall) => wall + HOUR_MS },
  { name: 'an hour back', to: (wall) => wall - HOUR_MS },
  { name: 'to a second before midnight', to: (wall, zone) => beforeMidnight(wall, zone) },
  { name: 'a day back', to: (wall) => wall - DAY_MS },
  { name: 'to 1970', to: () => 0 },
  { name: 'to the right time', to: () => Date.now() },
  { name: 'a day ahead', to: (wall) => wall + DAY_MS },
  { name: 'a year ahead', to: (wall) => wall + YEAR_MS },
  { name: 'a year back', to: (wall) => wall - YEAR_MS },
];

const WINDOW = 'w18';
const LOCK_S = 1;
const RATING_S = 10;
/** Longer than the server takes to look at the file, and than a lock or the last second of a day. */
const SETTLE_MS = 60;
const NIGHT_MS = 1_300;
const TRIES = 60;
const TRY_MS = 100;
const LOGIN_AGAIN_MS = 2_000;

/** The clock of a running hall's machine jumps while tickets are taken and people called. */
export const clockJumps: Scenario = {
  name: 'clock-jumps',
  of: 'jumps of the clock',
  count: 300,
  missing: () => null,
  async run({ seed, count, log }) {
    const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-clock-'));
    const clock = new ClockFile(path.join(folder, 'clock'));
    const hall = await HallProcess.start({
      folder,
      args: ['--clock-control', clock.file],
      change: (config) => ({
        ...config,
        calling: { ...config.calling, lockSeconds: LOCK_S },
        rating: { ...config.rating, timeoutSeconds: RATING_S },
      }),
    });
    const tally = new Tally();
    const visit = new Visit(hall, seed);
    const random = seeded(seed);
    try {
      tally.add(`seed ${seed}, before any jump`, await visit.serve());
      for (let n = 0; n < count; n += 1) {
        const jump = n < JUMPS.length ? (JUMPS[n] as Jump) : random.pick(JUMPS);
        clock.set(jump.to(clock.now(), hall.config.timeZone));
        await sleep(jump.name.includes('midnight') ? NIGHT_MS : SETTLE_MS);
        tally.add(`seed ${seed}, jump ${n + 1}, ${jump.name}`, await visit.serve());
      }
      tally.add(`seed ${seed}, ratings`, await lapsed(hall));
    } finally {
      await hall.kill('SIGTERM');
    }
    tally.add(`seed ${seed}, the ledger`, orderOf(hall));
    rmSync(folder, { recursive: true, force: true });
    log(`seed ${seed}: ${count} jumps, ${visit.days} business days`);
    return tally.outcome;
  },
};

/** The machine's clock as the hall sees it. */
class ClockFile {
  readonly file: string;
  #offset = 0;

  constructor(file: string) {
    this.file = file;
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  set(wall: number): void {
    this.#offset = Math.round(wall - Date.now());
    writeFileSync(`${this.file}.new`, `${this.#offset < 0 ? '' : '+'}${this.#offset}`);
    renameSync(`${this.file}.new`, this.file);
  }
}

/** Tickets and a service after each jump, and what must hold between one jump and the next. */
class Visit {
  readonly #hall: HallProcess;
  readonly #tag: string;
  readonly #staff = new Map<string, StaffClient>();
  readonly #numbers = new Set<string>();
  readonly #days = new Set<string>();
  #serial = 0;
  #last = { at: 0, day: '' };

  constructor(hall: HallProcess, seed: number) {
    this.#hall = hall;
    this.#tag = `clock-${seed}`;
  }

  get days(): number {
    return this.#days.size;
  }

  async serve(): Promise<string[]> {
    const problems: string[] = [];
    for (let i = 0; i < 2; i += 1) {
      const taken = await this.#ask('guide01', (staff, key) =>
        staff.command('ticket.take', { queue: 'invoices', paperless: true }, key),
      );
      if (!taken.ok) return [`no ticket: ${taken.problem.code}`];
      problems.push(...this.#follows(taken.value));
    }
    const of = (name: 'open' | 'call' | 'start' | 'finish') =>
      this.#ask(
        'clerk05',
        (staff, key) => staff.command(`window.${name}`, { window: WINDOW }, key) as Promise<Reply<unknown>>,
      );
    for (const name of ['open', 'call', 'start', 'finish'] as const) {
      const done = await until(() => of(name), 'CALL_LOCKED');
      if (!done.ok) problems.push(`window.${name} is refused: ${done.problem.code}`);
    }
    return problems;
  }

  #follows({ at, day, number }: { at: number; day: string; number: string }): string[] {
    const problems: string[] = [];
    if (at < this.#last.at) problems.push(`time went back from ${this.#last.at} to ${at}`);
    if (day < this.#last.day) problems.push(`${this.#last.day} was over, and now it is ${day}`);
    if (day !== localTime(at, this.#hall.config.timeZone).day) problems.push(`${at} is not on ${day}`);
    if (this.#numbers.has(`${day} ${number}`)) problems.push(`number ${number} again on ${day}`);
    this.#numbers.add(`${day} ${number}`);
    this.#days.add(day);
    this.#last = { at, day };
    return problems;
  }

  /** Sessions end with time: whoever is not known any more logs in again. */
  async #ask<T>(
    username: string,
    act: (staff: StaffClient, key: string) => Promise<Reply<T>>,
  ): Promise<Reply<T>> {
    this.#serial += 1;
    const key = `${this.#tag}-${this.#serial}`;
    const known = this.#staff.get(username) ?? (await this.#login(username));
    const reply = await act(known, key);
    if (reply.ok || !SESSION_OVER.has(reply.problem.code)) return reply;
    return act(await this.#login(username), key);
  }

  async #login(username: string): Promise<StaffClient> {
    for (let tries = 0; ; tries += 1) {
      try {
        const staff = await this.#hall.login(username);
        this.#staff.set(username, staff);
        return staff;
      } catch (error) {
        // A hall lets nobody log in more than some twenty times a minute.
        if (!(error as Error).message.includes('429') || tries === TRIES) throw error;
        await sleep(LOGIN_AGAIN_MS);
      }
    }
  }
}

const SESSION_OVER = new Set(['NOT_LOGGED_IN', 'SESSION_EXPIRED', 'SESSION_ENDED']);

/** Asks again while the answer is a lock that must end. */
async function until<T>(ask: () => Promise<Reply<T>>, lock: string): Promise<Reply<T>> {
  for (let tries = 0; ; tries += 1) {
    const reply = await ask();
    if (reply.ok || reply.problem.code !== lock || tries === TRIES) return reply;
    await sleep(TRY_MS);
  }
}

/** Every rating that was left open lapses though the clock was turned back. */
async function lapsed(hall: HallProcess): Promise<string[]> {
  const db = new Database(path.join(hall.data, 'ledger.db'), { readonly: true });
  try {
    const count = db.prepare('SELECT COUNT(*) FROM events WHERE type = ?').pluck();
    // Ratings of a day that is over went with it.
    const open = () => {
      const began = db
        .prepare("SELECT MAX(seq) FROM events WHERE type = 'day.began'")
        .pluck()
        .get() as number;
      const since = db.prepare('SELECT COUNT(*) FROM events WHERE type = ? AND seq > ?').pluck();
      return (since.get('ticket.finished', began) as number) - (since.get('rating.lapsed', began) as number);
    };
    for (let tries = 0; tries < (RATING_S * 1_000) / TRY_MS + TRIES; tries += 1) {
      if (open() <= 0) break;
      await sleep(TRY_MS);
    }
    return open() > 0 || count.get('ticket.finished') === 0 ? [`${open()} ratings never lapsed`] : [];
  } finally {
    db.close();
  }
}

/** By seq, `at` never goes back and no day begins twice. */
function orderOf(hall: HallProcess): string[] {
  const db = new Database(path.join(hall.data, 'ledger.db'), { readonly: true });
  try {
    const problems = [...verifyLedger(db).problems];
    const back = db
      .prepare(
        'SELECT COUNT(*) FROM (SELECT at, LAG(at) OVER (ORDER BY seq) AS before FROM events) WHERE at < before',
      )
      .pluck()
      .get() as number;
    if (back > 0) problems.push(`${back} events are earlier than the one before`);
    const days = db
      .prepare("SELECT data ->> '$.day' FROM events WHERE type = 'day.began' ORDER BY seq")
      .pluck()
      .all() as string[];
    if (days.some((day, i) => i > 0 && day <= (days[i - 1] as string)))
      problems.push(`days: ${days.join(', ')}`);
    return problems;
  } finally {
    db.close();
  }
}

function beforeMidnight(wall: number, timeZone: string): number {
  const { clock } = localTime(wall, timeZone);
  const [hours, minutes] = clock.split(':').map(Number) as [number, number];
  const sinceMinute = wall % 60_000;
  return wall - sinceMinute + ((23 - hours) * 60 + (59 - minutes)) * 60_000 + 59_000;
}
