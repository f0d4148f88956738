import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { isReservedName } from '@hall/shared/contracts/reserved-names';
import type { Logger } from 'pino';
import type { LedgerClient } from '../ledger/client.ts';
import { AccessNotes } from './access-notes.ts';
import { StaffDirectory } from './directory.ts';
import { FLUSH_MS } from './sessions.ts';
import { SetupCode } from './setup-code.ts';
import type { AccessStore } from './store.ts';

/** Sessions that are over end this late at most, also where nobody asks any more. */
const SWEEP_MS = 10_000;

export interface StaffDoors {
  readonly staff: StaffDirectory;
  readonly notes: AccessNotes;
  /** Null in the demo. */
  readonly setup: SetupCode | null;
  /** To be shown at the machine; null where an administrator can log in. */
  readonly setupCode: string | null;
  stop(): void;
}

export interface StaffDoorsOptions {
  readonly access: AccessStore;
  readonly config: HallConfig;
  readonly ledger: LedgerClient;
  /** Folder of keys and credentials. */
  readonly keys: string;
  readonly demo: boolean;
  readonly log: Logger;
  readonly now: () => number;
}

/** Brings the accounts in line with the configuration, makes the set-up code where one is needed, keeps time. */
export async function openStaffDoors(options: StaffDoorsOptions): Promise<StaffDoors> {
  const { access, config, ledger, keys, demo, log, now } = options;
  const { accounts, sessions } = access;
  accounts.seed(config.staff, now());
  const staff = new StaffDirectory(config, accounts);
  const notes = new AccessNotes(ledger, now);
  if (!demo) {
    for (const username of accounts.dropDemoPasswords()) sessions.endAll(username, 'ended');
    for (const { id, enrolledBy } of access.enrolledDevices()) {
      if (enrolledBy === 'demo') access.devices.revoke(id, now(), 'hall');
    }
  }
  // Made before the name was reserved, or before a device got it: it would pass for that in the audit trail.
  for (const { username, state } of accounts.all()) {
    if (state === 'disabled' || !isReservedName(username, config)) continue;
    accounts.change(username, { state: 'disabled' }, 'hall', now());
    log.warn(
      { event: 'account.reserved-name', username },
      'disabled: the name is the server’s or a device’s',
    );
    notes.nameReserved(username);
  }
  for (const account of accounts.all()) {
    if (account.state === 'disabled') sessions.endAll(account.username, 'disabled');
  }
  const setup = demo ? null : new SetupCode(access.db, keys);
  let setupCode: string | null = null;
  if (setup && (accounts.administrators().length === 0 || setup.reopened)) {
    setupCode = await setup.offer(now());
    if (setup.reopened) notes.setupReopened();
    log.warn({ event: 'setup.open', reopened: setup.reopened }, 'the set-up code is in the keys folder');
  } else setup?.close();
  sessions.onEnd(({ username }, why) => {
    if (why === 'idle' || why === 'expired') notes.sessionOver(username, why);
  });
  const guarded = (work: () => void) => () => {
    try {
      work();
    } catch (error) {
      // A full disk: what memory knows counts, and the next round tries to write it again.
      log.warn({ event: 'access.not-saved', reason: (error as Error).message }, 'logins not saved');
    }
  };
  const sweep = setInterval(
    guarded(() => {
      sessions.sweep(now());
      notes.sweep();
      access.lockouts.sweep(now());
      sessions.saveEnds();
      access.lockouts.save();
    }),
    SWEEP_MS,
  );
  const flush = setInterval(
    guarded(() => sessions.flush()),
    FLUSH_MS,
  );
  return {
    staff,
    notes,
    setup,
    setupCode,
    stop() {
      clearInterval(sweep);
      clearInterval(flush);
      notes.sweep(true);
    },
  };
}
