import { localTime } from '@hall/shared/contracts/time';
import { earlyStreams, missChance, missMinutes } from './arrivals.ts';
import { firstComing } from './comings.ts';
import { MINUTE_MS, minuteOfDay } from './day.ts';
import { groupsOf } from './grouping.ts';
import type { Model, WindowToday } from './model.ts';
import { fitted, paceFactor } from './pace.ts';
import { LONG_PAUSE_MIN, type Presence, presenceOf, ratesFor } from './presence.ts';
import { returnsAfter, returnsOf } from './returns.ts';
import { serviceQuantiles } from './service-times.ts';
import type { LateStream, Play, PlayWindow } from './simulate.ts';
import type { Situation, WaitingNow, WindowNow } from './words.ts';

/** Turns a situation and what was learned into the play that `simulate.ts` plays: names become indexes. */

/** People who stand in one line for one set of windows: a queue, or those of it that are bound to some windows. */
interface Line {
  readonly queue: string;
  readonly boundTo: readonly string[] | null;
}

export interface SetUp<W extends WaitingNow = WaitingNow> {
  readonly play: Play;
  /** In order of place: what `Play.ahead` stands for. */
  readonly callable: readonly W[];
  /** Behind them in numbers of tickets: those whose slot is still to come. */
  readonly booked: readonly W[];
  /** Index of a queue's own line; undefined where nobody is in it and no window serves it. */
  readonly lineOf: (queue: string) => number | undefined;
}

function keyOf(one: WaitingNow): string {
  return one.boundTo ? `${one.queue} ${one.boundTo.join(' ')}` : one.queue;
}

function serves(window: WindowNow, line: Line): boolean {
  return line.boundTo ? line.boundTo.includes(window.id) : window.queues.includes(line.queue);
}

export function playOf<W extends WaitingNow>(
  model: Model,
  situation: Situation,
  ahead: readonly W[],
  involved: readonly WindowNow[],
): SetUp<W> {
  const now = minuteOfDay(situation.at, model.zone);
  const weekday = localTime(situation.at, model.zone).weekday;
  const presence = presenceOf(model.habits);
  const lines = new Map<string, Line>();
  for (const one of [situation.ticket, ...ahead]) {
    lines.set(keyOf(one), { queue: one.queue, boundTo: one.boundTo ?? null });
  }
  for (const window of involved) {
    const served = window.serving ? [...window.queues, window.serving.queue] : window.queues;
    for (const queue of served) if (!lines.has(queue)) lines.set(queue, { queue, boundTo: null });
  }
  const index = new Map([...lines.keys()].map((key, i) => [key, i]));
  const all = [...lines.values()];
  const minute = (at: number) => now + (at - situation.at) / MINUTE_MS;
  const callable = ahead
    .filter((other) => (other.notBefore ?? 0) <= situation.at)
    .sort((a, b) => a.virtual - b.virtual);
  const booked = ahead.filter((other) => (other.notBefore ?? 0) > situation.at);
  const sure = booked.map(
    (other, i): LateStream => ({
      queue: index.get(keyOf(other)) as number,
      expected: 1,
      from: minute(other.notBefore as number),
      to: minute(other.notBefore as number),
      placeOf: () => minute(other.virtual),
      sure: true,
      ticket: callable.length + i,
    }),
  );
  const lead = (situation.at - situation.ticket.virtual) / MINUTE_MS;
  const early = earlyStreams(model.arrivals, now, lead)
    .filter((stream) => index.has(stream.queue))
    .map(
      (stream): LateStream => ({
        queue: index.get(stream.queue) as number,
        expected: stream.expected,
        from: now,
        to: now + stream.withinMin,
        placeOf: (at) => at - stream.bonusMin,
        sure: false,
        ticket: -1,
      }),
    );
  const play: Play = {
    now,
    ahead: callable.map((other) => index.get(keyOf(other)) as number),
    places: callable.map((other) => minute(other.virtual)),
    mine: index.get(keyOf(situation.ticket)) as number,
    queueCount: all.length,
    windows: windowsOf(model, situation, involved, presence, all, index, now, weekday),
    late: [...sure, ...early],
    services: all.map(({ queue }) => serviceQuantiles(model.pace, queue)),
    missChance: all.map(({ queue }) => missChance(model.arrivals, queue)),
    missMinutes: missMinutes(model.arrivals),
  };
  return { play, callable, booked, lineOf: (queue) => index.get(queue) };
}

function windowsOf(
  model: Model,
  situation: Situation,
  involved: readonly WindowNow[],
  presence: Presence,
  lines: readonly Line[],
  index: ReadonlyMap<string, number>,
  now: number,
  weekday: number,
): PlayWindow[] {
  const fit = fitted(model.pace);
  const present = situation.windows.filter(
    (window) => window.state === 'open' || window.id in model.today.windows,
  );
  return involved.map((window) => {
    const rank = Math.max(0, present.indexOf(window));
    const groups = groupsOf({ window: window.id, rank, present: present.length, weekday });
    const known = model.today.windows[window.id];
    const hadLong =
      known?.spells.some(([, , left, back]) => (back < 0 ? now : back) - left >= LONG_PAUSE_MIN) ?? false;
    const [before, after] = ratesFor(presence, groups);
    const who = window.by ?? window.id;
    return {
      queues: [
        ...window.queues.map((queue) => index.get(queue) as number),
        ...lines.flatMap((line, i) => (line.boundTo && serves(window, line) ? [i] : [])),
      ],
      secondary: (window.secondary ?? []).flatMap(({ queue, above }) => {
        const line = index.get(queue);
        return line === undefined ? [] : [{ queue: line, above }];
      }),
      serves: Uint8Array.from(lines, (line) => (serves(window, line) ? 1 : 0)),
      factors: lines.map(({ queue }) => paceFactor(fit, queue, who)),
      before,
      after,
      hadLong,
      start: startOf(situation, window, presence, groups, now, weekday, known, index),
      drawReturn: returnsOf(presence, window.id, groups),
    };
  });
}

function startOf(
  situation: Situation,
  window: WindowNow,
  presence: Presence,
  groups: readonly string[],
  now: number,
  weekday: number,
  known: WindowToday | undefined,
  index: ReadonlyMap<string, number>,
): PlayWindow['start'] {
  if (window.state !== 'open') {
    if (window.backAt !== undefined && window.backAt > situation.at) {
      const back = now + (window.backAt - situation.at) / MINUTE_MS;
      return { kind: 'away', draw: () => back };
    }
    // At work as far as is known, and yet said to be closed: a "what if", so it stays closed.
    if (window.state === 'closed' && known && known.since !== null) {
      return { kind: 'away', draw: () => Number.POSITIVE_INFINITY };
    }
    const left = known?.spells.at(-1)?.[2];
    if (left === undefined && window.state === 'closed') {
      return { kind: 'away', draw: firstComing(presence, window.id, weekday, now) };
    }
    return { kind: 'away', draw: returnsAfter(presence, window.id, groups, left ?? now, now) };
  }
  if (window.serving === null) return { kind: 'free' };
  return {
    kind: 'serving',
    queue: index.get(window.serving.queue) ?? 0,
    since: now - (situation.at - window.serving.calledAt) / MINUTE_MS,
    started: window.serving.started ?? false,
  };
}
