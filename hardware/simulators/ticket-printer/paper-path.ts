import type { Clock } from '../../clock.ts';
import { Piece } from './piece.ts';

/** Pieces of paper that are kept; a demonstration runs for months. */
const KEPT_PIECES = 200;

/** Unit of the time in `GS e 32 m t` (escpos.readthedocs.io, "Ejector"). */
const PRESENT_TIME_UNIT_MS = 1_000;

export interface PaperPathOptions {
  readonly widthDots: number;
  readonly presenter: boolean;
  readonly onNextTicket: 'eject' | 'retract';
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onChange: () => void;
}

/** Paper from the print head on: the strip that grows, the slot, the presenter, and who took what. */
export class PaperPath {
  pieces: readonly Piece[] = [];
  private current: Piece | undefined;
  private cancelPresent: (() => void) | undefined;
  private nextId = 1;
  private readonly options: PaperPathOptions;

  constructor(options: PaperPathOptions) {
    this.options = options;
  }

  get ticketInOutput(): boolean {
    return this.pieces.some((piece) => piece.place === 'presenter');
  }

  /** Whether an uncut strip hangs at the head. */
  get hasStrip(): boolean {
    return this.current !== undefined;
  }

  /** The strip that grows; the first row of a new one makes room in the presenter. */
  strip(): Piece {
    if (!this.current) {
      this.clearPresenter(this.leftBehind());
      this.current = new Piece(String(this.nextId), this.options.now(), this.options.widthDots);
      this.nextId += 1;
      this.pieces = [...this.pieces.slice(-KEPT_PIECES), this.current];
    }
    return this.current;
  }

  /** Cuts the strip off; undefined when none hangs there. */
  cut(): Piece | undefined {
    const piece = this.current;
    if (!piece) return undefined;
    piece.cut = true;
    if (this.options.presenter) piece.place = 'presenter';
    this.current = undefined;
    return piece;
  }

  /** The strip's end left the head by itself: the roll ended, was taken out, or somebody pulled. */
  letGo(): void {
    this.current = undefined;
  }

  clearPresenter(to: 'ejected' | 'retracted'): void {
    this.stopWaiting();
    for (const piece of this.pieces) if (piece.place === 'presenter') piece.place = to;
    this.options.onChange();
  }

  /** After this time what still hangs in the presenter goes the way of a ticket that nobody took. */
  clearPresenterAfter(timeUnits: number): void {
    this.stopWaiting();
    this.cancelPresent = this.options.clock.after(timeUnits * PRESENT_TIME_UNIT_MS, () =>
      this.clearPresenter(this.leftBehind()),
    );
  }

  stopWaiting(): void {
    this.cancelPresent?.();
    this.cancelPresent = undefined;
  }

  take(which: (piece: Piece) => boolean): readonly Piece[] {
    const taken = this.pieces.filter((piece) => !piece.torn && which(piece));
    for (const piece of taken) piece.place = 'taken';
    this.options.onChange();
    return taken;
  }

  private leftBehind(): 'ejected' | 'retracted' {
    return this.options.onNextTicket === 'retract' ? 'retracted' : 'ejected';
  }
}
