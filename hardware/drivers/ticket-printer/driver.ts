import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import {
  afterTornTicket,
  EJECT_TICKET,
  encodeTicket,
  RASTER_BAND_DOTS,
  RETRACT_TICKET,
} from '../../codec/escpos-encode.ts';
import type { TicketLayout } from '../../codec/escpos-layout.ts';
import { createStatusParser } from '../../codec/escpos-status.ts';
import type { PortHealth } from '../../supervisor.ts';
import { supervisePort } from '../../supervisor.ts';
import type { OpenTransport } from '../../transport/transport.ts';
import type { MachineEffect, MachineInput, TimerName } from './machine.ts';
import { initialState, statusOf, step } from './machine.ts';
import type { PresenterEvent, PrintOutcome, RetractOutcome, TicketPrinterStatus } from './outcome.ts';
import type { TicketPrinterProfile } from './profiles.ts';
import { drawRow } from './raster.ts';

/** A ticket of 12 cm takes one to two seconds; a person at a kiosk gives up after half a minute. */
export const DEFAULT_DEADLINE_MS = 20_000;
/** From the last printed row to the cut ticket. */
const CUT_MS = 800;
const DOTS_PER_MM = 8;
/** What the largest image band (72 bytes a row) or stored QR code can still be waiting for. */
const OPEN_BYTES = Math.max(RASTER_BAND_DOTS * 72, 4_096);
/** Completion ids are four characters of base 36. */
const COMPLETION_IDS = 36 ** 4;

export interface TicketPrinterOptions {
  readonly open: OpenTransport;
  readonly profile: TicketPrinterProfile;
  /** Printable dots of the roll that is in: 576 on 80 mm (default), 384 on 58 mm. Wider tickets are refused. */
  readonly paperDots?: 576 | 384;
  /** Presenters only: milliseconds after which a ticket that nobody took is drawn back. Absent: never. */
  readonly retractAfterMs?: number;
  readonly clock?: Clock;
  /** 0 ≤ x < 1: first completion id, and the reconnect jitter. */
  readonly random?: () => number;
  /** Called on every change, first when the printer was reached. */
  readonly onStatus?: (status: TicketPrinterStatus) => void;
  readonly onHealth?: (health: PortHealth) => void;
  /** A ticket whose outcome was `unknown` came out after all (only printers with completion). */
  readonly onLateProof?: (jobId: string) => void;
  /** Presenters only: what became of a ticket after it was printed. */
  readonly onPresenter?: (event: PresenterEvent) => void;
}

export interface PrintOptions {
  /** Identifies the ticket's print; the same id while it is under way gets the same promise. No personal data. */
  readonly jobId: string;
  /** Milliseconds from now; default {@link DEFAULT_DEADLINE_MS}. */
  readonly deadlineMs?: number;
}

export interface TicketPrinter {
  /** Prints one ticket; tickets are printed one after another in the order of the calls. Never rejects. */
  print(layout: TicketLayout, options: PrintOptions): Promise<PrintOutcome>;
  /**
   * Draws back the ticket that hangs in the presenter, before the next one is printed. Several calls at once get
   * one answer. Never rejects.
   */
  retract(): Promise<RetractOutcome>;
  status(): TicketPrinterStatus;
  health(): PortHealth;
  /** Ends what is under way (`failed` or `unknown` with `CLOSED`) and the connection. */
  close(): Promise<void>;
}

