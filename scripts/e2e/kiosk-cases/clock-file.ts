import { renameSync, writeFileSync } from 'node:fs';
import { MONDAY_9 } from '@hall/queue-server/hall/testing/hall';

/** The one clock of a run, for hall and host (clock-control.ts): begins on a Monday at nine and can be moved on. */
export class ClockFile {
  readonly path: string;
  #offset = MONDAY_9 - Date.now();

  constructor(path: string) {
    this.path = path;
    this.#write();
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  moveOn(ms: number): void {
    this.#offset += ms;
    this.#write();
  }

  #write(): void {
    writeFileSync(`${this.path}.new`, `${this.#offset < 0 ? '-' : '+'}${Math.abs(this.#offset)}`);
    // Never half of it, and never nothing: hall and host read it at any moment.
    renameSync(`${this.path}.new`, this.path);
  }
}
