import { randomUUID } from 'node:crypto';
import type { ACCOUNT_COMMANDS, Account } from '@hall/shared/contracts/accounts';
import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { isReservedName } from '@hall/shared/contracts/reserved-names';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { accountChangeProblem, sameRoles } from '../access/account-rules.ts';
import type { StaffAccount } from '../access/accounts.ts';
import type { StaffDirectory } from '../access/directory.ts';
import type { LoginNotes } from '../access/login.ts';
import { readableCode } from '../access/readable.ts';
import type { AccessStore, StaffActor } from '../access/store.ts';
import type { AuditNote } from '../domain/events.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { Asked, Handlers } from './administration.ts';
import { auditHandlers } from './audit.ts';
import { noteId } from './note.ts';
import { ownAccountHandlers } from './own-account.ts';
import { sessionHandlers } from './sessions.ts';

/** A new colleague may begin on Monday: a weekend and a day. */
const ONE_TIME_PASSWORD_MS = 72 * 3_600_000;

export interface AccountCommandOptions {
  readonly access: AccessStore;
  readonly staff: StaffDirectory;
  readonly config: HallConfig;
  readonly ledger: LedgerClient;
  readonly notes: LoginNotes;
  readonly now: () => number;
}

type Outcome<T> = Result<T, Fault<ErrorCode>>;
export type Noting = (asked: Asked<never>, note: AuditNote) => Promise<Outcome<unknown>>;

/**
 * The act goes into the ledger first: what cannot be noted is not done. Whoever gets here acts: repeats were
 * answered before (`Repeats`), so each note has an id of its own, and none is swallowed as a repeat.
 */
export function noting(ledger: Pick<LedgerClient, 'submit'>): Noting {
  return async ({ actor, requestId }, note) => {
    const id = noteId(note.act, note, `${requestId} ${randomUUID()}`);
    const answer = await ledger.submit('audit.note', note, actor.id, id);
    return answer.ok ? ok(true) : err(answer.error);
  };
}

/** The command table lets no device ask these. */
export function staffOnly(asked: Asked<never>): StaffActor {
  if (asked.actor.kind !== 'staff') throw new Error('a command of accounts came from a device');
  return asked.actor;
}

/** Every command of `ACCOUNT_COMMANDS`. */
export function accountHandlers(options: AccountCommandOptions): Handlers<keyof typeof ACCOUNT_COMMANDS> {
  return {
    ...administrationOfAccounts(options),
    ...sessionHandlers(options),
    ...ownAccountHandlers(options),
    ...auditHandlers(options),
  };
}

function administrationOfAccounts({
  access,
  config,
  ledger,
  now,
}: AccountCommandOptions): Handlers<
  | 'account.list'
  | 'account.create'
  | 'account.change'
  | 'account.reset-password'
  | 'account.reset-totp'
  | 'account.unlock'
