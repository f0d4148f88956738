import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Ledger } from '@hall/queue-server/hall/ledger/ledger';
import type { Submission } from '@hall/queue-server/hall/ledger/protocol';
import { commitBatch } from '@hall/queue-server/hall/ledger/writer';
import { testConfig } from '@hall/queue-server/hall/testing/hall';
import { loadHallKeys } from '@hall/queue-server/hall/vault/hall-key';
import { Vault } from '@hall/queue-server/hall/vault/vault';
import type { HallConfig } from '@hall/shared/contracts/hall-config';

/** The demo hall with numbers enough for a soak. */
export function soakConfig(): HallConfig {
  return testConfig((config) => ({
    ...config,
    queues: config.queues.map((queue) => ({ ...queue, digits: 4, lastNumber: 9999, dailyQuota: 9999 })),
  }));
}

/** Where ledger, vault and hall key of a soak lie. */
export interface GroundFiles {
  readonly ledgerFile: string;
  readonly vaultFile: string;
  readonly hallKeyFile: string;
}

export function groundFiles(folder: string): GroundFiles {
  return {
    ledgerFile: path.join(folder, 'ledger.db'),
    vaultFile: path.join(folder, 'vault.db'),
    hallKeyFile: path.join(folder, 'keys', 'hall.key'),
  };
}

export interface Ground {
  readonly ledger: Ledger;
  readonly vault: Vault;
  readonly config: HallConfig;
  commit(batch: readonly Submission[]): ReturnType<typeof commitBatch>;
  close(): void;
}

/** Ledger and vault as the writer thread has them, in this thread. Throws the sentence that a start would end with. */
export function openGround(
  folder: string,
  config: HallConfig,
  options: { readonly synchronous?: 'FULL' | 'NORMAL'; readonly newId?: () => string } = {},
): Ground {
  const files = groundFiles(folder);
  mkdirSync(path.dirname(files.hallKeyFile), { recursive: true, mode: 0o700 });
  const vault = new Vault(files.vaultFile, loadHallKeys(files.hallKeyFile, files.vaultFile));
  let ledger: Ledger;
  try {
    ledger = new Ledger({ file: files.ledgerFile, config, ...options });
  } catch (error) {
    vault.close();
    throw error;
  }
  return {
    ledger,
    vault,
    config,
    commit: (batch) => commitBatch(ledger, vault, batch, config.timeZone),
    close() {
      ledger.close();
      vault.close();
    },
  };
}
