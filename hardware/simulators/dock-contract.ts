import type { DockLine } from './dock-lines.ts';
import type { OptionalState } from './dock-optional.ts';
import type { PageFault } from './page-printer.ts';
import type { TicketPrinterSimulatorState } from './ticket-printer.ts';
import type { SimulatedLedFace } from './window-led.ts';

/** What the dock shows; pushed whole on `/live` after every change, and answered by `GET /api/state`. */
export interface DockState extends OptionalState {
  readonly v: 1;
  readonly people: readonly DockPerson[];
  readonly reader: { readonly laid: string | null; readonly fault: string | null };
  readonly scanner: { readonly scans: number };
  readonly printer: TicketPrinterSimulatorState & { readonly tickets: readonly DockTicket[] };
  readonly led: SimulatedLedFace;
  readonly pages: {
    readonly fault: PageFault | null;
    readonly activeJobs: number;
    readonly out: readonly DockPage[];
  };
  /** Cable and plug of each device, by the names above. */
  readonly lines: Readonly<Record<string, DockLine>>;
}

/** An invented person's card as it is drawn. */
export interface DockPerson {
  readonly id: string;
  readonly about: { readonly zh: string; readonly en: string };
  readonly kind: string;
  readonly name: string;
  readonly sex: string;
  readonly birth: string;
  readonly number: string;
  readonly address: string;
}

/** Picture and bytes at `api/printer/tickets/{id}.png` and `.bin`. */
export interface DockTicket {
  readonly id: string;
  readonly cut: boolean;
  readonly torn: boolean;
  readonly heightDots: number;
  readonly at: number;
}

/** The PDF at `api/pages/{id}.pdf`. */
export interface DockPage {
  readonly id: string;
  readonly jobName: string;
  readonly pages: number;
  readonly at: number;
}
