import { LoginBody, type SessionView } from '@hall/shared/contracts/feed';
import { fault } from '@hall/shared/contracts/result';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { browserFamily } from '../access/browser-family.ts';
import { type LoginNotes, logIn } from '../access/login.ts';
import type { Session } from '../access/sessions.ts';
import type { LedgerClient } from '../ledger/client.ts';
import { sendProblem } from './problem.ts';
import { changesAllowed, type Doors, goneFault, sessionCookie, sessionOf, sessionToken } from './who.ts';

/** Guesses at a password, per address and minute. */
const LOGINS_PER_MINUTE = 20;

export interface SessionOptions {
  readonly doors: Doors;
  readonly ledger: LedgerClient;
  readonly notes: LoginNotes;
  readonly demo: boolean;
  readonly log: Logger;
}

/**
 * Staff log in and out. The cookie is HttpOnly and SameSite=Strict, `__Host-` and Secure on HTTPS; its token
 * is stored hashed, is new at every login and once more when the session gains rights.
 */
export function sessionRoutes(
  app: FastifyInstance,
  { doors, ledger, notes, demo, log }: SessionOptions,
): void {
  const { access, staff, config, now } = doors;
  const setCookie = (request: FastifyRequest, reply: FastifyReply, token: string) => {
    const { name, secure } = sessionCookie(request);
    const maxAge = config.access.sessionHours * 3_600;
    const options = { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge } as const;
    // Written here, not left to the plugin: its own moment is over when an answer is on its way.
    return reply.header('set-cookie', app.serializeCookie(name, token, options));
  };

  /** Null where the account is disabled. */
  const view = (session: Session): SessionView | null => {
    const member = staff.find(session.username);
    if (member?.state !== 'active') return null;
    return {
      username: member.username,
      name: member.name,
      nameEn: member.nameEn,
      roles: [...member.roles],
      check: session.check,
      expiresAt: session.expiresAt,
      idleMs: access.idleMs(member.username),
      needs: access.need(member.username),
      totp: access.secondFactors.isOn(member.username),
      demo,
    };
  };

  app.addHook('onSend', (request, reply, payload, done) => {
    const token = sessionToken(request);
    const renewed = token === undefined ? null : access.sessions.takeRenewal(token, now());
    if (renewed !== null) setCookie(request, reply, renewed);
    done(null, payload);
  });

  app.post(
    '/api/v1/session',
    { config: { rateLimit: { max: LOGINS_PER_MINUTE, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const body = LoginBody.safeParse(request.body);
      if (!body.success) return sendProblem(reply, fault('BAD_REQUEST', 'user name and password are needed'));
      const { username, password, code } = body.data;
      const entered = await logIn(
        { access, notes, now },
        {
          username,
          password,
          code,
          address: request.ip,
          browser: browserFamily(request.headers['user-agent']),
        },
      );
      if (!entered.ok) {
        log.warn({ event: 'login.failed', code: entered.error.code }, 'login failed');
        return sendProblem(reply, entered.error);
      }
      const { token, session } = entered.value;
      const logged = await ledger.submit(
        'staff.log',
        { what: 'staff.logged-in', username },
        username,
        `login-${session.check}`,
      );
      const shown = view(session);
      if (!logged.ok || !shown) {
        access.sessions.end(session.id, 'logged-out');
        return sendProblem(
          reply,
          logged.ok ? fault('LOGIN_FAILED', 'the account is disabled') : logged.error,
        );
      }
      const former = sessionOf(request, doors);
      if (former) access.sessions.end(former.id, 'replaced');
      return setCookie(request, reply, token).header('cache-control', 'no-store').send(shown);
    },
  );

  app.get('/api/v1/session', async (request, reply) => {
    const session = sessionOf(request, doors);
    const shown = session ? view(session) : null;
    return shown
      ? reply.header('cache-control', 'no-store').send(shown)
      : sendProblem(reply, goneFault(request, doors));
  });

  app.delete('/api/v1/session', async (request, reply) => {
    const session = sessionOf(request, doors);
    if (session && !changesAllowed(request, { session })) {
      return sendProblem(reply, fault('FORBIDDEN', 'the session check value is missing or wrong'));
    }
    if (session) {
      access.sessions.end(session.id, 'logged-out');
      await ledger.submit(
        'staff.log',
        { what: 'staff.logged-out', username: session.username },
        session.username,
        `logout-${session.check}`,
      );
    }
    return reply.clearCookie(sessionCookie(request).name, { path: '/' }).code(204).send();
  });
}
