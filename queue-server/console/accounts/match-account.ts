import type { Account } from '@hall/shared/contracts/accounts';

/** Whether what was typed stands anywhere in a person's names; nothing typed fits everyone. Pure. */
export function matchesAccount(
  account: Pick<Account, 'username' | 'name' | 'nameEn'>,
  typed: string,
): boolean {
  const wanted = typed.normalize('NFKC').trim().toLowerCase();
  return [account.username, account.name, account.nameEn].some((name) => name.toLowerCase().includes(wanted));
}
