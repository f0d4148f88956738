import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock.ts';
import type { SimulatorLines } from '../simulator-port.ts';
import type { TicketPrinterFault } from './faults.ts';
import type { Counters } from './interpreter.ts';
import type { SimulatedModelName } from './model.ts';
import type { SimulatedTicket } from './piece.ts';
import type { AnswerManner } from './voice.ts';

export interface TicketPrinterSimulatorOptions {
  /** 0 or absent: any free port. Always on 127.0.0.1. */
  readonly port?: number;
  readonly widthDots?: 576 | 384;
  /** Default `generic-epson`; the next four change single abilities of it. */
  readonly model?: SimulatedModelName;
  /** `custom` answers `10 04 14` and has a presenter; `epson` answers DLE EOT 1–4. */
  readonly family?: 'epson' | 'custom';
  /** Whether GS ( H is answered. */
  readonly completion?: boolean;
  /** Whether GS a is obeyed. */
  readonly automaticStatus?: boolean;
  readonly presenter?: boolean;
  /** What the presenter does with a ticket that nobody took, when the next one comes. Default `eject`. */
  readonly onNextTicket?: 'eject' | 'retract';
  /** Bytes that are taken in before the line is held. */
  readonly bufferBytes?: number;
  /** Dot rows a second; absent: at once. 800 is 100 mm/s. */
  readonly rowsPerSecond?: number;
  readonly clock?: Clock;
  /** 0 ≤ x < 1, for garbled answers. */
  readonly random?: () => number;
  /** Of the faults of the line, see {@link SimulatorLines}. */
  readonly seed?: number;
  /** Milliseconds since the epoch, for `at`. */
  readonly now?: () => number;
  readonly onChange?: () => void;
}

export interface TicketPrinterSimulator {
  readonly port: number;
  readonly tickets: readonly SimulatedTicket[];
  readonly counters: Readonly<Counters>;
  readonly state: TicketPrinterSimulatorState;
  /** Faults of the cable and the plug; its power is this printer's. */
  readonly lines: SimulatorLines;
  /** One more line, e.g. the far end of a PTY; unlike a connection it stays when the power goes. */
  attach(stream: Duplex): void;
  openCover(): void;
  closeCover(): void;
  /** The cover is opened by itself once this many more dot rows are printed; `Infinity`: not any more. */
  openCoverAfter(rows: number): void;
  /** Takes the roll out; what hangs in the slot stays a piece of its own. */
  takePaper(): void;
  /** A new roll; with `rows` it ends after that many dot rows. */
  loadPaper(rows?: number): void;
  /** The roll that is in ends after that many more dot rows. */
  paperOutAfter(rows: number): void;
  setPaperNearEnd(near: boolean): void;
  /** The next cut jams. */
  jam(): void;
  clearJam(): void;
  /** Bytes are taken and printed, nothing is answered: `setAnswers` with `never`. */
  setMute(mute: boolean): void;
  setAnswers(manner: AnswerManner): void;
  /** The firmware hangs: offline without a cause, bytes are taken and nothing moves. */
  setStuckOffline(stuck: boolean): void;
  /** Dot rows a second, or undefined for at once. */
  setSpeed(rowsPerSecond: number | undefined): void;
  /** Connections drop and whatever was buffered is gone; the port refuses until `powerOn`. */
  powerCut(): Promise<void>;
  /** Cuts the power by itself once this many more dot rows are printed; `Infinity`: not any more. */
  powerCutAfter(rows: number): void;
  /** Cuts the power once this many more bytes have arrived, questions included; what follows is lost. */
  powerCutAfterBytes(bytes: number): void;
  /** Fresh: nothing buffered, all modes at their defaults. Cover, roll and a jam are as they were left. */
  powerOn(): Promise<void>;
  /** Takes all paper out of the slot; a hanging strip is torn off. */
  tear(): readonly SimulatedTicket[];
  /** Takes the tickets that are cut, as a person does; a strip that still grows stays. */
  takeTickets(): readonly SimulatedTicket[];
  inject(fault: TicketPrinterFault): void;
  /**
   * What somebody with a new roll does: faults that wait are off, cover shut, jam cleared, roll in, answers
   * normal; a firmware that hangs is switched off and on. Paper in the slot stays.
   */
  repair(): Promise<void>;
  close(): Promise<void>;
}

export interface TicketPrinterSimulatorState {
  readonly power: boolean;
  readonly coverOpen: boolean;
  readonly paper: 'ok' | 'near-end' | 'out';
  readonly jammed: boolean;
  readonly mute: boolean;
  readonly answers: AnswerManner['kind'];
  readonly stuckOffline: boolean;
  /** The presenter holds a ticket. */
  readonly ticketInOutput: boolean;
  readonly printing: boolean;
  readonly connected: boolean;
}