/** Keeps a connection to one ESC/POS printer and proves each ticket as well as the model allows. */
export function openTicketPrinter(options: TicketPrinterOptions): TicketPrinter {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const { profile } = options;
  const parser = createStatusParser({ family: profile.family });
  const timers = new Map<TimerName, () => void>();
  const underWay = new Map<
    string,
    { promise: Promise<PrintOutcome>; settle: (outcome: PrintOutcome) => void }
  >();
  let retracting: { promise: Promise<RetractOutcome>; settle: (outcome: RetractOutcome) => void } | undefined;
  let state = initialState({
    questions: profile.questions,
    completion: profile.completion,
    barrier: profile.barrier,
    presenter: profile.presenter,
    retractAfterMs: options.retractAfterMs ?? null,
  });
  let lastStatus = JSON.stringify(statusOf(state));
  let nextCompletion = Math.floor(random() * COMPLETION_IDS);
  let closed = false;

  const port = supervisePort({
    open: options.open,
    clock,
    random,
    stateOnOpen: 'down',
    onOpen() {
      parser.reset();
      dispatch({ kind: 'link-up' });
    },
    onBytes(bytes) {
      for (const event of parser.feed(bytes)) dispatch({ kind: 'status', event });
    },
    onLost: () => dispatch({ kind: 'link-down' }),
    ...(options.onHealth ? { onHealth: options.onHealth } : {}),
  });

  function dispatch(input: MachineInput): void {
    const next = step(state, input);
    state = next.state;
    for (const effect of next.effects) perform(effect);
    const status = statusOf(state);
    const text = JSON.stringify(status);
    if (text === lastStatus) return;
    lastStatus = text;
    if (status.answering !== null) {
      if (!status.ready) port.report('down', status.code ?? 'not ready');
      else if (status.paper === 'near-end') port.report('degraded', 'PAPER_NEAR_END');
      else port.report('up', 'ready');
    }
    options.onStatus?.(status);
  }

  function perform(effect: MachineEffect): void {
    switch (effect.kind) {
      case 'ask':
        // A question that cannot be written is like one without an answer: the reply timer is running.
        void port.write(effect.bytes);
        return;
      case 'send': {
        const before = effect.flush ? afterTornTicket(profile, OPEN_BYTES) : new Uint8Array(0);
        const bytes = Buffer.concat([
          before,
          Uint8Array.from(effect.eject ? EJECT_TICKET : []),
          effect.bytes,
        ]);
        void port
          .write(bytes)
          .then((written) => dispatch({ kind: 'written', jobId: effect.jobId, ok: written.ok }));
        return;
      }
      case 'start-timer':
        timers.get(effect.timer)?.();
        timers.set(
          effect.timer,
          clock.after(effect.ms, () => {
            timers.delete(effect.timer);
            dispatch({ kind: 'timer', timer: effect.timer });
          }),
        );
        return;
      case 'stop-timer':
        timers.get(effect.timer)?.();
        timers.delete(effect.timer);
        return;
      case 'outcome':
        port.count(effect.outcome.outcome);
        underWay.get(effect.jobId)?.settle(effect.outcome);
        underWay.delete(effect.jobId);
        return;
      case 'pull-back':
        // A command that cannot be written is seen by the look that follows it.
        void port.write(Uint8Array.from(RETRACT_TICKET));
        return;
      case 'retract-outcome': {
        const asked = retracting;
        retracting = undefined;
        asked?.settle(effect.outcome);
        return;
      }
      case 'presenter':
        port.count(effect.event.kind);
        options.onPresenter?.(effect.event);
        return;
      case 'late-proof':
        port.count('lateProofs');
        options.onLateProof?.(effect.jobId);
        return;
      case 'stray':
        port.count('strayBytes');
        return;
      case 'reset-link':
        port.restart('a ticket could not be sent completely');
        return;
    }
  }

  function submit(layout: TicketLayout, { jobId, deadlineMs }: PrintOptions): Promise<PrintOutcome> {
    const paperDots = options.paperDots ?? 576;
    if (layout.widthDots > paperDots) {
      const message = `a ticket of ${layout.widthDots} dots on paper of ${paperDots}`;
      return Promise.resolve({ outcome: 'failed', code: 'LAYOUT_TOO_WIDE', message });
    }
    const completionId = nextCompletion.toString(36).padStart(4, '0').toUpperCase();
    nextCompletion = (nextCompletion + 1) % COMPLETION_IDS;
    const encoded = encodeTicket(layout, profile, drawRow, completionId);
    if (!encoded.ok) {
      return Promise.resolve({ outcome: 'failed', code: encoded.error.code, message: encoded.error.message });
    }
    const { promise, resolve } = Promise.withResolvers<PrintOutcome>();
    underWay.set(jobId, { promise, settle: resolve });
    const { bytes, heightDots } = encoded.value;
    const paperMs = Math.ceil((heightDots / DOTS_PER_MM / profile.mmPerSecond) * 1_000) + CUT_MS;
    const job = { jobId, bytes, completionId, paperMs, deadlineMs: deadlineMs ?? DEFAULT_DEADLINE_MS };
    dispatch({ kind: 'submit', job });
    return promise;
  }

  return {
    print(layout, printOptions) {
      if (closed) {
        return Promise.resolve({
          outcome: 'failed',
          code: 'CLOSED',
          message: 'the driver was closed; nothing was sent',
        });
      }
      return underWay.get(printOptions.jobId)?.promise ?? submit(layout, printOptions);
    },
    retract() {
      if (closed) {
        return Promise.resolve({
          outcome: 'failed',
          code: 'CLOSED',
          message: 'the driver was closed; the ticket was not drawn back',
        });
      }
      if (retracting) return retracting.promise;
      const { promise, resolve } = Promise.withResolvers<RetractOutcome>();
      retracting = { promise, settle: resolve };
      dispatch({ kind: 'retract' });
      return promise;
    },
    status: () => statusOf(state),
    health: () => port.health(),
    async close() {
      closed = true;
      dispatch({ kind: 'stop' });
      await port.close();
    },
  };
}
