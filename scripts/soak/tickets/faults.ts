import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import type { Chance } from '../offline/chance.ts';

/** What happens to a printer in a hall, and the person who puts it right. */

/** Dot rows of a ticket, about: where paper or power end in the middle of one. */
const TICKET_ROWS = 1_200;
/** Within this the printer of a visit is struck, ms; a ticket takes about as long. */
const WITHIN_MS = 60;

export const FAULTS = [
  'none',
  'paper ends in the ticket',
  'no paper before the ticket',
  'cover opened in the ticket',
  'cover open before the ticket',
  'power cut in the ticket',
  'power off before the ticket',
  'power cut at any moment',
  'cutter jams',
  'prints and does not answer',
  'paper near its end',
] as const;
export type FaultName = (typeof FAULTS)[number];

/** Strikes now, or arranges that it strikes while the next ticket is printed. */
export async function strike(
  fault: FaultName,
  printer: TicketPrinterSimulator,
  chance: Chance,
): Promise<void> {
  switch (fault) {
    case 'none':
      return;
    case 'paper ends in the ticket':
      return printer.loadPaper(1 + chance.below(TICKET_ROWS));
    case 'no paper before the ticket':
      return printer.takePaper();
    case 'cover opened in the ticket':
      return later(chance, () => printer.openCover());
    case 'cover open before the ticket':
      return printer.openCover();
    case 'power cut in the ticket':
      return printer.powerCutAfter(1 + chance.below(TICKET_ROWS));
    case 'power off before the ticket':
      return printer.powerCut();
    case 'power cut at any moment':
      return later(chance, () => void printer.powerCut());
    case 'cutter jams':
      return printer.jam();
    case 'prints and does not answer':
      return printer.setMute(true);
    case 'paper near its end':
      return printer.setPaperNearEnd(true);
  }
}

function later(chance: Chance, act: () => void): void {
  void sleep(chance.below(WITHIN_MS)).then(act);
}

/** A fault of the visit before must not strike in the next: everything that was arranged has struck by then. */
export const ALL_STRUCK_MS = WITHIN_MS;

/** What staff do: everything, whatever it was. */
export async function putRight(printer: TicketPrinterSimulator): Promise<void> {
  printer.setMute(false);
  printer.clearJam();
  printer.closeCover();
  printer.loadPaper();
  printer.powerCutAfter(Number.POSITIVE_INFINITY);
  await printer.powerOn();
}
