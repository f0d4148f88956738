import { randomUUID } from 'node:crypto';
import { SetupBody, type SetupState } from '@hall/shared/contracts/accounts';
import { isReservedName } from '@hall/shared/contracts/reserved-names';
import { fault } from '@hall/shared/contracts/result';
import type { FastifyInstance } from 'fastify';
import type { AccessNotes } from '../access/access-notes.ts';
import { isHashingBusy } from '../access/password-hash.ts';
import { namesToAvoid, type PasswordProblem, passwordProblem } from '../access/password-policy.ts';
import type { SetupCode } from '../access/setup-code.ts';
import type { LedgerClient } from '../ledger/client.ts';
import { sendProblem } from './problem.ts';
import type { Doors } from './who.ts';

/** Per address and minute. */
const TRIES_PER_MINUTE = 10;

export interface SetupOptions {
  readonly doors: Doors;
  readonly ledger: LedgerClient;
  readonly code: SetupCode | null;
  readonly notes: Pick<AccessNotes, 'setupRefused'>;
}

/** `code` is null where there is nothing to set up: in the demo, or with an administrator who can log in. */
export function setupRoutes(app: FastifyInstance, { doors, ledger, code, notes }: SetupOptions): void {
  const { access, config, now } = doors;
  const isOpen = () => code !== null && (access.accounts.administrators().length === 0 || code.reopened);
  const limited = { config: { rateLimit: { max: TRIES_PER_MINUTE, timeWindow: '1 minute' } } };

  app.get('/api/v1/setup', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ open: isOpen() } satisfies SetupState),
  );

  app.post('/api/v1/setup', limited, async (request, reply) => {
    if (!code || !isOpen()) return sendProblem(reply, fault('SETUP_CLOSED', 'there is nothing to set up'));
    const body = SetupBody.safeParse(request.body);
    if (!body.success) return sendProblem(reply, fault('BAD_REQUEST', 'code, user name, name and password'));
    const { username, name, password } = body.data;
    // The code first: without it nobody learns which names exist.
    if (isHashingBusy()) return sendProblem(reply, fault('TOO_MANY_REQUESTS', 'too many logins at once'));
    if (!(await code.check(body.data.code, now()))) {
      notes.setupRefused();
      return sendProblem(reply, fault('SETUP_CODE_WRONG', 'the set-up code is wrong or over'));
    }
    const weak: PasswordProblem | null = passwordProblem(password, namesToAvoid(config, username));
    if (weak) return sendProblem(reply, fault('PASSWORD_WEAK', `the password is ${weak}`, { reason: weak }));
    if (isReservedName(username, config)) {
      return sendProblem(reply, fault('USERNAME_TAKEN', 'the user name is reserved'));
    }
    const known = access.accounts.find(username);
    if (known && !(known.state === 'active' && known.roles.includes('administrator'))) {
      return sendProblem(reply, fault('USERNAME_TAKEN', 'an account without the right to administer'));
    }
    const noted = await ledger.submit(
      'audit.note',
      { act: 'setup.completed', subject: username },
      username,
      `setup-${randomUUID()}`,
    );
    if (!noted.ok) return sendProblem(reply, noted.error);
    // Two of them at once: the second finds the door closed.
    if (!isOpen()) return sendProblem(reply, fault('SETUP_CLOSED', 'somebody was quicker'));
    if (!access.accounts.find(username)) {
      access.accounts.create({ username, name, nameEn: name, roles: ['administrator'] }, username, now());
    }
    await access.accounts.setPassword(username, password, { kind: 'own' });
    access.lockouts.clear(username);
    access.sessions.endAll(username, 'password-changed');
    code.close();
    return reply.send({ done: true });
  });
}
