import type { TicketLayout } from '@hall/hardware/codec/escpos-layout';
import type { PrintReport } from '@hall/shared/contracts/print-report';
import { err, ok } from '@hall/shared/contracts/result';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ServerLink } from '../link/server-link.ts';
import { silentLog } from '../log.ts';
import { openTicketDesk, type PaperMessage, type TicketDesk } from '../tickets/ticket-desk.ts';
import type { MadeBooking } from './booking-layout.ts';
import { carryOutResident } from './requests.ts';
import { openResidentDesk } from './resident-desk.ts';

const PERSON = {
  name: '张三丰',
  idNumber: '11010519491231002X',
  cardKind: 'resident',
  birth: '1949-12-31',
} as const;
const FROM = Date.UTC(2026, 10, 24, 1);
const BOOKING: MadeBooking = {
  ...{ booking: `${'ab'.repeat(13)}4f2a9c`, queue: 'social', day: '2026-11-24', name: null },
  queueName: { zh: '社保业务', en: 'Social insurance' },
  items: [{ zh: '社会保障卡补换领', en: 'Replacing a social security card' }],
  ...{ from: FROM, to: FROM + 3_600_000, state: 'booked', code: '4F2A9C' },
};
const WISH = { queue: 'social', items: [], day: '2026-11-24', from: '09:00', phone: '13800000000' };

let asked: Array<{ command: string; body: unknown; id: string }>;
let layouts: TicketLayout[];
let papers: PaperMessage[];
let outcome: PrintReport;
const answers: Record<string, unknown> = {
  'booking.find': { bookings: [BOOKING] },
  'booking.lookup': { bookings: [BOOKING] },
  'booking.make': BOOKING,
  'booking.cancel': { done: true },
};
const link = {
  device: 'kiosk-1',
  ask: async (command: string, body: unknown, { id }: { id: string }) => {
    asked.push({ command, body, id });
    return ok(answers[command]);
  },
} as unknown as Pick<ServerLink, 'ask' | 'device'>;

const open = () =>
  openResidentDesk({
    link,
    print: async (layout) => {
      layouts.push(layout);
      return outcome;
    },
    log: silentLog,
    context: () => ({ timeZone: 'Asia/Shanghai', demo: false, hall: { zh: '云溪县大厅', en: 'Yunxi hall' } }),
    onPaper: (message) => papers.push(message),
  });

beforeEach(() => {
  [asked, layouts, papers] = [[], [], []];
  outcome = { outcome: 'printed', proof: 'confirmed' };
});

describe('a booking at a kiosk', () => {
  it('is made once for two presses, and its paper says when, the code and a QR code, and nobody’s name', async () => {
    const desk = open();
    const [first, second] = await Promise.all([
      desk.book('press-1', WISH, PERSON),
      desk.book('press-1', WISH, PERSON),
    ]);
    expect(first).toEqual(second);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ command: 'booking.make', body: { person: { phone: '13800000000' } } });
    await expect.poll(() => papers.at(-1)?.state.step).toBe('done');
    const words = JSON.stringify(layouts);
    expect(layouts).toHaveLength(1);
    for (const there of ['4F2A9C', '09:00–10:00', '11 月 24 日', `YC-BOOKING:${BOOKING.booking}`]) {
      expect(words).toContain(there);
    }
    expect(words).not.toMatch(/张三丰|1949|1380/);
  });

  it('stands without its paper, which may be printed again', async () => {
    outcome = { outcome: 'failed', reason: 'PAPER_OUT' };
    const desk = open();
    await desk.book('press-1', WISH, PERSON);
    await expect.poll(() => papers.at(-1)?.state).toMatchObject({ step: 'done', mayReprint: true });
    expect(papers.at(-1)?.state).toMatchObject({ text: { zh: expect.stringContaining('预约已成功') } });
    expect(desk.printAgain(BOOKING.booking).ok).toBe(true);
    await expect.poll(() => layouts.length).toBe(2);
  });
});

