import { describe, expect, it } from 'vitest';
import { changed, hallWith, PureHall, QUEUE, refusedTo, take } from '../testing/rules.ts';
import { nextNumber, reservedRange } from './numbering.ts';
import { EMPTY_QUEUE } from './state.ts';

const DAY = 24 * 60;
const small = { firstNumber: 1, lastNumber: 6, dailyQuota: 6 };
const takes = (hall: PureHall, times: number) => Array.from({ length: times }, () => take(hall).number);

describe('[N1] a number is the prefix and a padded counter', () => {
  it('and follows the queue when a manager changes it', () => {
    const hall = new PureHall();
    expect(take(hall).number).toBe('G001');
    changed(hall, { digits: 4 });
    expect(take(hall).number).toBe('G0002');
  });
});

describe('[N2] a queue counts from its first to its last number', () => {
  it('and then says that all are used', () => {
    const hall = new PureHall(hallWith({ firstNumber: 5, lastNumber: 6, dailyQuota: 9 }));
    expect(takes(hall, 2)).toEqual(['G005', 'G006']);
    expect(refusedTo(hall).code).toBe('NUMBERS_USED_UP');
    changed(hall, { lastNumber: 7 });
    expect(take(hall).number).toBe('G007');
  });
});

describe('[N3] each day begins at the first number, or goes on', () => {
  it('daily, by default', () => {
    const hall = new PureHall();
    takes(hall, 3);
    hall.passMinutes(DAY);
    expect(take(hall).number).toBe('G001');
  });

  it('continue: behind the last number of the day before, round the end, and never twice in a day', () => {
    const hall = new PureHall(hallWith(small, { numbering: { restart: 'continue', perKiosk: 0 } }));
    expect(takes(hall, 4)).toEqual(['G001', 'G002', 'G003', 'G004']);
    hall.passMinutes(DAY);
    expect(takes(hall, 6)).toEqual(['G005', 'G006', 'G001', 'G002', 'G003', 'G004']);
    changed(hall, { dailyQuota: 9 });
    expect(refusedTo(hall).code).toBe('NUMBERS_USED_UP');
    // A day without numbers does not begin anew.
    hall.passMinutes(2 * DAY);
    expect(take(hall).number).toBe('G005');
  });

  it('a change at noon gives no number a second time', () => {
    const hall = new PureHall(hallWith(small, { numbering: { restart: 'continue', perKiosk: 0 } }));
    takes(hall, 4);
    hall.passMinutes(DAY);
    const morning = takes(hall, 3);
    expect(morning).toEqual(['G005', 'G006', 'G001']);
    changed(hall, {}, { numbering: { restart: 'daily', perKiosk: 0 } });
    expect(takes(hall, 3)).toEqual(['G002', 'G003', 'G004']);
    changed(hall, { dailyQuota: 9 });
    expect(refusedTo(hall).code).toBe('NUMBERS_USED_UP');
  });

  it('after a restore in the middle of a day goes on behind what somebody read off the papers', () => {
    const hall = new PureHall(hallWith(small, { numbering: { restart: 'continue', perKiosk: 0 } }));
    takes(hall, 4);
    hall.passMinutes(DAY);
    takes(hall, 1);
    const from = { epoch: '0a1b2c3d', seq: 7, at: 0 };
    const restore = { from, epoch: 'ffffffff', restoresToday: 1, lastCase: null };
    // 5 was given, 6 and 1 were lost with the disk.
    hall.must('hall.restore', { ...restore, lastNumbers: { [QUEUE]: 1 } });
    expect(takes(hall, 3)).toEqual(['G002', 'G003', 'G004']);
    const blind = new PureHall(hallWith(small, { numbering: { restart: 'continue', perKiosk: 0 } }));
    blind.must('hall.restore', { ...restore, lastNumbers: {} });
    // Nobody looked: any number of the range may be out.
    expect(take(blind).number).toBe('G008');
  });
});

describe('[N4] each kiosk keeps numbers at the end of the range', () => {
  const config = (perKiosk: number) =>
    hallWith(
      { firstNumber: 1, lastNumber: 20, dailyQuota: 3 },
      { numbering: { restart: 'daily', perKiosk } },
    );
  const rangesOf = (perKiosk: number) => {
    const hall = config(perKiosk);
    const queue = hall.queues.find(({ id }) => id === QUEUE)!;
    const kiosks = hall.devices.filter(({ kind }) => kind === 'kiosk');
    return { hall, queue, kiosks, ranges: kiosks.map(({ id }) => reservedRange(hall, queue, id)) };
  };

  it('none by default; with the setting, in the order of the devices, and not for other machines', () => {
    expect(rangesOf(0).ranges.every((range) => range === null)).toBe(true);
    const { hall, queue, ranges } = rangesOf(2);
    expect(ranges.at(-1)).toEqual({ first: 19, last: 20 });
    expect(ranges.at(-2)).toEqual({ first: 17, last: 18 });
    expect(reservedRange(hall, queue, 'wall-1')).toBeNull();
  });

  it('nobody else gives them: the server stops before, and a restore leaps over them', () => {
    const { hall: kept, kiosks } = rangesOf(2);
    const first = 20 - 2 * kiosks.length + 1;
    const hall = new PureHall({
      ...kept,
      queues: kept.queues.map((queue) => (queue.id === QUEUE ? { ...queue, dailyQuota: 20 } : queue)),
    });
    expect(takes(hall, first - 1).at(-1)).toBe(`G0${String(first - 1).padStart(2, '0')}`);
    expect(refusedTo(hall).code).toBe('NUMBERS_USED_UP');
    const queue = kept.queues.find(({ id }) => id === QUEUE)!;
    expect(nextNumber(kept, queue, { ...EMPTY_QUEUE, floor: first - 1 })).toBe(21);
  });

  it('keeps nothing that a machine gave already, where the setting grew during the day', () => {
    const { hall, queue, kiosks } = rangesOf(2);
    const last = kiosks.at(-1)!.id;
    const given = { ...EMPTY_QUEUE, firstNumber: 1, lastNumber: 19 };
    expect(reservedRange(hall, queue, last, given)).toEqual({ first: 20, last: 20 });
    expect(reservedRange(hall, queue, last, { ...given, lastNumber: 20 })).toBeNull();
    expect(reservedRange(hall, queue, last, { ...given, firstNumber: 20, lastNumber: 3 })).toEqual({
      first: 19,
      last: 19,
    });
  });
});
