import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { describe, expect, it } from 'vitest';
import { MONDAY_9, PureHall, testConfig } from '../testing/hall.ts';
import { settingsEffects } from './settings-effects.ts';

const config = testConfig();
const NIGHT = Date.parse('2026-11-24T00:00:00+08:00');

/** What a change would be refused for, and what is only told. */
function judged(hall: PureHall, after: HallConfig, effectiveAt = hall.at) {
  return settingsEffects(hall.state, hall.config, after, { at: hall.at, effectiveAt }).map(
    ({ weight, code, kind, subject }) => `${weight} ${code ?? kind} ${subject}`,
  );
}

const [window] = config.windows;
if (!window) throw new Error('the demo has no window');
const [queue = ''] = window.queues;
const windowId = window.id;
const take = { queue, items: [], paperless: true, person: null };

/** A hall whose windows refer to `queue` no more, without the queue itself and its items. */
function without(id: string): HallConfig {
  return {
    ...config,
    queues: config.queues.filter((entry) => entry.id !== id),
    windows: config.windows.flatMap((entry) => {
      const queues = entry.queues.filter((served) => served !== id);
      return queues.length === 0 ? [] : [{ ...entry, queues }];
    }),
    items: config.items.filter((item) => item.queue !== id),
  };
}

const noCards = (hall: HallConfig): HallConfig => ({
  ...hall,
  queues: hall.queues.map((entry) => ({ ...entry, realName: false })),
});

