import { describe, expect, it } from 'vitest';
import { catchUp } from './catch-up.ts';
import { deskFor, servedFor, waitingFor } from './testing.ts';

const id = (n: number) => n.toString(16).padStart(32, '0');
const line = (...numbers: number[]) =>
  numbers.map((n) => waitingFor({ ticket: id(n), number: `A${String(n).padStart(3, '0')}` }));
const waits = (...numbers: number[]) => ({ waiting: line(...numbers), waitingTotal: numbers.length });
const zh = (before: Parameters<typeof catchUp>[0], after: Parameters<typeof catchUp>[1]) =>
  catchUp(before, after).map((text) => text.zh);

describe('what happened while the line was lost', () => {
  it('says nothing where nothing happened', () => {
    expect(catchUp(deskFor(), deskFor())).toEqual([]);
  });

  it('names who came and who went, and counts a crowd', () => {
    expect(zh(deskFor(waits(1, 2)), deskFor(waits(2, 3)))).toEqual([
      '新来 1 人：A003',
      '已被叫走或离开 1 人：A001',
    ]);
    expect(zh(deskFor(waits(1)), deskFor(waits(1, 2, 3, 4, 5)))).toEqual(['新来 4 人：A002、A003、A004 等']);
  });

  it('a call whose answer was lost shows as the person called here, not as one who left', () => {
    const after = deskFor({ ...waits(2), serving: servedFor({ ticket: id(1), number: 'A001' }) });
    expect(zh(deskFor(waits(1, 2)), after)).toEqual(['A001 已叫到本窗口']);
  });

  it('says what became of the person at the window, and of the window', () => {
    const served = servedFor({ state: 'serving' });
    const parked = { ticket: served.ticket, number: served.number, queueName: served.queueName };
    const before = deskFor({ serving: served });
    expect(zh(before, deskFor({ parked: [{ ...parked, parkedAt: 1, dueAt: 2 }] }))).toEqual(['A011 已挂起']);
    expect(zh(before, deskFor({ state: 'closed' }))).toEqual(['窗口现在：未开放', 'A011 已离开本窗口']);
    expect(zh(deskFor({ serving: servedFor() }), before)).toEqual(['A011 已开始办理']);
  });

  it('claims nothing from the head of a longer list', () => {
    const head = { waiting: line(1, 2), waitingTotal: 60 };
    const later = { waiting: line(2, 3), waitingTotal: 59 };
    expect(zh(deskFor(head), deskFor(later))).toEqual([]);
  });
});
