import { hkdfSync } from 'node:crypto';
import type { AccessSettings, DeviceKind, Role } from '@hall/shared/contracts/hall-config';
import type { CipherSuite } from '@hall/shared/contracts/privacy';
import { DUTY_OF } from '@hall/shared/contracts/roles';
import type Database from 'better-sqlite3';
import { Accounts } from './accounts.ts';
import { openAccessDatabase } from './database.ts';
import { DeviceCredentials, type DeviceRecord } from './devices.ts';
import { storageFault } from './disk.ts';
import { Lockouts } from './lockout.ts';
import { PaperKeyStore } from './paper-keys.ts';
import { SecondFactors } from './second-factor.ts';
import { Sessions } from './sessions.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface StaffActor {
  readonly kind: 'staff';
  readonly id: string;
  readonly roles: readonly Role[];
  /** Id of the session that asks. */
  readonly session: string;
}
export interface DeviceActor {
  readonly kind: 'device';
  readonly id: string;
  readonly device: DeviceKind;
  readonly zone: string | null;
  readonly windows: readonly string[];
}
export type Actor = StaffActor | DeviceActor;

/** What somebody has to do before anything else. */
export type Need = 'password' | 'totp';

export interface AccessOptions {
  readonly file: string;
  readonly settings: AccessSettings;
  /** A sub-key of the hall key; this store derives its own from it. */
  readonly key: Buffer;
  readonly suite: CipherSuite;
  /** The hall's name, as an authenticator app shows it. */
  readonly issuer: string;
  /** The machine's clock, for codes of second factors; absent: the hall's. */
  readonly wall?: () => number;
}

/** Who may come in: staff accounts with their sessions and second factors, and one credential per device. */
export class AccessStore {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly lockouts: Lockouts;
  readonly secondFactors: SecondFactors;
  readonly devices: DeviceCredentials;
  readonly paperKeys: PaperKeyStore;
  readonly db: Database.Database;
  readonly #settings: AccessSettings;

  constructor({ file, settings, key, suite, issuer, wall }: AccessOptions) {
    this.db = openAccessDatabase(file);
    this.#settings = settings;
    const derived = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'yichuang staff access', 32));
    this.accounts = new Accounts(this.db);
    this.lockouts = new Lockouts(this.db, derived, (name) => this.accounts.find(name) !== undefined);
    this.secondFactors = new SecondFactors(this.db, derived, suite, issuer, wall);
    this.sessions = new Sessions(this.db, {
      idleMs: (username) => this.idleMs(username),
      lifetimeMs: settings.sessionHours * HOUR_MS,
    });
    this.devices = new DeviceCredentials(this.db);
    this.paperKeys = new PaperKeyStore(this.db);
  }

  /** How long the person may be away, ms: with several roles the strictest counts. */
  idleMs(username: string): number {
    const { idleMinutes, deskIdleMinutes } = this.#settings;
    const roles = this.accounts.find(username)?.roles ?? [];
    const office = roles.some((role) => role === 'manager' || DUTY_OF[role] !== 'runs');
    return (office ? Math.min(idleMinutes, deskIdleMinutes) : deskIdleMinutes) * MINUTE_MS;
  }

  /** What the person must do before the session may do anything else. */
  need(username: string): Need | null {
    const account = this.accounts.find(username);
    if (account?.password === 'one-time') return 'password';
    const { totp } = this.#settings;
    const asked =
      totp === 'everyone' || (totp === 'administrators' && account?.roles.includes('administrator') === true);
    return asked && !this.secondFactors.isOn(username) ? 'totp' : null;
  }

  /** Devices with a good credential. */
  enrolledDevices(): DeviceRecord[] {
    const ids = this.db.prepare('SELECT id FROM devices').pluck().all() as string[];
    return ids.flatMap((id) => (this.devices.has(id) ? (this.devices.record(id) ?? []) : []));
  }

  /** Whether a demo was ever played on this database. */
  get isDemo(): boolean {
    return this.db.prepare("SELECT 1 FROM marks WHERE name = 'demo'").get() !== undefined;
  }

  /** For good. */
  markDemo(now: number): void {
    this.db.prepare("INSERT OR IGNORE INTO marks (name, at) VALUES ('demo', ?)").run(now);
  }

  /** What memory is ahead of the disk. Throws where the disk fails; nothing is lost by trying again. */
  save(): void {
    this.lockouts.save();
    this.sessions.saveEnds();
    this.sessions.flush();
  }

  close(): void {
    try {
      this.save();
    } catch (error) {
      if (!storageFault(error)) throw error;
    }
    this.db.close();
  }
}
