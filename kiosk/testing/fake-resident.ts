import { randomBytes } from 'node:crypto';
import type { Catalogue } from '@hall/shared/contracts/commands';
import type { LinkRequest } from '@hall/shared/contracts/kiosk-link';
import type { BookingOffers, MyTicket } from '@hall/shared/contracts/resident';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import type { AskFault } from '../device-host/link/server-link.ts';
import { askFault } from '../device-host/link/server-link.ts';
import type { MadeBooking } from '../device-host/resident/booking-layout.ts';
import type { ResidentRequest } from '../device-host/resident/requests.ts';
import { isResident } from '../device-host/resident/requests.ts';

/** What a hall knows of bookings and own tickets, for the fake host. */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const TIME_ZONE = 'Asia/Shanghai';

export const BOOKED_PHONE = '13800000000';
export const SHOWN_TICKET = { number: 'A012', code: '4F2A9C' } as const;

export interface FakeResident {
  /** Bookings of whoever shows a card, a paper, or {@link BOOKED_PHONE} with a code. */
  readonly bookings: Map<string, MadeBooking>;
  /** A booking that begins so many minutes from now. */
  booked(inMinutes: number, item?: string): MadeBooking;
  tickets: MyTicket[];
  /** Undefined: not a request of this kind. */
  request(
    asked: LinkRequest,
    does: {
      readonly print: (booking: string) => void;
      readonly take: () => Promise<Result<unknown, AskFault>>;
    },
  ): Promise<Result<unknown, AskFault>> | undefined;
}

export function fakeResident(catalogue: Catalogue): FakeResident {
  const bookings = new Map<string, MadeBooking>();
  const today = () => localTime(Date.now(), TIME_ZONE).day;

  function offers(): BookingOffers {
    const days = [0, 1, 2, 3].map((i) => {
      const { day, weekday } = localTime(Date.now() + i * DAY_MS, TIME_ZONE);
      return { day, weekday, name: i === 3 ? { zh: '调休上班', en: 'Working day' } : null };
    });
    const open = days.slice(1).map(({ day }) => day);
    return {
      ...{ earlyMin: 30, lateMin: 15, days },
      queues: catalogue.queues
        .filter(({ id }) => id !== catalogue.guideQueue)
        .map(({ id }) => ({ queue: id, days: open })),
    };
  }

  function made(queueId: string, items: readonly string[], from: number): MadeBooking {
    const booking = randomBytes(16).toString('hex');
    const queue = catalogue.queues.find(({ id }) => id === queueId)!;
    const one: MadeBooking = {
      booking,
      queue: queue.id,
      queueName: queue.name,
      items: items.flatMap((id) => catalogue.items.find((item) => item.id === id)?.name ?? []),
      day: localTime(from, TIME_ZONE).day,
      ...{ from, to: from + 60 * MINUTE_MS, state: 'booked', name: null },
      code: booking.slice(-6).toUpperCase(),
    };
    bookings.set(booking, one);
    return one;
  }

  async function answer(
    asked: ResidentRequest,
    does: Parameters<FakeResident['request']>[1],
  ): Promise<Result<unknown, AskFault>> {
    switch (asked.name) {
      case 'offers':
        return ok(offers());
      case 'slots':
        if (asked.day === offers().days[2]?.day) return ok({ slots: quarterHours(9, 17) });
        return ok({
          slots: [
            { from: '09:00', to: '10:00', places: 4, free: asked.day === offers().days[1]?.day ? 0 : 4 },
            { from: '10:00', to: '11:00', places: 4, free: 2 },
            { from: '14:00', to: '15:00', places: 4, free: 1 },
            { from: '15:00', to: '16:00', places: 4, free: 4 },
          ],
        });
      case 'bookings': {
        const all = [...bookings.values()];
        const { by } = asked;
        if (by.kind === 'card') return ok({ bookings: all });
        if (by.kind === 'paper') return ok({ bookings: all.filter(({ booking }) => booking === by.booking) });
        const own = all.filter(({ code }) => code === by.code && by.phone === BOOKED_PHONE);
        return ok({ bookings: own });
      }
      case 'book': {
        const from = Date.parse(`${asked.day}T${asked.from}:00+08:00`);
        const booking = made(asked.queue, asked.items, from);
        does.print(booking.booking);
        return ok(booking);
      }
      case 'cancel-booking':
        bookings.delete(asked.booking);
        return ok({ done: true });
      case 'check-in':
        return does.take();
      case 'print-booking':
        does.print(asked.booking);
        return ok({});
      case 'my-tickets': {
        const { by } = asked;
        const shown =
          by.kind !== 'paper' || (by.number === SHOWN_TICKET.number && by.code === SHOWN_TICKET.code);
        return ok({ tickets: shown ? self.tickets : [] });
      }
      case 'print-mine':
        return self.tickets.some(({ ticket }) => ticket === asked.ticket)
          ? does.take()
          : err(askFault('TICKET_UNKNOWN', 'no such ticket'));
    }
  }

  const self: FakeResident = {
    bookings,
    booked(inMinutes, item = catalogue.items[0]!.id) {
      const from = Math.round(Date.now() / MINUTE_MS + inMinutes) * MINUTE_MS;
      const queue = catalogue.items.find(({ id }) => id === item)!.queue;
      const one = made(queue, [item], from);
      // Near midnight a booking of today is still one of today.
      if (one.day === today() || Math.abs(inMinutes) > 12 * 60) return one;
      const moved = { ...one, day: today() };
      bookings.set(one.booking, moved);
      return moved;
    },
    tickets: [myTicket('waiting')],
    request: (asked, does) => (isResident(asked) ? answer(asked, does) : undefined),
  };
  return self;
}

