import type { CommandName } from '@hall/shared/contracts/commands';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import type { FastifyRequest } from 'fastify';
import type { StaffDirectory } from '../access/directory.ts';
import type { Session } from '../access/sessions.ts';
import type { AccessStore, Actor, Need, StaffActor } from '../access/store.ts';
import type { DeviceRegistry } from '../devices/registry.ts';

/** The prefix binds the cookie to this host and to HTTPS; browsers refuse it on plain HTTP (RFC 6265bis 4.1.3.2). */
const SECURE_COOKIE = '__Host-yc_session';
const PLAIN_COOKIE = 'yc_session';

export interface Doors {
  readonly access: AccessStore;
  readonly staff: StaffDirectory;
  readonly devices: DeviceRegistry;
  readonly config: HallConfig;
  readonly now: () => number;
}

/** What somebody may give who has to choose a password, or to set up a second factor, before anything else. */
const OPEN_TO: Readonly<Record<Need, readonly CommandName[]>> = {
  password: ['password.change'],
  totp: ['totp.begin', 'totp.confirm', 'password.change'],
};
const NEED_CODES = { password: 'PASSWORD_CHANGE_NEEDED', totp: 'TOTP_SETUP_NEEDED' } as const;

export function sessionCookie(request: FastifyRequest): { readonly name: string; readonly secure: boolean } {
  const secure = request.protocol === 'https';
  return { name: secure ? SECURE_COOKIE : PLAIN_COOKIE, secure };
}

export function sessionToken(request: FastifyRequest): string | undefined {
  const { cookie } = request.headers;
  if (cookie === undefined) return undefined;
  request.cookies ??= request.server.parseCookie(cookie);
  return request.cookies[sessionCookie(request).name];
}

/**
 * Who asks: a member of staff by session cookie, or a device by its credential. Nobody else, and nobody who
 * still has to choose a password or set up a second factor.
 */
export function actorOf(request: FastifyRequest, doors: Doors): Actor | null {
  const asked = askerOf(request, doors, null);
  return asked.ok ? asked.value : null;
}

/** As {@link actorOf}, for one command, with the reason where the answer is no. */
export function askerOf(
  request: FastifyRequest,
  doors: Doors,
  command: CommandName | null,
): Result<Actor, Fault<ErrorCode>> {
  const entered = enter(request, doors, command);
  return entered.ok ? ok(entered.value.actor) : entered;
}

/** Who asks, with the session that says so; null: a device, by its credential. */
export interface Entered {
  readonly actor: Actor;
  readonly session: Session | null;
}

/** As {@link askerOf}, for whoever has to know the session too. */
export function enter(
  request: FastifyRequest,
  doors: Doors,
  command: CommandName | null,
): Result<Entered, Fault<ErrorCode>> {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const device = deviceOf(header, doors);
    return device
      ? ok({ actor: device, session: null })
      : err(fault('NOT_LOGGED_IN', 'not a valid device credential'));
  }
  const session = sessionOf(request, doors);
  if (!session) return err(goneFault(request, doors));
  const actor = staffOf(session, doors);
  if (!actor) return err(fault('NOT_LOGGED_IN', 'the account is disabled'));
  const need = doors.access.need(actor.id);
  if (need && (command === null || !OPEN_TO[need].includes(command))) {
    return err(fault(NEED_CODES[need], 'something has to be done first'));
  }
  return ok({ actor, session });
}

/** Requests that a page makes by itself say so; they do not keep a session alive that nobody sits at. */
export function sessionOf(request: FastifyRequest, doors: Doors): Session | null {
  const token = sessionToken(request);
  if (token === undefined) return null;
  return doors.access.sessions.find(token, doors.now(), request.headers['x-background'] !== '1');
}

/** Why there is no session: it was one and is over, or there never was any. */
export function goneFault(request: FastifyRequest, doors: Doors): Fault<ErrorCode> {
  const token = sessionToken(request);
  const why = token === undefined ? null : doors.access.sessions.whyGone(token);
  return why === null
    ? fault('NOT_LOGGED_IN', 'no session and no device credential')
    : fault(why, 'the session is over');
}

/** Roles come from the directory at every request: a changed role counts at once. */
export function staffOf(session: Session, doors: Doors): StaffActor | null {
  const member = doors.staff.find(session.username);
  return member?.state === 'active'
    ? { kind: 'staff', id: member.username, roles: member.roles, session: session.id }
    : null;
}

/** `Bearer <device>:<secret>` */
function deviceOf(header: string, doors: Doors): Actor | null {
  const match = /^Bearer ([a-z0-9-]{1,40}):([\w-]{16,128})$/.exec(header);
  if (!match) return null;
  const [, id, secret] = match as unknown as [string, string, string];
  return doors.access.devices.check(id, secret) ? doors.devices.actor(id) : null;
}

/** A page of another site can send the cookie, but cannot know the session's check value. */
export function changesAllowed(request: FastifyRequest, { session }: Pick<Entered, 'session'>): boolean {
  return session === null || request.headers['x-session-check'] === session.check;
}
