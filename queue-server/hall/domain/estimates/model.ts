import { localTime } from '@hall/shared/contracts/time';
import { type Arrivals, closeArrivalsDay, EMPTY_ARRIVALS, learnArrival, learnOutcome } from './arrivals.ts';
import { type Calibration, closeCalibrationDay, EMPTY_CALIBRATION, learnError } from './calibration.ts';
import { inHouseOrder, MINUTE_MS, minuteOfDay, rounded } from './day.ts';
import { addDay, EMPTY_HABITS, type Habits, type Spell } from './habits.ts';
import { closePaceDay, EMPTY_PACE, learnService, type Pace } from './pace.ts';
import { foretold, presenceOf } from './presence.ts';
import type { Forecast, Observation } from './words.ts';

/** All that was learned; plain JSON of bounded size, so that it can be kept among the projections. */
export interface Model {
  readonly v: 1;
  /** The hall's time zone, IANA name. */
  readonly zone: string;
  readonly pace: Pace;
  readonly habits: Habits;
  readonly arrivals: Arrivals;
  readonly calibration: Calibration;
  readonly today: Today;
}

/** What the present day has shown; it joins the history when the next one begins. */
export interface Today {
  /** `YYYY-MM-DD`; null before the first observation. */
  readonly day: string | null;
  readonly weekday: number;
  /** Minute of the last observation. */
  readonly until: number;
  readonly windows: Readonly<Record<string, WindowToday>>;
  /** Forecasts of tickets that still wait. */
  readonly quoted: Readonly<Record<string, Forecast & { readonly at: number }>>;
}

export interface WindowToday {
  /** Spells that have ended. The last one's `back` is −1 while the window is away. */
  readonly spells: readonly Spell[];
  /** Minute since when it is at work; null while away. */
  readonly since: number | null;
  /** Minute of the last opening or call: until then no pause was wanted. */
  readonly decided: number;
  /** Minute at which the last service ended; −1 before any in this spell. */
  readonly endedAt: number;
  readonly serving: {
    readonly queue: string;
    readonly who: string;
    /** ms since the epoch. */
    readonly calledAt: number;
  } | null;
}

const NO_DAY: Today = { day: null, weekday: 1, until: 0, windows: {}, quoted: {} };

export function emptyModel(zone: string): Model {
  return {
    v: 1,
    zone,
    pace: EMPTY_PACE,
    habits: EMPTY_HABITS,
    arrivals: EMPTY_ARRIVALS,
    calibration: EMPTY_CALIBRATION,
    today: NO_DAY,
  };
}

/** Takes in one observation. Observations come in order of time; an earlier model is never changed. */
export function learn(before: Model, seen: Observation): Model {
  const local = localTime(seen.at, before.zone);
  const model = local.day === before.today.day ? before : beginDay(before, local.day, local.weekday);
  const minute = rounded(minuteOfDay(seen.at, model.zone));
  const next = { ...model, today: { ...model.today, until: minute } };
  switch (seen.kind) {
    case 'opened':
    case 'resumed':
      return opened(next, seen.window, minute);
    case 'paused':
    case 'closed':
      return left(next, seen.window, minute);
    case 'taken':
      return { ...next, arrivals: learnArrival(next.arrivals, seen.queue, seen.bonusMin, minute) };
    case 'called':
      return called(next, seen, minute);
    case 'started':
      return next;
    case 'finished':
    case 'no-show':
      return ended(next, seen.window, seen.at, minute, seen.kind === 'no-show');
    case 'interrupted':
      return interrupted(next, seen.window, minute);
    case 'gave-up':
      return { ...next, today: { ...next.today, quoted: without(next.today.quoted, seen.ticket) } };
    case 'quoted': {
      const quoted = { ...next.today.quoted, [seen.ticket]: { ...seen.forecast, at: seen.at } };
      return { ...next, today: { ...next.today, quoted } };
    }
  }
}

