import { createHmac } from 'node:crypto';
import type { CipherSuite } from '@hall/shared/contracts/privacy';
import type { Database } from 'better-sqlite3';
import { Secret, TOTP } from 'otpauth';
import { open, seal } from '../vault/cipher.ts';
import { asTyped, readableCode } from './readable.ts';

/** RFC 6238, and what every authenticator app takes without asking. */
const PERIOD_MS = 30_000;
const DIGITS = 6;
/** RFC 6238 5.2: one step to either side for clocks that differ. */
const WINDOW_STEPS = 1;
/** RFC 4226 4: 160 bits. */
const SECRET_BYTES = 20;
/** A secret that was not confirmed by then is forgotten. */
const PENDING_MS = 10 * 60_000;
const RECOVERY_CODES = 8;

export type Proof = { readonly by: 'code' } | { readonly by: 'recovery'; readonly left: number };

/** Second factors: time-based codes (TOTP) and recovery codes for the day that the phone is lost. */
export class SecondFactors {
  readonly #db: Database;
  readonly #key: Buffer;
  readonly #suite: CipherSuite;
  readonly #issuer: string;
  /** What phones go by; the hall's own time never goes back, and may be far from theirs after an accident. */
  readonly #wall: (() => number) | null;
  readonly #on: Set<string>;
  readonly #pending = new Map<string, { readonly secret: Secret; readonly until: number }>();
  readonly #statements;

  /** @param wall the machine's clock, by which codes are judged; absent: by the `now` that is passed in */
  constructor(
    db: Database,
    key: Buffer,
    suite: CipherSuite,
    issuer: string,
    wall: (() => number) | null = null,
  ) {
    this.#db = db;
    this.#key = key;
    this.#suite = suite;
    this.#issuer = issuer;
    this.#wall = wall;
    this.#on = new Set(db.prepare('SELECT username FROM totp').pluck().all() as string[]);
    this.#statements = {
      get: db.prepare('SELECT sealed, last_step FROM totp WHERE username = ?'),
      put: db.prepare('INSERT INTO totp (username, sealed, last_step, since) VALUES (?, ?, ?, ?)'),
      step: db.prepare('UPDATE totp SET last_step = ? WHERE username = ?'),
      remove: db.prepare('DELETE FROM totp WHERE username = ?'),
      addCode: db.prepare('INSERT INTO recovery_codes (username, digest) VALUES (?, ?)'),
      useCode: db.prepare('DELETE FROM recovery_codes WHERE username = ? AND digest = ?'),
      countCodes: db.prepare('SELECT COUNT(*) FROM recovery_codes WHERE username = ?').pluck(),
      removeCodes: db.prepare('DELETE FROM recovery_codes WHERE username = ?'),
    };
  }

  isOn(username: string): boolean {
    return this.#on.has(username);
  }

  /** A new secret, which counts for nothing before {@link confirm}. */
  begin(username: string, now: number): { uri: string; secret: string } {
    const secret = new Secret({ size: SECRET_BYTES });
    this.#pending.set(username, { secret, until: now + PENDING_MS });
    return { uri: this.#totp(username, secret).toString(), secret: secret.base32 };
  }

  /** Whether a secret waits for its first code. */
  isPending(username: string, now: number): boolean {
    return (this.#pending.get(username)?.until ?? 0) > now && !this.isOn(username);
  }

  /** @returns the recovery codes, which are kept as keyed hashes only; null where the code is wrong. */
  confirm(username: string, code: string, now: number): string[] | null {
    const pending = this.#pending.get(username);
    if (!pending || !this.isPending(username, now)) return null;
    const step = this.#stepOf(username, pending.secret, code, now);
    if (step === null) return null;
    const codes = Array.from({ length: RECOVERY_CODES }, () => readableCode(2, 5));
    this.#db.transaction(() => {
      const sealed = seal(this.#suite, this.#key, pending.secret.bytes, `totp ${username}`);
      this.#statements.put.run(username, sealed, step, now);
      for (const each of codes) this.#statements.addCode.run(username, this.#digest(username, each));
    })();
    this.#pending.delete(username);
    this.#on.add(username);
    return codes;
  }

  /** Judges what was typed; a code or recovery code that was good once is not good again. */
  check(username: string, typed: string, now: number): Proof | null {
    const row = this.#statements.get.get(username) as { sealed: Buffer; last_step: number } | undefined;
    if (!row) return null;
    const plain = asTyped(typed);
    if (/^\d{6}$/.test(plain)) {
      const secret = secretFrom(open(this.#key, row.sealed, `totp ${username}`));
      const step = this.#stepOf(username, secret, plain, now);
      if (step === null || step <= row.last_step) return null;
      this.#statements.step.run(step, username);
      return { by: 'code' };
    }
    const used = this.#statements.useCode.run(username, this.#digest(username, plain)).changes;
    return used === 1 ? { by: 'recovery', left: this.#statements.countCodes.get(username) as number } : null;
  }

  remove(username: string): boolean {
    this.#pending.delete(username);
    this.#db.transaction(() => {
      this.#statements.remove.run(username);
      this.#statements.removeCodes.run(username);
    })();
    return this.#on.delete(username);
  }

  /** The time step that the code belongs to, or null. */
  #stepOf(username: string, secret: Secret, code: string, now: number): number | null {
    const at = this.#wall?.() ?? now;
    const delta = this.#totp(username, secret).validate({
      token: code,
      timestamp: at,
      window: WINDOW_STEPS,
    });
    return delta === null ? null : Math.floor(at / PERIOD_MS) + delta;
  }

  #totp(username: string, secret: Secret): TOTP {
    return new TOTP({
      issuer: this.#issuer,
      label: username,
      secret,
      algorithm: 'SHA1',
      digits: DIGITS,
      period: PERIOD_MS / 1000,
    });
  }

  #digest(username: string, code: string): Buffer {
    return createHmac('sha256', this.#key)
      .update(`recovery ${username} ${asTyped(code)}`)
      .digest();
  }
}

function secretFrom(bytes: Buffer): Secret {
  const { buffer } = Uint8Array.from(bytes);
  return new Secret({ buffer });
}
