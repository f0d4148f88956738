import { prove } from '../prove.ts';
import { fullDisk } from './full-disk.ts';

// A seed that ever fails is added here and stays.
prove(fullDisk, 20_261_121, 2);
