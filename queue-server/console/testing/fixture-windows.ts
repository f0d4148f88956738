import type { CommandBody, CommandName } from '@hall/shared/contracts/commands';
import type { FeedEvent } from '@hall/shared/contracts/feed';
import {
  deskOf,
  type FixtureRules,
  openToHelp,
  ownLines,
  PAPER_NUMBERS,
  PARK_MINUTES,
  PAUSES,
  servedOf,
  UNDO_MS,
  whyOf,
} from './fixture-desk.ts';
import { type Hall, MINUTE_MS, placeOf, queueName, type Seat, type Waiting } from './fixture-hall.ts';

export interface FixtureParts {
  readonly now: () => number;
  readonly emit: (event: Partial<FeedEvent> & { type: string }) => void;
  readonly seq: () => number;
  readonly refuse: (code: string, details?: Readonly<Record<string, unknown>>) => Error;
}

/** Just enough of windows to work at: the rules that a page can run into, none of the fairness. */
export function createWindows(
  { now, emit, seq, refuse }: FixtureParts,
  hall: Hall,
  rules: FixtureRules,
  take: (queue: string) => Waiting,
) {
  function seatOf(body: unknown): Seat {
    const seat = hall.seats.get((body as { window: string }).window);
    if (!seat) throw refuse('WINDOW_UNKNOWN');
    return seat;
  }
  function own(body: unknown, username: string): Seat {
    const seat = seatOf(body);
    if (seat.clerk !== null && seat.clerk !== username) throw refuse('WINDOW_TAKEN');
    return seat;
  }
  function present(seat: Seat, state?: 'called' | 'serving') {
    if (!seat.serving || (state && seat.serving.state !== state)) throw refuse('WINDOW_IDLE');
    return seat.serving;
  }
  function free(seat: Seat): void {
    if (seat.state !== 'open') throw refuse('WINDOW_CLOSED');
    if (seat.serving) throw refuse('WINDOW_BUSY');
  }
  const changed = (type: string, seat: Seat, ticket: { ticket: string; number: string } | null = null) =>
    emit({ type, window: seat.id, ticket: ticket?.ticket ?? null, number: ticket?.number ?? null });
  const desk = (seat: Seat) => deskOf(hall, seat, rules, now());

  /** Remembers the seat and the lines as they are, for one undo. */
  function undoable(seat: Seat, act: string, number: string): void {
    const before = { ...seat };
    const waiting = [...hall.waiting];
    seat.undo = {
      act,
      number,
      until: now() + UNDO_MS,
      back() {
        Object.assign(seat, before, { undo: null });
        hall.waiting.splice(0, hall.waiting.length, ...waiting);
      },
    };
  }

  function leaveWindow(seat: Seat): void {
    seat.serving = null;
    seat.since = null;
  }

  function call(seat: Seat, next: Waiting, why = whyOf(next, now())) {
    undoable(seat, 'call', next.number);
    const i = hall.waiting.findIndex((ticket) => ticket.ticket === next.ticket);
    if (i >= 0) hall.waiting.splice(i, 1);
    seat.lockedUntil = now() + rules.callLockMs;
    seat.serving = servedOf(next, now(), seq() + 1, why);
    seat.since = now();
    seat.unacknowledged = [];
    changed('ticket.called', seat, next);
    return { ticket: next.ticket, number: next.number, call: seq(), why };
  }

  function finish(seat: Seat) {
    const ticket = present(seat, 'serving');
    undoable(seat, 'finish', ticket.number);
    leaveWindow(seat);
    seat.served += 1;
    seat.last = { number: ticket.number, rating: 'open' };
    changed('ticket.finished', seat, ticket);
    return { ticket: ticket.ticket, caseNumber: null };
  }

  /** The last open window of a queue in which people wait. */
  function warnAboutLast(seat: Seat, anyway: boolean | undefined): void {
    if (rules.lastWindow === 'allow' || anyway) return;
    const left = seat.queues.filter((queue) =>
      [...hall.seats.values()].every(
        (other) => other.id === seat.id || other.state !== 'open' || !other.queues.includes(queue),
      ),
    );
    const queues = left
      .map((queue) => ({
        queue,
        name: queueName(queue),
        waiting: hall.waiting.filter((ticket) => ticket.queue === queue).length,
      }))
      .filter(({ waiting }) => waiting > 0);
    if (queues.length > 0) throw refuse('LAST_WINDOW', { queues });
  }

  type Handler = (body: never, username: string) => unknown;
  const handlers: Partial<Record<CommandName, Handler>> = {
    'desk.read': (body) => desk(seatOf(body)),
    'window.open': (body, username) => {
      const seat = own(body, username);
      Object.assign(seat, { state: 'open', reason: null, returnAt: null, clerk: username });
      changed('window.opened', seat);
      return desk(seat);
    },
    'window.pause': (body: CommandBody<'window.pause'>, username) => {
      const seat = own(body, username);
      warnAboutLast(seat, body.anyway);
      const reason = PAUSES.find(({ id }) => id === body.reason);
      const minutes = body.minutes ?? reason?.minutes ?? 10;
      Object.assign(seat, {
        state: 'paused',
        reason: reason?.name ?? null,
        returnAt: now() + minutes * MINUTE_MS,
      });
      changed('window.paused', seat);
      return desk(seat);
    },
    'window.close': (body: CommandBody<'window.close'>, username) => {
      const seat = own(body, username);
      warnAboutLast(seat, body.anyway);
      Object.assign(seat, { state: 'closed', clerk: null, undo: null });
      changed('window.closed', seat);
      return desk(seat);
    },
    'window.call': (body: CommandBody<'window.call'>, username) => {
      const seat = own(body, username);
      if (seat.serving?.state === 'serving' && rules.overRunning === 'confirm') {
        if (!body.end) throw refuse('CONFIRM_END');
        finish(seat);
      }
      free(seat);
      if (now() < seat.lockedUntil) throw refuse('CALL_LOCKED');
      const next = [...ownLines(hall, seat), ...openToHelp(hall, seat)].find(({ callable }) => callable);
      if (!next) throw refuse('NOBODY_WAITING');
      return call(seat, next);
    },
    'window.call-ticket': (body: CommandBody<'window.call-ticket'>, username) => {
      const seat = own(body, username);
      free(seat);
      const ticket = hall.waiting.find((entry) => entry.ticket === body.ticket);
      if (!ticket) throw refuse('TICKET_STATE');
      return call(seat, ticket, {
        zh: `${ticket.number} 由窗口指定呼叫：材料已补齐。`,
        en: `${ticket.number} was called out of turn: came back with papers.`,
      });
    },
    'window.recall': (body, username) => {
      const seat = own(body, username);
      const ticket = present(seat, 'called');
      seat.serving = { ...ticket, recalls: ticket.recalls + 1 };
      changed('ticket.recalled', seat, ticket);
      return { done: true };
    },
    'window.start': (body, username) => {
      const seat = own(body, username);
      const ticket = present(seat, 'called');
      undoable(seat, 'start', ticket.number);
      seat.serving = { ...ticket, state: 'serving', startedAt: now() };
      seat.since = now();
      changed('ticket.started', seat, ticket);
      return { done: true };
    },
    'window.finish': (body, username) => finish(own(body, username)),
    'window.no-show': (body, username) => {
      const seat = own(body, username);
      const { ticket, number, queueName: name, items: _, ...rest } = present(seat, 'called');
      undoable(seat, 'no-show', number);
      const was: Waiting = {
        ticket,
        number,
        queue: seat.queues[0] ?? 'enquiry',
        class: 'returning',
        items: [],
        arrivedAt: rest.calledAt - rest.waitedMin * MINUTE_MS,
        callable: true,
        classReason: { zh: '过号后回来', en: 'Came back after a missed call' },
      };
      seat.passed = [{ ticket, number, queueName: name, at: now(), was }, ...seat.passed];
      leaveWindow(seat);
      seat.last = { number, rating: 'none' };
      changed('ticket.no-show', seat, { ticket, number });
      return { done: true };
    },
    'window.park': (body, username) => {
      const seat = own(body, username);
      const was = present(seat);
      undoable(seat, 'park', was.number);
      const { ticket, number, queueName: name } = was;
      const row = {
        ticket,
        number,
        queueName: name,
        parkedAt: now(),
        dueAt: now() + PARK_MINUTES * MINUTE_MS,
      };
      seat.parked = [...seat.parked, { ...row, was }];
      leaveWindow(seat);
      changed('ticket.parked', seat, was);
      return { done: true };
    },
    'window.resume': (body: CommandBody<'window.resume'>, username) => {
      const seat = own(body, username);
      free(seat);
      const row = seat.parked.find((entry) => entry.ticket === body.ticket);
      if (!row) throw refuse('TICKET_STATE');
      undoable(seat, 'resume', row.number);
      seat.parked = seat.parked.filter((entry) => entry !== row);
      const why = { zh: `${row.number} 挂起后回到本窗口。`, en: `${row.number} comes back to this window.` };
      seat.serving = { ...row.was, state: 'called', calledAt: now(), startedAt: null, recalls: 0, why };
      seat.since = now();
      changed('ticket.resumed', seat, row);
      return { ticket: row.ticket, number: row.number, call: seq(), why };
    },
    'window.transfer': (body, username) => {
      const seat = own(body, username);
      const ticket = present(seat);
      undoable(seat, 'transfer', ticket.number);
      leaveWindow(seat);
      changed('ticket.transferred', seat, ticket);
      return { done: true };
    },
    'window.serve': (body: CommandBody<'window.serve'>, username) => {
      const seat = own(body, username);
      free(seat);
      if (!rules.quickServe) throw refuse('QUICK_SERVE_OFF');
      const ticket = { ...take(body.queue), items: body.items };
      const answer = call(seat, ticket, {
        zh: `${ticket.number} 在窗口直接办理。`,
        en: `${ticket.number} is served without a number.`,
      });
      seat.serving = { ...present(seat), state: 'serving', startedAt: now() };
      return answer;
    },
    'window.undo': (body, username) => {
      const seat = own(body, username);
      if (!seat.undo || seat.undo.until <= now()) throw refuse('UNDO_LATE');
      const { act, number, back } = seat.undo;
      back();
      changed('window.undone', seat);
      return { act, number };
    },
    'ticket.reactivate': (body: CommandBody<'ticket.reactivate'>) => {
      for (const seat of hall.seats.values()) {
        const row = seat.passed.find((entry) => entry.ticket === body.ticket);
        if (!row) continue;
        seat.passed = seat.passed.filter((entry) => entry !== row);
        hall.waiting.push(row.was);
        changed('ticket.reactivated', seat, row);
        return { ticket: row.ticket, number: row.number, ahead: 3 };
      }
      throw refuse('TICKET_STATE');
    },
    'ticket.note': (body: CommandBody<'ticket.note'>) => {
      for (const seat of hall.seats.values()) {
        if (seat.serving?.ticket !== body.ticket) continue;
        seat.serving = { ...seat.serving, note: body.text === '' ? null : body.text };
        changed('ticket.noted', seat, seat.serving);
      }
      return { done: true };
    },
    'paper.call': (body: CommandBody<'paper.call'>, username) => {
      const seat = own(body, username);
      free(seat);
      const queue = seat.queues.find(
        (id) => rules.paper.has(id) && body.number.startsWith(placeOf(id).prefix),
      );
      const counter = Number(body.number.replace(/^[A-Z]+/, ''));
      if (!queue || counter < PAPER_NUMBERS.first || counter > PAPER_NUMBERS.last)
        throw refuse('PAPER_NUMBER');
      const ticket = (hall.nextTicket++).toString(16).padStart(32, '0');
      return call(seat, {
        ticket,
        number: body.number,
        queue,
        class: 'ordinary',
        items: [],
        arrivedAt: now(),
        callable: true,
      });
    },
    'paper.reconcile': (body: CommandBody<'paper.reconcile'>) => {
      const refused = body.entries
        .filter(({ number }) => number.endsWith('13'))
        .map(({ number }) => ({
          number,
          code: 'PAPER_NUMBER',
          text: { zh: '该纸号今天已被使用。', en: 'This number was used today already.' },
        }));
      return { taken: body.entries.length - refused.length, refused };
    },
  };

  return {
    seatOf,
    changed,
    run(name: CommandName, body: unknown, username: string): unknown {
      const handler = handlers[name];
      if (!handler) throw refuse('UNKNOWN_COMMAND');
      return handler(body as never, username);
    },
  };
}
