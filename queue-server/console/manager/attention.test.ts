import type { HallView } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import { attentionOf, lateShare } from './attention.ts';

const NOW = Date.parse('2026-11-23T10:00:00+08:00');
const MINUTE_MS = 60_000;
const text = (words: string) => ({ zh: words, en: words });

const queue = (id: string, more: Partial<HallView['queues'][number]>): HallView['queues'][number] => ({
  ...{ id, prefix: id.toUpperCase(), name: text(id), zone: 'z', waiting: 0, late: 0, longestMin: 0 },
  ...{ issued: 0, served: 0, quota: 100, open: true, estimate: null, windows: [1], warnAfterMin: 30 },
  ...more,
});
const window = (id: string, more: Partial<HallView['windows'][number]>): HallView['windows'][number] => ({
  ...{ id, number: 1, zone: 'z', state: 'open', reason: null, clerk: null, clerkName: null },
  ...{ serving: null, servingState: null, since: null, served: 0, returnAt: null },
  ...more,
});
const hall = (more: Partial<HallView>): HallView =>
  ({ queues: [], windows: [], bells: [], today: { waiting: 0 }, ...more }) as unknown as HallView;

describe('what needs a manager', () => {
  it('says nothing of a calm hall', () => {
    expect(
      attentionOf(hall({ queues: [queue('a', { waiting: 3 })], windows: [window('w1', {})] }), NOW),
    ).toEqual([]);
  });

  it('puts people before machines: bells, lines nobody serves, late lines (the worst first), pauses, paper', () => {
    const found = attentionOf(
      hall({
        bells: [{ device: 'kiosk-1', name: text('kiosk'), zone: null, since: NOW - 4 * MINUTE_MS }],
        queues: [
          queue('p', { paper: true }),
          queue('a', { waiting: 9, late: 2 }),
          queue('b', { waiting: 9, late: 5, longestMin: 51 }),
          queue('c', { waiting: 1, windows: [] }),
        ],
        windows: [
          window('w1', { state: 'paused', returnAt: NOW - 12 * MINUTE_MS, clerkName: '林' }),
          window('w2', { state: 'paused', returnAt: NOW - 2 * MINUTE_MS }),
          window('w3', { state: 'paused', returnAt: null }),
        ],
      }),
      NOW,
    );
    expect(found.map(({ id }) => id)).toEqual([
      'bell-kiosk-1',
      'alone-c',
      'late-b',
      'late-a',
      'overdue-w1',
      'paper-p',
    ]);
    expect(found[2]?.says.zh).toBe('B b：5 人超过 30 分钟，最久 51 分钟');
    expect(found[4]?.says.zh).toContain('应于 09:48 返回，已过 12 分钟');
  });

  it('counts the late and their share of those who wait', () => {
    const view = hall({ queues: [queue('a', { late: 2 }), queue('b', { late: 1 })] });
    expect(lateShare({ ...view, today: { ...view.today, waiting: 12 } })).toEqual({ people: 3, percent: 25 });
    expect(lateShare(hall({}))).toEqual({ people: 0, percent: 0 });
  });
});
