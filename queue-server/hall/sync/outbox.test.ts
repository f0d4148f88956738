import { err, fault, ok } from '@hall/shared/contracts/result';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OutboxRow } from '../ledger/reader.ts';
import { Outbox } from './outbox.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Made {
  readonly reads: number;
  readonly sent: readonly string[];
  readonly accepted: readonly string[];
  news(): void;
}

let outbox: Outbox | null = null;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-23T09:00:00+08:00') });
});
afterEach(() => {
  outbox?.stop();
  outbox = null;
  vi.useRealTimers();
});

/** An outbox of cases with a person each, before a platform that answers as it is told. */
function started(count: number, answerTo: (id: string) => 'ok' | 'PLATFORM_REFUSED' | 'PLATFORM_AWAY'): Made {
  const rows: OutboxRow[] = Array.from({ length: count }, (_, n) => ({
    ...{ record: `case:${n}`, kind: 'case', ticket: 't', version: 1, created_at: n },
  }));
  const reads: string[] = [];
  const sent: string[] = [];
  const accepted: string[] = [];
  let listener: (events: readonly { type: string }[]) => void = () => undefined;
  const ticket = {
    ...{ id: 't', items: ['i'], caseNumber: 'C1', personRef: 'p1', history: [], window: 'w', clerk: null },
    legs: rows.map(({ record }) => ({
      ...{ caseNumber: record.slice('case:'.length), items: ['i'], window: 'w', clerk: null },
      ...{ calledAt: 1, startedAt: 1, endedAt: 1 },
    })),
    ...{ arrival: 1, startedAt: 1, calledAt: 1, endedAt: 1, number: 'A1' },
  };
  const item = { id: 'i', department: 'd', code: 'c', name: { zh: 'x' }, onTheSpot: true, promisedDays: 1 };
  outbox = new Outbox({
    ledger: {
      onEvents: (heard: typeof listener) => {
        listener = heard;
      },
      reader: {
        outbox: (limit: number, after: OutboxRow | null) =>
          rows
            .filter((row) => !accepted.includes(row.record) && row.created_at > (after?.created_at ?? -1))
            .slice(0, limit),
        ticket: () => ticket,
        storyOf: () => [],
      },
      read: async (_kind: string, ref: string) => {
        reads.push(ref);
        return { name: '张三', cardKind: 'id-2013', idNumber: '1' };
      },
      submit: async (_command: string, { record }: { record: string }) => accepted.push(record),
    } as never,
    platform: {
      put: async (_path: string, id: string) => {
        sent.push(id);
        const answer = answerTo(id);
        return answer === 'ok' ? ok(null) : err(fault(answer, 'the platform said so'));
      },
    } as never,
    configAt: () => ({ id: 'h', items: [item], departments: [], windows: [] }) as never,
    staff: { find: () => undefined } as never,
    log: { warn() {}, info() {}, error() {} } as never,
    now: () => Date.now(),
  });
  outbox.start();
  return {
    get reads() {
      return reads.length;
    },
    sent,
    accepted,
    news: () => listener([{ type: 'ticket.finished' }]),
  };
}

it('[O1] tries a refused record after a minute, two, four … six hours, and reads its person only then', async () => {
  const made = started(1, () => 'PLATFORM_REFUSED');
  await vi.advanceTimersByTimeAsync(50_000);
  expect(made.reads).toBe(1);
  await vi.advanceTimersByTimeAsync(16_000);
  expect(made.reads).toBe(2);
  await vi.advanceTimersByTimeAsync(DAY_MS);
  const first = made.reads;
  expect(first).toBeLessThan(15);
  await vi.advanceTimersByTimeAsync(DAY_MS);
  expect(made.reads - first).toBe(4);
  expect(made.sent).toHaveLength(made.reads);
});

it('[O2] news do not hurry a refused record', async () => {
  const made = started(1, () => 'PLATFORM_REFUSED');
  for (let n = 0; n < 20; n += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    made.news();
  }
  expect(made.reads).toBe(1);
});

it('[O3] refused records hold up none behind them', async () => {
  const made = started(130, (id) => (Number(id) < 120 ? 'PLATFORM_REFUSED' : 'ok'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(made.accepted).toHaveLength(10);
  expect(made.reads).toBe(130);
});

it('[O4] goes on with a refused record once it is accepted', async () => {
  let answer: 'ok' | 'PLATFORM_REFUSED' = 'PLATFORM_REFUSED';
  const made = started(1, () => answer);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  answer = 'ok';
  await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
  expect(made.accepted).toEqual(['case:0']);
});

it('[O5] away stops the round at its first record, and waits ever longer up to a minute', async () => {
  let away = true;
  const made = started(500, () => (away ? 'PLATFORM_AWAY' : 'ok'));
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  expect(made.reads).toBeLessThan(70);
  expect(new Set(made.sent)).toEqual(new Set(['0']));
  away = false;
  await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
  expect(made.accepted).toHaveLength(500);
});
