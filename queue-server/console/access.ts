import { COMMAND_ENTRIES, type CommandName } from '@hall/shared/contracts/commands';
import type { Role } from '@hall/shared/contracts/hall-config';

/** The console's pages, each for those who may give its commands; the server refuses the rest anyway. */
export type PageName =
  | 'windows'
  | 'guide'
  | 'manager'
  | 'settings'
  | 'reports'
  | 'replay'
  | 'devices'
  | 'health'
  | 'accounts'
  | 'sessions'
  | 'audit';

const NEEDS: Readonly<Record<PageName, CommandName>> = {
  windows: 'window.call',
  guide: 'ticket.take',
  manager: 'hall.read',
  settings: 'settings.read',
  reports: 'report.day',
  replay: 'replay.minute',
  devices: 'device.list',
  health: 'maintenance.health',
  accounts: 'account.list',
  // Everyone lists the own sessions, in the profile; the page is for whoever keeps the accounts.
  sessions: 'account.list',
  audit: 'audit.read',
};
const KEEPING = ['accounts', 'sessions', 'audit'] as const satisfies readonly PageName[];
/** A clerk may read the hall for choosing a window, but the manager's page is not theirs. */
const NOT_FOR_MANAGER_PAGE: readonly Role[] = ['clerk', 'chief'];

export function may(roles: readonly Role[], command: CommandName): boolean {
  return COMMAND_ENTRIES[command].roles.some((role) => roles.includes(role));
}

/** What the navigation offers, most fitting first: its head is where a login leads. */
export function pagesFor(roles: readonly Role[]): PageName[] {
  const order: PageName[] = roles.includes('manager')
    ? ['manager', 'reports', 'replay', 'guide', 'windows', 'settings', 'devices', 'health', ...KEEPING]
    : roles.includes('guide')
      ? ['guide', 'windows', 'manager', 'reports', 'replay', 'settings', 'devices', 'health', ...KEEPING]
      : ['windows', 'guide', 'manager', 'reports', 'replay', 'settings', 'devices', 'health', ...KEEPING];
  return order.filter(
    (page) =>
      may(roles, NEEDS[page]) &&
      (page !== 'manager' || roles.some((role) => !NOT_FOR_MANAGER_PAGE.includes(role))),
  );
}
