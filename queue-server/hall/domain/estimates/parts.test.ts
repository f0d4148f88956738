import { describe, expect, it } from 'vitest';
import { corrected, EMPTY_CALIBRATION, learnError } from './calibration.ts';
import { firstComing } from './comings.ts';
import { addDay, type DaySeen, EMPTY_HABITS, type Habits, type Spell } from './habits.ts';
import { closePaceDay, EMPTY_PACE, fitted, learnService, type Pace, paceFactor } from './pace.ts';
import { cumulativeAt, presenceOf, ratesFor } from './presence.ts';
import { seededRandom } from './random.ts';
import { returnsAfter, returnsOf } from './returns.ts';
import { drawService, probabilityBelow, serviceQuantiles } from './service-times.ts';

const GROUPS = ['all', 'W1', 'odd', 'lower', '1'] as const;

function habitsOf(days: number, spells: (day: number) => Record<string, readonly Spell[]>): Habits {
  let habits = EMPTY_HABITS;
  for (let day = 0; day < days; day += 1) {
    const seen: DaySeen = { weekday: (day % 5) + 1, until: 990, windows: spells(day) };
    habits = addDay(habits, seen, [0, 0, 0, 0, 0]);
  }
  return habits;
}

const middle = (draw: () => number) => Array.from({ length: 101 }, draw).sort((a, b) => a - b)[50] as number;

describe('pauses', () => {
  /** Everybody ends the person at hand after 12:00 and is back at 13:00. */
  const noon = habitsOf(12, (day) => ({
    W1: [
      [510, 708, 721 + (day % 4), 780],
      [780, 985, -1, -1],
    ],
    W2: [
      [510, 714, 720 + (day % 6), 781],
      [781, 980, -1, -1],
    ],
  }));

  it('[P1] finds the wish behind pauses that had to wait for the end of a service', () => {
    const [before, after] = ratesFor(presenceOf(noon), GROUPS);
    const chance = (from: number, to: number) =>
      1 - Math.exp(-(cumulativeAt(before, to) - cumulativeAt(before, from)));
    expect(chance(560, 620)).toBeLessThan(0.15);
    expect(chance(705, 726)).toBeGreaterThan(0.85);
    const again = 1 - Math.exp(-(cumulativeAt(after, 900) - cumulativeAt(after, 800)));
    expect(again).toBeLessThan(0.15);
  });

  it('[P2] long pauses end by the clock where the hall goes by the clock', () => {
    const draw = returnsOf(presenceOf(noon), 'W1', GROUPS);
    const random = seededRandom(1);
    expect(middle(() => draw(735, random))).toBeLessThan(788);
  });

  it('[P3] and after their length where that is the habit', () => {
    const lengths = habitsOf(20, (day) => ({
      W1: [[510, 690, 700 + ((day * 7) % 40), 745 + ((day * 7) % 40)] as Spell],
    }));
    const draw = returnsOf(presenceOf(lengths), 'W1', GROUPS);
    const random = seededRandom(1);
    const [early, late] = [702, 738].map((left) => middle(() => draw(left, random)));
    expect((late as number) - (early as number)).toBeGreaterThan(25);
  });

  it('[P4] whoever is away is never expected in the past', () => {
    const draw = returnsAfter(presenceOf(noon), 'W1', GROUPS, 721, 800);
    const random = seededRandom(1);
    for (let i = 0; i < 200; i += 1) expect(draw(random)).toBeGreaterThan(800);
  });

  it('[P5] a window that comes at 13:00 and not on its free day is expected so', () => {
    const afternoon = habitsOf(
      20,
      (day): Record<string, readonly Spell[]> =>
        day % 5 === 4 ? { W1: [[510, 990, -1, -1]] } : { W1: [[510, 990, -1, -1]], W2: [[780, 990, -1, -1]] },
    );
    const random = seededRandom(1);
    const share = (weekday: number, now: number) => {
      const draw = firstComing(presenceOf(afternoon), 'W2', weekday, now);
      return Array.from({ length: 400 }, () => draw(random)).filter(Number.isFinite).length / 400;
    };
    expect(share(1, 600)).toBeGreaterThan(0.85);
    expect(share(5, 600)).toBeLessThan(0.55);
    expect(share(1, 800)).toBe(0);
  });
});

describe('pace', () => {
  function services(days: number, factor: (who: string) => number): Pace {
    const random = seededRandom(9);
    let pace = EMPTY_PACE;
    for (let day = 0; day < days; day += 1) {
      for (let i = 0; i < 60; i += 1) {
        const who = i % 2 === 0 ? 'W1' : 'W2';
        pace = learnService(pace, 'A', who, factor(who) * (4 + 8 * random()));
      }
      pace = closePaceDay(pace);
    }
    return pace;
  }

  it('[P6] tells a slow window from a quick one', () => {
    const fit = fitted(services(5, (who) => (who === 'W1' ? 1.5 : 1)));
    const ratio = paceFactor(fit, 'A', 'W1') / paceFactor(fit, 'A', 'W2');
    expect(ratio).toBeGreaterThan(1.35);
    expect(ratio).toBeLessThan(1.6);
  });

  it('[P7] gives the queue its own distribution', () => {
    const table = serviceQuantiles(
      services(6, () => 1),
      'A',
    );
    expect(drawService(table, 0.5)).toBeGreaterThan(7);
    expect(drawService(table, 0.5)).toBeLessThan(9);
    expect(drawService(table, 0.95)).toBeLessThan(14);
    for (const p of [0.1, 0.35, 0.8]) {
      expect(probabilityBelow(table, drawService(table, p))).toBeCloseTo(p, 6);
    }
  });

  it('[P8] starts from ten minutes and a stranger from the common pace', () => {
    const table = serviceQuantiles(EMPTY_PACE, 'Z');
    const mean = Array.from({ length: 1000 }, (_, i) => drawService(table, (i + 0.5) / 1000)).reduce(
      (sum, minutes) => sum + minutes / 1000,
      0,
    );
    expect(mean).toBeGreaterThan(9);
    expect(mean).toBeLessThan(11);
    expect(paceFactor(fitted(EMPTY_PACE), 'Z', 'nobody')).toBe(1);
  });

  it('[P9] sees a slow day while it lasts', () => {
    let pace = services(5, () => 1);
    for (let i = 0; i < 25; i += 1) pace = learnService(pace, 'A', 'W1', 16);
    expect(paceFactor(fitted(pace), 'A', 'W1')).toBeGreaterThan(1.25);
  });
});

describe('calibration', () => {
  it('[P10] widens what is too sure and shifts what is too low, to 80 % of what came', () => {
    const random = seededRandom(3);
    const forecast = { rawP50: 20, rawP80: 22 };
    const actual = () => 24 * Math.exp(0.5 * (random() + random() + random() - 1.5));
    let calibration = EMPTY_CALIBRATION;
    for (let i = 0; i < 1000; i += 1) calibration = learnError(calibration, forecast, actual());
    const { p50, p80 } = corrected(calibration, forecast);
    const waits = Array.from({ length: 1000 }, actual);
    const share = (limit: number) => waits.filter((wait) => wait <= limit).length / waits.length;
    expect(share(p50)).toBeGreaterThan(0.45);
    expect(share(p50)).toBeLessThan(0.55);
    expect(share(p80)).toBeGreaterThan(0.75);
    expect(share(p80)).toBeLessThan(0.85);
  });
});
