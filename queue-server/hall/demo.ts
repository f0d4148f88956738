import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { readable } from './access/readable.ts';
import type { AccessStore } from './access/store.ts';
import { ALWAYS } from './domain/opening.ts';

/** Logins of staff and credentials of devices that exist in demo mode only, random for each data folder. */
export interface DemoCredentials {
  readonly logins: readonly { readonly username: string; readonly password: string }[];
  readonly devices: readonly { readonly id: string; readonly secret: string }[];
}

/**
 * Why this data folder cannot be used in the mode that was asked for, as a sentence with the way out; null
 * where it can. A demo gives everybody a known password, so it takes new folders or its own, never those of
 * a real hall; and what a demo was played on is never turned into a real hall.
 */
export function wrongMode(demo: boolean, access: AccessStore, file: string): string | null {
  if (!demo) {
    return access.isDemo
      ? 'A demo was played on this data folder, whose logins everybody could see: choose new folders with --data and --keys. A demo is never turned into a real hall.'
      : null;
  }
  if (access.isDemo || belongsTo(access, credentialsIn(file))) return null;
  const ofPeople = access.accounts
    .all()
    .some(({ password }) => password === 'own' || password === 'one-time');
  const ofDevices = access.enrolledDevices().some(({ enrolledBy }) => enrolledBy !== 'demo');
  return ofPeople || ofDevices
    ? 'This data folder belongs to a real hall: --demo would overwrite its passwords and devices. Choose new folders with --data and --keys, or start without --demo.'
    : null;
}

/** Folders from before databases bore a mark: whether these credentials are good here. */
function belongsTo(access: AccessStore, kept: DemoCredentials | null): boolean {
  const isDemos = ({ username }: { username: string }) => access.accounts.find(username)?.password === 'demo';
  return (
    kept !== null &&
    (kept.logins.some(isDemos) || kept.devices.some(({ id, secret }) => access.devices.check(id, secret)))
  );
}

function credentialsIn(file: string): DemoCredentials | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials) : null;
}

/** Enrols every device and gives every member of staff a password, once; later starts use the same. */
export async function demoCredentials(
  file: string,
  config: HallConfig,
  access: AccessStore,
): Promise<DemoCredentials> {
  access.markDemo(Date.now());
  const kept = credentialsIn(file);
  const logins = [...(kept?.logins ?? [])].filter(
    (login) => access.accounts.find(login.username)?.password === 'demo',
  );
  const devices = [...(kept?.devices ?? [])].filter((device) =>
    access.devices.check(device.id, device.secret),
  );
  // Staff of a demo share one password: it protects nothing, and a visitor types it once.
  const password = logins[0]?.password ?? readable(8);
  const missing = config.staff.filter(
    (member) => !logins.some((login) => login.username === member.username),
  );
  if (missing.length > 0) {
    await access.accounts.setDemoPassword(
      missing.map((member) => member.username),
      password,
    );
  }
  logins.push(...missing.map((member) => ({ username: member.username, password })));
  for (const { id } of config.devices) {
    if (!devices.some((device) => device.id === id))
      devices.push({ id, secret: access.devices.enrolWithNewSecret(id, Date.now()) });
  }
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify({ logins, devices }, null, 1)}\n`, { mode: 0o600 });
  return { logins, devices };
}

/** The demo can be tried at night and on Sundays. */
export function withoutHours(config: HallConfig): HallConfig {
  const queues = config.queues.map((queue) => ({ ...queue, hours: ALWAYS }));
  return { ...config, calendar: { days: [] }, queues };
}
