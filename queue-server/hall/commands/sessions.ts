import type { OpenSession } from '@hall/shared/contracts/accounts';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Session } from '../access/sessions.ts';
import { type AccountCommandOptions, noting, staffOnly } from './accounts.ts';
import type { Handlers } from './administration.ts';

/** Sessions: everybody sees and ends the own ones, administrators everyone's. */
export function sessionHandlers({
  access,
  staff,
  ledger,
  now,
}: AccountCommandOptions): Handlers<'session.list' | 'session.end' | 'session.end-others'> {
  const { sessions } = access;
  const note = noting(ledger);
  const shown = (session: Session, current: boolean): OpenSession => {
    const member = staff.find(session.username);
    return {
      session: session.id,
      username: session.username,
      name: member?.name ?? session.username,
      nameEn: member?.nameEn ?? session.username,
      roles: [...(member?.roles ?? [])],
      address: session.address,
      browser: session.browser,
      since: session.since,
      lastUsed: session.lastUsed,
      expiresAt: session.expiresAt,
      current,
    };
  };

  return {
    'session.list': async (asked) => {
      const actor = staffOnly(asked);
      sessions.sweep(now());
      const visible = actor.roles.includes('administrator') ? sessions.all() : sessions.of(actor.id);
      return ok({
        sessions: visible.reverse().map((session) => shown(session, session.id === actor.session)),
      });
    },

    'session.end': async (asked) => {
      const actor = staffOnly(asked);
      const session = sessions.all().find((entry) => entry.id === asked.body.session);
      const allowed = session && (session.username === actor.id || actor.roles.includes('administrator'));
      if (!allowed) return err(fault('SESSION_UNKNOWN', 'no such session'));
      const noted = await note(asked, { act: 'session.ended', subject: session.username });
      if (!noted.ok) return noted;
      sessions.end(session.id, 'ended');
      sessions.saveEnds();
      return ok({ done: true });
    },

    'session.end-others': async (asked) => {
      const actor = staffOnly(asked);
      const others = sessions.of(actor.id).length - 1;
      if (others === 0) return ok({ ended: 0 });
      const noted = await note(asked, { act: 'session.others-ended', subject: actor.id, detail: { others } });
      if (!noted.ok) return noted;
      const ended = sessions.endAll(actor.id, 'ended', actor.session);
      sessions.saveEnds();
      return ok({ ended });
    },
  };
}