describe('a change of settings strands nobody', () => {
  it('a queue with waiting people stays; once they are gone it may go at once', () => {
    const hall = new PureHall(noCards(config));
    const { ticket } = hall.must<'ticket.take', { ticket: string }>('ticket.take', take);
    expect(judged(hall, noCards(without(queue)))).toContain(`refused SETTINGS_QUEUE_IN_USE ${queue}`);
    hall.must('ticket.cancel', { ticket, reason: 'person' });
    expect(judged(hall, noCards(without(queue))).filter((line) => line.startsWith('refused'))).toEqual([]);
  });

  it('a queue may go from midnight on though people wait now, and not in the middle of a later day', () => {
    const hall = new PureHall(noCards(config));
    hall.must('ticket.take', take);
    expect(judged(hall, noCards(without(queue)), NIGHT).join()).not.toContain('refused');
    expect(judged(hall, noCards(without(queue)), NIGHT + 3_600_000).join()).toContain(
      'refused SETTINGS_DAY_START',
    );
    expect(judged(hall, noCards(without(queue)), NIGHT + 1).join()).toContain('refused SETTINGS_DAY_START');
  });

  it('an open window stays, a closed one may go', () => {
    const hall = new PureHall(config);
    const after = { ...config, windows: config.windows.filter(({ id }) => id !== windowId) };
    hall.must('window.open', { window: windowId }, 'clerk01');
    expect(judged(hall, after)).toContain(`refused SETTINGS_WINDOW_IN_USE ${windowId}`);
    hall.must('window.close', { window: windowId }, 'clerk01');
    expect(judged(hall, after)).not.toContain(`refused SETTINGS_WINDOW_IN_USE ${windowId}`);
  });

  it('people who wait keep a window: the last one of their queue is not taken from it', () => {
    const hall = new PureHall(noCards(config));
    const other = config.queues.find(({ id }) => id !== queue)?.id as string;
    const after = {
      ...noCards(config),
      windows: config.windows.map((entry) => {
        const queues = entry.queues.filter((served) => served !== queue);
        return { ...entry, queues: queues.length === 0 ? [other] : queues };
      }),
    };
    expect(judged(hall, after)).toContain(`warning queue-without-window ${queue}`);
    hall.must('ticket.take', take);
    expect(judged(hall, after)).toContain(`refused SETTINGS_LEAVES_WAITING ${queue}`);
  });

  it('an item on a live ticket stays', () => {
    const item = config.items.find((entry) => entry.queue === queue)?.id as string;
    const hall = new PureHall(noCards(config));
    hall.must('ticket.take', { ...take, queue: undefined, items: [item] } as never);
    const after = { ...noCards(config), items: config.items.filter(({ id }) => id !== item) };
    expect(judged(hall, after)).toContain(`refused SETTINGS_ITEM_IN_USE ${item}`);
  });

  it('two queues do not swap prefixes after one of them gave a number today: it would be given twice', () => {
    const hall = new PureHall(noCards(config));
    const [a, b] = config.queues;
    const swapped = {
      ...noCards(config),
      queues: noCards(config).queues.map((entry) => ({
        ...entry,
        prefix: (entry.id === a?.id ? b?.prefix : entry.id === b?.id ? a?.prefix : entry.prefix) as string,
      })),
    };
    expect(judged(hall, swapped).join()).not.toContain('refused');
    hall.must('ticket.take', { ...take, queue: a?.id as string });
    expect(judged(hall, swapped)).toContain(`refused SETTINGS_PREFIX_IN_USE ${b?.id}`);
    expect(judged(hall, swapped, NIGHT).join()).not.toContain('refused');
  });

  it('[N4] [P2] no number that only kiosks or paper gave comes from the server during the day', () => {
    const ranged = (lastNumber: number, more: Partial<HallConfig['queues'][number]> = {}): HallConfig => ({
      ...config,
      numbering: { restart: 'daily', perKiosk: 10 },
      queues: noCards(config).queues.map((entry) => ({
        ...entry,
        ...(entry.id === queue ? { firstNumber: 1, lastNumber, dailyQuota: 50, digits: 3, ...more } : {}),
      })),
    });
    const hall = new PureHall(ranged(200));
    expect(judged(hall, ranged(300)).join()).not.toContain('refused');
    hall.must('ticket.take', take);
    // A kiosk that is away may have given 181 and 191 already.
    expect(judged(hall, ranged(300))).toContain(`refused SETTINGS_DAY_START ${queue}`);
    expect(judged(hall, ranged(190)).join()).not.toContain('refused');
    expect(judged(hall, ranged(300), NIGHT).join()).not.toContain('refused');
    expect(judged(hall, ranged(300), NIGHT + 3_600_000)).toContain(`refused SETTINGS_DAY_START ${queue}`);
    const papers = { paperNumbers: { first: 210, last: 240 } };
    hall.config = { ...ranged(200, papers), numbering: { restart: 'daily', perKiosk: 0 } };
    const beyond = { ...ranged(230), numbering: hall.config.numbering };
    expect(judged(hall, beyond)).toContain(`refused SETTINGS_DAY_START ${queue}`);
  });

  it('[N3] after a restore, how days begin changes at midnight only', () => {
    const hall = new PureHall(config);
    const round = { ...config, numbering: { ...config.numbering, restart: 'continue' as const } };
    expect(judged(hall, round).join()).not.toContain('refused');
    const from = { epoch: '0a1b2c3d', seq: 7, at: 0 };
    hall.must('hall.restore', { from, epoch: 'ffffffff', restoresToday: 1, lastNumbers: {}, lastCase: 1 });
    expect(judged(hall, round)).toContain('refused SETTINGS_DAY_START numbering.restart');
    expect(judged(hall, round, NIGHT).join()).not.toContain('refused');
  });

  it('[T2] [B1] a day that will be closed although people booked is warned of', () => {
    const bookings = [{ days: [2], from: '10:00', to: '11:00', places: 3 }];
    const hall = new PureHall({
      ...config,
      queues: config.queues.map((entry) => (entry.id === queue ? { ...entry, bookings } : entry)),
    });
    const day = '2026-11-24';
    const person = { personRef: `p${'0'.repeat(32)}`, age: 40 };
    const name = { zh: '停业', en: 'Closed' };
    const closed = { ...hall.config, calendar: { days: [{ date: day, name, kind: 'closed' as const }] } };
    expect(judged(hall, closed)).not.toContain(`warning day-booked ${day}`);
    hall.must('booking.make', { queue, items: [], person, day, from: '10:00' });
    expect(judged(hall, closed)).toContain(`warning day-booked ${day}`);
  });

  it('anything else is told, not refused', () => {
    const hall = new PureHall(noCards(config));
    hall.at = MONDAY_9;
    hall.must('ticket.take', take);
    hall.must('window.open', { window: windowId }, 'clerk01');
    const before = noCards(config);
    const after = {
      ...before,
      queues: before.queues.map((entry) => (entry.id === queue ? { ...entry, warnAfterMin: 99 } : entry)),
      windows: before.windows.map((entry) => (entry.id === windowId ? { ...entry, number: 998 } : entry)),
    };
    expect(judged(hall, after).filter((line) => !line.startsWith('warning'))).toEqual([
      `note queue-waiting ${queue}`,
      `note window-open ${windowId}`,
    ]);
  });
});
