import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { Role } from '@hall/shared/contracts/hall-config';
import { separationProblem } from '@hall/shared/contracts/roles';
import type { StaffAccount } from './accounts.ts';

export interface AccountChange {
  readonly name?: string | undefined;
  readonly nameEn?: string | undefined;
  readonly roles?: readonly Role[] | undefined;
  readonly state?: 'active' | 'disabled' | undefined;
}

/**
 * Why an administrator may not change an account this way, or null. Pure. The rules, in their order:
 * 1. nobody changes the own roles or state;
 * 2. running, auditing and administering never meet in one account (`DUTY_OF`);
 * 3. somebody stays who can administer.
 */
export function accountChangeProblem(
  by: string,
  account: Pick<StaffAccount, 'username' | 'roles' | 'state'>,
  change: AccountChange,
  administrators: readonly string[],
): ErrorCode | null {
  const roles = change.roles ?? account.roles;
  const state = change.state ?? account.state;
  const weighty = state !== account.state || !sameRoles(roles, account.roles);
  if (weighty && account.username === by) return 'OWN_ACCOUNT';
  if (separationProblem(roles)) return 'ROLES_CONFLICT';
  const administers = state === 'active' && roles.includes('administrator');
  if (!administers && administrators.length === 1 && administrators[0] === account.username) {
    return 'LAST_ADMINISTRATOR';
  }
  return null;
}

export function sameRoles(a: readonly Role[], b: readonly Role[]): boolean {
  return [...new Set(a)].sort().join() === [...new Set(b)].sort().join();
}
