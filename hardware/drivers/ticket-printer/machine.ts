import type { PrinterFlags, StatusEvent } from '../../codec/escpos-status.ts';
import { isPaperSensorAnswer, replyFlags, statusQuestionBytes } from '../../codec/escpos-status.ts';
import type {
  MachineEffect,
  MachineInput,
  MachineState,
  Phase,
  TicketJob,
  TimerName,
} from './machine-state.ts';
import {
  CHECK_ATTEMPTS,
  FAULT_GRACE_MS,
  LATE_REPLY_MS,
  LINK_WAIT_MS,
  POLL_MS,
  PRESENTED_POLL_MS,
  RECHECK_MS,
  REMEMBERED_TICKETS,
  REPLY_MS,
  RETRACT_LOOKS,
  RETRACT_MS,
} from './machine-state.ts';
import type { PrintFaultCode, PrintOutcome, RetractOutcome } from './outcome.ts';
import { blockingFault, faultWords } from './outcome.ts';
import { PresenterState } from './presenter-state.ts';

export type {
  MachineConfig,
  MachineEffect,
  MachineInput,
  MachineState,
  TicketJob,
  TimerName,
} from './machine-state.ts';
export { initialState, statusOf } from './machine-state.ts';

/** One step: never touches a port, a clock or a font. */
export function step(
  state: MachineState,
  input: MachineInput,
): { readonly state: MachineState; readonly effects: readonly MachineEffect[] } {
  const run = new Step(state);
  run.take(input);
  return { state: run.state, effects: run.effects };
}

class Step extends PresenterState {
  take(input: MachineInput): void {
    switch (input.kind) {
      case 'link-up':
        this.set({
          ...{ linkUp: true, flags: {}, answering: null, asking: null },
          // A converter may have kept answers of the connection before.
          ...{ quiet: false, suspect: true, settling: 'no' },
        });
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
      case 'retract':
        this.retract();
        return;
      case 'stop':
        this.stop();
        return;
    }
  }

  private submit(job: TicketJob): void {
    this.set({ queue: [...this.state.queue, job] });
    this.startTimer(`send-by ${job.jobId}`, Math.max(0, job.deadlineMs - job.paperMs - RECHECK_MS));
    this.startTimer(`deadline ${job.jobId}`, job.deadlineMs);
    if (this.state.linkUp) this.proceed();
    else this.startTimer('link', LINK_WAIT_MS);
  }

  /** From idle to the next ticket, or to a status round. */
  private proceed(): void {
    const { phase, queue, linkUp, quiet, asking, retractAsked } = this.state;
    if (!linkUp || quiet || asking !== null || phase.name !== 'idle') return;
    const [job, ...rest] = queue;
    this.stopTimer('poll');
    if (retractAsked) this.set({ phase: { name: 'retracting', step: 'looking', attempt: 1 } });
    else if (job) this.set({ queue: rest, phase: { name: 'checking', job, attempt: 1 } });
    this.ask(0);
  }

  private rest(): void {
    const { queue, retractAsked, linkUp, asking, quiet, presented } = this.state;
    if (queue.length > 0 || retractAsked) this.proceed();
    else if (linkUp && asking === null && !quiet)
      this.startTimer('poll', presented === null ? POLL_MS : PRESENTED_POLL_MS);
  }

