import type { PrinterFlags, StatusEvent, StatusQuestion } from '../../codec/escpos-status.ts';
import { replyFlags, statusQuestionBytes } from '../../codec/escpos-status.ts';
import type { PrintFaultCode, PrintOutcome, TicketPrinterStatus } from './outcome.ts';
import { blockingFault, faultWords } from './outcome.ts';

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
/** Unproved tickets whose late proof is still recognised. */
const REMEMBERED_TICKETS = 32;

export interface TicketJob {
  readonly jobId: string;
  readonly bytes: Uint8Array;
  readonly completionId: string;
  /** From the last byte to the cut ticket, for printers without completion. */
  readonly paperMs: number;
  readonly deadlineMs: number;
}

export interface MachineConfig {
  readonly questions: readonly StatusQuestion[];
  readonly completion: boolean;
}

type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'checking'; readonly job: TicketJob; readonly attempt: number }
  | { readonly name: 'sending'; readonly job: TicketJob }
  | { readonly name: 'proving'; readonly job: TicketJob; readonly fault: PrintFaultCode | null };

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
  /** A ticket was cut off in the middle: the printer may still wait for the rest of an image. */
  readonly dirty: boolean;
  /** completionId → jobId of tickets that ended unknown. */
  readonly unproved: readonly (readonly [string, string])[];
}

export type TimerName = 'reply' | 'quiet' | 'poll' | 'recheck' | 'grace' | 'link' | `deadline ${string}`;

export type MachineInput =
  | { readonly kind: 'link-up' }
  | { readonly kind: 'link-down' }
  | { readonly kind: 'submit'; readonly job: TicketJob }
  | { readonly kind: 'written'; readonly jobId: string; readonly ok: boolean }
  | { readonly kind: 'status'; readonly event: StatusEvent }
  | { readonly kind: 'timer'; readonly timer: TimerName }
  | { readonly kind: 'stop' };

export type MachineEffect =
  | { readonly kind: 'ask'; readonly bytes: Uint8Array }
  /** `flush`: first fill up an image that a broken connection left open. */
  | { readonly kind: 'send'; readonly jobId: string; readonly bytes: Uint8Array; readonly flush: boolean }
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
    dirty: false,
    unproved: [],
  };
}

