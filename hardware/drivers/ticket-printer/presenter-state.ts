import { StepState } from './step-state.ts';

/** The mouth of a presenter: which ticket hangs there, and who took it. */
export class PresenterState extends StepState {
  /** Who is at the mouth of the presenter; while a ticket is under way the sensor may mean either. */
  protected watchPresenter(): void {
    const { config, flags, presented, phase, lastJobId } = this.state;
    const isCalm = phase.name === 'idle' || phase.name === 'checking';
    if (!config.presenter || !isCalm || flags.ticketInOutput === undefined) return;
    if (flags.ticketInOutput && presented === null) this.present(lastJobId);
    else if (!flags.ticketInOutput && presented !== null) this.takenAway(presented.jobId);
  }

  protected present(jobId: string | null): void {
    this.set({ presented: { jobId } });
    this.tell('presented', jobId);
    const { retractAfterMs } = this.state.config;
    if (retractAfterMs !== null) this.startTimer('retract', retractAfterMs);
  }

  private takenAway(jobId: string | null): void {
    this.stopTimer('retract');
    this.set({ presented: null });
    this.tell('taken', jobId);
  }
}
