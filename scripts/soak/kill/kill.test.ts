import { prove } from '../prove.ts';
import { kill } from './kill.ts';

// A seed that ever fails is added here and stays.
prove(kill, 20_261_121, 30);