describe('what a page may ask of a booking', () => {
  const tickets = { checkIn: async () => ok({ number: 'A012' }) } as unknown as TicketDesk;
  const hold = { personOf: () => null, replaced: () => false };
  const with_ = (desk: ReturnType<typeof open>) => ({ resident: desk, tickets, hold });

  it('is nothing before it was shown to be the person’s own, and nothing after the visit', async () => {
    const desk = open();
    const checkIn = { name: 'check-in', booking: BOOKING.booking, card: null } as const;
    const cancel = { name: 'cancel-booking', booking: BOOKING.booking } as const;
    const print = { name: 'print-booking', booking: BOOKING.booking } as const;
    for (const one of [checkIn, cancel, print]) {
      expect(await carryOutResident('press-0', one, with_(desk))).toMatchObject({
        error: { code: 'BOOKING_UNKNOWN' },
      });
    }
    const by = { kind: 'code', code: '4F2A9C', phone: '13800000000' } as const;
    await carryOutResident('press-1', { name: 'bookings', by }, with_(desk));
    expect((await carryOutResident('press-2', checkIn, with_(desk))).ok).toBe(true);
    desk.end();
    expect((await carryOutResident('press-3', checkIn, with_(desk))).ok).toBe(false);
    expect((await carryOutResident('press-4', cancel, with_(desk))).ok).toBe(false);
  });

  it('an answer that comes after the person has gone makes nothing theirs', async () => {
    const desk = open();
    const running = desk.bookings('press-1', PERSON);
    desk.end();
    await running;
    expect(desk.own(BOOKING.booking)).toBeNull();
  });

  it('tickets that come after the person has gone are not the next one’s to print', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const printed: string[] = [];
    const late = {
      ask: (command: string) => (command === 'ticket.progress' ? promise : Promise.resolve(err('AWAY'))),
    };
    const tickets = openTicketDesk({
      link: { ...late, device: 'kiosk-1', online: () => true } as never,
      offline: {} as never,
      ...{ printer: null, journal: {} as never, log: silentLog, context: () => ({}) as never },
      ...{ onPaper: (message) => printed.push(message.id), onReport: () => undefined },
    });
    const resident = openResidentDesk({
      link: late as never,
      ...{ print: null, log: silentLog, context: () => null, onPaper: () => undefined },
    });
    const desks = { resident, tickets, hold: { personOf: () => PERSON, replaced: () => false } };
    const ticket = 'a'.repeat(32);
    const by = { kind: 'card', card: 'card-1' } as const;
    const asking = carryOutResident('press-1', { name: 'my-tickets', by }, desks);
    tickets.end();
    resident.end();
    resolve(ok({ tickets: [{ ticket, mayReprint: true }] }));
    expect((await asking).ok).toBe(true);
    const print = { name: 'print-mine', ticket } as const;
    expect(await carryOutResident('press-2', print, desks)).toMatchObject({
      error: { code: 'TICKET_UNKNOWN' },
    });
    expect(printed).toEqual([]);
  });

  it('what was asked with a card is not shown to whoever has laid another one meanwhile', async () => {
    let lies = 'card-1';
    const swapped = {
      personOf: (card: string | null) => (card === lies ? PERSON : null),
      replaced: (card: string) => card !== lies,
    };
    const own: string[] = [];
    const desk = { owning: () => (list: readonly string[]) => own.push(...list) } as unknown as TicketDesk;
    answers['ticket.progress'] = { tickets: [{ ticket: 'a'.repeat(32), mayReprint: true }] };
    const by = { kind: 'card', card: 'card-1' } as const;
    for (const name of ['bookings', 'my-tickets'] as const) {
      lies = 'card-1';
      const desks = { resident: open(), tickets: desk, hold: swapped };
      const asking = carryOutResident('press-1', { name, by }, desks);
      lies = 'card-2';
      expect([name, await asking]).toMatchObject([name, { ok: false, error: { code: 'CARD_NEEDED' } }]);
    }
    expect(own).toEqual([]);
  });

  it('with a card that is gone asks for the card', async () => {
    const by = { kind: 'card', card: 'card-1' } as const;
    const desk = open();
    for (const name of ['bookings', 'my-tickets'] as const) {
      expect(await carryOutResident('press-1', { name, by }, with_(desk))).toMatchObject({
        error: { code: 'CARD_NEEDED' },
      });
    }
    expect(asked).toEqual([]);
  });
});
