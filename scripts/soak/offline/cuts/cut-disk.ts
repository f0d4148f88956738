import type * as Fs from 'node:fs';
import path from 'node:path';
import { Chance } from '../chance.ts';

/** What the disk of a machine without power says. Nothing after it happens. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/** How a cut leaves the disk. */
export interface Cut {
  /** Which call is the last one, counted from 1 over all that change a disk; null: the power stays. */
  readonly at: number | null;
  readonly seed: number;
  /** A disk that says "synced" and is not: no program can be right on it. Shows that the test would notice. */
  readonly lies?: boolean;
}

interface Renamed {
  readonly to: string;
  readonly from: string;
  /** What stood there before; null: nothing. */
  readonly before: Buffer | null;
  readonly after: Buffer;
}

/**
 * `node:fs` for the files of one folder, on a disk that keeps for certain only what was synced. With the power goes
 * what was not: of a file any part of what was added since, of a rename whether it happened, for as long as its folder
 * was not synced.
 */
export class CutDisk {
  readonly #fs: typeof Fs;
  #folder = '';
  #cut: Cut = { at: null, seed: 0 };
  #chance = new Chance(0);
  #calls = 0;
  #dead = false;
  readonly #names = new Map<number, string>();
  /** File → what is on disk for certain. */
  readonly #synced = new Map<string, Buffer>();
  #renames: Renamed[] = [];

  constructor(fs: typeof Fs) {
    this.#fs = fs;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Changes of the disk so far. */
  get calls(): number {
    return this.#calls;
  }

  powerOn(folder: string, cut: Cut): void {
    this.#folder = folder;
    this.#cut = cut;
    this.#chance = new Chance(cut.seed);
    this.#calls = 0;
    this.#dead = false;
    this.#names.clear();
    this.#renames = [];
    this.#synced.clear();
    for (const name of this.#fs.existsSync(folder) ? this.#fs.readdirSync(folder) : []) {
      const file = path.join(folder, name);
      this.#synced.set(file, this.#fs.readFileSync(file));
    }
  }

  /** What a person finds who switches the machine on again. */
  settle(): void {
    this.#dead = false;
    const lost: Renamed[] = [];
    // A rename that came later is not there where an earlier one is not: the journal of a disk has an order.
    const from = this.#renames.length === 0 ? 0 : this.#chance.below(this.#renames.length + 1);
    lost.push(...this.#renames.slice(from));
    for (const { to, from: aside, before, after } of lost.reverse()) {
      this.#fs.writeFileSync(aside, after);
      if (before === null) this.#fs.rmSync(to, { force: true });
      else this.#fs.writeFileSync(to, before);
      this.#synced.set(to, before ?? Buffer.alloc(0));
      this.#synced.set(aside, after);
    }
    for (const name of this.#fs.readdirSync(this.#folder)) {
      const file = path.join(this.#folder, name);
      const now = this.#fs.readFileSync(file);
      const sure = this.#synced.get(file) ?? Buffer.alloc(0);
      if (now.equals(sure)) continue;
      const grown = now.length > sure.length && now.subarray(0, sure.length).equals(sure);
      const kept = grown ? sure.length + this.#chance.below(now.length - sure.length + 1) : 0;
      this.#fs.writeFileSync(file, grown ? now.subarray(0, kept) : this.#chance.one(2) ? now : sure);
    }
  }

  /** The calls that are looked at, in place of the real ones. */
  calling(): Partial<typeof Fs> {
    const fs = this.#fs;
    const mine = (name: unknown): name is string =>
      this.#folder !== '' && typeof name === 'string' && name.startsWith(this.#folder);
    const of = (handle: number) => this.#names.get(handle);
    return {
      openSync: ((name: string, flags: string, mode?: number) => {
        if (!mine(name)) return fs.openSync(name, flags, mode);
        this.#alive();
        const handle = fs.openSync(name, flags, mode);
        this.#names.set(handle, name);
        return handle;
      }) as typeof fs.openSync,
      closeSync: ((handle: number) => {
        this.#names.delete(handle);
        fs.closeSync(handle);
      }) as typeof fs.closeSync,
      writeSync: ((handle: number, what: string | Buffer, from: number = 0) => {
        if (of(handle) === undefined) return fs.writeSync(handle, what as Buffer, from);
        const bytes = typeof what === 'string' ? Buffer.from(what) : what.subarray(from);
        this.#step(() => fs.writeSync(handle, bytes.subarray(0, this.#chance.below(bytes.length + 1))));
        return fs.writeSync(handle, bytes);
      }) as typeof fs.writeSync,
      ftruncateSync: ((handle: number, size: number) => {
        if (of(handle) !== undefined) this.#step(() => undefined);
        fs.ftruncateSync(handle, size);
      }) as typeof fs.ftruncateSync,
      fsyncSync: (handle: number) => this.#sync(of(handle)),
      fdatasyncSync: (handle: number) => this.#sync(of(handle)),
      renameSync: ((from: string, to: string) => {
        if (!mine(to)) return fs.renameSync(from, to);
        const happen = () => {
          const before = fs.existsSync(to) ? fs.readFileSync(to) : null;
          this.#renames.push({ to, from, before, after: fs.readFileSync(from) });
          fs.renameSync(from, to);
          this.#synced.set(to, this.#synced.get(from) ?? Buffer.alloc(0));
          this.#synced.delete(from);
        };
        this.#step(() => this.#chance.one(2) && happen());
        happen();
      }) as typeof fs.renameSync,
      rmSync: ((name: string, options: object) => {
        if (mine(name)) this.#step(() => undefined);
        this.#synced.delete(String(name));
        fs.rmSync(name, options);
      }) as typeof fs.rmSync,
    };
  }

  #alive(): void {
    if (this.#dead) throw new PowerCut();
  }

  /** One change of the disk; `half` is what of it happens where it is the last. */
  #step(half: () => void): void {
    this.#alive();
    this.#calls += 1;
    if (this.#calls !== this.#cut.at) return;
    half();
    this.#dead = true;
    throw new PowerCut();
  }

  #sync(file: string | undefined): void {
    if (file === undefined) return;
    this.#step(() => undefined);
    if (this.#cut.lies) return;
    if (file === this.#folder) this.#renames = [];
    else this.#synced.set(file, this.#fs.readFileSync(file));
  }
}
