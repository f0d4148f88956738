import { ok } from '@hall/shared/contracts/result';
import { beforeEach, describe, expect, it } from 'vitest';
import { MONDAY_9, PureHall, testConfig } from '../testing/hall.ts';
import { guideDeskHandlers } from './guide-desk.ts';

const config = testConfig();
const kiosk = config.devices.find(({ kind }) => kind === 'kiosk')?.id ?? '';
const queue = config.queues.find(({ realName }) => !realName)?.id ?? '';

describe('the guide desk', () => {
  let hall: PureHall;
  let ticket: string;
  let online: boolean;
  let printer: 'up' | 'down' | 'none';
  let printed: string[][];
  let noted: unknown[];

  beforeEach(() => {
    hall = new PureHall(config);
    online = true;
    printer = 'up';
    printed = [];
    noted = [];
    const taken = hall.run('ticket.take', { queue, items: [], person: null, paperless: true } as never);
    if (!taken.ok) throw new Error(taken.error.message);
    ticket = [...hall.state.tickets.keys()][0] ?? '';
  });

  const handlers = () =>
    guideDeskHandlers({
      config: () => config,
      ledger: {
        state: hall.state,
        submit: (async (_name: string, body: unknown) => {
          noted.push(body);
          return ok({});
        }) as never,
      },
      devices: { isOnline: () => online, printer: () => printer },
      print: (...order) => void printed.push(order),
      now: () => MONDAY_9,
    });
  const print = (device = kiosk, of = ticket) =>
    handlers()['ticket.print-at']({
      actor: { kind: 'staff', id: 'li.na' } as never,
      body: { ticket: of, device },
      requestId: 'request-1',
    });

  it('[T13] sends a paper to a kiosk that can print, noted with who asked before it goes', async () => {
    expect(await print()).toEqual(ok({ done: true }));
    expect(printed).toEqual([[kiosk, ticket, 'request-1']]);
    expect(noted).toMatchObject([{ act: 'ticket.print-asked', detail: { device: kiosk } }]);
  });

  it('offers no kiosk that is away, has no printer or is none', async () => {
    online = false;
    expect(await print()).toMatchObject({ ok: false, error: { code: 'KIOSK_AWAY' } });
    online = true;
    printer = 'down';
    expect(await print()).toMatchObject({ error: { code: 'KIOSK_AWAY' } });
    printer = 'up';
    expect(await print('wall')).toMatchObject({ error: { code: 'KIOSK_AWAY' } });
    expect(await print(kiosk, 'f'.repeat(32))).toMatchObject({ error: { code: 'TICKET_UNKNOWN' } });
    expect(printed).toEqual([]);
  });

  it('[T13] says here, not at the kiosk, that there were papers enough', async () => {
    for (let i = 0; i <= config.reprintLimit; i++) hall.run('ticket.reprint', { ticket });
    expect(await print()).toMatchObject({ error: { code: 'REPRINT_LIMIT' } });
  });

  it('[B2] [T2] [C4] tells the days to book with their names, the classes and the printers', async () => {
    const closed = { date: '2026-11-25', name: { zh: '放假', en: 'Holiday' }, kind: 'closed' as const };
    const made = testConfig((before) => ({
      ...before,
      calendar: { days: [closed] },
      queues: before.queues.map((entry) =>
        entry.id === queue
          ? { ...entry, bookings: [{ days: [1, 2, 3], from: '10:00', to: '11:00', places: 2 }] }
          : entry,
      ),
    }));
    const readAt = async (at: number) => {
      const read = await guideDeskHandlers({
        config: () => made,
        ledger: { state: hall.state, submit: (async () => ok({})) as never },
        devices: { isOnline: () => true, printer: () => 'up' },
        print: () => undefined,
        now: () => at,
      })['guide.read']({ actor: {} as never, body: {}, requestId: 'request-2' });
      if (!read.ok) throw new Error(read.error.message);
      return read.value;
    };
    const { booking, claims, kiosks } = await readAt(MONDAY_9);
    const daysOf = (told: typeof booking) => told.queues.find((entry) => entry.queue === queue)?.days;
    expect(booking.days).toHaveLength(made.booking.daysAhead + 1);
    expect(booking.days[0]).toEqual({ day: '2026-11-23', weekday: 1, name: null });
    expect(booking.days[2]?.name).toEqual(closed.name);
    expect(daysOf(booking)).toEqual(['2026-11-23', '2026-11-24', '2026-11-30']);
    // Once its last hour has begun, nothing of today is left to be booked.
    const evening = await readAt(MONDAY_9 + 10 * 3_600_000);
    expect(daysOf(evening.booking)).toEqual(['2026-11-24', '2026-11-30']);
    expect(claims.green).toEqual(made.priority.greenReasons);
    expect(kiosks).toContainEqual(expect.objectContaining({ device: kiosk, online: true, printer: 'up' }));
  });
});
