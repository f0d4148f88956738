import { type HallShape, PLAIN } from './made-up-hall.ts';

/** Halls of very different habits: the estimator must learn each, none may be what it is tuned to. */
export const MADE_UP_HALLS: Readonly<Record<string, HallShape>> = {
  'own lunch hours': PLAIN,
  'lunch by turns': { ...PLAIN, seed: 2, lunch: 'turns', windows: 14, queues: 6, breadth: 3 },
  'lunch by halves': { ...PLAIN, seed: 3, lunch: 'halves', windows: 8, queues: 3 },
  'closed at noon': { ...PLAIN, seed: 4, lunch: 'all', lunchMin: 75, lunchAt: 720 },
  'no pauses at all': { ...PLAIN, seed: 5, lunch: 'none', breaks: 0 },
  'lunch at any time, two kinds of cases': { ...PLAIN, seed: 6, lunch: 'any', service: 'two-kinds' },
  'short-tailed services': { ...PLAIN, seed: 7, lunch: 'turns', service: 'gamma' },
  'slower by 3 % a day': { ...PLAIN, seed: 8, drift: 0.03 },
  'clerks change windows': { ...PLAIN, seed: 9, rotate: true },
  '28 windows, 10 queues': {
    ...PLAIN,
    seed: 10,
    lunch: 'turns',
    windows: 28,
    queues: 10,
    breadth: 3,
    days: 9,
  },
  '3 windows': { ...PLAIN, seed: 11, windows: 3, queues: 2, breadth: 3, days: 15 },
  'part-time windows': { ...PLAIN, seed: 12, partTime: true, days: 15 },
  'a holiday in between': { ...PLAIN, seed: 13, holidayAfter: 8 },
  'more people than it can serve': { ...PLAIN, seed: 14, load: 1.15, lunch: 'turns' },
  'few people': { ...PLAIN, seed: 15, load: 0.65 },
};
