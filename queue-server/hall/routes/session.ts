import { LoginBody, type SessionView } from '@hall/shared/contracts/feed';
import { fault } from '@hall/shared/contracts/result';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { SESSION_MS, type Session } from '../access/store.ts';
import type { LedgerClient } from '../ledger/client.ts';
import { sendProblem } from './problem.ts';
import { changesAllowed, type Doors, SESSION_COOKIE, sessionOf } from './who.ts';

/** Guesses at a password, per address and minute. */
const LOGINS_PER_MINUTE = 20;

export interface SessionOptions {
  readonly doors: Doors;
  readonly ledger: LedgerClient;
  readonly demo: boolean;
  readonly secure: boolean;
  readonly log: Logger;
}

/** Staff log in and out; the cookie is HttpOnly and SameSite=Strict, its token is stored hashed. */
export function sessionRoutes(
  app: FastifyInstance,
  { doors, ledger, demo, secure, log }: SessionOptions,
): void {
  const { access, config, now } = doors;
  const cookie = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict' as const,
    secure,
    maxAge: SESSION_MS / 1000,
  };

  const view = (session: Session): SessionView => {
    const member = config.staff.find((entry) => entry.username === session.username)!;
    return {
      username: member.username,
      name: member.name,
      nameEn: member.nameEn,
      roles: member.roles,
      check: session.check,
      expiresAt: session.expiresAt,
      demo,
    };
  };

  app.post(
    '/api/v1/session',
    { config: { rateLimit: { max: LOGINS_PER_MINUTE, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const body = LoginBody.safeParse(request.body);
      if (!body.success) return sendProblem(reply, fault('BAD_REQUEST', 'user name and password are needed'));
      const { username, password } = body.data;
      const known = config.staff.some((entry) => entry.username === username);
      if (!(await access.checkPassword(username, password)) || !known) {
        log.warn({ event: 'login.failed', known }, 'login failed');
        return sendProblem(reply, fault('LOGIN_FAILED', 'wrong user name or password'));
      }
      const { token, session } = access.openSession(username, now());
      const logged = await ledger.submit(
        'staff.log',
        { what: 'staff.logged-in', username },
        username,
        `login-${session.check}`,
      );
      if (!logged.ok) {
        access.closeSession(token);
        return sendProblem(reply, logged.error);
      }
      return reply.setCookie(SESSION_COOKIE, token, cookie).send(view(session));
    },
  );

  app.get('/api/v1/session', async (request, reply) => {
    const session = sessionOf(request, doors);
    if (!session) return sendProblem(reply, fault('NOT_LOGGED_IN', 'no session'));
    return reply.send(view(session));
  });

  app.delete('/api/v1/session', async (request, reply) => {
    const session = sessionOf(request, doors);
    if (session && !changesAllowed(request, doors)) {
      return sendProblem(reply, fault('FORBIDDEN', 'the session check value is missing or wrong'));
    }
    if (session) {
      access.closeSession(request.cookies[SESSION_COOKIE] as string);
      await ledger.submit(
        'staff.log',
        { what: 'staff.logged-out', username: session.username },
        session.username,
        `logout-${session.check}`,
      );
    }
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).send();
  });
}
