import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import { loadHallConfig } from '../config/load.ts';
import { keepDoors } from './doors.ts';
import { noteRestore, restoresOf } from './folder.ts';
import { isOpenElsewhere } from './lock.ts';
import { type Manifest, manifestKey } from './manifest.ts';
import { bringPersonKeys } from './person-keys-back.ts';
import { type Renewed, renewLedger } from './renew.ts';
import { databasesOf } from './snapshot.ts';
import { freeName, settleSwap, swapFolders } from './swap.ts';
import { unpackBackup } from './unpack.ts';

export interface RestoreOptions {
  /** The backup, and the private key that opens it (`AGE-SECRET-KEY-…`). */
  readonly from: string;
  readonly identity: string;
  /** The hall's data folder: what is there is kept beside it. */
  readonly data: string;
  readonly hallKeyFile: string;
  /** Another configuration than the one in the backup. */
  readonly config: string | null;
  /** Queue id or prefix → the last number that somebody holds. */
  readonly lastNumbers: Readonly<Record<string, number>>;
  readonly lastCase: number | null;
  /** How many restores today saw before this one, where the backup folder cannot tell. */
  readonly restoresBefore: number | null;
  /** Goes on though no keys of persons are found: nobody in the vault can be read then. */
  readonly withoutPersonKeys: boolean;
  readonly now: () => number;
  /** Progress, one sentence a time. */
  readonly say: (sentence: string) => void;
}

export interface Restored extends Renewed {
  readonly backup: Manifest;
  /** Where the former data folder is now; null where there was none. */
  readonly kept: string | null;
  /** People who were forgotten after the backup and had to be forgotten again. */
  readonly forgottenAgain: number;
}

/**
 * Puts a backup in the place of a hall's data. Everything is made and checked in a folder beside it; the present
 * one stays as it is until all is sound, and is kept afterwards, a damaged log with it. A sentence where that
 * cannot be.
 */
export async function restoreHall(options: RestoreOptions): Promise<Result<Restored, string>> {
  const { data, hallKeyFile, now, say } = options;
  settleSwap(data);
  if (existsSync(data) && databasesOf(data).some((name) => isOpenElsewhere(path.join(data, name)))) {
    return err('The hall is running on this folder: stop it first.');
  }
  if (!existsSync(hallKeyFile)) {
    return err(
      `The hall key ${hallKeyFile} is missing: put the keys back first (npm run restore -- keys --from keys.age --identity FILE --keys DIR).`,
    );
  }
  const incoming = `${data}.restoring`;
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  try {
    return await restoreInto(incoming, options, now());
  } finally {
    rmSync(incoming, { recursive: true, force: true });
    say('');
  }
}

async function restoreInto(
  incoming: string,
  options: RestoreOptions,
  now: number,
): Promise<Result<Restored, string>> {
  const { data, hallKeyFile, say } = options;
  say('Reading and checking the backup …');
  const unpacked = await unpackBackup(options.from, options.identity, incoming, manifestKey(hallKeyFile));
  if (!unpacked.ok) return unpacked;
  const backup = unpacked.value;
  if (now < backup.at) {
    return err(
      `The clock of this machine shows a time before the backup was made (${new Date(backup.at).toISOString()}): set it first.`,
    );
  }
  const loaded = loadHallConfig(options.config ?? path.join(incoming, 'hall.yaml'));
  if (!loaded.ok) {
    return err(`The backup holds no usable configuration: name one with --config. ${loaded.error.message}`);
  }
  const config = loaded.value;
  if (config.id !== backup.hall) {
    return err(`The backup is of the hall "${backup.hall}", the configuration of "${config.id}".`);
  }
  const numbers = byQueue(options.lastNumbers, config);
  if (!numbers.ok) return numbers;

  keepDoors({ data, incoming, say });
  say('Putting the keys of persons back …');
  const keys = await bringPersonKeys({
    ...{ ...options, hall: config.id, incoming },
    needed: backup.personKeys,
  });
  if (!keys.ok) return keys;

  const epoch = newEpoch(backup.epoch);
  const folder = path.dirname(options.from);
  const { day } = localTime(now, config.timeZone);
  const before = restoresBefore(options, folder, config.id, day);
  if (!before.ok) return before;
  say('Checking the ledger and beginning a new epoch …');
  const renewed = renewLedger(
    path.join(incoming, 'ledger.db'),
    config,
    {
      from: { epoch: backup.epoch, seq: backup.seq, at: backup.at },
      epoch,
      restoresToday: before.value + 1,
      lastNumbers: numbers.value,
      lastCase: options.lastCase,
    },
    now,
  );
  if (!renewed.ok) return renewed;
  // On disk before anything is given out under it.
  try {
    noteRestore(folder, { hall: config.id, day, epoch });
  } catch (error) {
    if (options.restoresBefore === null) {
      return err(
        `${folder} cannot be written (${(error as NodeJS.ErrnoException).code}), and this restore must be noted there, so that a next one of the same day gives other numbers: make it writable, or say --restores-before N.`,
      );
    }
  }

  const kept = existsSync(data) ? freeName(`${data}.before-restore`) : null;
  swapFolders(data, incoming, kept ?? freeName(`${data}.before-restore`));
  return ok({ ...renewed.value, backup, kept, forgottenAgain: keys.value.forgottenAgain });
}

/** A queue may be named as people see it, by its letter. */
function byQueue(
  told: Readonly<Record<string, number>>,
  config: HallConfig,
): Result<Record<string, number>, string> {
  const numbers: Record<string, number> = {};
  for (const [name, number] of Object.entries(told)) {
    const queue = config.queues.find((entry) => entry.id === name || entry.prefix === name);
    if (!queue) return err(`There is no queue "${name}".`);
    numbers[queue.id] = number;
  }
  return ok(numbers);
}

function restoresBefore(
  { restoresBefore }: RestoreOptions,
  folder: string,
  hall: string,
  day: string,
): Result<number, string> {
  if (restoresBefore !== null) return ok(restoresBefore);
  try {
    return ok(restoresOf(folder, hall, day));
  } catch {
    return err(
      `The list of restores in ${folder} (restores.json) cannot be read: say with --restores-before N how many there were today.`,
    );
  }
}

/** Eight hex digits that differ from the former ones. */
export function newEpoch(former: string): string {
  for (;;) {
    const epoch = randomBytes(4).toString('hex');
    if (epoch !== former) return epoch;
  }
}
