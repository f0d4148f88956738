import type { PrinterFlags } from '../../codec/escpos-status.ts';
import type { MachineEffect, MachineState, TimerName } from './machine-state.ts';
import { handsOnFault, type PresenterEvent } from './outcome.ts';

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
    if (phase.name !== 'sending' && phase.name !== 'proving') return;
    const fault = handsOnFault(this.state.flags);
    if (fault !== null) this.set({ handledFor: fault });
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

  protected paperTimeOver(): void {
    const { phase, config } = this.state;
    if (phase.name !== 'proving' || phase.paper === 'underway') return;
    const mustWait = config.barrier && !phase.barrierAnswered && phase.paper === 'moving';
    this.set({ phase: { ...phase, paper: mustWait ? 'waiting' : 'due' } });
    if (mustWait) this.startTimer('paper', phase.job.paperMs);
  }

  protected barrierAnswered(): void {
    const { phase } = this.state;
    if (phase.name !== 'proving') return;
    const paper = phase.paper === 'waiting' ? 'due' : phase.paper;
    this.set({ phase: { ...phase, barrierAnswered: true, paper } });
  }
}
