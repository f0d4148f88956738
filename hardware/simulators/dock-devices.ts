import { type CardReaderFault, type CardReaderSimulator, startCardReaderSimulator } from './card-reader.ts';
import type { DockPerson, DockState } from './dock-contract.ts';
import { type DockLines, lineStates } from './dock-lines.ts';
import { type OptionalDevices, type OptionalPorts, startOptionalDevices } from './dock-optional.ts';
import { type PagePrinterSimulator, startPagePrinterSimulator } from './page-printer.ts';
import { SIMULATED_PEOPLE } from './people.ts';
import { type ScannerSimulator, startScannerSimulator } from './scanner.ts';
import { startTicketPrinterSimulator, type TicketPrinterSimulator } from './ticket-printer.ts';
import { startWindowLedSimulator, type WindowLedSimulator } from './window-led.ts';

/** 100 mm/s, a slow receipt printer: one sees the ticket come. */
const VISIBLE_ROWS_PER_SECOND = 800;
const VISIBLE_PAGE_MS = 1_500;

export interface DockPorts extends OptionalPorts {
  readonly reader: number;
  readonly scanner: number;
  readonly printer: number;
  readonly led: number;
  readonly ipp: number;
}

export interface DockDevices {
  readonly ports: DockPorts;
  readonly reader: CardReaderSimulator;
  readonly scanner: ScannerSimulator;
  readonly printer: TicketPrinterSimulator;
  readonly led: WindowLedSimulator;
  readonly pages: PagePrinterSimulator;
  readonly lines: DockLines;
  readonly optional: OptionalDevices;
  state(): DockState;
  lay(personId: string): boolean;
  lift(): void;
  setReaderFault(fault: CardReaderFault | null): void;
  scan(text: string): void;
  close(): Promise<void>;
}

/** A port that another program has; `device` is the option's name without `-port`. */
export class PortBusy extends Error {
  readonly device: string;
  readonly port: number;

  constructor(device: string, port: number) {
    super(`port ${port} is in use`);
    this.device = device;
    this.port = port;
  }
}

/** Starts all simulators on 127.0.0.1; those already started are closed when one port is busy. */
export async function startDockDevices(
  ports: DockPorts,
  options: { readonly instant?: boolean; readonly onChange: () => void },
): Promise<DockDevices> {
  const started: { close(): Promise<void> }[] = [];
  const start = async <T extends { close(): Promise<void> }>(
    device: keyof DockPorts,
    run: (port: number) => Promise<T>,
  ): Promise<T> => {
    try {
      const simulator = await run(ports[device] ?? 0);
      started.push(simulator);
      return simulator;
    } catch (failure) {
      await Promise.all(started.map((other) => other.close()));
      if ((failure as NodeJS.ErrnoException).code === 'EADDRINUSE')
        throw new PortBusy(device, ports[device] ?? 0);
      throw failure;
    }
  };
  const { onChange } = options;
  const reader = await start('reader', (port) => startCardReaderSimulator({ port }));
  const scanner = await start('scanner', (port) => startScannerSimulator({ port }));
  const printer = await start('printer', (port) =>
    startTicketPrinterSimulator({
      port,
      onChange,
      ...(options.instant ? {} : { rowsPerSecond: VISIBLE_ROWS_PER_SECOND }),
    }),
  );
  const led = await start('led', (port) => startWindowLedSimulator({ port }));
  const pages = await start('ipp', (port) =>
    startPagePrinterSimulator({ port, onChange, pageMs: options.instant ? 0 : VISIBLE_PAGE_MS }),
  );
  led.onChange(onChange);
  const optional = await startOptionalDevices(ports, start, onChange);
  const lines: DockLines = new Map([
    ['reader', reader.lines],
    ['scanner', scanner.lines],
    ['printer', printer.lines],
    ['led', led.lines],
    ['pages', pages.lines],
    ...optional.lines,
  ]);
  for (const line of lines.values()) line.onChange(onChange);

  let laid: string | null = null;
  let readerFault: CardReaderFault | null = null;
  let scans = 0;
  const people = SIMULATED_PEOPLE.map(drawnCard);

  return {
    ports: {
      reader: reader.address.port,
      scanner: scanner.address.port,
      printer: printer.port,
      led: led.address.port,
      ipp: pages.port,
      ...optional.ports,
    },
    reader,
    scanner,
    printer,
    led,
    pages,
    lines,
    optional,
    state: () => ({
      v: 1,
      people,
      reader: { laid, fault: readerFault },
      scanner: { scans },
      printer: {
        ...printer.state,
        tickets: printer.tickets.map(({ id, cut, torn, heightDots, at }) => ({
          id,
          cut,
          torn,
          heightDots,
          at,
        })),
      },
      led: led.face(),
      pages: {
        fault: pages.fault,
        activeJobs: pages.activeJobs,
        out: pages.pages.map(({ id, jobName, pages: count, at }) => ({ id, jobName, pages: count, at })),
      },
      lines: lineStates(lines),
      ...optional.state(),
    }),
    lay(personId) {
      const person = SIMULATED_PEOPLE.find(({ id }) => id === personId);
      if (!person) return false;
      reader.lay(person.card);
      laid = personId;
      onChange();
      return true;
    },
    lift() {
      reader.lift();
      laid = null;
      onChange();
    },
    setReaderFault(fault) {
      reader.setFault(fault);
      readerFault = fault;
      onChange();
    },
    scan(text) {
      scanner.scan(text);
      scans += 1;
      onChange();
    },
    async close() {
      await Promise.all(started.map((simulator) => simulator.close()));
    },
  };
}

function drawnCard({ id, about, card }: (typeof SIMULATED_PEOPLE)[number]): DockPerson {
  return {
    id,
    about,
    kind: card.kind,
    name: card.name,
    sex: card.sex,
    birth: card.birth,
    number: card.number,
    address: 'address' in card ? (card.address ?? '') : '',
  };
}
