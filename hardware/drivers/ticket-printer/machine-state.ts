import type { PrinterFlags, StatusEvent, StatusQuestion } from '../../codec/escpos-status.ts';
import type {
  PresenterEvent,
  PrintFaultCode,
  PrintOutcome,
  RetractOutcome,
  TicketPrinterStatus,
} from './outcome.ts';
import { blockingFault, type HandsOnFault } from './outcome.ts';

/** A real-time reply comes within milliseconds; a serial-to-LAN converter may hold it for a few hundred. */
export const REPLY_MS = 1_000;
/** After an unanswered question everything is dropped for this long, so that a late byte answers nothing else. */
export const LATE_REPLY_MS = 500;
/** Question rounds before a ticket is refused: one lost byte is no reason. */
export const CHECK_ATTEMPTS = 2;
/** Between status rounds while nothing is printed. */
export const POLL_MS = 3_000;
/** Between status rounds while a ticket's proof is awaited. */
export const RECHECK_MS = 500;
/** From a fault seen while printing to giving up: the proof of a ticket that is just out may still come. */
export const FAULT_GRACE_MS = 2_000;
/** How long a ticket waits for a connection that is not there. */
export const LINK_WAIT_MS = 3_000;
/** Between status rounds while a ticket hangs in the presenter: whoever takes it is gone within seconds. */
export const PRESENTED_POLL_MS = 1_000;
/** From the retract command to looking whether it worked: 300 mm of paper at 200 mm/s. Unverified: setting. */
export const RETRACT_MS = 1_500;
/** Looks after a retract command before it counts as failed. */
export const RETRACT_LOOKS = 3;
/** Unproved tickets whose late proof is still recognised. */
export const REMEMBERED_TICKETS = 32;

export interface TicketJob {
  readonly jobId: string;
  readonly bytes: Uint8Array;
  readonly completionId: string;
  /** From the last byte at the printer to the cut ticket, for printers without completion. */
  readonly paperMs: number;
  readonly deadlineMs: number;
}

export interface MachineConfig {
  readonly questions: readonly StatusQuestion[];
  readonly completion: boolean;
  /** The ticket ends with a question whose answer waits its turn. */
  readonly barrier: boolean;
  readonly presenter: boolean;
  /** Milliseconds that a ticket hangs in the presenter before it is drawn back; null: for ever. */
  readonly retractAfterMs: number | null;
}

export type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'checking'; readonly job: TicketJob; readonly attempt: number }
  | { readonly name: 'sending'; readonly job: TicketJob }
  | {
      readonly name: 'proving';
      readonly job: TicketJob;
      readonly fault: PrintFaultCode | null;
      /**
       * Only where nothing says that the paper is out. `underway`: the bytes were handed to the line, and nothing was
       * answered since; they may lie in a converter or wait to be sent again. `moving`: a question behind them was
       * answered, and the paper's time runs. `waiting`: it is over, and the barrier is not answered; as long again is
       * given to it. `over`: a look that begins now counts. `due`: it has begun, and proves the ticket if it is clean.
       */
      readonly paper: 'underway' | 'moving' | 'waiting' | 'over' | 'due';
      readonly barrierAnswered: boolean;
    }
  | {
      readonly name: 'retracting';
      /** `looking`: whether there is a ticket at all. `pulling`: the command is out. */
      readonly step: 'looking' | 'pulling';
      readonly attempt: number;
    };

