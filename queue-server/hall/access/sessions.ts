import { hash, randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { storageFault, withoutWaiting } from './disk.ts';

/** "Last used" reaches the disk this often at most: no request waits for a write. A power cut may lose more. */
export const FLUSH_MS = 60_000;
/** A forgotten browser here and there is normal; past this the oldest session of the account ends. */
const MAX_PER_ACCOUNT = 50;
/** After a renewal the old token still leads to the new one: the answer that carried it may have got lost. */
export const RENEWAL_GRACE_MS = 60_000;
/** Ends that are remembered, so that the person learns why the session is gone. */
const MAX_ENDED = 2_000;

export interface Session {
  /** Names the session in lists; opens nothing. */
  readonly id: string;
  readonly username: string;
  /** Sent back with every change (double submit against cross-site requests). */
  readonly check: string;
  readonly address: string;
  readonly browser: string;
  readonly since: number;
  readonly lastUsed: number;
  readonly expiresAt: number;
}

export type SessionEnd =
  | 'logged-out'
  | 'idle'
  | 'expired'
  | 'ended'
  | 'replaced'
  | 'disabled'
  | 'password-changed'
  | 'too-many';

interface Held extends Session {
  /** Key of the map and of the table: SHA-256 of the token, which has 256 random bits. */
  readonly digest: string;
  lastUsed: number;
  savedAt: number;
  /** It has gained rights: its next answer carries a new token. */
  renews: boolean;
}

export interface SessionRules {
  /** How long this person may be away, ms. */
  idleMs(username: string): number;
  readonly lifetimeMs: number;
}

/** Open sessions. Every look-up is in memory; the database is read at the start only. */
export class Sessions {
  readonly #rules: SessionRules;
  readonly #byDigest = new Map<string, Held>();
  /** Old tokens within their grace, with the new token that they lead to. */
  readonly #renewed = new Map<string, { readonly token: string; readonly until: number }>();
  readonly #ended = new Map<string, 'SESSION_EXPIRED' | 'SESSION_ENDED'>();
  /** Ids of sessions that have gained rights: nearly always none, and then no answer looks for a new token. */
  readonly #renewing = new Set<string>();
  /** Ended, but the disk did not take it yet. */
  readonly #unremoved = new Set<string>();
  readonly #listeners: ((session: Session, why: SessionEnd) => void)[] = [];
  readonly #db: Database;
  readonly #statements;

  constructor(db: Database, rules: SessionRules) {
    this.#db = db;
    this.#rules = rules;
    this.#statements = {
      put: db.prepare(
        `INSERT INTO sessions (token, id, username, check_value, address, browser, since, last_used, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      used: db.prepare('UPDATE sessions SET last_used = ? WHERE id = ?'),
      remove: db.prepare('DELETE FROM sessions WHERE id = ?'),
    };
    for (const row of db.prepare('SELECT * FROM sessions').all() as {
      token: Buffer;
      id: string;
      username: string;
      check_value: string;
      address: string;
      browser: string;
      since: number;
      last_used: number;
      expires_at: number;
    }[]) {
      const digest = row.token.toString('base64');
      this.#byDigest.set(digest, {
        digest,
        id: row.id,
        username: row.username,
        check: row.check_value,
        address: row.address,
        browser: row.browser,
        since: row.since,
        lastUsed: row.last_used,
        savedAt: row.last_used,
        expiresAt: row.expires_at,
        renews: false,
      });
    }
  }

  /** Told of every end, for whatever reason, before the caller goes on. */
  onEnd(listener: (session: Session, why: SessionEnd) => void): void {
    this.#listeners.push(listener);
  }

  /** Always a new token: one that a browser brought along is never taken over. */
  open(
    username: string,
    from: { address: string; browser: string },
    now: number,
  ): { token: string; session: Session } {
    const own = this.of(username);
    if (own.length >= MAX_PER_ACCOUNT) this.end((own[0] as Session).id, 'too-many');
    const { token, digest } = newToken();
    const session: Held = {
      digest,
      id: randomBytes(8).toString('hex'),
      username,
      check: randomBytes(16).toString('hex'),
      address: from.address,
      browser: from.browser,
      since: now,
      lastUsed: now,
      savedAt: now,
      expiresAt: now + this.#rules.lifetimeMs,
      renews: false,
    };
    this.#store(session);
    this.#byDigest.set(digest, session);
    return { token, session };
  }

  /** `used`: a person's doing, not a page that refreshes itself. */
  find(token: string, now: number, used: boolean): Session | null {
    const session = this.#byDigest.get(this.#presentDigest(token, now));
    if (!session) return null;
    const over = this.#isOver(session, now);
    if (over) {
      this.end(session.id, over);
      return null;
    }
    if (used) session.lastUsed = now;
    return session;
  }

  /** Why a token that was good is no more; null for one that never was, or that logged out by itself. */
  whyGone(token: string): 'SESSION_EXPIRED' | 'SESSION_ENDED' | null {
    return this.#ended.get(digestOf(token)) ?? null;
  }

  /** What may be done with the session has grown: it goes on under a new token with its next answer. */
  renew(id: string): void {
    const session = this.#byId(id);
    if (!session) return;
    session.renews = true;
    this.#renewing.add(id);
  }

  /** The new token where `renew` asked for one; the old one is worthless once its grace is over. */
  takeRenewal(token: string, now: number): string | null {
    if (this.#renewing.size === 0 && this.#renewed.size === 0) return null;
    const digest = digestOf(token);
    const session = this.#byDigest.get(digest);
    if (!session?.renews) {
      const renewed = this.#renewed.get(digest);
      return renewed && renewed.until > now && this.#byDigest.has(digestOf(renewed.token))
        ? renewed.token
        : null;
    }
    const fresh = newToken();
    const renewedSession: Held = { ...session, digest: fresh.digest, renews: false };
    try {
      this.#db.transaction(() => {
        this.#statements.remove.run(session.id);
        this.#store(renewedSession);
      })();
    } catch (error) {
      if (!storageFault(error)) throw error;
      // It goes on under the old token until the disk takes a new one.
      return null;
    }
    this.#renewing.delete(session.id);
    this.#byDigest.delete(digest);
    this.#byDigest.set(fresh.digest, renewedSession);
    this.#renewed.set(digest, { token: fresh.token, until: now + RENEWAL_GRACE_MS });
    return fresh.token;
  }

  /** All sessions, oldest first. */
  all(): Session[] {
    return [...this.#byDigest.values()].sort((a, b) => a.since - b.since);
  }

  of(username: string): Session[] {
    return this.all().filter((session) => session.username === username);
  }

  /**
   * At once, whatever the disk says: what is not written yet is tried again with every sweep, and
   * {@link saveEnds} tells.
   */
  end(id: string, why: SessionEnd): boolean {
    const session = this.#byId(id);
    if (!session) return false;
    this.#byDigest.delete(session.digest);
    this.#renewing.delete(session.id);
    this.#unremoved.add(session.id);
    try {
      this.saveEnds();
    } catch (error) {
      if (!storageFault(error)) throw error;
    }
    if (why !== 'logged-out' && why !== 'replaced') {
      const oldest = this.#ended.keys().next().value;
      if (this.#ended.size >= MAX_ENDED && oldest !== undefined) this.#ended.delete(oldest);
      this.#ended.set(
        session.digest,
        why === 'idle' || why === 'expired' ? 'SESSION_EXPIRED' : 'SESSION_ENDED',
      );
    }
    for (const listener of this.#listeners) listener(session, why);
    return true;
  }

  /** @returns how many ended. */
  endAll(username: string, why: SessionEnd, except: string | null = null): number {
    const ending = this.of(username).filter((session) => session.id !== except);
    for (const session of ending) this.end(session.id, why);
    return ending.length;
  }

  /** Throws where an end is not on disk: a restart would bring that session back. */
  saveEnds(): void {
    if (this.#unremoved.size === 0) return;
    this.#db.transaction(() => {
      for (const id of this.#unremoved) this.#statements.remove.run(id);
    })();
    this.#unremoved.clear();
  }

  /** Ends what is over, also where nobody asks any more. */
  sweep(now: number): void {
    for (const session of [...this.#byDigest.values()]) {
      const over = this.#isOver(session, now);
      if (over) this.end(session.id, over);
    }
    for (const [digest, { until }] of this.#renewed) if (until <= now) this.#renewed.delete(digest);
  }

  /** Writes what was used since the last time, in one transaction. Throws where the disk fails. */
  flush(): void {
    const used = [...this.#byDigest.values()].filter((session) => session.lastUsed !== session.savedAt);
    if (used.length === 0) return;
    withoutWaiting(this.#db, () => {
      for (const session of used) this.#statements.used.run(session.lastUsed, session.id);
    });
    for (const session of used) session.savedAt = session.lastUsed;
  }

  #isOver(session: Held, now: number): 'idle' | 'expired' | null {
    if (now >= session.expiresAt) return 'expired';
    // One that was used in the future is of a wrong clock, before a restart: it must not last until then.
    const awayMs = Math.abs(now - session.lastUsed);
    return awayMs >= this.#rules.idleMs(session.username) ? 'idle' : null;
  }

  #presentDigest(token: string, now: number): string {
    const digest = digestOf(token);
    const renewed = this.#renewed.get(digest);
    return renewed && renewed.until > now ? digestOf(renewed.token) : digest;
  }

  #byId(id: string): Held | undefined {
    for (const session of this.#byDigest.values()) if (session.id === id) return session;
    return undefined;
  }

  #store(session: Held): void {
    this.#statements.put.run(
      Buffer.from(session.digest, 'base64'),
      session.id,
      session.username,
      session.check,
      session.address,
      session.browser,
      session.since,
      session.lastUsed,
      session.expiresAt,
    );
  }
}

function newToken(): { token: string; digest: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, digest: digestOf(token) };
}

/** As many browsers as a large hall has. */
const RECENT_TOKENS = 256;
const recent = new Map<string, string>();

/** Kept for the tokens that were shown last: each comes again with every request of its page. */
function digestOf(token: string): string {
  const known = recent.get(token);
  if (known !== undefined) return known;
  const digest = hash('sha256', token, 'base64');
  if (recent.size >= RECENT_TOKENS) recent.clear();
  recent.set(token, digest);
  return digest;
}