function beginDay(model: Model, day: string, weekday: number): Model {
  const { today } = model;
  const fresh: Today = { ...NO_DAY, day, weekday };
  const atWork = Object.keys(today.windows);
  if (today.day === null || atWork.length === 0) return { ...model, today: fresh };
  const windows = Object.fromEntries(
    inHouseOrder(atWork).map((id) => {
      const { spells, since, decided } = today.windows[id] as WindowToday;
      const unfinished: Spell[] = since === null ? [] : [[since, decided, -1, -1]];
      return [id, [...spells, ...unfinished]] as const;
    }),
  );
  const seen = { weekday: today.weekday, until: today.until, windows };
  const said = foretold(presenceOf(model.habits), seen);
  const evidence = said.map((log, i) => EVIDENCE_KEPT * (model.habits.evidence[i] ?? 0) + log);
  const best = Math.max(...evidence);
  return {
    ...model,
    pace: closePaceDay(model.pace),
    habits: addDay(
      model.habits,
      seen,
      evidence.map((log) => log - best),
    ),
    arrivals: closeArrivalsDay(model.arrivals),
    calibration: closeCalibrationDay(model.calibration),
    today: fresh,
  };
}

/** Older days fade: a hall may change how it takes turns. */
const EVIDENCE_KEPT = 0.9;

const UNSEEN: WindowToday = { spells: [], since: null, decided: 0, endedAt: -1, serving: null };

function update(model: Model, window: string, change: Partial<WindowToday>): Model {
  const { today } = model;
  const known = today.windows[window] ?? UNSEEN;
  return {
    ...model,
    today: { ...today, windows: { ...today.windows, [window]: { ...known, ...change } } },
  };
}

function opened(model: Model, window: string, minute: number): Model {
  const known = model.today.windows[window] ?? UNSEEN;
  if (known.since !== null) return model;
  const last = known.spells.at(-1);
  const spells: readonly Spell[] = last
    ? [...known.spells.slice(0, -1), [last[0], last[1], last[2], minute]]
    : known.spells;
  return update(model, window, { spells, since: minute, decided: minute, endedAt: -1 });
}

function left(model: Model, window: string, minute: number): Model {
  const known = model.today.windows[window];
  if (!known || known.since === null) return model;
  // A window that leaves while idle wished so just now; one that ends a service first wished so during it.
  const idle = known.serving === null && minute - known.endedAt > IDLE_MIN;
  const due = idle ? minute : known.decided;
  const spell: Spell = [known.since, Math.min(due, minute), minute, -1];
  return update(model, window, { spells: [...known.spells, spell], since: null });
}

/** A pause within so many minutes after a service was decided during it. */
const IDLE_MIN = 1;

function called(model: Model, seen: Observation & { kind: 'called' }, minute: number): Model {
  const quote = model.today.quoted[seen.ticket];
  const waited = quote ? (seen.at - quote.at) / MINUTE_MS : 0;
  const next = quote
    ? {
        ...model,
        calibration: learnError(model.calibration, quote, waited),
        today: { ...model.today, quoted: without(model.today.quoted, seen.ticket) },
      }
    : model;
  return update(next, seen.window, {
    decided: minute,
    serving: { queue: seen.queue, who: seen.by ?? seen.window, calledAt: seen.at },
  });
}

function ended(model: Model, window: string, at: number, minute: number, missed: boolean): Model {
  const known = model.today.windows[window];
  if (!known?.serving) return model;
  const { queue, who, calledAt } = known.serving;
  const minutes = (at - calledAt) / MINUTE_MS;
  // `decided` stays at the call: whether a pause was wanted during this service shows with what comes next.
  const next = update(model, window, { serving: null, endedAt: minute });
  return {
    ...next,
    arrivals: learnOutcome(next.arrivals, queue, missed ? minutes : null),
    pace: missed || minutes <= 0 ? next.pace : learnService(next.pace, queue, who, minutes),
  };
}

function interrupted(model: Model, window: string, minute: number): Model {
  if (!model.today.windows[window]?.serving) return model;
  return update(model, window, { serving: null, endedAt: minute });
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in record)) return record;
  const { [key]: _, ...rest } = record;
  return rest;
}
