import type { PrivacySettings } from '@hall/shared/contracts/privacy';
import { type Held, trustRun } from './clock-guard.ts';
import type { Mentions } from './mentions.ts';
import { accessLogDueAt, dueAt } from './schedule.ts';
import type { Vault } from './vault.ts';

const HOUR_MS = 3_600_000;

/**
 * A record that no event names is an orphan after this: a crash between the two commits, or a ticket that was
 * refused after the card was read. Commits are seconds apart at most, on the slowest disk.
 */
export const ORPHAN_AFTER_MS = HOUR_MS;

/**
 * What only looks lost because an older file was put back waits this long: a technician who restored the wrong
 * copy at first has a week to put the right one in its place.
 */
export const LOST_AFTER_MS = 7 * 24 * HOUR_MS;

/** Rows that a step looks at, and records that it destroys: some milliseconds, then commands have their turn. */
const LOOK = 500;
const DESTROY = 100;

/** Stands for the time of the first run after a restore. */
const RESTORED_NOW = 'now';

/** What a run did, by number. */
export interface Kept {
  orphans: number;
  /** Records whose keys are gone. */
  keyless: number;
  /** Keys without a record. */
  bareKeys: number;
  rehashed: number;
  person: number;
  text: number;
  picture: number;
  signature: number;
  accessLog: number;
}

/** Keeps the vault as small as the rules want it, in steps that never hold up the hall. */
export class Keeper {
  readonly #vault: Vault;
  readonly #mentions: Mentions;
  readonly #settings: PrivacySettings;
  #run: Generator<void, void> | null = null;
  #kept: Kept = nothing();
  #held: Held | null = null;

  constructor(vault: Vault, mentions: Mentions, settings: PrivacySettings) {
    this.#vault = vault;
    this.#mentions = mentions;
    this.#settings = settings;
  }