> {
  const { accounts, sessions, secondFactors, lockouts } = access;
  const note = noting(ledger);
  const find = (username: string): Outcome<StaffAccount> => {
    const account = accounts.find(username);
    return account ? ok(account) : err(fault('ACCOUNT_UNKNOWN', 'no such account'));
  };
  const oneTimePassword = async (username: string): Promise<CommandAnswer<'account.create'>> => {
    const password = readableCode(3, 4);
    const until = now() + ONE_TIME_PASSWORD_MS;
    await accounts.setPassword(username, password, { kind: 'one-time', until });
    lockouts.clear(username);
    return { username, oneTimePassword: password, validUntil: until };
  };

  return {
    'account.list': async () => {
      const open = sessions.all();
      return ok({
        accounts: accounts.all().map(
          (account): Account => ({
            username: account.username,
            name: account.name,
            nameEn: account.nameEn,
            roles: [...account.roles],
            state: account.state,
            origin: account.origin,
            password:
              account.password === null ? 'none' : account.password === 'one-time' ? 'one-time' : 'own',
            totp: secondFactors.isOn(account.username),
            lockedUntil: lockouts.lockedUntil(account.username, now()),
            sessions: open.filter((session) => session.username === account.username).length,
            createdAt: account.createdAt,
            createdBy: account.createdBy,
            changedAt: account.changedAt,
            changedBy: account.changedBy,
          }),
        ),
      });
    },

    'account.create': async (asked) => {
      const { username, name, nameEn, roles } = asked.body;
      if (accounts.find(username) || isReservedName(username, config)) {
        return err(fault('USERNAME_TAKEN', 'the user name is taken or reserved'));
      }
      const problem = accountChangeProblem(
        asked.actor.id,
        { username, roles, state: 'active' },
        {},
        accounts.administrators().map((account) => account.username),
      );
      if (problem) return err(fault(problem, 'these roles do not go together'));
      const noted = await note(asked, {
        act: 'account.created',
        subject: username,
        detail: { roles: roles.join(' ') },
      });
      if (!noted.ok) return noted;
      if (accounts.find(username)) return err(fault('USERNAME_TAKEN', 'the user name is taken'));
      accounts.create({ username, name, nameEn, roles: [...new Set(roles)] }, asked.actor.id, now());
      return ok(await oneTimePassword(username));
    },

    'account.change': async (asked) => {
      const { username, ...change } = asked.body;
      const judged = (): Outcome<StaffAccount> => {
        const found = find(username);
        if (!found.ok) return found;
        const administrators = accounts.administrators().map((account) => account.username);
        const problem = accountChangeProblem(asked.actor.id, found.value, change, administrators);
        if (problem) return err(fault(problem, 'the rules on accounts forbid this'));
        return change.state === 'active' && isReservedName(username, config)
          ? err(fault('USERNAME_TAKEN', 'the user name is reserved'))
          : found;
      };
      const before = judged();
      if (!before.ok) return before;
      const { roles, state } = change;
      const noted = await note(asked, {
        act: 'account.changed',
        subject: username,
        detail: {
          ...(change.name !== undefined || change.nameEn !== undefined ? { name: 'changed' } : {}),
          ...(roles && !sameRoles(roles, before.value.roles)
            ? { roles: roles.join(' '), formerRoles: before.value.roles.join(' ') }
            : {}),
          ...(state && state !== before.value.state ? { state } : {}),
        },
      });
      if (!noted.ok) return noted;
      // Another administrator may have acted while the note was written.
      const still = judged();
      if (!still.ok) return still;
      const fields = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      accounts.change(username, fields, asked.actor.id, now());
      if (state === 'disabled') sessions.endAll(username, 'disabled');
      sessions.saveEnds();
      return ok({ done: true });
    },

    'account.reset-password': async (asked) => {
      const { username } = asked.body;
      const found = find(username);
      if (!found.ok) return found;
      if (username === asked.actor.id) return err(fault('OWN_ACCOUNT', 'change the own password instead'));
      const noted = await note(asked, { act: 'account.password-reset', subject: username });
      if (!noted.ok) return noted;
      const answer = await oneTimePassword(username);
      sessions.endAll(username, 'password-changed');
      // The password is shown this once: an end that waits for the disk must not keep it back.
      return ok(answer);
    },

    'account.reset-totp': async (asked) => {
      const { username } = asked.body;
      const found = find(username);
      if (!found.ok) return found;
      if (username === asked.actor.id) return err(fault('OWN_ACCOUNT', 'another administrator does this'));
      if (!secondFactors.isOn(username)) return err(fault('TOTP_STATE', 'there is no second factor'));
      const noted = await note(asked, { act: 'account.totp-reset', subject: username });
      if (!noted.ok) return noted;
      secondFactors.remove(username);
      sessions.endAll(username, 'ended');
      sessions.saveEnds();
      return ok({ done: true });
    },

    'account.unlock': async (asked) => {
      const { username } = asked.body;
      const found = find(username);
      if (!found.ok) return found;
      const noted = await note(asked, { act: 'account.unlocked', subject: username });
      if (!noted.ok) return noted;
      lockouts.clear(username);
      lockouts.save();
      return ok({ done: true });
    },
  };
}
