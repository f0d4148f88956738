import type { Scenario } from '../scenario.ts';
import { CALLING } from './calling.ts';
import { BOOKINGS, CLASSES } from './classes.ts';
import { NEXT } from './next.ts';
import { NUMBERS } from './numbers.ts';
import { TAKING } from './taking.ts';
import { ESTIMATES, PAPER, WINDOWS } from './windows.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...NUMBERS,
  ...TAKING,
  ...CLASSES,
  ...BOOKINGS,
  ...NEXT,
  ...CALLING,
  ...WINDOWS,
  ...PAPER,
  ...ESTIMATES,
];
