import { prove } from '../prove.ts';
import { failingDisk } from './failing-disk.ts';

// A seed that ever fails is added here and stays.
prove(failingDisk, 20_261_121, 1);
