import { prove } from '../prove.ts';
import { offline } from './offline.ts';

// A seed that ever fails is added here and stays.
prove(offline, 20_261_122, 2_000);
