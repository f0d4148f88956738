import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { FastifyRequest } from 'fastify';
import type { AccessStore, Actor, Session, StaffActor } from '../access/store.ts';
import type { DeviceRegistry } from '../devices/registry.ts';

export const SESSION_COOKIE = 'yc_session';

export interface Doors {
  readonly access: AccessStore;
  readonly devices: DeviceRegistry;
  readonly config: HallConfig;
  readonly now: () => number;
}

/** Who asks: a member of staff by session cookie, or a device by its credential. Nobody else. */
export function actorOf(request: FastifyRequest, doors: Doors): Actor | null {
  const header = request.headers.authorization;
  if (header !== undefined) return deviceOf(header, doors);
  const session = sessionOf(request, doors);
  return session ? staffOf(session.username, doors.config) : null;
}

export function sessionOf(request: FastifyRequest, doors: Doors): Session | null {
  const token = request.cookies[SESSION_COOKIE];
  return token === undefined ? null : doors.access.session(token, doors.now());
}

/** Roles come from the configuration at every request: a changed role counts at once. */
export function staffOf(username: string, config: HallConfig): StaffActor | null {
  const member = config.staff.find((entry) => entry.username === username);
  return member ? { kind: 'staff', id: member.username, roles: member.roles } : null;
}

/** `Bearer <device>:<secret>` */
function deviceOf(header: string, doors: Doors): Actor | null {
  const match = /^Bearer ([a-z0-9-]{1,40}):([\w-]{16,128})$/.exec(header);
  if (!match) return null;
  const [, id, secret] = match as unknown as [string, string, string];
  return doors.access.checkDevice(id, secret) ? doors.devices.actor(id) : null;
}

/** A page of another site can send the cookie, but cannot know the session's check value. */
export function changesAllowed(request: FastifyRequest, doors: Doors): boolean {
  if (request.headers.authorization !== undefined) return true;
  const session = sessionOf(request, doors);
  return session !== null && request.headers['x-session-check'] === session.check;
}
