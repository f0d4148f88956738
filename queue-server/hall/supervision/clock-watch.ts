/** Both clocks are compared this often. */
export const COMPARE_EVERY_MS = 1_000;
/** A difference below this is the slewing of a time service, or a busy machine. */
const JUMP_MS = 1_000;
/** Enough to show; a clock that jumps more often is broken either way. */
const KEPT = 100;

export interface ClockJump {
  /** Wall clock after the jump, ms. */
  readonly at: number;
  /** Above 0: set forward. */
  readonly byMs: number;
}

/**
 * Finds jumps of the machine's wall clock: it is compared with the monotonic clock, which nobody can set. A
 * machine that slept shows as a jump forward, too.
 */
export class ClockWatch {
  readonly #wall: () => number;
  readonly #monotonic: () => number;
  readonly #onJump: (jump: ClockJump) => void;
  #lastWall: number;
  #lastMonotonic: number;
  readonly jumps: ClockJump[] = [];

  constructor(
    onJump: (jump: ClockJump) => void,
    wall: () => number = Date.now,
    monotonic: () => number = () => performance.now(),
  ) {
    this.#onJump = onJump;
    this.#wall = wall;
    this.#monotonic = monotonic;
    this.#lastWall = wall();
    this.#lastMonotonic = monotonic();
  }

  /** Called every {@link COMPARE_EVERY_MS}; later is fine, both clocks are late alike. */
  compare(): void {
    const wall = this.#wall();
    const monotonic = this.#monotonic();
    const byMs = Math.round(wall - this.#lastWall - (monotonic - this.#lastMonotonic));
    this.#lastWall = wall;
    this.#lastMonotonic = monotonic;
    if (Math.abs(byMs) < JUMP_MS) return;
    const jump = { at: wall, byMs };
    this.jumps.push(jump);
    if (this.jumps.length > KEPT) this.jumps.shift();
    this.#onJump(jump);
  }
}
