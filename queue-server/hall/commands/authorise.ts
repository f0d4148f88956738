import { COMMAND_ENTRIES, type CommandName } from '@hall/shared/contracts/commands';
import type { Actor } from '../access/store.ts';

/** Deny by default: a command is for the roles and kinds of devices that its entry names, and for no one else. */
export function mayCommand(actor: Actor, name: CommandName): boolean {
  const entry = COMMAND_ENTRIES[name];
  if (actor.kind === 'staff') return actor.roles.some((role) => entry.roles.includes(role));
  return entry.devices.includes(actor.device);
}

/** A device that stands at windows acts only for those. */
export function mayActAt(actor: Actor, body: unknown): boolean {
  if (actor.kind === 'staff' || typeof body !== 'object' || body === null || !('window' in body)) return true;
  return actor.windows.includes(String(body.window));
}