  private ask(index: number): void {
    const { phase } = this.state;
    this.set({ asking: index });
    if (index === 0) this.set({ said: {} });
    // A round that was under way when the paper's time ended may have looked before: the next one counts.
    if (index === 0 && phase.name === 'proving' && phase.paper === 'over')
      this.set({ phase: { ...phase, paper: 'due' } });
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
        if (isPaperSensorAnswer(event.byte)) this.barrierAnswered();
        return;
      case 'reply':
        if (question === undefined || question === 'full') this.stray();
        else this.answered(replyFlags(question, event.byte));
        return;
      case 'full':
        if (question === 'full') this.answered(event.flags);
        else this.stray();
        return;
    }
  }

  private answered(flags: PrinterFlags): void {
    const next = this.state.asking! + 1;
    this.stopTimer('reply');
    // The answer to a question from before, read as that to the next one, says what is not so: 16 is "on line" to one
    // and "cover open" to another.
    if (this.state.suspect) this.set({ said: { ...this.state.said, ...flags } });
    else this.mergeFlags(flags);
    this.set({ asking: null, answering: true });
    if (next < this.state.config.questions.length) this.ask(next);
    else if (this.state.suspect) {
      this.set({ quiet: true, settling: 'clean' });
      this.startTimer('quiet', LATE_REPLY_MS);
    } else this.roundOver();
  }

  private roundOver(): void {
    const { phase, flags } = this.state;
    const fault = blockingFault(flags);
    this.watchPresenter();
    switch (phase.name) {
      case 'idle':
        this.rest();
        return;
      case 'checking':
        if (fault) this.end('failed', fault);
        else this.send(phase.job);
        return;
      case 'retracting':
        this.lookAfterRetract(phase);
        return;
      case 'proving':
        if (!this.state.config.completion) this.proveByStatus(phase, fault);
        else this.watchFault();
        if (this.state.phase.name === 'proving') this.startTimer('recheck', RECHECK_MS);
        return;
      case 'sending':
        return;
    }
  }

  /** Nothing says when the ticket is out: every look while its paper moves must be clean, and one after it. */
  private proveByStatus(phase: Extract<Phase, { name: 'proving' }>, fault: PrintFaultCode | null): void {
    if (fault !== null && fault !== 'OFFLINE') this.end('unknown', fault);
    else if (this.state.handledFor !== null) this.end('unknown', this.state.handledFor);
    else if (fault === 'OFFLINE') this.standsStill();
    else if (phase.paper === 'underway') this.arrived();
    else if (phase.paper === 'due' && !this.state.flags.moving)
      this.finish({ outcome: 'printed', proof: 'status' });
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
    const { config, dirty, flags, presented } = this.state;
    const eject = config.presenter && flags.ticketInOutput === true;
    if (eject) {
      this.stopTimer('retract');
      this.set({ presented: null });
      this.tell('ejected', presented?.jobId ?? null);
    }
    this.stopTimer(`send-by ${job.jobId}`);
    this.effects.push({ kind: 'send', jobId: job.jobId, bytes: job.bytes, flush: dirty, eject });
    this.set({ phase: { name: 'sending', job }, handledFor: null, lastJobId: job.jobId });
  }

  private written(jobId: string, ok: boolean): void {
    const { phase, config } = this.state;
    if (phase.name !== 'sending' || phase.job.jobId !== jobId) return;
    if (!ok) {
      this.set({ dirty: true });
      this.end('unknown', 'CONNECTION_LOST');
      return;
    }
    this.set({
      dirty: false,
      phase: { ...phase, name: 'proving', fault: null, paper: 'underway', barrierAnswered: false },
    });
    this.startTimer('recheck', RECHECK_MS);
    if (!config.completion) this.recheck();
    this.watchFault();
  }

  private completed(id: string): void {
    const { phase, unproved, handledFor } = this.state;
    const sent = phase.name === 'sending' || phase.name === 'proving' ? phase.job : undefined;
    if (sent?.completionId === id) {
      // On a fast line the proof can overtake the news that the bytes were taken.
      this.set({ dirty: false });
      if (handledFor !== null) this.end('unknown', handledFor);
      else this.finish({ outcome: 'printed', proof: 'confirmed' });
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
        this.set({ asking: null, answering: false, quiet: true, suspect: true });
        this.startTimer('quiet', LATE_REPLY_MS);
        return;
      case 'quiet':
        this.quietOver();
        return;
      case 'poll':
        this.proceed();
        return;
      case 'recheck':
        this.recheck();
        return;
      case 'paper':
        this.paperTimeOver();
        return;
      case 'retract':
        this.set({ retractAsked: true });
        this.proceed();
        return;
      case 'grace':
        if (this.state.phase.name === 'proving')
          this.end('unknown', this.state.phase.fault ?? 'PRINTER_ERROR');
        return;
      case 'link':
        if (!this.state.linkUp) this.failQueue('OFFLINE');
        return;
      default:
        if (timer.startsWith('send-by ')) this.tooLateToSend(timer.slice('send-by '.length));
        else this.deadline(timer.slice('deadline '.length));
        return;
    }
  }

  private recheck(): void {
    const { phase, quiet, asking } = this.state;
    const isDue = phase.name === 'proving' || (phase.name === 'retracting' && phase.step === 'pulling');
    if (isDue && !quiet && asking === null) this.ask(0);
  }

  private quietOver(): void {
    const { settling } = this.state;
    this.set({ quiet: false, settling: 'no' });
    if (settling === 'clean') {
      this.set({ suspect: false });
      this.mergeFlags(this.state.said);
      this.roundOver();
    } else this.askAgain();
  }

  /** The last round was not answered, or its answers cannot be told apart. */
  private askAgain(): void {
    const { phase } = this.state;
    switch (phase.name) {
      case 'checking':
        if (phase.attempt >= CHECK_ATTEMPTS) this.end('failed', 'NO_ANSWER');
        else {
          this.set({ phase: { ...phase, attempt: phase.attempt + 1 } });
          this.ask(0);
        }
        return;
      case 'retracting':
        if (phase.attempt >= RETRACT_LOOKS) this.endRetract(this.retractFailed('NO_ANSWER'));
        else {
          this.set({ phase: { ...phase, attempt: phase.attempt + 1 } });
          this.ask(0);
        }
        return;
      case 'proving':
        this.ask(0);
        return;
      default:
        // An idle printer that does not answer is asked again later, unless a ticket waits.
        this.rest();
    }
  }

  /** Sent now it could not be proved before its deadline: unsent it is certain that no paper came out. */
  private tooLateToSend(jobId: string): void {
    const { phase, queue } = this.state;
    if (queue.some((job) => job.jobId === jobId)) {
      this.set({ queue: queue.filter((job) => job.jobId !== jobId) });
      this.report(jobId, {
        outcome: 'failed',
        code: 'DEADLINE',
        message: `${faultWords('DEADLINE')}; nothing was sent`,
      });
    } else if (phase.name === 'checking' && phase.job.jobId === jobId) {
      this.end('failed', this.state.answering === false ? 'NO_ANSWER' : 'DEADLINE');
    }
  }

  private deadline(jobId: string): void {
    const { phase } = this.state;
    if ((phase.name !== 'sending' && phase.name !== 'proving') || phase.job.jobId !== jobId) return;
    if (phase.name === 'proving') this.end('unknown', phase.fault ?? this.silenceCode());
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
    this.stopLineTimers();
    this.set({
      ...{ linkUp: false, asking: null, answering: null },
      ...{ quiet: false, suspect: false, settling: 'no' },
    });
    this.breakOff('OFFLINE', 'CONNECTION_LOST');
    if (this.state.queue.length > 0) this.startTimer('link', LINK_WAIT_MS);
  }

  private stop(): void {
    this.failQueue('CLOSED');
    this.breakOff('CLOSED', 'CLOSED');
    this.stopLineTimers();
    this.stopTimer('link');
    this.stopTimer('retract');
    this.set({ linkUp: false });
  }

  /** Ends what is under way because the line is gone. */
  private breakOff(unsent: PrintFaultCode, sent: PrintFaultCode): void {
    const { phase, retractAsked } = this.state;
    if (phase.name === 'checking') this.end('failed', unsent);
    else if (phase.name === 'sending' || phase.name === 'proving') {
      this.set({ dirty: true });
      this.end('unknown', sent);
    }
    if (retractAsked) this.endRetract(this.retractFailed(unsent));
  }

  private stopLineTimers(): void {
    for (const timer of ['reply', 'quiet', 'poll', 'recheck', 'paper', 'grace'] as const)
      this.stopTimer(timer);
  }

  private retract(): void {
    if (!this.state.config.presenter) {
      this.effects.push({ kind: 'retract-outcome', outcome: { outcome: 'nothing' } });
      return;
    }
    this.set({ retractAsked: true });
    if (this.state.linkUp) this.proceed();
    else this.endRetract(this.retractFailed('OFFLINE'));
  }

  private lookAfterRetract(phase: Extract<Phase, { name: 'retracting' }>): void {
    const { flags, presented } = this.state;
    const isThere = flags.ticketInOutput === true;
    if (phase.step === 'looking') {
      if (!isThere) this.endRetract({ outcome: 'nothing' });
      else {
        this.effects.push({ kind: 'pull-back' });
        this.set({ phase: { name: 'retracting', step: 'pulling', attempt: 1 } });
        this.startTimer('recheck', RETRACT_MS);
      }
      return;
    }
    if (!isThere) {
      this.stopTimer('retract');
      this.set({ presented: null });
      this.tell('retracted', presented?.jobId ?? null);
      this.endRetract({ outcome: 'retracted' });
    } else if (phase.attempt >= RETRACT_LOOKS) {
      this.endRetract(this.retractFailed(blockingFault(flags) ?? 'PRINTER_ERROR'));
    } else {
      this.set({ phase: { ...phase, attempt: phase.attempt + 1 } });
      this.startTimer('recheck', RETRACT_MS);
    }
  }

  private retractFailed(code: PrintFaultCode): RetractOutcome {
    return { outcome: 'failed', code, message: `${faultWords(code)}; the ticket was not drawn back` };
  }

  private endRetract(outcome: RetractOutcome): void {
    const { phase, config, presented } = this.state;
    this.set({ retractAsked: false });
    if (phase.name === 'retracting') {
      this.stopTimer('recheck');
      this.set({ phase: { name: 'idle' } });
    }
    this.effects.push({ kind: 'retract-outcome', outcome });
    if (outcome.outcome === 'failed' && presented !== null && config.retractAfterMs !== null)
      this.startTimer('retract', config.retractAfterMs);
    if (this.state.phase.name === 'idle') this.rest();
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
    const { phase, unproved, config, flags, handledFor } = this.state;
    if (phase.name === 'idle' || phase.name === 'retracting') return;
    const { jobId, completionId } = phase.job;
    // Where a hand was at the paper, its rest proves no ticket: the roll parted it, or somebody pulled it out.
    if (outcome.outcome === 'unknown' && handledFor === null) {
      this.set({ unproved: [...unproved, [completionId, jobId] as const].slice(-REMEMBERED_TICKETS) });
    }
    for (const timer of ['recheck', 'paper', 'grace'] as const) this.stopTimer(timer);
    this.leave(phase.job, outcome.outcome);
    this.set({ phase: { name: 'idle' } });
    this.report(jobId, outcome);
    if (outcome.outcome === 'printed' && config.presenter) {
      if (flags.ticketInOutput) this.present(jobId);
      else this.tell('taken', jobId);
    }
    this.rest();
  }

  private report(jobId: string, outcome: PrintOutcome): void {
    this.stopTimer(`send-by ${jobId}`);
    this.stopTimer(`deadline ${jobId}`);
    this.effects.push({ kind: 'outcome', jobId, outcome });
  }
}
