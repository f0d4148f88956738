import { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { seeded } from '../testing/seeded.ts';
import { concerns, damage, type LineDirection, type LineFaults } from './line-faults.ts';

/** One simulator's lines and what is wrong with them; can be changed at any time, also while bytes travel. */
export interface LineControl {
  readonly faults: LineFaults | null;
  /** Holds for every line, open ones too. What was lost or held meanwhile stays lost. */
  setFaults(faults: LineFaults | null): void;
  /** The device's view of a host's stream: bytes pass with the faults that are set. */
  wrap(stream: Duplex): Duplex;
}

export interface LineControlOptions {
  readonly clock?: Clock;
  /** Of the damage; the same seed and the same bytes give the same damage. Default 1. */
  readonly seed?: number;
  readonly onChange?: () => void;
}

/** A chunk more than this waits for the device's buffer, as in a UART's driver. */
const BUFFER_BYTES = 64 * 1024;

export function createLineControl(options: LineControlOptions = {}): LineControl {
  const clock = options.clock ?? systemClock;
  const { unit } = seeded(options.seed ?? 1);
  const lines = new Set<FaultyLine>();
  let faults: LineFaults | null = null;
  return {
    get faults() {
      return faults;
    },
    setFaults(next) {
      faults = next;
      for (const line of lines) line.faultsChanged();
      options.onChange?.();
    },
    wrap(stream) {
      const line = new FaultyLine(stream, clock, unit, () => faults);
      lines.add(line);
      line.once('close', () => lines.delete(line));
      return line;
    },
  };
}

/** Delivers pieces one after the other, each after its wait; without a wait they arrive at once. */
class PieceQueue {
  private readonly clock: Clock;
  private readonly deliver: (bytes: Uint8Array) => void;
  private readonly waiting: { readonly waitMs: number; readonly bytes: Uint8Array }[] = [];
  private cancel: (() => void) | undefined;
  private whenEmpty: (() => void) | undefined;

  constructor(clock: Clock, deliver: (bytes: Uint8Array) => void) {
    this.clock = clock;
    this.deliver = deliver;
  }

  /** Chunks that wait at the same time overlap: a delayed line is late, not slow. */
  push(pieces: readonly { readonly waitMs: number; readonly bytes: Uint8Array }[]): void {
    const now = this.clock.now();
    for (const [index, piece] of pieces.entries()) {
      const due = index === 0 ? Math.max(now + piece.waitMs, this.lastDue) : this.lastDue + piece.waitMs;
      this.lastDue = due;
      this.waiting.push({ waitMs: due, bytes: piece.bytes });
    }
    this.run();
  }

  private lastDue = 0;

  private run(): void {
    if (this.cancel !== undefined) return;
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      const waitMs = next.waitMs - this.clock.now();
      if (waitMs > 0) {
        this.cancel = this.clock.after(Math.ceil(waitMs), () => {
          this.cancel = undefined;
          this.run();
        });
        return;
      }
      this.waiting.shift();
      this.deliver(next.bytes);
    }
    this.whenEmpty?.();
    this.whenEmpty = undefined;
  }

  /** What still travels is gone. */
  clear(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.waiting.length = 0;
    this.whenEmpty?.();
    this.whenEmpty = undefined;
  }

  drained(done: () => void): void {
    if (this.waiting.length === 0) done();
    else this.whenEmpty = done;
  }
}

class FaultyLine extends Duplex {
  private readonly host: Duplex;
  private readonly random: () => number;
  private readonly faults: () => LineFaults | null;
  private readonly toDevice: PieceQueue;
  private readonly toHost: PieceQueue;

  constructor(host: Duplex, clock: Clock, random: () => number, faults: () => LineFaults | null) {
    super({ allowHalfOpen: false, readableHighWaterMark: BUFFER_BYTES });
    this.host = host;
    this.random = random;
    this.faults = faults;
    this.toDevice = new PieceQueue(clock, (bytes) => {
      if (!this.push(bytes)) host.pause();
    });
    this.toHost = new PieceQueue(clock, (bytes) => {
      if (host.writable) host.write(bytes);
    });
    host.on('data', (bytes: Uint8Array) => this.send('to-device', bytes, this.toDevice));
    host.on('end', () => this.toDevice.drained(() => this.push(null)));
    // A host that goes away resets the line; for the device that is only a line that closed.
    host.on('error', () => this.destroy());
    host.on('close', () => this.destroy());
    this.faultsChanged();
  }

  faultsChanged(): void {
    if (this.isStuck()) this.host.pause();
    else if (this.host.isPaused() && this.readableLength < BUFFER_BYTES) this.host.resume();
  }

  override _read(): void {
    if (this.host.isPaused() && !this.isStuck()) this.host.resume();
  }

  override _write(bytes: Uint8Array, _encoding: string, done: () => void): void {
    this.send('to-host', bytes, this.toHost);
    done();
  }

  override _final(done: () => void): void {
    this.toHost.drained(() => {
      this.host.end();
      done();
    });
  }

  override _destroy(_error: Error | null, done: (error: Error | null) => void): void {
    this.toDevice.clear();
    this.toHost.clear();
    this.host.destroy();
    done(null);
  }

  private isStuck(): boolean {
    const faults = this.faults();
    return concerns(faults, 'to-device') && faults.halfOpen === 'stuck';
  }

  private send(way: LineDirection, bytes: Uint8Array, queue: PieceQueue): void {
    const faults = this.faults();
    queue.push(concerns(faults, way) ? damage(bytes, faults, this.random) : [{ waitMs: 0, bytes }]);
  }
}
