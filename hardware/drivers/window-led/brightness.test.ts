import { describe, expect, test } from 'vitest';
import { levelAt, localMinuteOfDay, scheduleProblem } from './brightness.ts';

const DAY = [
  { from: '07:00', level: 10 },
  { from: '12:30', level: 15 },
  { from: '19:00', level: 3 },
];
const at = (hour: number, minute: number): number => levelAt(DAY, hour * 60 + minute);

describe('a brightness schedule', () => {
  test('changes on the minute', () => {
    expect([at(6, 59), at(7, 0), at(12, 29), at(12, 30), at(18, 59), at(19, 0)]).toEqual([
      ...[3, 10, 10, 15, 15, 3],
    ]);
  });

  test('its last step holds over midnight until the first', () => {
    expect([at(23, 59), at(0, 0), at(3, 0)]).toEqual([3, 3, 3]);
  });

  test('one step is for the whole day', () => {
    expect([0, 719, 720, 1_439].map((minute) => levelAt([{ from: '12:00', level: 4 }], minute))).toEqual([
      ...[4, 4, 4, 4],
    ]);
  });

  test.each([
    [[], 'at least one step'],
    [[{ from: '24:00', level: 1 }], '"24:00" is not a time of day'],
    [[{ from: '7:00', level: 1 }], '"7:00" is not a time of day'],
    [[{ from: '07:00', level: 16 }], 'brightness is 0 to 15'],
    [[{ from: '07:00', level: 1.5 }], 'brightness is 0 to 15'],
    [
      [
        { from: '07:00', level: 1 },
        { from: '07:00', level: 2 },
      ],
      '07:00 is not later',
    ],
  ])('%j is refused with a sentence', (schedule, words) => {
    expect(scheduleProblem(schedule, 15)).toContain(words);
  });

  test('a good one has no problem', () => {
    expect(scheduleProblem(DAY, 15)).toBeUndefined();
    expect(localMinuteOfDay(new Date(2026, 0, 1, 13, 5, 59))).toBe(785);
  });
});
