import { prove } from '../prove.ts';
import { offline } from './offline.ts';

// A seed that ever fails is added here and stays.
prove(offline, 20_261_122, 2_000);
// An ask that came after midnight, for a press with a paper of the day before: its number waited for ever.
prove(offline, 848_299_466, 1);
prove(offline, 848_315_071, 1);
