import type { Desk } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import { type PureHall, testConfig } from '../testing/hall.ts';
import { QUEUE, take } from '../testing/rules.ts';
import { at, callingHall, refusedAt } from '../testing/window.ts';
import { deskView } from './desk.ts';

const HELPER = 'w30';
const OWN = 'fund';
const ABOVE = 2;

/** w30 serves the fund and helps out with invoices. */
function helpingHall(): PureHall {
  const windows = testConfig().windows.map((window) =>
    window.id === HELPER ? { ...window, secondary: [{ queue: QUEUE, above: ABOVE }] } : window,
  );
  const hall = callingHall({}, { windows });
  act(hall, 'open');
  return hall;
}

const act = (hall: PureHall, name: string, body: Record<string, unknown> = {}) =>
  at(hall, name, body, HELPER);

function desk(hall: PureHall): Desk {
  const window = hall.config.windows.find(({ id }) => id === HELPER)!;
  return deskView(hall.state, hall.config, window, { expected: [], note: null }, hall.at);
}

function helped(hall: PureHall): Desk['secondary'][number] {
  return desk(hall).secondary[0]!;
}

function crowd(hall: PureHall, people: number): string[] {
  return Array.from({ length: people }, () => {
    hall.at += 1_000;
    return take(hall).ticket;
  });
}

describe('the helped queues of a desk', () => {
  it('[X6] above the threshold their people are shown, in the order in which they are called', () => {
    const hall = helpingHall();
    crowd(hall, 8);
    expect(desk(hall)).toMatchObject({ waiting: [], waitingTotal: 0 });
    expect(helped(hall)).toMatchObject({ queue: QUEUE, waiting: 8, above: ABOVE, open: true });
    expect(helped(hall).rows.map(({ number }) => number)).toEqual(
      Array.from({ length: 8 }, (_, i) => `G00${i + 1}`),
    );
    expect(helped(hall).rows.every(({ callable }) => callable)).toBe(true);
    expect(act(hall, 'call')['number']).toBe('G001');
  });

  it('[X6] up to the threshold nobody of them is shown, and nobody is called', () => {
    const hall = helpingHall();
    crowd(hall, ABOVE);
    expect(helped(hall)).toMatchObject({ waiting: ABOVE, open: false, rows: [] });
    expect(refusedAt(hall, 'call', {}, HELPER).code).toBe('NOBODY_WAITING');
  });

  it('[X6] [K4] whose paper is not out does not count towards the threshold', () => {
    const hall = helpingHall();
    crowd(hall, ABOVE);
    take(hall, { paperless: false });
    expect(helped(hall)).toMatchObject({ waiting: ABOVE + 1, open: false, rows: [] });
    expect(refusedAt(hall, 'call', {}, HELPER).code).toBe('NOBODY_WAITING');
    crowd(hall, 1);
    expect(helped(hall).open).toBe(true);
    expect(helped(hall).rows.map(({ held }) => held)).toEqual([null, null, 'paper', null]);
  });

  it('[X6] people of the own line who cannot be called hold up no help', () => {
    const hall = helpingHall();
    take(hall, { queue: OWN, paperless: false });
    crowd(hall, ABOVE + 1);
    expect(desk(hall)).toMatchObject({ waitingTotal: 1, waiting: [{ callable: false, held: 'paper' }] });
    expect(helped(hall).open).toBe(true);
    expect(act(hall, 'call')['number']).toBe('G001');
  });

  it('[X3] whoever is bound to this window stands in its own line, and not in the helped one as well', () => {
    const hall = helpingHall();
    const [first] = crowd(hall, ABOVE + 2);
    hall.must('ticket.move', { ticket: first!, to: { window: HELPER } }, 'guide01');
    expect(desk(hall).waiting.map(({ number }) => number)).toEqual(['G001']);
    expect(helped(hall).rows.map(({ number }) => number)).toEqual(['G002', 'G003', 'G004']);
  });

  it('[K9] anybody of a helped queue can be called out of turn', () => {
    const hall = helpingHall();
    crowd(hall, ABOVE + 2);
    const last = helped(hall).rows.at(-1)!;
    const called = act(hall, 'call-ticket', { ticket: last.ticket, reason: 'helper' });
    expect(called['number']).toBe('G004');
  });

  it('of a long line only the head is shown', () => {
    const hall = helpingHall();
    crowd(hall, 60);
    expect(helped(hall).waiting).toBe(60);
    expect(helped(hall).rows).toHaveLength(12);
  });
});
