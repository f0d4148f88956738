import type { ErrorCode } from '@hall/shared/contracts/errors';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { minutesUntil } from '../access/login.ts';
import { isHashingBusy } from '../access/password-hash.ts';
import { namesToAvoid, passwordProblem } from '../access/password-policy.ts';
import { type AccountCommandOptions, noting, staffOnly } from './accounts.ts';
import type { Handlers } from './administration.ts';

/** What everybody does with the own account: password and second factor. Each asks for the password again. */
export function ownAccountHandlers({
  access,
  config,
  ledger,
  notes,
  now,
}: AccountCommandOptions): Handlers<'password.change' | 'totp.begin' | 'totp.confirm' | 'totp.remove'> {
  const { accounts, sessions, secondFactors, lockouts } = access;
  const note = noting(ledger);

  /**
   * An open desk is no place to try passwords at: the same lock-out as at the door.
   * @returns what stands for the password that was right (`Accounts.passwordOf`).
   */
  async function proven(
    username: string,
    password: string,
    code?: string,
  ): Promise<Result<object | null, Fault<ErrorCode>>> {
    if (isHashingBusy()) return err(fault('TOO_MANY_REQUESTS', 'too many passwords are being checked'));
    const attempt = lockouts.begin(username, now());
    const locked = () =>
      err(
        fault('ACCOUNT_LOCKED', 'too many wrong tries', { minutes: minutesUntil(attempt.locksUntil, now()) }),
      );
    if (attempt.refused) return locked();
    const wrong = (answer: Fault<ErrorCode>) => {
      notes.failed(username);
      if (attempt.locksUntil === 0) return err(answer);
      notes.locked(username, minutesUntil(attempt.locksUntil, now()));
      return locked();
    };
    const tried = accounts.passwordOf(username);
    const right = await accounts.checkPassword(username, password);
    // An administrator may have been quicker than the hash.
    if (!right || accounts.passwordOf(username) !== tried) {
      return wrong(fault('PASSWORD_WRONG', 'the present password is wrong'));
    }
    if (code !== undefined) {
      const proof = secondFactors.check(username, code, now());
      if (!proof) return wrong(fault('TOTP_WRONG', 'the second factor is wrong or was used'));
      if (proof.by === 'recovery') notes.recovered(username, proof.left);
    }
    lockouts.clear(username);
    return ok(tried);
  }

  return {
    'password.change': async (asked) => {
      const actor = staffOnly(asked);
      const { current, next } = asked.body;
      const weak = passwordProblem(next, namesToAvoid(config, actor.id));
      if (weak) return err(fault('PASSWORD_WEAK', `the new password is ${weak}`, { reason: weak }));
      const right = await proven(actor.id, current);
      if (!right.ok) return right;
      if (await accounts.wasUsed(actor.id, next)) {
        return err(fault('PASSWORD_WEAK', 'the new password is reused', { reason: 'reused' }));
      }
      const noted = await note(asked, { act: 'password.changed', subject: actor.id });
      if (!noted.ok) return noted;
      const changed = await accounts.setPassword(actor.id, next, { kind: 'own' }, right.value);
      if (!changed) return err(fault('PASSWORD_WRONG', 'the password was changed meanwhile'));
      sessions.endAll(actor.id, 'password-changed', actor.session);
      sessions.renew(actor.session);
      sessions.saveEnds();
      return ok({ done: true });
    },

    'totp.begin': async (asked) => {
      const { id } = staffOnly(asked);
      if (secondFactors.isOn(id)) return err(fault('TOTP_STATE', 'a second factor is on already'));
      const right = await proven(id, asked.body.password);
      if (!right.ok) return right;
      return ok(secondFactors.begin(id, now()));
    },

    'totp.confirm': async (asked) => {
      const actor = staffOnly(asked);
      if (!secondFactors.isPending(actor.id, now())) {
        return err(fault('TOTP_STATE', 'nothing waits to be confirmed'));
      }
      const recoveryCodes = secondFactors.confirm(actor.id, asked.body.code, now());
      if (!recoveryCodes) return err(fault('TOTP_WRONG', 'the code is wrong'));
      const noted = await note(asked, { act: 'totp.enrolled', subject: actor.id });
      if (!noted.ok) {
        secondFactors.remove(actor.id);
        return noted;
      }
      sessions.endAll(actor.id, 'ended', actor.session);
      sessions.renew(actor.session);
      return ok({ recoveryCodes });
    },

    'totp.remove': async (asked) => {
      const actor = staffOnly(asked);
      if (!secondFactors.isOn(actor.id)) return err(fault('TOTP_STATE', 'there is no second factor'));
      const right = await proven(actor.id, asked.body.password, asked.body.code);
      if (!right.ok) return right;
      const noted = await note(asked, { act: 'totp.removed', subject: actor.id });
      if (!noted.ok) return noted;
      secondFactors.remove(actor.id);
      return ok({ done: true });
    },
  };
}
