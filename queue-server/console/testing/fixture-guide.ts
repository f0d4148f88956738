import type { CommandBody, CommandName, TicketSlip } from '@hall/shared/contracts/commands';
import type { Bell, GuideDesk } from '@hall/shared/contracts/guide-desk';
import { birthOf } from '@hall/shared/contracts/identity';
import type { StrayCertificate } from '@hall/shared/contracts/paper-question';
import type { Booking, Claim, TicketRow } from '@hall/shared/contracts/queueing';
import type { Text } from '@hall/shared/contracts/text';
import { type Hall, MINUTE_MS, placeOf, queueName, queueOfItem, type Waiting } from './fixture-hall.ts';
import { PAPER_KEYS, paperCode, scanAnswer } from './fixture-scan.ts';
import type { FixtureParts } from './fixture-windows.ts';

/** The guide desk of an invented hall: what its page can run into. */

const t = (zh: string, en: string): Text => ({ zh, en });
const DAY_MS = 24 * 60 * MINUTE_MS;
const HALL_OFFSET_MS = 8 * 60 * MINUTE_MS;
const PRINT_MS = 150;
const STRAY = { outcome: 'unknown', device: 'kiosk-1' } as const;
const CAN = ['reprint', 'confirm-class', 'move', 'cancel'] as const satisfies TicketRow['can'];
const BOOKABLE = ['company', 'property', 'fund'];
const KINDS: Readonly<Record<string, Text>> = {
  disabled: t('残疾人，导办已确认', 'Disability, confirmed by a guide'),
  soldier: t('军人，导办已确认', 'Service member, confirmed by a guide'),
  pregnant: t('孕妇，导办已确认', 'Expectant mother, confirmed by a guide'),
  green: t('绿色通道：重点项目', 'Green channel: key project'),
  enterprise: t('重点企业专窗', 'Key enterprise window'),
};

export interface GuideFixture {
  /** A kiosk's bell begins to ring. */
  ring(device: string): void;
  bells(): Bell[];
  /** The next papers asked from a kiosk come out so; `silent`: the kiosk never answers. */
  paper(outcome: 'printed' | 'failed' | 'silent'): void;
  /** The code on a paper of today. */
  code(number: string, more?: Parameters<typeof paperCode>[2]): string;
  /** This number was printed again: its newest paper. */
  reprinted(number: string, ordinal: number): void;
  /** The next command of this name is refused so. */
  refuseOnce(name: CommandName, code: string, details?: Readonly<Record<string, unknown>>): void;
  /** A certificate whose machine cannot say whether it came out. */
  strayCertificate(): string;
  /** No booking at all. */
  clearBookings(): void;
  /** Null: not a command of the guide desk. */
  run(name: CommandName, body: unknown): unknown;
  /** A plain number, dressed in what claim, booking and several items make of it. */
  take(body: CommandBody<'ticket.take'>, plain: (body: CommandBody<'ticket.take'>) => TicketSlip): TicketSlip;
}

