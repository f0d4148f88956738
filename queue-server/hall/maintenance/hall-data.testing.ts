import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Person } from '@hall/shared/contracts/identity';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { openAccessDatabase } from '../access/database.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { Submission } from '../ledger/protocol.ts';
import { commitBatch } from '../ledger/writer.ts';
import { scratchFolder, testConfig } from '../testing/hall.ts';
import { loadHallKeys } from '../vault/hall-key.ts';
import { Vault } from '../vault/vault.ts';
import type { BackupJob } from './backup.ts';

/** A hall's data on the disk, without a server: ledger, vault, keys of persons, access. */
export interface HallData {
  readonly folder: string;
  readonly data: string;
  readonly target: string;
  readonly hallKeyFile: string;
  readonly identity: string;
  readonly config: HallConfig;
  readonly job: BackupJob;
  /** Takes tickets; with a card where a person is given. Returns number and reference. */
  take(queue: string, person?: Person): { number: string; personRef: string | null };
  readonly ledger: Ledger;
  readonly vault: Vault;
  /** Opens ledger and vault again, after `close`. */
  open(): void;
  close(): void;
  remove(): void;
}

export const WANG: Person = {
  name: '王小明',
  idNumber: '11010519491231002X',
  cardKind: 'resident',
} as Person;

export async function hallData(config: HallConfig = testConfig()): Promise<HallData> {
  const scratch = scratchFolder();
  const folder = scratch.path;
  const [data, target, keys] = ['hall', 'disk', 'keys'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(data);
  mkdirSync(target);
  const hallKeyFile = path.join(keys, 'hall.key');
  const identity = await generateX25519Identity();
  openAccessDatabase(path.join(data, 'access.db')).close();
  let ledger: Ledger;
  let vault: Vault;
  let serial = 0;
  const open = () => {
    const vaultFile = path.join(data, 'vault.db');
    vault = new Vault(vaultFile, loadHallKeys(hallKeyFile, vaultFile));
    ledger = new Ledger({ file: path.join(data, 'ledger.db'), config });
  };
  open();
  return {
    ...{ folder, data, target, hallKeyFile, identity, config, open },
    job: {
      ...{ hall: config.id, timeZone: config.timeZone, program: '0.0.0-test', data, hallKeyFile },
      ...{ config: null, folder: target, recipient: await identityToRecipient(identity) },
      ...{ sameDisk: true, keepDaily: 3, keepWeekly: 0, pauseMs: 0 },
    },
    get ledger() {
      return ledger;
    },
    get vault() {
      return vault;
    },
    take(queue, person) {
      serial += 1;
      const result = commitBatch(
        ledger,
        vault,
        [
          {
            command: 'ticket.take',
            body: { items: [], queue, paperless: true, ...(person ? { person } : {}) },
            ...{
              actor: 'kiosk-1',
              requestId: `take-${Date.now()}-${serial}`,
              repeatable: true,
              at: Date.now(),
            },
          } as Submission<'ticket.take'>,
        ],
        config.timeZone,
      );
      const [answer] = result.answers;
      if (!answer?.ok) throw new Error(answer?.error.message);
      const taken = result.events.find((event) => event.type === 'ticket.taken');
      if (taken?.type !== 'ticket.taken') throw new Error('no ticket');
      return { number: taken.data.number, personRef: taken.data.personRef };
    },
    close() {
      ledger.close();
      vault.close();
    },
    remove() {
      scratch.remove();
    },
  };
}
