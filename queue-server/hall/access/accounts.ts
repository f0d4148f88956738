import type { Role, StaffConfig } from '@hall/shared/contracts/hall-config';
import type { Database } from 'better-sqlite3';
import { fitsPassword, hashPassword, type PasswordHash } from './password-hash.ts';

/** ASVS and the buyer's rules: none of the last three passwords again, the present one counted. */
const REMEMBERED_PASSWORDS = 3;
/** By whom an account was last changed while only the hall's configuration has ever spoken about it. */
const BY_CONFIG = 'config';

export interface StaffAccount {
  readonly username: string;
  readonly name: string;
  readonly nameEn: string;
  readonly roles: readonly Role[];
  readonly state: 'active' | 'disabled';
  readonly origin: 'config' | 'console';
  /** Null: nobody can log in with it yet. */
  readonly password: 'own' | 'one-time' | 'demo' | null;
  readonly oneTimeUntil: number | null;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly changedAt: number;
  readonly changedBy: string;
}

interface Row {
  username: string;
  name: string;
  name_en: string;
  roles: string;
  state: StaffAccount['state'];
  origin: StaffAccount['origin'];
  salt: Buffer | null;
  hash: Buffer | null;
  password_kind: StaffAccount['password'];
  one_time_until: number | null;
  created_at: number;
  created_by: string;
  changed_at: number;
  changed_by: string;
}

export type PasswordSetting =
  | { readonly kind: 'own' }
  /** Good for one login until then, ms; the person must choose another. */
  | { readonly kind: 'one-time'; readonly until: number };

/**
 * Staff accounts. All of them are held in memory too: every request asks for one, and a hall has some
 * hundreds at most.
 */
export class Accounts {
  readonly #db: Database;
  readonly #known = new Map<string, StaffAccount>();
  readonly #hashes = new Map<string, PasswordHash>();
  readonly #statements;