  /**
   * Before anything is read: whoever the ledger says was forgotten is forgotten again, should an older copy of
   * the keys have been put back; and a ledger of another epoch is taken note of.
   */
  start(epoch: string): void {
    this.reapply(epoch);
    const { records } = this.#vault;
    const head = this.#mentions.head();
    const known = records.meta('ledger-epoch');
    if (known === epoch) return;
    if (known !== null) {
      records.unrootAfter(head.at);
      records.setMeta('ledger-restored-at', RESTORED_NOW);
    }
    records.setMeta('rooted-seq', String(Math.min(this.#rootedSeq(), head.seq)));
    records.setMeta('ledger-epoch', epoch);
  }

  /** What only archived events could speak for stands until its time of keeping is over. */
  #trustArchive(): void {
    const { records } = this.#vault;
    const first = this.#mentions.first();
    if (first.seq > this.#rootedSeq() + 1) records.rootBefore(first.at);
  }

  /** Forgets whoever the ledger says was forgotten since the last look at it. */
  reapply(epoch: string): void {
    const { keys } = this.#vault;
    const [appliedEpoch, appliedSeq] = (keys.meta('ledger-applied') ?? ' 0').split(' ');
    const { seq } = this.#mentions.head();
    const from = appliedEpoch === epoch ? Number(appliedSeq) : 0;
    if (from === seq) return;
    keys.reapply(this.#mentions.tombstones(from));
    keys.setMeta('ledger-applied', `${epoch} ${seq}`);
  }

  /**
   * One step of a run; the first one begins it. `done` says what it did once there is nothing left, `held` why
   * nothing was destroyed by time.
   */
  step(epoch: string, at: number): { more: boolean; done: Kept; held: Held | null } {
    if (this.#run === null) {
      this.#kept = nothing();
      this.#run = this.#steps(epoch, at);
    }
    try {
      const more = this.#run.next().done !== true;
      if (!more) this.#run = null;
      return { more, done: this.#kept, held: this.#held };
    } catch (error) {
      this.#run = null;
      throw error;
    }
  }

  *#steps(epoch: string, at: number): Generator<void, void> {
    this.reapply(epoch);
    yield* this.#root();
    this.#held = trustRun(this.#vault.records, at);
    // By a clock that may be wrong nothing is destroyed but what was forgotten.
    const lostBefore = this.#held === null ? this.#lostBefore(at) : null;
    if (this.#held === null) yield* this.#orphans(at);
    yield* this.#keyless(lostBefore);
    yield* this.#bareKeys(lostBefore);
    yield* this.#rehash();
    if (this.#held === null) yield* this.#purge(at);
    // Where somebody else had the store open when a key was destroyed, its log still waits to be emptied.
    this.#vault.keys.settle();
  }

  /** When an older ledger or vault was put back, ms; 0: never. */
  #restoredAt(at: number): number {
    const { records } = this.#vault;
    if (records.meta('ledger-restored-at') === RESTORED_NOW)
      // A clock without a battery must not make the week be over at once.
      records.setMeta('ledger-restored-at', String(Math.max(at, this.#mentions.head().at)));
    return Number(records.meta('ledger-restored-at') ?? 0);
  }

  /** What has no other half and is older than this is lost; null: in the week after a restore nothing is. */
  #lostBefore(at: number): number | null {
    return at <= this.#restoredAt(at) + LOST_AFTER_MS ? null : at - LOST_AFTER_MS;
  }

  #rootedSeq(): number {
    return Number(this.#vault.records.meta('rooted-seq') ?? 0);
  }

  /** Notes which records new events name. An event's record is always there before it. */
  *#root(): Generator<void, void> {
    const { records } = this.#vault;
    this.#trustArchive();
    for (;;) {
      const page = this.#mentions.after(this.#rootedSeq(), LOOK);
      if (!page) return;
      records.db.transaction(() => {
        records.root(page.refs);
        records.setMeta('rooted-seq', String(page.seq));
      })();
      yield;
    }
  }

  *#orphans(at: number): Generator<void, void> {
    const { records } = this.#vault;
    const restoredAt = this.#restoredAt(at);
    const madeFrom = at > restoredAt + LOST_AFTER_MS ? 0 : restoredAt + 1;
    for (;;) {
      const refs = records.unrooted(at - ORPHAN_AFTER_MS, madeFrom, DESTROY);
      if (refs.length === 0) return;
      this.#vault.discard(refs);
      this.#kept.orphans += refs.length;
      yield;
    }
  }

  /** After a restore of an older vault: records of people who were forgotten since, or whose keys were lost. */
  *#keyless(lostBefore: number | null): Generator<void, void> {
    const { records, keys } = this.#vault;
    for (let after = 0; ; ) {
      const page = records.page(after, LOOK);
      const last = page.at(-1);
      if (!last) return;
      after = last.id;
      const missing = new Set(keys.missing(page.map(({ ref }) => ref)));
      const lost = page
        .filter(({ ref }) => missing.has(ref))
        .filter(
          ({ ref, last_used_at }) =>
            keys.isForgotten(ref) || (lostBefore !== null && last_used_at < lostBefore),
        )
        .map(({ ref }) => ref);
      records.remove(lost);
      this.#kept.keyless += lost.length;
      yield;
    }
  }

  *#bareKeys(lostBefore: number | null): Generator<void, void> {
    if (lostBefore === null) return;
    const { records, keys } = this.#vault;
    for (let after = ''; ; ) {
      const page = keys.page(after, LOOK);
      const last = page.at(-1);
      if (!last) return;
      after = last.ref;
      const old = page.filter(({ created_at }) => created_at < lostBefore);
      const bare = records.missing(old.map(({ ref }) => ref));
      keys.discard(bare);
      this.#kept.bareKeys += bare.length;
      yield;
    }
  }

  /** After a change of suite: look-up hashes by the suite of now. What is done stays done over a restart. */
  *#rehash(): Generator<void, void> {
    const { keys } = this.#vault;
    for (;;) {
      const refs = keys.ofOtherSuite(DESTROY);
      if (refs.length === 0) return;
      for (const ref of refs) keys.rehash(ref, this.#vault.idNumberOf(ref));
      keys.commit();
      this.#kept.rehashed += refs.length;
      yield;
    }
  }

  *#purge(at: number): Generator<void, void> {
    const { records, log } = this.#vault;
    const { keepDays } = this.#settings;
    for (const { kind, before } of dueAt(keepDays, at)) {
      for (;;) {
        const refs = records.due(kind, before, DESTROY);
        if (refs.length === 0) break;
        this.#vault.discard(refs);
        this.#kept[kind] += refs.length;
        yield;
      }
    }
    for (;;) {
      const gone = log.purge(accessLogDueAt(keepDays, at), LOOK);
      this.#kept.accessLog += gone;
      if (gone === 0) return;
      yield;
    }
  }
}

function nothing(): Kept {
  return {
    orphans: 0,
    keyless: 0,
    bareKeys: 0,
    rehashed: 0,
    person: 0,
    text: 0,
    picture: 0,
    signature: 0,
    accessLog: 0,
  };
}