export interface MachineState {
  readonly config: MachineConfig;
  readonly linkUp: boolean;
  readonly phase: Phase;
  readonly queue: readonly TicketJob[];
  readonly flags: PrinterFlags;
  readonly answering: boolean | null;
  /** Index of the one open question, or null. */
  readonly asking: number | null;
  /** Late bytes are being dropped. */
  readonly quiet: boolean;
  /**
   * A question went unanswered, so its answer may still come and pass for the next one's: the next whole round
   * counts only when nothing follows it.
   */
  readonly suspect: boolean;
  /** What a suspect round has said so far: believed once it is known whose answers they were. */
  readonly said: PrinterFlags;
  /** The silence after a suspect round: `spoiled` when an answer too many came. */
  readonly settling: 'no' | 'clean' | 'spoiled';
  /**
   * A fault that only a hand ends was seen while the ticket was printed: no paper, an open cover, a stuck cutter. The
   * ticket may be in two pieces or torn, whatever is proved; a proof may even overtake the news that the fault is over.
   */
  readonly handledFor: HandsOnFault | null;
  /** A ticket was cut off in the middle: the printer may still wait for the rest of an image. */
  readonly dirty: boolean;
  /** The ticket that hangs in the presenter. */
  readonly presented: { readonly jobId: string | null } | null;
  readonly lastJobId: string | null;
  readonly retractAsked: boolean;
  /**
   * Of the ticket before, where it ended unknown: its rest may come out first, and its barrier is answered first. Ends
   * with a printed ticket.
   */
  readonly before: { readonly paperMs: number; readonly barriers: number };
  /** completionId → jobId of tickets that ended unknown, and that nobody's hand was at as far as is known. */
  readonly unproved: readonly (readonly [string, string])[];
}

export type TimerName =
  | 'reply'
  | 'quiet'
  | 'poll'
  | 'recheck'
  | 'paper'
  | 'grace'
  | 'link'
  | 'retract'
  /** A ticket that is not sent by then is not sent at all. */
  | `send-by ${string}`
  | `deadline ${string}`;

export type MachineInput =
  | { readonly kind: 'link-up' }
  | { readonly kind: 'link-down' }
  | { readonly kind: 'submit'; readonly job: TicketJob }
  | { readonly kind: 'written'; readonly jobId: string; readonly ok: boolean }
  | { readonly kind: 'status'; readonly event: StatusEvent }
  | { readonly kind: 'timer'; readonly timer: TimerName }
  /** Somebody asks to draw back the ticket in the presenter. */
  | { readonly kind: 'retract' }
  | { readonly kind: 'stop' };

export type MachineEffect =
  | { readonly kind: 'ask'; readonly bytes: Uint8Array }
  /**
   * `flush`: first end what a broken connection left open. `eject`: first let go of the ticket in the presenter,
   * which would otherwise stop the new one.
   */
  | {
      readonly kind: 'send';
      readonly jobId: string;
      readonly bytes: Uint8Array;
      readonly flush: boolean;
      readonly eject: boolean;
    }
  | { readonly kind: 'pull-back' }
  | { readonly kind: 'retract-outcome'; readonly outcome: RetractOutcome }
  | { readonly kind: 'presenter'; readonly event: PresenterEvent }
  | { readonly kind: 'start-timer'; readonly timer: TimerName; readonly ms: number }
  | { readonly kind: 'stop-timer'; readonly timer: TimerName }
  | { readonly kind: 'outcome'; readonly jobId: string; readonly outcome: PrintOutcome }
  /** A ticket that ended unknown turned out to be on paper. */
  | { readonly kind: 'late-proof'; readonly jobId: string }
  /** A byte nobody asked for. */
  | { readonly kind: 'stray' }
  /** A write hangs: only a new connection frees the line. */
  | { readonly kind: 'reset-link' };

export function initialState(config: MachineConfig): MachineState {
  return {
    config,
    linkUp: false,
    phase: { name: 'idle' },
    queue: [],
    flags: {},
    answering: null,
    asking: null,
    quiet: false,
    suspect: false,
    said: {},
    settling: 'no',
    handledFor: null,
    dirty: false,
    presented: null,
    lastJobId: null,
    retractAsked: false,
    before: { paperMs: 0, barriers: 0 },
    unproved: [],
  };
}

export function statusOf(state: MachineState): TicketPrinterStatus {
  const { flags } = state;
  const code = !state.linkUp ? 'OFFLINE' : state.answering === false ? 'NO_ANSWER' : blockingFault(flags);
  return {
    link: state.linkUp ? 'up' : 'down',
    answering: state.answering,
    ready: state.linkUp && state.answering === true && code === null,
    code,
    paper: flags.paper ?? 'unknown',
    coverOpen: flags.coverOpen ?? false,
    cutterFault: flags.cutterFault ?? false,
    ticketInOutput: flags.ticketInOutput ?? false,
  };
}
