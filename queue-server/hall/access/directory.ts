import type { HallConfig, StaffConfig } from '@hall/shared/contracts/hall-config';
import type { Accounts, StaffAccount } from './accounts.ts';

/** A member of staff as the rest of the server sees one. What only the configuration knows may be missing. */
export interface StaffMember extends Pick<StaffAccount, 'username' | 'name' | 'nameEn' | 'roles' | 'state'> {
  readonly staffNumber: string | null;
  readonly department: string | null;
  readonly post: StaffConfig['post'] | null;
  /** 星级; 0 where nobody has given any. */
  readonly stars: number;
}

/** Looks up staff by user name; undefined for names that never had an account. */
export interface StaffLookup {
  find(username: string): StaffMember | undefined;
}

/**
 * The one place that says who a member of staff is: names, roles and state from the account, which the
 * console may have changed or made; number, department, post and stars from the configuration.
 */
export class StaffDirectory implements StaffLookup {
  readonly #accounts: Accounts;
  readonly #configured: ReadonlyMap<string, StaffConfig>;
  /** Made anew when the account is: accounts are replaced, never changed in place. */
  readonly #members = new WeakMap<StaffAccount, StaffMember>();

  constructor(config: HallConfig, accounts: Accounts) {
    this.#accounts = accounts;
    this.#configured = new Map(config.staff.map((member) => [member.username, member]));
  }

  find(username: string): StaffMember | undefined {
    const account = this.#accounts.find(username);
    if (!account) return undefined;
    const kept = this.#members.get(account);
    if (kept) return kept;
    const configured = this.#configured.get(username);
    const member: StaffMember = {
      username,
      name: account.name,
      nameEn: account.nameEn,
      roles: account.roles,
      state: account.state,
      staffNumber: configured?.staffNumber ?? null,
      department: configured?.department ?? null,
      post: configured?.post ?? null,
      stars: configured?.stars ?? 0,
    };
    this.#members.set(account, member);
    return member;
  }

  /** Every account, by user name. */
  all(): StaffMember[] {
    return this.#accounts.all().flatMap(({ username }) => this.find(username) ?? []);
  }
}

/** Staff as the configuration alone knows them, where there is no database: tests and previews. */
export function configuredStaff(config: HallConfig): StaffLookup {
  const members = new Map(
    config.staff.map((member): [string, StaffMember] => [member.username, { ...member, state: 'active' }]),
  );
  return { find: (username) => members.get(username) };
}
