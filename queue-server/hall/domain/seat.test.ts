import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { describe, expect, it } from 'vitest';
import { PureHall, testConfig } from '../testing/hall.ts';
import { november, QUEUE, refusalOf } from '../testing/rules.ts';

const MIDNIGHT = november('24T00:00');
const before = testConfig();
const window = before.windows.find(({ queues }) => queues.includes(QUEUE))!.id;
const item = before.items.find(({ queue }) => queue === QUEUE)!;

/** Without the window, and without the queue and its items. */
const after: HallConfig = {
  ...before,
  queues: before.queues.filter(({ id }) => id !== QUEUE),
  items: before.items.filter(({ queue }) => queue !== QUEUE),
  windows: before.windows
    .filter(({ id }) => id !== window)
    .map((entry) => ({ ...entry, queues: entry.queues.filter((id) => id !== QUEUE) })),
};

/** Somebody was called shortly before midnight, from which on window, queue and item are gone. */
function overMidnight(): PureHall {
  const hall = new PureHall(before);
  hall.at = MIDNIGHT - 600_000;
  hall.planned = [
    { from: 0, config: before },
    { from: MIDNIGHT, config: after },
  ];
  hall.must('ticket.take', { items: [item.id], paperless: true, person: null });
  hall.must('window.open', { window }, 'clerk01');
  hall.must('window.call', { window }, 'clerk01');
  return hall;
}

function pastMidnight(hall: PureHall): PureHall {
  hall.at = MIDNIGHT + 600_000;
  hall.config = after;
  return hall;
}

describe('[I5] a window that goes from the settings at midnight', () => {
  it('serves who is there to the end, with a case of the item that is gone as well, and is closed then', () => {
    const hall = overMidnight();
    hall.must('window.start', { window }, 'clerk01');
    pastMidnight(hall);
    const end = hall.must<'window.finish', { caseNumber: string }>('window.finish', { window }, 'clerk01');
    expect(end.caseNumber).toBe(`${item.code}202611240001`);
    expect(hall.state.windows.get(window)).toMatchObject({ state: 'closed', ticket: null, clerk: null });
    expect(refusalOf(hall.run('window.open', { window }, 'clerk01')).code).toBe('WINDOW_UNKNOWN');
  });

  it('ends with a no-show as well, and calls nobody else', () => {
    const hall = pastMidnight(overMidnight());
    expect(refusalOf(hall.run('window.call', { window }, 'clerk01')).code).toBe('WINDOW_UNKNOWN');
    expect(refusalOf(hall.run('window.recall', { window: 'w999' }, 'clerk01')).code).toBe('WINDOW_UNKNOWN');
    hall.must('window.no-show', { window, reason: 'absent' }, 'clerk01');
    expect(hall.state.windows.get(window)).toMatchObject({ state: 'closed', ticket: null });
  });
});
