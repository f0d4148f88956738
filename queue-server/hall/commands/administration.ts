import { ACCOUNT_COMMANDS } from '@hall/shared/contracts/accounts';
import type { CommandAnswer, CommandBody, CommandName } from '@hall/shared/contracts/commands';
import { ENROLMENT_COMMANDS } from '@hall/shared/contracts/enrolment';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import { ESTIMATE_COMMANDS } from '@hall/shared/contracts/estimates';
import { GUIDE_DESK_COMMANDS } from '@hall/shared/contracts/guide-desk';
import { MAINTENANCE_COMMANDS } from '@hall/shared/contracts/maintenance';
import { PAPER_SCAN_COMMANDS } from '@hall/shared/contracts/paper-scan';
import { PRIVACY_COMMANDS } from '@hall/shared/contracts/privacy';
import { PUBLIC_INFO_COMMANDS } from '@hall/shared/contracts/public-info';
import { QUEUE_LINE_COMMANDS } from '@hall/shared/contracts/queue-line';
import { QUEUEING_READS } from '@hall/shared/contracts/queueing';
import { REMOTE_COMMANDS } from '@hall/shared/contracts/remote';
import { REPORT_COMMANDS } from '@hall/shared/contracts/reports';
import { RESIDENT_COMMANDS } from '@hall/shared/contracts/resident';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { SETTINGS_COMMANDS } from '@hall/shared/contracts/settings';
import type { Actor } from '../access/store.ts';

/**
 * Commands about the hall's own keeping: accounts, devices, personal data, maintenance. They do not go
 * through the hall's ledger state; whoever handles one notes the act in the ledger (`audit.note`) before
 * answering, so that every act of an administrator is in the chain.
 */
const ADMINISTRATION = {
  ...ACCOUNT_COMMANDS,
  ...ENROLMENT_COMMANDS,
  ...PRIVACY_COMMANDS,
  ...MAINTENANCE_COMMANDS,
  ...ESTIMATE_COMMANDS,
  ...SETTINGS_COMMANDS,
  ...REPORT_COMMANDS,
  ...GUIDE_DESK_COMMANDS,
  ...REMOTE_COMMANDS,
  ...QUEUEING_READS,
  ...QUEUE_LINE_COMMANDS,
  ...PUBLIC_INFO_COMMANDS,
  ...PAPER_SCAN_COMMANDS,
  ...RESIDENT_COMMANDS,
};
export type AdministrationName = CommandName & keyof typeof ADMINISTRATION;

export interface Asked<N extends CommandName> {
  readonly actor: Actor;
  readonly body: CommandBody<N>;
  readonly requestId: string;
}

/** A handler for each command of `N`. The same requestId must lead to the same end, not to a second act. */
export type Handlers<N extends CommandName> = {
  readonly [K in N]: (asked: Asked<K>) => Promise<Result<CommandAnswer<K>, Fault<ErrorCode>>>;
};

export type AdministrationHandlers = Handlers<AdministrationName>;

export function isAdministration(name: CommandName): name is AdministrationName {
  return Object.hasOwn(ADMINISTRATION, name);
}
