import type { CommandBody } from '@hall/shared/contracts/commands';
import { ERRORS, type ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { PaperEntry } from '@hall/shared/contracts/queueing';
import { localTime } from '@hall/shared/contracts/time';
import { type Context, type Decide, decided, type Happening, refused } from './context.ts';
import { instantOf } from './dates.ts';
import { type PaperNumber, paperNumber, paperTicket, usedToday } from './paper.ts';
import { type HallState, windowOf } from './state.ts';

/**
 * [P2] What was served by pre-printed numbers while no server was there, entered afterwards. Each entry is judged
 * by itself and written with the time at which it happened. Nobody is asked for a rating, and no screen shows it.
 */
export const reconcilePaper: Decide<CommandBody<'paper.reconcile'>> = (state, body, context) => {
  const { config } = context;
  if (!config.queues.some(({ id }) => id === body.queue)) return refused('QUEUE_UNKNOWN', 'no such queue');
  const events: Happening[] = [];
  const no: { number: string; code: ErrorCode; text: { zh: string; en: string } }[] = [];
  const taken = new Set<number>();
  const seated = new Set<string>();
  const inOrder = body.entries.toSorted((a, b) => a.calledAt - b.calledAt);
  for (const entry of inOrder) {
    const found = paperNumber(config, entry.number);
    const known = found?.queue.id === body.queue && !taken.has(found.n) && !usedToday(state, found);
    const code = known ? wrongWith(state, entry, context, seated) : 'PAPER_NUMBER';
    if (!known || code !== null) {
      const why = code ?? 'PAPER_NUMBER';
      no.push({ number: entry.number, code: why, text: ERRORS[why].text });
      events.push(refusal(body.queue, entry, why, config));
      continue;
    }
    taken.add(found.n);
    if (entry.outcome === 'open') seated.add(entry.window);
    events.push(...eventsOf(state, found, entry, context));
  }
  return decided(events, { taken: taken.size, refused: no });
};

/** Somebody was served, whatever is wrong with the entry: where the console forgets it, the record does not. */
function refusal(queue: string, entry: PaperEntry, code: ErrorCode, { timeZone }: HallConfig): Happening {
  const called = localTime(entry.calledAt, timeZone);
  const { number, window, outcome } = entry;
  return {
    type: 'audit.noted',
    data: {
      act: 'ticket.paper-refused',
      subject: number,
      detail: { queue, window, code, called: `${called.day} ${called.clock}`, outcome },
    },
  };
}

/** Why an entry cannot be true; null: it can. */
function wrongWith(
  state: HallState,
  entry: PaperEntry,
  { config, at, actor }: Context,
  seated: ReadonlySet<string>,
): ErrorCode | null {
  if (!config.windows.some(({ id }) => id === entry.window)) return 'WINDOW_UNKNOWN';
  const { calledAt, startedAt, endedAt, outcome } = entry;
  const times = [calledAt, startedAt, endedAt].filter((time) => time !== null);
  const ordered = times.every((time, i) => i === 0 || time >= (times[i - 1] as number));
  // A day that is over is closed. A server that was away this morning began the day only when it was back.
  if (!ordered || calledAt < midnight(state, config) - SLACK_MS || (times.at(-1) as number) > at + SLACK_MS) {
    return 'PAPER_TIMES';
  }
  if (outcome === 'open' ? endedAt !== null : endedAt === null) return 'PAPER_TIMES';
  if (outcome === 'no-show' && startedAt !== null) return 'PAPER_TIMES';
  if (outcome !== 'open') return null;
  const window = windowOf(state, entry.window);
  if (window.clerk !== actor || window.state !== 'open') return 'WINDOW_CLOSED';
  return window.ticket !== null || seated.has(entry.window) ? 'WINDOW_BUSY' : null;
}

/** The clock of a console that was alone may be a little off the hall's; times are clamped into the day. */
const SLACK_MS = 120_000;

function midnight(state: HallState, { timeZone }: HallConfig): number {
  return instantOf(state.day as string, 0, timeZone);
}

function eventsOf(state: HallState, found: PaperNumber, entry: PaperEntry, context: Context): Happening[] {
  const { config, actor } = context;
  const window = config.windows.find(({ id }) => id === entry.window);
  if (!window) return [];
  const earliest = midnight(state, config);
  const clamped = (time: number) => Math.min(context.at, Math.max(earliest, time));
  const calledAt = clamped(entry.calledAt);
  const endedAt = clamped(entry.endedAt ?? calledAt);
  const data = paperTicket(found, calledAt, context);
  const { ticket } = data;
  const open = entry.outcome === 'open';
  const past = open ? {} : ({ afterwards: true } as const);
  const events: Happening[] = [
    { type: 'ticket.taken', data, occurredAt: calledAt },
    {
      type: 'ticket.called',
      data: {
        ticket,
        window: window.id,
        zone: window.zone,
        windowNumber: window.number,
        clerk: actor,
        why: { rule: 'paper', waitedMin: 0, passedOver: 0, bonusMin: 0 },
        lockedUntil: 0,
        ...past,
      },
      occurredAt: calledAt,
    },
  ];
  if (entry.outcome === 'no-show') {
    events.push({
      type: 'ticket.no-show',
      data: { ticket, window: window.id, reason: 'absent', ...past },
      occurredAt: endedAt,
    });
    return events;
  }
  if (entry.startedAt !== null || entry.outcome === 'finished') {
    const occurredAt = clamped(entry.startedAt ?? calledAt);
    events.push({ type: 'ticket.started', data: { ticket, window: window.id, ...past }, occurredAt });
  }
  if (entry.outcome === 'finished') {
    events.push({
      type: 'ticket.finished',
      data: {
        ...{ ticket, window: window.id, caseNumber: null, rating: null, ratingUntil: endedAt },
        ...past,
      },
      occurredAt: endedAt,
    });
  }
  return events;
}
