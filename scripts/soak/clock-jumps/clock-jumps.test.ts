import { prove } from '../prove.ts';
import { clockJumps } from './clock-jumps.ts';

// A seed that ever fails is added here and stays.
prove(clockJumps, 20_261_121, 9);
