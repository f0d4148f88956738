import type { PrinterFlags } from '../../codec/escpos-status.ts';
import type { MachineEffect, MachineState, TicketJob, TimerName } from './machine-state.ts';
import { handsOnFault, type PresenterEvent, type PrintOutcome } from './outcome.ts';

/** What one step of the machine changes and causes. */
export class StepState {
  state: MachineState;
  readonly effects: MachineEffect[] = [];

  constructor(state: MachineState) {
    this.state = state;
  }

  protected set(change: Partial<MachineState>): void {
    this.state = { ...this.state, ...change };
  }

  protected mergeFlags(flags: PrinterFlags): void {
    const { phase } = this.state;
    this.set({ flags: { ...this.state.flags, ...flags } });
    const fault = handsOnFault(this.state.flags);
    if (fault === null) return;
    if (phase.name === 'sending' || phase.name === 'proving') this.set({ handledFor: fault });
    // What is left of tickets from before lies on two papers from here on: their echo proves nothing any more.
    this.set({ unproved: [] });
  }

  /** An answer that nobody waits for. */
  protected stray(): void {
    this.effects.push({ kind: 'stray' });
    if (this.state.settling === 'clean') this.set({ settling: 'spoiled' });
  }

  protected tell(kind: PresenterEvent['kind'], jobId: string | null): void {
    this.effects.push({ kind: 'presenter', event: { kind, jobId } });
  }

  protected startTimer(timer: TimerName, ms: number): void {
    this.effects.push({ kind: 'start-timer', timer, ms });
  }

  protected stopTimer(timer: TimerName): void {
    this.effects.push({ kind: 'stop-timer', timer });
  }

  /**
   * Answers overtake the ticket, but questions do not: the printer has all its bytes. Counted from when the line took
   * them, the time of a ticket that a bad network holds back is over before its paper moves.
   */
  protected arrived(): void {
    const { phase } = this.state;
    if (phase.name !== 'proving') return;
    this.set({ phase: { ...phase, paper: 'moving' } });
    this.startPaperTime(phase.job);
  }

  /** Off line without a cause: busy, or it hangs. Its paper has all its time from when it is back, by the deadline. */
  protected standsStill(): void {
    const { phase } = this.state;
    if (phase.name !== 'proving' || phase.paper === 'underway') return;
    this.stopTimer('paper');
    this.set({ phase: { ...phase, paper: 'underway' } });
  }

  protected paperTimeOver(): void {
    const { phase, config } = this.state;
    if (phase.name !== 'proving' || (phase.paper !== 'moving' && phase.paper !== 'waiting')) return;
    const mustWait = config.barrier && !phase.barrierAnswered && phase.paper === 'moving';
    this.set({ phase: { ...phase, paper: mustWait ? 'waiting' : 'over' } });
    if (mustWait) this.startPaperTime(phase.job);
  }

  private startPaperTime({ paperMs }: TicketJob): void {
    this.startTimer('paper', paperMs + this.state.before.paperMs);
  }

  /** What a ticket leaves in the printer for the next one. */
  protected leave(job: TicketJob, outcome: PrintOutcome['outcome']): void {
    const { phase, before, config } = this.state;
    if (outcome === 'printed') this.set({ before: { paperMs: 0, barriers: 0 } });
    if (outcome !== 'unknown') return;
    const owed = config.barrier && !(phase.name === 'proving' && phase.barrierAnswered) ? 1 : 0;
    this.set({ before: { paperMs: job.paperMs, barriers: before.barriers + owed } });
  }

  protected barrierAnswered(): void {
    const { phase, before } = this.state;
    if (before.barriers > 0) {
      this.set({ before: { ...before, barriers: before.barriers - 1 } });
      return;
    }
    if (phase.name !== 'proving') return;
    const paper = phase.paper === 'waiting' ? 'over' : phase.paper;
    this.set({ phase: { ...phase, barrierAnswered: true, paper } });
  }
}