export function createGuide({ now, emit, refuse }: FixtureParts, hall: Hall): GuideFixture {
  const bells = new Map<string, Bell>();
  const refusals = new Map<string, { code: string; details?: Readonly<Record<string, unknown>> }>();
  let outcome: 'printed' | 'failed' | 'silent' = 'printed';
  let certificates: StrayCertificate[] = [];
  const passed: Waiting[] = [];
  const reprints = new Map<string, number>();
  const began = [...hall.waiting];
  const day = (offset: number) =>
    new Date(now() + HALL_OFFSET_MS + offset * DAY_MS).toISOString().slice(0, 10);
  const weekday = (offset: number) => ((new Date(`${day(offset)}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  const at = (date: string, clock: string) => Date.parse(`${date}T${clock}:00+08:00`);
  const bookings: Booking[] = (
    [
      ['3F9A1C', 'company', '09:00', 'checked-in', '王*'],
      ['7B20D4', 'property', '10:00', 'booked', '陈**'],
      ['AB1234', 'company', '10:30', 'booked', '刘*'],
      ['C0FFEE', 'company', '14:00', 'booked', null],
    ] as const
  ).map(([code, queue, from, state, name], i) => ({
    booking: String(i).padStart(32, 'b'),
    queue,
    queueName: queueName(queue),
    items: [],
    day: day(0),
    from: at(day(0), from),
    to: at(day(0), from) + 30 * MINUTE_MS,
    state,
    code,
    name,
  }));
  {
    const first = hall.waiting[0];
    if (first)
      passed.push({ ...first, ticket: 'e'.repeat(32), number: 'A040', queue: 'company', class: 'ordinary' });
  }

  function rowOf(one: Waiting, isPassed: boolean): TicketRow {
    return {
      ticket: one.ticket,
      number: one.number,
      queue: one.queue,
      queueName: queueName(one.queue),
      state: isPassed ? 'no-show' : 'waiting',
      class: one.class,
      classReason: one.classReason ?? null,
      arrivedAt: one.arrivedAt,
      window: null,
      can: isPassed ? ['reactivate'] : [...CAN],
    };
  }
  function scannedRow(number: string): TicketRow | null {
    const isIt = (one: Waiting) => one.number === number;
    const missed = passed.find(isIt);
    if (missed) return rowOf(missed, true);
    const waits = hall.waiting.find(isIt);
    if (waits) return rowOf(waits, false);
    const gone = began.find(isIt);
    return gone ? { ...rowOf(gone, false), state: 'called', window: 3, can: [] } : null;
  }
  function change(ticket: string, make: (one: Waiting) => Waiting): Waiting {
    const i = hall.waiting.findIndex((one) => one.ticket === ticket);
    const one = hall.waiting[i];
    if (!one) throw refuse('TICKET_STATE');
    const next = make(one);
    hall.waiting[i] = next;
    return next;
  }
  function bookingOf(id: string): Booking {
    const found = bookings.find(({ booking }) => booking === id);
    if (!found) throw refuse('BOOKING_UNKNOWN');
    return found;
  }
  function settle(id: string, state: Booking['state']): void {
    bookings.splice(bookings.indexOf(bookingOf(id)), 1, { ...bookingOf(id), state });
    emit({ type: 'booking.changed' });
  }
  const desk = (): GuideDesk => {
    const days = Array.from({ length: 8 }, (_, i) => ({
      day: day(i),
      weekday: weekday(i),
      name: i === 3 ? t('国庆节', 'National Day') : null,
    }));
    const open = days.filter(({ name }, i) => name === null && (weekday(i) < 6 || i === 0));
    return {
      claims: {
        confirmed: ['disabled', 'soldier', 'pregnant'],
        green: [
          { id: 'key-project', name: t('重点项目', 'Key project') },
          { id: 'urgent', name: t('急事急办', 'Urgent matter') },
        ],
        enterprise: [7],
      },
      agentTickets: 3,
      itemsPerTicket: 5,
      reactivateBehind: 3,
      booking: {
        earlyMin: 20,
        lateMin: 10,
        days,
        queues: BOOKABLE.map((queue) => ({ queue, days: open.map((one) => one.day) })),
      },
      certificates,
      queues: [{ queue: 'fund', why: t('现在不办理，明天 8:30 开放', 'Closed now, opens tomorrow at 8:30') }],
      kiosks: [
        {
          device: 'kiosk-1',
          name: t('入口取号机', 'Kiosk at the entrance'),
          zone: 'guidance',
          online: true,
          printer: 'up',
        },
        { device: 'kiosk-2', name: t('西侧取号机', 'West kiosk'), zone: 'tax', online: false, printer: 'up' },
        {
          device: 'kiosk-3',
          name: t('二楼取号机', 'Kiosk upstairs'),
          zone: 'tax',
          online: true,
          printer: 'up',
        },
      ],
    };
  };

  const acts: { readonly [N in CommandName]?: (body: CommandBody<N>) => unknown } = {
    'guide.read': desk,
    'ticket.find': ({ number }) => ({
      tickets: [
        ...hall.waiting.filter((one) => one.number === number).map((one) => rowOf(one, false)),
        ...passed.filter((one) => one.number === number).map((one) => rowOf(one, true)),
      ],
    }),
    'ticket.scan': ({ code }) => scanAnswer(code, day(0), scannedRow, (number) => reprints.get(number) ?? 1),
    'ticket.paper-keys': () => PAPER_KEYS,
    'ticket.confirm-class': ({ ticket, claim }) => {
      const one = change(ticket, (before) => ({ ...before, ...classOf(claim) }));
      emit({ type: 'ticket.class-confirmed', ticket, number: one.number, queue: one.queue });
      return { done: true };
    },
    'ticket.move': ({ ticket, to }) => {
      change(ticket, (before) => ({ ...before, queue: to.queue ?? before.queue }));
      emit({ type: 'ticket.transferred', ticket });
      return { done: true };
    },
    'ticket.print-at': ({ ticket }) => {
      emit({ type: 'ticket.reprinted', ticket });
      const type = outcome === 'printed' ? 'ticket.printed' : 'ticket.print-failed';
      if (outcome !== 'silent') setTimeout(() => emit({ type, ticket }), PRINT_MS);
      return { done: true };
    },
    'booking.slots': ({ day: date }) => ({
      slots: ['08:30', '09:00', '09:30', '10:00', '14:00', '14:30'].map((from, i) => ({
        from,
        to: `${from.slice(0, 2)}:${from.endsWith('00') ? '29' : '59'}`,
        places: 6,
        free: (i * 5 + Number(date.slice(-1))) % 6,
      })),
    }),
    'booking.make': (body) => {
      const queue = body.queue ?? queueOfItem(body.items[0] ?? '') ?? 'company';
      const made: Booking = {
        booking: 'c'.repeat(32),
        queue,
        queueName: queueName(queue),
        items: [],
        day: body.day,
        from: at(body.day, body.from),
        to: at(body.day, body.from) + 30 * MINUTE_MS,
        state: 'booked',
        code: '5E11A7',
        name: birthOf(body.person.idNumber) === null ? null : `${[...body.person.name][0] ?? ''}*`,
      };
      bookings.push(made);
      emit({ type: 'booking.made' });
      return made;
    },
    'booking.find': () => ({ bookings: bookings.filter(({ code }) => code === '7B20D4') }),
    'booking.list': ({ day: date }) => ({ bookings: bookings.filter((one) => one.day === date) }),
    'booking.cancel': ({ booking }) => {
      settle(booking, 'cancelled');
      return { done: true };
    },
    'certificate.trace': ({ certificate }) => {
      certificates = certificates.filter((one) => one.certificate !== certificate);
      emit({ type: 'certificate.traced' });
      return { done: true };
    },
    'helper.answer': ({ device }) => {
      bells.delete(device);
      emit({ type: 'helper.answered' });
      return { done: true };
    },
  };

  function classOf(claim: Claim): Pick<Waiting, 'class' | 'classReason'> {
    const of = claim.kind === 'green' ? 'green' : claim.kind === 'enterprise' ? 'ordinary' : 'priority';
    return { class: of, classReason: KINDS[claim.kind] ?? null };
  }

  return {
    strayCertificate() {
      const certificate = String(certificates.length + 1).padStart(32, 'c');
      certificates = [
        { ...{ certificate, kind: 'insurance', lastOfCode: '44RA' }, ...STRAY, since: now() },
        ...certificates,
      ];
      return certificate;
    },
    ring(device) {
      bells.set(device, {
        device,
        name:
          device === 'kiosk-1' ? t('入口取号机', 'Kiosk at the entrance') : t('二楼取号机', 'Kiosk upstairs'),
        zone: device === 'kiosk-1' ? 'guidance' : 'tax',
        since: now() - 2 * MINUTE_MS,
      });
      emit({ type: 'helper.rung' });
    },
    bells: () => [...bells.values()],
    paper: (next) => {
      outcome = next;
    },
    refuseOnce: (name, code, details) => void refusals.set(name, { code, ...(details ? { details } : {}) }),
    clearBookings: () => {
      bookings.length = 0;
    },
    code: (number, more) => paperCode(number, day(0), more),
    reprinted: (number, ordinal) => void reprints.set(number, ordinal),
    run(name, body) {
      const refusal = refusals.get(name);
      refusals.delete(name);
      if (refusal) throw refuse(refusal.code, refusal.details);
      if (name === 'ticket.reactivate') {
        const i = passed.findIndex(({ ticket }) => ticket === (body as { ticket: string }).ticket);
        const one = passed[i];
        if (!one) return null;
        passed.splice(i, 1);
        hall.waiting.push(one);
        emit({ type: 'ticket.reactivated', ticket: one.ticket, number: one.number, queue: one.queue });
        return { ticket: one.ticket, number: one.number, ahead: 3 };
      }
      const act = acts[name] as ((body: unknown) => unknown) | undefined;
      return act ? act(body) : null;
    },
    take(body, plain) {
      const booked = body.booking === undefined ? null : bookingOf(body.booking);
      // Whoever booked is known by the booking.
      const known = { name: '预约', idNumber: '11010519491231002X', cardKind: 'resident' } as const;
      const slip = plain(booked ? { ...body, queue: booked.queue, person: known } : body);
      if (booked) settle(booked.booking, 'checked-in');
      const queues = [...new Set(body.items.map((item) => queueOfItem(item) ?? slip.queue))].slice(1);
      return {
        ...slip,
        ...(body.claim ? classOf(body.claim) : {}),
        ...(body.booking ? { class: 'appointment', classReason: t('预约 10:00', 'Booked for 10:00') } : {}),
        ...(queues.length > 0
          ? { route: queues.map((id) => ({ queueName: queueName(id), zoneName: placeOf(id).zoneName })) }
          : {}),
      } as TicketSlip;
    },
  };
}
