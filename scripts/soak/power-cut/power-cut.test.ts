import { prove } from '../prove.ts';
import { negativeControl, powerCut } from './power-cut.ts';

// A seed that ever fails is added here and stays.
prove(powerCut, 20_261_121, 250);
prove(powerCut, 20_261_122, 250);
prove(negativeControl, 20_261_121, 60);
