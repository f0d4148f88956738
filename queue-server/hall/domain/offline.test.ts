import { describe, expect, it } from 'vitest';
import { PureHall } from '../testing/hall.ts';
import { changed, hallWith, person, QUEUE, take } from '../testing/rules.ts';
import { storyOf } from '../views/story.ts';
import { decide } from './decide.ts';
import type { StoredEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { OfflineTicketBody, ReconcileBody } from './offline.ts';

const MINUTE = 60_000;
const PER_KIOSK = 4;
const numbering = { restart: 'daily', perKiosk: PER_KIOSK } as const;
/** The demo has two kiosks: 93–96 are of the first, 97–100 of the second. */
const ranged = { firstNumber: 1, lastNumber: 100, dailyQuota: 50 };
const open = () => new PureHall(hallWith(ranged, { numbering }));
const press = (n: number) => n.toString(16).padStart(32, '0');

function offline(hall: PureHall, n: number, more: Partial<OfflineTicketBody> = {}): OfflineTicketBody {
  return {
    ...{ requestId: press(n), number: `G0${n}`, queue: QUEUE, items: [], day: '2026-11-23' },
    ...{ takenAt: hall.at - 10 * MINUTE, clockSure: true, class: 'ordinary', person: null, unread: false },
    ...{ progressToken: press(n), shortCode: '4F2A9C', ordinal: 1 },
    report: { outcome: 'printed', proof: 'confirmed' },
    ...more,
  };
}

/** As the ledger runs it: `twins` are the tickets that presses were given without the kiosk's knowledge. */
function reconcile(
  hall: PureHall,
  body: Partial<ReconcileBody>,
  twins: Readonly<Record<string, string>> = {},
  actor = 'kiosk-1',
) {
  // The day begins with any command.
  if (hall.state.day === null) hall.must('booking.lapse', {}, 'hall');
  let ids = 0;
  const next = () => {
    ids += 1;
    return ids;
  };
  const decision = decide(
    hall.state,
    'ticket.reconcile',
    { since: hall.at - 30 * MINUTE, tickets: [], givenUp: [], ...body },
    {
      ...{ config: hall.config, at: hall.at, actor, head: 'abcdef0123456789' },
      newId: () => press(0xf000 + next()),
      newTicketId: () => press(hall.state.seq * 100 + 0xa0000 + next()),
      takenUnder: (id) => twins[id] ?? null,
    },
  );
  if (!decision.ok) throw new Error(decision.error.code);
  const stored = decision.value.events.map(
    (event, i) =>
      ({
        occurredAt: hall.at,
        ...event,
        ...{ seq: hall.state.seq + 1 + i, at: hall.at, v: 1, actor, requestId: 'reconcile' },
      }) as StoredEvent,
  );
  for (const event of stored) hall.state = evolve(hall.state, event);
  const { results } = decision.value.answer as {
    results: { outcome: string; ticket: string; code: string }[];
  };
  return { results, stored, settles: decision.value.settles ?? [] };
}
const byNumber = (hall: PureHall, number: string) =>
  hall.state.tickets.find((ticket) => ticket.number === number);
const waiting = (hall: PureHall) =>
  hall.state.queues
    .get(QUEUE)!
    .waiting.toArray()
    .map(({ ticket }) => hall.state.tickets.get(ticket)!.number);

describe('[N4] numbers of a kiosk without a server', () => {
  it('stand in the line since the time on the paper, bounded by the outage and the present', () => {
    const hall = open();
    take(hall);
    hall.passMinutes(60);
    const tickets = [
      offline(hall, 93, { takenAt: hall.at - 20 * MINUTE }),
      offline(hall, 94, { takenAt: hall.at - 25 * MINUTE }),
      offline(hall, 95, { takenAt: 0 }),
      offline(hall, 96, { takenAt: hall.at + 90 * MINUTE }),
    ];
    const { results } = reconcile(hall, { tickets });
    expect(results.map(({ outcome }) => outcome)).toEqual(['taken', 'taken', 'taken', 'taken']);
    expect(waiting(hall)).toEqual(['G001', 'G095', 'G094', 'G093', 'G096']);
    expect(byNumber(hall, 'G095')?.arrival).toBe(hall.at - 30 * MINUTE);
    expect(byNumber(hall, 'G096')?.arrival).toBe(hall.at);
    expect(byNumber(hall, 'G093')).toMatchObject({ origin: 'offline', state: 'waiting', print: 'printed' });
    // And the server counts on where it was.
    expect(take(hall).number).toBe('G002');
  });

  it('that are told again with a newer paper: the newer one counts, and the older is replaced', () => {
    const hall = open();
    reconcile(hall, { tickets: [offline(hall, 93)] });
    const again = offline(hall, 93, { ordinal: 2, report: { outcome: 'failed', reason: 'PAPER_OUT' } });
    const { results, stored } = reconcile(hall, { tickets: [again] });
    expect(results).toMatchObject([{ outcome: 'known' }]);
    expect(stored.map(({ type }) => type)).toEqual(['ticket.reprinted', 'ticket.print-failed']);
    expect(byNumber(hall, 'G093')).toMatchObject({ ordinal: 2, print: 'failed' });
    expect(reconcile(hall, { tickets: [again] }).stored).toEqual([]);
  });

  it('are told once: again they are known, and nothing is written', () => {
    const hall = open();
    const tickets = [offline(hall, 93)];
    const first = reconcile(hall, { tickets });
    const second = reconcile(hall, { tickets });
    expect(second.results).toEqual([{ ...first.results[0], outcome: 'known' }]);
    expect(second.stored).toEqual([]);
  });

  it('are refused outside of the own range, and where the number is used; an auditor sees it', () => {
    const hall = open();
    reconcile(hall, { tickets: [offline(hall, 93)] });
    const tickets = [
      offline(hall, 97),
      offline(hall, 93, { requestId: press(1), progressToken: press(1) }),
      offline(hall, 94, { number: 'G0094' }),
      offline(hall, 92),
    ];
    const { results, stored } = reconcile(hall, { tickets });
    expect(results.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual(
      Array(4).fill('refused OFFLINE_NUMBER'),
    );
    expect(stored.map(({ type }) => type)).toEqual(Array(4).fill('audit.noted'));
    // The other kiosk's own number is fine with the other kiosk.
    expect(reconcile(hall, { tickets: [offline(hall, 97)] }, {}, 'kiosk-2').results[0]?.outcome).toBe(
      'taken',
    );
  });

  it('honour a second number of a person [T6], a quota that is overrun [T4], closed hours [T1], and say so', () => {
    const hall = open();
    const somebody = person(1, 70);
    take(hall, { person: somebody });
    changed(hall, { dailyQuota: 1, hours: [] });
    const { results, stored } = reconcile(hall, {
      tickets: [offline(hall, 93, { person: somebody, clockSure: false })],
    });
    const ticket = hall.state.tickets.get(results[0]!.ticket)!;
    // The class is judged anew by the card.
    expect(ticket).toMatchObject({ class: 'senior', personRef: somebody.personRef });
    const taken = storyOf(ticket, stored, hall.config, []).entries[0]?.says.zh;
    for (const rule of ['N4', 'T6', 'T4', 'T1', '时钟']) expect(taken).toContain(rule);
  });

  it('of a day that is over are not put into the lines of this one', () => {
    const hall = open();
    take(hall);
    hall.passMinutes(24 * 60);
    take(hall);
    const { results, stored } = reconcile(hall, { tickets: [offline(hall, 93)] });
    expect(results[0]).toMatchObject({ outcome: 'over', ticket: null });
    expect(stored.map(({ type }) => type)).toEqual(['audit.noted']);
    // A clock that was not sure of the day gets the benefit of the doubt: the person is here now.
    const guess = reconcile(hall, { tickets: [offline(hall, 94, { clockSure: false })] });
    expect(guess.results[0]?.outcome).toBe('taken');
  });

  it('come back from a failed print as numbers without a paper, and with the ordinal of the newest', () => {
    const hall = open();
    reconcile(hall, {
      tickets: [
        offline(hall, 93, { report: { outcome: 'failed', reason: 'PAPER_OUT' } }),
        offline(hall, 94, { ordinal: 2 }),
        offline(hall, 95, { report: { outcome: 'unknown', reason: 'HOST_RESTARTED' } }),
      ],
    });
    expect(byNumber(hall, 'G093')).toMatchObject({ state: 'committed', print: 'failed' });
    expect(byNumber(hall, 'G094')).toMatchObject({ state: 'waiting', ordinal: 2 });
    expect(byNumber(hall, 'G095')).toMatchObject({ state: 'committed', print: 'unknown' });
  });
});

/** A kiosk gave press 93 a number of the old day; the press's own ask, come late, made one of the new day. */
function overMidnight() {
  const hall = open();
  take(hall);
  const body = { tickets: [offline(hall, 93)] };
  hall.passMinutes(24 * 60);
  return { hall, body, twin: take(hall, { paperless: false }) };
}

describe('[N4] a press whose online answer was lost', () => {
  it('is one number: the paper in the hand wins, the other one is void', () => {
    const hall = open();
    const twin = take(hall, { paperless: false });
    const body = { tickets: [offline(hall, 93)] };
    const { results, settles } = reconcile(hall, body, { [press(93)]: twin.ticket });
    expect(results[0]?.outcome).toBe('taken');
    expect(waiting(hall)).toEqual(['G093']);
    expect(hall.state.tickets.get(twin.ticket)?.state).toBe('void');
    // If the ask came only now, it would be answered with the number on the paper.
    expect(settles).toMatchObject([
      { requestId: press(93), answer: { ok: true, value: { number: 'G093' } } },
    ]);
  });

  it('leaves nobody in the line whose paper is of yesterday and whose ask came after midnight', () => {
    const { hall, body, twin } = overMidnight();
    const { results } = reconcile(hall, body, { [press(93)]: twin.ticket });
    expect(results[0]).toMatchObject({ outcome: 'over', ticket: null });
    expect(hall.state.tickets.get(twin.ticket)?.state).toBe('void');
    expect(waiting(hall)).toEqual([]);
  });

  it('stays in the line where a paper of today was made, though the kiosk holds one of yesterday', () => {
    const { hall, body, twin } = overMidnight();
    hall.must('ticket.reprint', { ticket: twin.ticket }, 'guide01');
    expect(reconcile(hall, body, { [press(93)]: twin.ticket }).results[0]?.outcome).toBe('over');
    expect(waiting(hall)).toEqual([twin.number]);
  });

  it('stays the number of the server where somebody was called under it or has a paper of it', () => {
    const hall = open();
    const twin = take(hall, { paperless: false });
    hall.must('ticket.reprint', { ticket: twin.ticket }, 'guide01');
    const { results } = reconcile(hall, { tickets: [offline(hall, 93)] }, { [press(93)]: twin.ticket });
    expect(results[0]?.outcome).toBe('void');
    expect(waiting(hall)).toEqual([twin.number]);
    expect(byNumber(hall, 'G093')?.state).toBe('void');
  });

  it('is void where nobody waited for it, and stays so when the ask comes late', () => {
    const hall = open();
    const twin = take(hall, { paperless: false });
    const { results, settles } = reconcile(
      hall,
      { givenUp: [press(1), press(2)] },
      { [press(1)]: twin.ticket },
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['void', 'void']);
    expect(waiting(hall)).toEqual([]);
    expect(settles.map(({ answer }) => answer.ok)).toEqual([false, false]);
  });

  it('keeps its number where the paper came out after all', () => {
    const hall = open();
    const twin = take(hall, { paperless: false });
    const report = { outcome: 'printed', proof: 'confirmed' } as const;
    hall.must('ticket.report-print', { ticket: twin.ticket, ordinal: 1, report });
    const { results } = reconcile(hall, { givenUp: [press(1)] }, { [press(1)]: twin.ticket });
    expect(results[0]?.outcome).toBe('known');
    expect(waiting(hall)).toEqual([twin.number]);
  });
});
