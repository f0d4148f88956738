import type { ErrorCode } from '@hall/shared/contracts/errors';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { storageFault } from './disk.ts';
import { isHashingBusy } from './password-hash.ts';
import type { Session } from './sessions.ts';
import type { AccessStore } from './store.ts';

export interface LoginAsked {
  readonly username: string;
  readonly password: string;
  /** Second factor, where one was asked for. */
  readonly code: string | undefined;
  readonly address: string;
  readonly browser: string;
}

/** Told what the auditor should know of; `known` is null for a name that is no account. */
export interface LoginNotes {
  failed(known: string | null): void;
  locked(known: string | null, minutes: number): void;
  recovered(username: string, left: number): void;
}

export interface LoginParts {
  readonly access: AccessStore;
  readonly notes: LoginNotes;
  readonly now: () => number;
}

/**
 * User name and password, then the second factor where one is on. Unknown, disabled and passwordless accounts
 * answer as a wrong password does. See {@link Lockouts} for why a locked name is told so.
 */
export async function logIn(
  { access, notes, now }: LoginParts,
  asked: LoginAsked,
): Promise<Result<{ token: string; session: Session }, Fault<ErrorCode>>> {
  if (isHashingBusy()) return err(fault('TOO_MANY_REQUESTS', 'too many passwords are being checked'));
  const { username, password, code } = asked;
  const { accounts, lockouts, secondFactors, sessions } = access;
  const attempt = lockouts.begin(username, now());
  const account = accounts.find(username);
  const known = account ? username : null;
  if (attempt.refused) {
    notes.failed(known);
    return err(locked(attempt.locksUntil, now()));
  }
  const wrong = (answer: Fault<ErrorCode>) => {
    notes.failed(known);
    if (attempt.locksUntil === 0) return err(answer);
    notes.locked(known, minutesUntil(attempt.locksUntil, now()));
    return err(locked(attempt.locksUntil, now()));
  };
  const tried = accounts.passwordOf(username);
  const right = await accounts.checkPassword(username, password);
  // Read again: an administrator may have been quicker than the hash, with the account or its password.
  const present = accounts.find(username);
  if (!right || present?.state !== 'active' || accounts.passwordOf(username) !== tried)
    return wrong(fault('LOGIN_FAILED', 'wrong user name or password'));
  if (present.oneTimeUntil !== null && now() >= present.oneTimeUntil) {
    lockouts.refund(username, now());
    return err(fault('PASSWORD_EXPIRED', 'the one-time password has expired'));
  }
  try {
    if (secondFactors.isOn(username)) {
      if (code === undefined) {
        lockouts.refund(username, now());
        return err(fault('TOTP_NEEDED', 'the second factor is missing'));
      }
      const proof = secondFactors.check(username, code, now());
      if (!proof) return wrong(fault('TOTP_WRONG', 'the second factor is wrong or was used'));
      if (proof.by === 'recovery') notes.recovered(username, proof.left);
    }
    const opened = sessions.open(username, { address: asked.address, browser: asked.browser }, now());
    lockouts.clear(username);
    return ok(opened);
  } catch (error) {
    const failed = storageFault(error);
    if (!failed) throw error;
    lockouts.refund(username, now());
    return err(failed);
  }
}

function locked(until: number, now: number): Fault<ErrorCode> {
  return fault('ACCOUNT_LOCKED', 'too many wrong tries', { minutes: minutesUntil(until, now) });
}

export function minutesUntil(until: number, now: number): number {
  return Math.max(1, Math.ceil((until - now) / 60_000));
}
