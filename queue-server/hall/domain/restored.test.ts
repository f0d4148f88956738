import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { expect, it } from 'vitest';
import { PureHall, testConfig } from '../testing/hall.ts';
import type { RestoreBody } from './restored.ts';

const FROM = { epoch: '0a1b2c3d', seq: 7, at: 0 };
const restore = (more: Partial<RestoreBody> = {}): RestoreBody => ({
  from: FROM,
  epoch: 'ffffffff',
  restoresToday: 1,
  lastNumbers: {},
  lastCase: null,
  ...more,
});

const small = (change: Partial<HallConfig['queues'][number]> = {}) =>
  testConfig((config) => ({
    ...config,
    queues: config.queues.map((queue) =>
      queue.id === 'invoices'
        ? { ...queue, dailyQuota: 5, firstNumber: 1, lastNumber: 12, ...change }
        : queue,
    ),
  }));

function take(hall: PureHall, queue = 'invoices'): string {
  const { number } = hall.must<'ticket.take', { number: string }>('ticket.take', {
    items: [],
    queue,
    paperless: true,
    person: null,
  });
  return number;
}

const letterOf = (hall: PureHall) => hall.config.queues.find((queue) => queue.id === 'invoices')!.prefix;

it('[R1] after a restore no number comes that may have been given since the backup', () => {
  const config = small();
  const lost = new PureHall(config);
  const restored = new PureHall(config);
  for (let i = 0; i < 2; i += 1) expect(take(restored)).toBe(take(lost));
  // The day goes on without a backup, up to the quota.
  const given = new Set(Array.from({ length: 3 }, () => take(lost)));
  restored.must('hall.restore', restore());
  const later = Array.from({ length: 3 }, () => take(restored));
  expect(later.filter((number) => given.has(number))).toEqual([]);
  expect(later[0]).toBe(`${letterOf(restored)}014`);
  // The quota of the day counts what the ledger knows.
  const refused = restored.run('ticket.take', {
    items: [],
    queue: 'invoices',
    paperless: true,
    person: null,
  });
  expect(refused).toMatchObject({ ok: false, error: { code: 'QUOTA_USED_UP' } });
});

it('[R1] [K11] whoever was served at a window without a number, beyond the quota, keeps it after a blind restore', () => {
  const config = small();
  const lost = new PureHall(config);
  const restored = new PureHall(config);
  const given = new Set(Array.from({ length: 5 }, () => take(lost)));
  const window = config.windows.find(({ queues }) => queues.includes('invoices'))!.id;
  lost.must('window.open', { window }, 'clerk01');
  for (let i = 0; i < 7; i += 1) {
    lost.passMinutes(1);
    const walkIn = { window, queue: 'invoices', items: [] };
    given.add(lost.must<'window.serve', { number: string }>('window.serve', walkIn, 'clerk01').number);
    lost.must('window.finish', { window }, 'clerk01');
  }
  expect(given).toHaveLength(12);
  restored.must('hall.restore', restore());
  const later = Array.from({ length: 5 }, () => take(restored));
  expect(later.filter((number) => given.has(number))).toEqual([]);
});

it('[R1] [N3] a quota that a manager raised after the backup, and numbers that go round: still none twice', () => {
  const lost = new PureHall(small());
  const restored = new PureHall(small());
  lost.config = small({ dailyQuota: 12 });
  const given = Array.from({ length: 12 }, () => take(lost));
  restored.must('hall.restore', restore());
  expect(given).not.toContain(take(restored));
});

it('[R5] [N3] counting round the range stops before what was given between backup and loss', () => {
  const round = (hall: PureHall) => {
    for (let i = 0; i < 4; i += 1) take(hall);
    hall.passMinutes(24 * 60);
  };
  const config = {
    ...small({ lastNumber: 8, dailyQuota: 8 }),
    numbering: { restart: 'continue', perKiosk: 0 },
  } as const;
  const lost = new PureHall(config);
  const restored = new PureHall(config);
  round(lost);
  round(restored);
  // 5 and 6 are lost with the disk; somebody read 6 off a paper.
  const given = [take(lost), take(lost)];
  restored.must('hall.restore', restore({ lastNumbers: { invoices: 6 } }));
  const later = Array.from({ length: 6 }, () => take(restored));
  expect(later.filter((number) => given.includes(number))).toEqual([]);
  const all = { items: [], queue: 'invoices', paperless: true, person: null };
  expect(restored.run('ticket.take', all)).toMatchObject({ error: { code: 'NUMBERS_USED_UP' } });
});

it('[R2] a second restore of the same day from the same backup leaves out one block more', () => {
  const first = new PureHall(small());
  const second = new PureHall(small());
  take(first);
  take(second);
  first.must('hall.restore', restore());
  const given = Array.from({ length: 4 }, () => take(first));
  second.must('hall.restore', restore({ restoresToday: 2 }));
  const later = Array.from({ length: 4 }, () => take(second));
  expect(later.filter((number) => given.includes(number))).toEqual([]);
});

it('[R3] a backup that was made after a restore of this day leaves out a block behind that one', () => {
  const hall = new PureHall(small());
  hall.must('hall.restore', restore());
  expect(take(hall)).toBe(`${letterOf(hall)}014`);
  hall.must('hall.restore', restore({ epoch: 'eeeeeeee' }));
  expect(take(hall)).toBe(`${letterOf(hall)}019`);
});

it('[R4] numbers go on beyond the usual range of the queue, and never past four digits', () => {
  const hall = new PureHall(small({ lastNumber: 5 }));
  hall.must('hall.restore', restore());
  expect(take(hall)).toBe(`${letterOf(hall)}007`);
  const full = new PureHall(small({ digits: 4, lastNumber: 9999, dailyQuota: 9999 }));
  full.must('hall.restore', restore({ lastCase: 10 }));
  const refused = full.run('ticket.take', { items: [], queue: 'invoices', paperless: true, person: null });
  expect(refused).toMatchObject({ ok: false, error: { code: 'NUMBERS_USED_UP' } });
});

it('[R5] who read the last numbers goes on right behind them, but not before what the backup knows', () => {
  const hall = new PureHall(small());
  take(hall);
  take(hall);
  const before = hall.run('hall.restore', restore({ lastNumbers: { invoices: 1 } }));
  expect(before).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
  hall.must('hall.restore', restore({ lastNumbers: { invoices: 4 } }));
  expect(take(hall)).toBe(`${letterOf(hall)}005`);
});

it('[R6] the next day begins with the first number', () => {
  const hall = new PureHall(small());
  hall.must('hall.restore', restore());
  expect(take(hall)).toBe(`${letterOf(hall)}014`);
  hall.passMinutes(24 * 60);
  expect(take(hall)).toBe(`${letterOf(hall)}001`);
});

it('[R7] the serial of cases leaves out what a day can have at most, or goes on behind the last one', () => {
  const config = small();
  const most = config.queues.reduce((sum, queue) => sum + queue.dailyQuota, config.windows.length);
  const hall = new PureHall(config);
  hall.must('hall.restore', restore());
  expect(hall.state.cases).toBe(Math.max(most, 5000));
  const told = new PureHall(config);
  told.must('hall.restore', restore({ lastCase: 31 }));
  expect(told.state.cases).toBe(31);
  const refused = new PureHall(config).run('hall.restore', restore({ restoresToday: 9 }));
  expect(refused).toMatchObject({ ok: false, error: { code: 'NUMBERS_USED_UP' } });
});
