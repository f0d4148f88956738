import { prove } from '../prove.ts';
import { kioskKills } from './kiosk-kills.ts';

// A seed that ever fails is added here and stays.
prove(kioskKills, 20_261_122, 20);