/** As the hall says it; `more` changes it. */
export function myTicket(state: MyTicket['state'], more: Partial<MyTicket> = {}): MyTicket {
  const waiting = state === 'waiting';
  const called = state === 'called';
  return {
    ticket: randomBytes(16).toString('hex'),
    number: SHOWN_TICKET.number,
    state,
    ...{
      class: 'senior',
      classReason: { zh: '您已满60岁，优先办理。', en: 'You are 60 or older: served earlier.' },
    },
    queueName: { zh: '社保业务', en: 'Social insurance matters' },
    zoneName: { zh: '人社医保', en: 'Social insurance' },
    place: { zh: '一层东侧', en: 'Ground floor, east' },
    items: [{ zh: '社会保障卡补换领', en: 'Replacing a social security card' }],
    ahead: waiting ? 4 : null,
    estimate: waiting ? { lowMin: 8, highMin: 12 } : null,
    windows: waiting ? [1, 2, 3] : [],
    window: called ? 3 : null,
    calledAt: called || state === 'no-show' ? Date.UTC(2026, 10, 21, 2, 12) : null,
    now: NOW[state] ?? NOW['finished']!,
    more:
      state === 'no-show'
        ? [{ zh: '导办可以让这个号码重新排队。', en: 'A guide can put this number back in line.' }]
        : [],
    mayReprint: waiting,
    ...more,
  };
}

const NOW: Readonly<Partial<Record<MyTicket['state'], MyTicket['now']>>> = {
  waiting: {
    zh: '社保业务：前面 4 人，约 8 至 12 分钟。',
    en: 'Social insurance matters: 4 people ahead, about 8 to 12 min.',
  },
  called: { zh: '请到 3 号窗口。', en: 'Please go to window 3.' },
  'no-show': {
    zh: '已过号，请到咨询台。',
    en: 'You were called and did not come. Please go to the guide desk.',
  },
  finished: { zh: '已办理完成。', en: 'Finished.' },
};

/** More times than any screen shows at once. */
function quarterHours(fromHour: number, toHour: number) {
  const clock = (quarter: number) =>
    `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
  return Array.from({ length: (toHour - fromHour) * 4 }, (_, i) => {
    const quarter = fromHour * 4 + i;
    return { from: clock(quarter), to: clock(quarter + 1), places: 2, free: i % 3 };
  });
}
