import { startCardReaderSimulator } from '@hall/hardware/simulators/card-reader';
import { SIMULATED_PEOPLE } from '@hall/hardware/simulators/people';
import { startTicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import { papersOn, type Slip } from './papers.ts';

/**
 * Printer and reader of one kiosk, as a process of their own: whoever is killed, what has come out of the printer
 * stays. Told what to do over the channel to its parent.
 */

/** A fast kiosk printer is four times slower; a kill in the middle of a ticket has to be likely, not certain. */
const ROWS_PER_SECOND = 6_400;

export type Order =
  | { readonly do: 'lay'; readonly name: string; readonly number: string; readonly birth: string }
  | { readonly do: 'lift' }
  /** The roll ends after so many dot rows; 0: it is out. */
  | { readonly do: 'short-roll'; readonly rows: number }
  /** What somebody with a new roll does; what hung in the slot is torn off. */
  | { readonly do: 'repair' }
  /** Takes the tickets that are cut since the last time, and tears off what hangs in the slot. */
  | { readonly do: 'take'; readonly hanging: boolean };

export type Said =
  | { readonly say: 'ready'; readonly printer: number; readonly reader: { host: string; port: number } }
  | { readonly say: 'taken'; readonly slips: readonly Slip[] };

const tell = (said: Said): void => void process.send?.(said);
const model = SIMULATED_PEOPLE.find(({ card }) => card.kind === 'resident')?.card;
if (model?.kind !== 'resident') throw new Error('nobody has a card');

const reader = await startCardReaderSimulator();
const printer = await startTicketPrinterSimulator({ completion: true, rowsPerSecond: ROWS_PER_SECOND });

process.on('message', (order: Order) => {
  switch (order.do) {
    case 'lay': {
      const { name, number, birth } = order;
      return reader.lay({ ...model, name, number, birth });
    }
    case 'lift':
      return reader.lift();
    case 'short-roll':
      return printer.paperOutAfter(order.rows);
    case 'repair':
      printer.takePaper();
      return void printer.repair();
    case 'take': {
      const pieces = order.hanging ? printer.tear() : printer.takeTickets();
      return tell({ say: 'taken', slips: papersOn(pieces) });
    }
  }
});
process.on('disconnect', () => process.exit(0));
tell({ say: 'ready', printer: printer.port, reader: reader.address });
