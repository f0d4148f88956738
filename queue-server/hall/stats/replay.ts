import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { ReplayMinute, ReplayTimeline } from '@hall/shared/contracts/reports';
import type { StoredEvent } from '../domain/events.ts';
import { evolve } from '../domain/evolve.ts';
import { emptyHall, type HallState } from '../domain/state.ts';
import type { DayReader } from './day-reader.ts';
import { type DaySpan, MINUTE_MS } from './days.ts';
import { notableOf } from './notable.ts';
import { pictureOf } from './picture.ts';

/** A state is kept for every so many minutes: what lies between is replayed in some milliseconds. */
export const STEP_MS = 5 * MINUTE_MS;
/** States of so many days are kept; a very busy day takes some tens of megabytes. */
const DAYS_KEPT = 2;
/** Events between two looks at what else is asked. */
const CHUNK_EVENTS = 2_000;
/** A page lists no more; the ones that matter are far fewer. */
const NOTABLE_MAX = 400;

interface Kept {
  /** All events up to and including this instant are in. */
  readonly at: number;
  readonly state: HallState;
  readonly calls: number;
}

interface ReplayedDay {
  readonly span: DaySpan;
  readonly kept: Kept[];
  readonly notable: ReplayTimeline['notable'][number][];
  calls: number;
  state: HallState;
  /** Events up to here are in `state`. */
  until: number;
}

/** Days gone through again, event by event, with the hall's own `evolve`. */
export class ReplayDays {
  readonly #reader: DayReader;
  readonly #breathe: () => Promise<void>;
  readonly #days = new Map<string, ReplayedDay>();
  #busy: Promise<unknown> = Promise.resolve();

  /** `breathe` is waited for between portions of work. */
  constructor(reader: DayReader, breathe: () => Promise<void>) {
    this.#reader = reader;
    this.#breathe = breathe;
  }

  /** The hall at an instant of the day; later than `now`: at `now`. */
  async minute(config: HallConfig, day: string, at: number, now: number): Promise<ReplayMinute> {
    const found = await this.#gone(config, day, now);
    const asked = Math.min(at, now);
    const from = found.kept.findLast((kept) => kept.at <= asked);
    let state = from?.state ?? emptyHall();
    const events = this.#reader.events(day, from?.at ?? found.span.from, asked + 1, state.seq);
    for (const event of events) state = next(state, event);
    return pictureOf(state, config, day, asked);
  }

  async timeline(config: HallConfig, day: string, now: number): Promise<ReplayTimeline> {
    const { span, kept, notable } = await this.#gone(config, day, now);
    const zones = config.zones.map(({ id, name }) => ({ id, name }));
    const points = kept.slice(1).map(({ at, state, calls }, i) => ({
      at: at + 1,
      waiting: zones.map(({ id }) =>
        config.queues
          .filter((queue) => queue.zone === id)
          .reduce((sum, queue) => sum + (state.queues.get(queue.id)?.waiting.size ?? 0), 0),
      ),
      openWindows: [...state.windows.values()].filter((window) => window.state === 'open').length,
      calls: calls - (kept[i]?.calls ?? 0),
    }));
    const busy = ({ waiting, openWindows, calls }: (typeof points)[number]) =>
      calls > 0 || openWindows > 0 || waiting.some((count) => count > 0);
    const first = points.findIndex(busy);
    const last = points.findLastIndex(busy);
    const shown = first < 0 ? [] : points.slice(first, last + 2);
    return {
      day,
      from: (shown[0]?.at ?? span.from + STEP_MS) - STEP_MS,
      to: Math.min(now, shown.at(-1)?.at ?? Math.min(now, span.until)),
      zones,
      points: shown,
      notable,
    };
  }

  /** One at a time: two questions about one day must not go through it twice. */
  #gone(config: HallConfig, day: string, now: number): Promise<ReplayedDay> {
    const done = this.#busy.then(() => this.#goThrough(config, day, now));
    this.#busy = done.catch(() => {});
    return done;
  }

  async #goThrough(config: HallConfig, day: string, now: number): Promise<ReplayedDay> {
    const known = this.#days.get(day);
    const found = known ?? this.#begin(day);
    this.#days.delete(day);
    this.#days.set(day, found);
    for (const old of [...this.#days.keys()].slice(0, -DAYS_KEPT)) this.#days.delete(old);
    const until = Math.min(now, found.span.until - 1);
    while (found.until < until) {
      const events = this.#reader.events(day, found.span.from, until + 1, found.state.seq, CHUNK_EVENTS);
      for (const event of events) this.#take(found, event, config);
      if (events.length === CHUNK_EVENTS) {
        await this.#breathe();
        continue;
      }
      this.#keepUpTo(found, until + 1);
      found.until = until;
    }
    return found;
  }

  #begin(day: string): ReplayedDay {
    const span = this.#reader.span(day);
    let state = emptyHall();
    for (const event of this.#reader.before(day)) state = next(state, event);
    const kept = [{ at: span.from - 1, state, calls: 0 }];
    return { span, kept, notable: [], calls: 0, state, until: span.from - 1 };
  }

  #take(found: ReplayedDay, event: StoredEvent, config: HallConfig): void {
    this.#keepUpTo(found, event.at);
    found.state = next(found.state, event);
    if (event.type === 'ticket.called') found.calls += 1;
    const notable = found.notable.length < NOTABLE_MAX ? notableOf(event, config) : null;
    // [K13] One undo of a call that ended a service is two events.
    const last = found.notable.at(-1);
    const told = notable && last?.at === notable.at && last.says.zh === notable.says.zh;
    if (notable && !told) found.notable.push(notable);
  }

  /** Keeps a state for every step that ended before `at`. */
  #keepUpTo(found: ReplayedDay, at: number): void {
    const last = found.kept.at(-1)?.at ?? found.span.from - 1;
    for (let end = last + STEP_MS; end < at; end += STEP_MS) {
      found.kept.at(-1)?.state.tickets.skipTo(found.state.tickets);
      found.kept.push({ at: end, state: found.state, calls: found.calls });
    }
  }
}

/** An event about a ticket that is not of this day changes nothing here: at night only the carried ones are known. */
function next(state: HallState, event: StoredEvent): HallState {
  try {
    return evolve(state, event);
  } catch {
    return { ...state, seq: event.seq, at: Math.max(state.at, event.at) };
  }
}