/** One step: never touches a port, a clock or a font. */
export function step(
  state: MachineState,
  input: MachineInput,
): { readonly state: MachineState; readonly effects: readonly MachineEffect[] } {
  const run = new Step(state);
  run.take(input);
  return { state: run.state, effects: run.effects };
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

class Step {
  state: MachineState;
  readonly effects: MachineEffect[] = [];

  constructor(state: MachineState) {
    this.state = state;
  }

  take(input: MachineInput): void {
    switch (input.kind) {
      case 'link-up':
        this.set({ linkUp: true, flags: {}, answering: null, asking: null, quiet: false });
        this.stopTimer('link');
        this.proceed();
        return;
      case 'link-down':
        this.linkDown();
        return;
      case 'submit':
        this.submit(input.job);
        return;
      case 'written':
        this.written(input.jobId, input.ok);
        return;
      case 'status':
        this.status(input.event);
        return;
      case 'timer':
        this.timer(input.timer);
        return;
      case 'stop':
        this.stop();
        return;
    }
  }

  private submit(job: TicketJob): void {
    this.set({ queue: [...this.state.queue, job] });
    this.startTimer(`deadline ${job.jobId}`, job.deadlineMs);
    if (this.state.linkUp) this.proceed();
    else this.startTimer('link', LINK_WAIT_MS);
  }

  /** From idle to the next ticket, or to a status round. */
  private proceed(): void {
    const { phase, queue, linkUp, quiet, asking } = this.state;
    if (!linkUp || quiet || asking !== null || phase.name !== 'idle') return;
    const [job, ...rest] = queue;
    this.stopTimer('poll');
    if (job) this.set({ queue: rest, phase: { name: 'checking', job, attempt: 1 } });
    this.ask(0);
  }

  private ask(index: number): void {
    this.set({ asking: index });
    this.effects.push({ kind: 'ask', bytes: statusQuestionBytes(this.state.config.questions[index]!) });
    this.startTimer('reply', REPLY_MS);
  }

  private status(event: StatusEvent): void {
    const { asking, config } = this.state;
    const question = asking === null ? undefined : config.questions[asking];
    switch (event.kind) {
      case 'automatic':
        this.mergeFlags(event.flags);
        this.watchFault();
        return;
      case 'completed':
        this.completed(event.id);
        return;
      case 'dropped':
        this.effects.push({ kind: 'stray' });
        return;
      case 'reply':
        if (question === undefined || question === 'full') this.effects.push({ kind: 'stray' });
        else this.answered(replyFlags(question, event.byte));
        return;
      case 'full':
        if (question === 'full') this.answered(event.flags);
        else this.effects.push({ kind: 'stray' });
        return;
    }
  }

  private answered(flags: PrinterFlags): void {
    const next = this.state.asking! + 1;
    this.stopTimer('reply');
    this.mergeFlags(flags);
    this.set({ asking: null, answering: true });
    if (next < this.state.config.questions.length) this.ask(next);
    else this.roundOver();
  }

  private roundOver(): void {
    const { phase, flags } = this.state;
    const fault = blockingFault(flags);
    if (phase.name === 'idle') {
      if (this.state.queue.length > 0) this.proceed();
      else this.startTimer('poll', POLL_MS);
    } else if (phase.name === 'checking') {
      if (fault) this.end('failed', fault);
      else this.send(phase.job);
    } else if (phase.name === 'proving') {
      if (fault === null && !this.state.config.completion)
        this.finish({ outcome: 'printed', proof: 'status' });
      // Offline without a cause may be a printer that is still busy: look again until the deadline.
      else if (fault !== null && fault !== 'OFFLINE' && !this.state.config.completion)
        this.end('unknown', fault);
      else {
        this.watchFault();
        this.startTimer('recheck', RECHECK_MS);
      }
    }
  }

  /** While a completion is awaited a fault starts the grace time, and its end stops it. */
  private watchFault(): void {
    const { phase, flags, config } = this.state;
    if (phase.name !== 'proving' || !config.completion) return;
    const fault = blockingFault(flags);
    if (fault === phase.fault) return;
    if (fault === null) this.stopTimer('grace');
    else if (phase.fault === null) this.startTimer('grace', FAULT_GRACE_MS);
    this.set({ phase: { ...phase, fault } });
  }

  private send(job: TicketJob): void {
    this.effects.push({ kind: 'send', jobId: job.jobId, bytes: job.bytes, flush: this.state.dirty });
    this.set({ phase: { name: 'sending', job } });
  }

  private written(jobId: string, ok: boolean): void {
    const { phase, config } = this.state;
    if (phase.name !== 'sending' || phase.job.jobId !== jobId) return;
    if (!ok) {
      this.set({ dirty: true });
      this.end('unknown', 'CONNECTION_LOST');
      return;
    }
    this.set({ dirty: false, phase: { name: 'proving', job: phase.job, fault: null } });
    this.startTimer('recheck', config.completion ? RECHECK_MS : phase.job.paperMs);
    this.watchFault();
  }

  private completed(id: string): void {
    const { phase, unproved } = this.state;
    const sent = phase.name === 'sending' || phase.name === 'proving' ? phase.job : undefined;
    if (sent?.completionId === id) {
      // On a fast line the proof can overtake the news that the bytes were taken.
      this.set({ dirty: false });
      this.finish({ outcome: 'printed', proof: 'confirmed' });
      return;
    }
    const late = unproved.find(([completionId]) => completionId === id);
    if (!late) {
      this.effects.push({ kind: 'stray' });
      return;
    }
    this.set({ unproved: unproved.filter((entry) => entry !== late) });
    this.effects.push({ kind: 'late-proof', jobId: late[1] });
  }

  private timer(timer: TimerName): void {
    switch (timer) {
      case 'reply':
        this.set({ asking: null, answering: false, quiet: true });
        this.startTimer('quiet', LATE_REPLY_MS);
        return;
      case 'quiet':
        this.set({ quiet: false });
        this.afterQuiet();
        return;
      case 'poll':
        this.proceed();
        return;
      case 'recheck':
        if (this.state.phase.name === 'proving' && !this.state.quiet && this.state.asking === null)
          this.ask(0);
        return;
      case 'grace':
        if (this.state.phase.name === 'proving')
          this.end('unknown', this.state.phase.fault ?? 'PRINTER_ERROR');
        return;
      case 'link':
        if (!this.state.linkUp) this.failQueue('OFFLINE');
        return;
      default:
        this.deadline(timer.slice('deadline '.length));
        return;
    }
  }

  private afterQuiet(): void {
    const { phase } = this.state;
    if (phase.name === 'checking' && phase.attempt >= CHECK_ATTEMPTS) this.end('failed', 'NO_ANSWER');
    else if (phase.name === 'checking') {
      this.set({ phase: { ...phase, attempt: phase.attempt + 1 } });
      this.ask(0);
    } else if (phase.name === 'proving') this.ask(0);
    // An idle printer that does not answer is asked again later, unless a ticket waits.
    else if (phase.name === 'idle' && this.state.queue.length === 0) this.startTimer('poll', POLL_MS);
    else this.proceed();
  }

  private deadline(jobId: string): void {
    const { phase, queue } = this.state;
    if (queue.some((job) => job.jobId === jobId)) {
      this.set({ queue: queue.filter((job) => job.jobId !== jobId) });
      this.report(jobId, {
        outcome: 'failed',
        code: 'DEADLINE',
        message: `${faultWords('DEADLINE')}; nothing was sent`,
      });
      return;
    }
    if (phase.name === 'idle' || phase.job.jobId !== jobId) return;
    if (phase.name === 'checking')
      this.end('failed', this.state.answering === false ? 'NO_ANSWER' : 'DEADLINE');
    else if (phase.name === 'proving') this.end('unknown', phase.fault ?? this.silenceCode());
    else {
      // The printer took only a part of the bytes: nothing else may follow on this connection.
      this.set({ dirty: true });
      this.effects.push({ kind: 'reset-link' });
      this.end('unknown', blockingFault(this.state.flags) ?? 'DEADLINE');
    }
  }

  private silenceCode(): PrintFaultCode {
    return this.state.answering === false ? 'NO_ANSWER' : (blockingFault(this.state.flags) ?? 'DEADLINE');
  }

  private linkDown(): void {
    const { phase } = this.state;
    for (const timer of ['reply', 'quiet', 'poll', 'recheck', 'grace'] as const) this.stopTimer(timer);
    this.set({ linkUp: false, asking: null, quiet: false, answering: null });
    if (phase.name === 'checking') this.end('failed', 'OFFLINE');
    else if (phase.name !== 'idle') {
      this.set({ dirty: true });
      this.end('unknown', 'CONNECTION_LOST');
    }
    if (this.state.queue.length > 0) this.startTimer('link', LINK_WAIT_MS);
  }

  private stop(): void {
    const { phase } = this.state;
    this.failQueue('CLOSED');
    if (phase.name === 'checking') this.end('failed', 'CLOSED');
    else if (phase.name !== 'idle') this.end('unknown', 'CLOSED');
    for (const timer of ['reply', 'quiet', 'poll', 'recheck', 'grace', 'link'] as const)
      this.stopTimer(timer);
    this.set({ linkUp: false });
  }

  private failQueue(code: PrintFaultCode): void {
    const waiting = this.state.queue;
    this.set({ queue: [] });
    for (const job of waiting) {
      this.report(job.jobId, { outcome: 'failed', code, message: `${faultWords(code)}; nothing was sent` });
    }
  }

  private end(outcome: 'failed' | 'unknown', code: PrintFaultCode): void {
    const tail = outcome === 'failed' ? 'nothing was sent' : 'the ticket was sent, its paper is unproved';
    this.finish({ outcome, code, message: `${faultWords(code)}; ${tail}` });
  }

  private finish(outcome: PrintOutcome): void {
    const { phase, unproved } = this.state;
    if (phase.name === 'idle') return;
    const { jobId, completionId } = phase.job;
    if (outcome.outcome === 'unknown') {
      this.set({ unproved: [...unproved, [completionId, jobId] as const].slice(-REMEMBERED_TICKETS) });
    }
    this.stopTimer('recheck');
    this.stopTimer('grace');
    this.set({ phase: { name: 'idle' } });
    this.report(jobId, outcome);
    if (this.state.queue.length > 0) this.proceed();
    else if (this.state.linkUp && this.state.asking === null && !this.state.quiet)
      this.startTimer('poll', POLL_MS);
  }

  private report(jobId: string, outcome: PrintOutcome): void {
    this.stopTimer(`deadline ${jobId}`);
    this.effects.push({ kind: 'outcome', jobId, outcome });
  }

  private mergeFlags(flags: PrinterFlags): void {
    this.set({ flags: { ...this.state.flags, ...flags } });
  }

  private startTimer(timer: TimerName, ms: number): void {
    this.effects.push({ kind: 'start-timer', timer, ms });
  }

  private stopTimer(timer: TimerName): void {
    this.effects.push({ kind: 'stop-timer', timer });
  }

  private set(change: Partial<MachineState>): void {
    this.state = { ...this.state, ...change };
  }
}
