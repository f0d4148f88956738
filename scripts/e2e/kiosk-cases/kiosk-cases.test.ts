import { prove } from '../../soak/prove.ts';
import { PAIRS_SEED, pairwise } from './cases.ts';
import { kioskCases } from './kiosk-cases.ts';

/** All pairs: they stand where the order of all visits begins. */
const FIRST = 0;

prove(kioskCases, FIRST, pairwise(PAIRS_SEED).length);
