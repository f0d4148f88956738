import {
  openTicketPrinter,
  type TicketPrinter,
  type TicketPrinterOptions,
} from '../drivers/ticket-printer/driver.ts';
import type { PresenterEvent } from '../drivers/ticket-printer/outcome.ts';
import {
  TICKET_PRINTER_PROFILES,
  type TicketPrinterProfile,
  type TicketPrinterProfileName,
} from '../drivers/ticket-printer/profiles.ts';
import {
  startTicketPrinterSimulator,
  type TicketPrinterSimulator,
  type TicketPrinterSimulatorOptions,
} from '../simulators/ticket-printer.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { memoryLine } from './memory-line.ts';
import { seeded } from './seeded.ts';

export interface PrinterBench {
  readonly clock: ManualClock;
  readonly simulator: TicketPrinterSimulator;
  readonly printer: TicketPrinter;
  readonly late: readonly string[];
  readonly presenter: readonly PresenterEvent[];
  /** Moves the clock until the promise is settled. */
  settled<T>(promise: Promise<T>): Promise<T>;
  /** Moves the clock until it is so. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** How far the clock moves at a time: less than any delay of the driver. */
const STEP_MS = 50;
/** Three minutes: longer than any deadline; a test that needs more waits for something that never comes. */
const MOST_STEPS = 3_600;

/** Driver and simulated printer on one clock that stands still, joined in memory: delays cost no time. */
export async function printerBench(
  name: TicketPrinterProfileName = 'generic-epson',
  simulatorOptions: TicketPrinterSimulatorOptions = {},
  change: Partial<TicketPrinterProfile> = {},
  more: Partial<TicketPrinterOptions> = {},
): Promise<PrinterBench> {
  const clock = manualClock();
  const random = seeded(1).unit;
  const simulator = await startTicketPrinterSimulator({ model: name, clock, random, ...simulatorOptions });
  const late: string[] = [];
  const presenter: PresenterEvent[] = [];
  const printer = openTicketPrinter({
    open: memoryLine((far) => simulator.attach(far)),
    profile: { ...TICKET_PRINTER_PROFILES[name], ...change },
    clock,
    random,
    onLateProof: (jobId) => late.push(jobId),
    onPresenter: (event) => presenter.push(event),
    ...more,
  });
  const until = async (condition: () => boolean): Promise<void> => {
    for (let step = 0; !condition(); step += 1) {
      if (step >= MOST_STEPS) throw new Error('it never came to that');
      await clock.advance(STEP_MS);
    }
  };
  return {
    clock,
    simulator,
    printer,
    late,
    presenter,
    until,
    async settled(promise) {
      let isSettled = false;
      const settle = (): void => {
        isSettled = true;
      };
      promise.then(settle, settle);
      await until(() => isSettled);
      return promise;
    },
    async close() {
      await printer.close();
      await simulator.close();
    },
  };
}
