import { prove } from '../prove.ts';
import { tickets } from './tickets.ts';

prove(tickets, 20_261_122, 300);