  constructor(db: Database) {
    this.#db = db;
    this.#statements = {
      put: db.prepare(
        `INSERT INTO accounts (username, name, name_en, roles, state, origin, created_at, created_by, changed_at, changed_by)
         VALUES ($username, $name, $nameEn, $roles, $state, $origin, $createdAt, $createdBy, $changedAt, $changedBy)
         ON CONFLICT (username) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
           roles = excluded.roles, state = excluded.state, changed_at = excluded.changed_at,
           changed_by = excluded.changed_by`,
      ),
      password: db.prepare(
        'UPDATE accounts SET salt = ?, hash = ?, password_kind = ?, one_time_until = ? WHERE username = ?',
      ),
      remember: db.prepare('INSERT INTO own_passwords (username, salt, hash) VALUES (?, ?, ?)'),
      forgetOlder: db.prepare(
        `DELETE FROM own_passwords WHERE username = ? AND id NOT IN
           (SELECT id FROM own_passwords WHERE username = ? ORDER BY id DESC LIMIT ${REMEMBERED_PASSWORDS})`,
      ),
      remembered: db.prepare('SELECT salt, hash FROM own_passwords WHERE username = ?'),
    };
    for (const row of db.prepare('SELECT * FROM accounts').all() as Row[]) {
      this.#known.set(row.username, accountOf(row));
      if (row.salt && row.hash) this.#hashes.set(row.username, { salt: row.salt, hash: row.hash });
    }
  }

  /**
   * Gives every configured member of staff an account. Until somebody changes it in the console, an account
   * of the configuration follows it: its names, its roles, and its end when the member is taken out.
   */
  seed(staff: readonly StaffConfig[], now: number): void {
    this.#db.transaction(() => {
      const configured = new Set(staff.map((member) => member.username));
      for (const member of staff) {
        const known = this.#known.get(member.username);
        if (known && !isConfigs(known)) continue;
        const wanted = {
          name: member.name,
          nameEn: member.nameEn,
          roles: member.roles,
          state: 'active',
        } as const;
        if (known && sameAs(known, wanted)) continue;
        this.#put({
          username: member.username,
          origin: 'config',
          password: null,
          oneTimeUntil: null,
          createdAt: now,
          createdBy: BY_CONFIG,
          ...known,
          ...wanted,
          changedAt: now,
          changedBy: BY_CONFIG,
        });
      }
      for (const known of this.#known.values()) {
        if (!isConfigs(known) || configured.has(known.username) || known.state === 'disabled') continue;
        this.#put({ ...known, state: 'disabled', changedAt: now });
      }
    })();
  }

  find(username: string): StaffAccount | undefined {
    return this.#known.get(username);
  }

  /** By user name. */
  all(): StaffAccount[] {
    return [...this.#known.values()].sort((a, b) => (a.username < b.username ? -1 : 1));
  }

  /** Administrators who can log in. */
  administrators(): StaffAccount[] {
    return this.all().filter(
      ({ state, roles, password }) =>
        state === 'active' && roles.includes('administrator') && password !== null,
    );
  }

  create(
    account: Pick<StaffAccount, 'username' | 'name' | 'nameEn' | 'roles'>,
    by: string,
    now: number,
  ): StaffAccount {
    if (this.#known.has(account.username)) throw new Error('the user name is taken');
    return this.#put({
      ...account,
      state: 'active',
      origin: 'console',
      password: null,
      oneTimeUntil: null,
      createdAt: now,
      createdBy: by,
      changedAt: now,
      changedBy: by,
    });
  }

  change(
    username: string,
    change: Partial<Pick<StaffAccount, 'name' | 'nameEn' | 'roles' | 'state'>>,
    by: string,
    now: number,
  ): StaffAccount {
    const known = this.#must(username);
    return this.#put({ ...known, ...change, changedAt: now, changedBy: by });
  }

  /** Takes as long for an unknown name as for a wrong password. */
  checkPassword(username: string, password: string): Promise<boolean> {
    return fitsPassword(password, this.#hashes.get(username) ?? null);
  }

  /** Stands for the present password: another object as soon as that changes. Null where there is none. */
  passwordOf(username: string): object | null {
    return this.#hashes.get(username) ?? null;
  }

  /**
   * @param still if given, what {@link passwordOf} must still say when the new password is hashed.
   * @returns false where it says something else: nothing has changed then.
   */
  async setPassword(
    username: string,
    password: string,
    setting: PasswordSetting,
    still?: object | null,
  ): Promise<boolean> {
    const hashed = await hashPassword(password);
    if (still !== undefined && still !== this.passwordOf(username)) return false;
    const until = setting.kind === 'one-time' ? setting.until : null;
    this.#db.transaction(() => {
      this.#statements.password.run(hashed.salt, hashed.hash, setting.kind, until, username);
      if (setting.kind !== 'own') return;
      this.#statements.remember.run(username, hashed.salt, hashed.hash);
      this.#statements.forgetOlder.run(username, username);
    })();
    this.#hashes.set(username, hashed);
    this.#known.set(username, { ...this.#must(username), password: setting.kind, oneTimeUntil: until });
    return true;
  }

  /** One password for all of them, hashed once: a demo's protects nothing, and its start should not wait. */
  async setDemoPassword(usernames: readonly string[], password: string): Promise<void> {
    const hashed = await hashPassword(password);
    this.#db.transaction(() => {
      for (const username of usernames) {
        this.#statements.password.run(hashed.salt, hashed.hash, 'demo', null, username);
      }
    })();
    for (const username of usernames) {
      this.#hashes.set(username, hashed);
      this.#known.set(username, { ...this.#must(username), password: 'demo', oneTimeUntil: null });
    }
  }

  /** Whether it is the present password, a one-time one too, or one of the person's own last ones. */
  async wasUsed(username: string, password: string): Promise<boolean> {
    const former = this.#statements.remembered.all(username) as PasswordHash[];
    const present = this.#hashes.get(username);
    const candidates = former.filter((known) => !present?.hash.equals(known.hash));
    for (const known of present ? [present, ...candidates] : candidates) {
      if (await fitsPassword(password, known)) return true;
    }
    return false;
  }

  /** A data folder that a demo was played on must not open a production hall with the demo's password. */
  dropDemoPasswords(): string[] {
    const dropped = this.all().filter((account) => account.password === 'demo');
    this.#db.transaction(() => {
      for (const { username } of dropped) this.#statements.password.run(null, null, null, null, username);
    })();
    for (const account of dropped) {
      this.#hashes.delete(account.username);
      this.#known.set(account.username, { ...account, password: null });
    }
    return dropped.map((account) => account.username);
  }

  #must(username: string): StaffAccount {
    const known = this.#known.get(username);
    if (!known) throw new Error('no such account');
    return known;
  }

  #put(account: StaffAccount): StaffAccount {
    const { username, name, nameEn, roles, state, origin, createdAt, createdBy, changedAt, changedBy } =
      account;
    this.#statements.put.run({
      username,
      name,
      nameEn,
      roles: JSON.stringify(roles),
      state,
      origin,
      createdAt,
      createdBy,
      changedAt,
      changedBy,
    });
    this.#known.set(username, account);
    return account;
  }
}

function isConfigs(account: StaffAccount): boolean {
  return account.origin === 'config' && account.changedBy === BY_CONFIG;
}

function sameAs(
  known: StaffAccount,
  wanted: Pick<StaffAccount, 'name' | 'nameEn' | 'roles' | 'state'>,
): boolean {
  return (
    known.name === wanted.name &&
    known.nameEn === wanted.nameEn &&
    known.state === wanted.state &&
    known.roles.join() === wanted.roles.join()
  );
}

function accountOf(row: Row): StaffAccount {
  return {
    username: row.username,
    name: row.name,
    nameEn: row.name_en,
    roles: JSON.parse(row.roles) as Role[],
    state: row.state,
    origin: row.origin,
    password: row.password_kind,
    oneTimeUntil: row.one_time_until,
    createdAt: row.created_at,
    createdBy: row.created_by,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}
