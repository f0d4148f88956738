import { COMMAND_ENTRIES, type CommandName } from '@hall/shared/contracts/commands';
import type { Role } from '@hall/shared/contracts/hall-config';

/** The console's pages, each for those who may give its commands; the server refuses the rest anyway. */
export type PageName = 'windows' | 'guide' | 'manager';

const NEEDS: Readonly<Record<PageName, CommandName>> = {
  windows: 'window.call',
  guide: 'ticket.take',
  manager: 'hall.read',
};
/** A clerk may read the hall for choosing a window, but the manager's page is not theirs. */
const NOT_FOR_MANAGER_PAGE: readonly Role[] = ['clerk', 'chief'];

export function may(roles: readonly Role[], command: CommandName): boolean {
  return COMMAND_ENTRIES[command].roles.some((role) => roles.includes(role));
}

/** What the navigation offers, most fitting first: its head is where a login leads. */
export function pagesFor(roles: readonly Role[]): PageName[] {
  const order: PageName[] = roles.includes('manager')
    ? ['manager', 'guide', 'windows']
    : roles.includes('guide')
      ? ['guide', 'windows', 'manager']
      : ['windows', 'guide', 'manager'];
  return order.filter(
    (page) =>
      may(roles, NEEDS[page]) &&
      (page !== 'manager' || roles.some((role) => !NOT_FOR_MANAGER_PAGE.includes(role))),
  );
}
