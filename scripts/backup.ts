import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadHallConfig } from '@hall/queue-server/hall/config/load';
import { makeBackup } from '@hall/queue-server/hall/maintenance/backup';
import { backupsIn } from '@hall/queue-server/hall/maintenance/folder';
import { makeIdentity, readIdentity } from '@hall/queue-server/hall/maintenance/identity';
import { backupKeys } from '@hall/queue-server/hall/maintenance/keys';
import { unpackBackup } from '@hall/queue-server/hall/maintenance/unpack';
import { problemIn } from '@hall/queue-server/hall/maintenance/upgrade';
import { BackupRecipient, type BackupSettings } from '@hall/shared/contracts/backup';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { DATA, dataFolders, stopWith, VERSION } from './launch/maintenance.ts';
import { ROOT } from './launch/options.ts';

const HELP = `npm run backup -- init --identity FILE          makes the key pair; take FILE away
npm run backup                                   makes a backup now
npm run backup -- list                           shows the backups
npm run backup -- verify BACKUP --identity FILE  opens one and checks every event
npm run backup -- keys --to DIR                  copies the hall's own keys to another place
with --config FILE (the hall's configuration), --data DIR, --keys DIR, --to DIR, --recipient KEY, --same-disk`;

const { values, positionals } = readArguments();
const { data, keys } = dataFolders(values.data, values.keys);
const hallKeyFile = path.join(keys, 'hall.key');

switch (positionals[0] ?? 'run') {
  case 'init': {
    const made = await makeIdentity(need('identity'), [data, keys]);
    if (!made.ok) stopWith(made.error);
    console.log(`The private key is in ${values.identity}: take it away from this machine, and keep a second copy.
Without it no backup can be opened, by anybody.

Put this into the hall's configuration:

backup:
  folder: /mnt/backup        # a second disk
  at: "02:30"
  recipient: ${made.value.recipient}`);
    break;
  }
  case 'run': {
    const config = hallConfig();
    const settings = settingsOf(config);
    const made = await makeBackup(
      {
        ...{ hall: config.id, timeZone: config.timeZone, program: VERSION, data, hallKeyFile },
        ...{ config: values.config, pauseMs: 0, ...settings },
      },
      Date.now,
    );
    if (!made.ok) stopWith(`No backup was made. ${made.error.message}`);
    const { file, bytes, seq, deleted } = made.value;
    console.log(`${path.join(settings.folder, file)}: ${mib(bytes)} MiB, up to event ${seq}.`);
    if (deleted.length > 0) console.log(`Older ones that went: ${deleted.join(', ')}.`);
    break;
  }
  case 'list': {
    const config = hallConfig();
    const found = backupsIn(settingsOf(config).folder, config.id);
    for (const { file, at, bytes, seq } of found) {
      console.log(`${new Date(at).toISOString()}  ${file}  ${mib(bytes)} MiB  event ${seq}`);
    }
    if (found.length === 0) console.log('There are no backups.');
    break;
  }
  case 'verify': {
    const file = positionals[1] ?? stopWith(`Name the backup.\n${HELP}`);
    const identity = readIdentity(need('identity'));
    if (!identity.ok) stopWith(identity.error);
    const folder = mkdtempSync(path.join(values.work ?? tmpdir(), 'yichuang-verify-'));
    try {
      const unpacked = await unpackBackup(file, identity.value, folder, null);
      const problem = unpacked.ok ? problemIn(folder) : unpacked.error;
      if (problem !== null || !unpacked.ok) stopWith(`${file} is NOT SOUND: ${problem}`);
      const { seq, at, hall } = unpacked.value;
      console.log(`${file} is sound: hall ${hall}, ${new Date(at).toISOString()}, ${seq} events checked.`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    break;
  }
  case 'keys': {
    const config = hallConfig();
    const recipient =
      values.recipient ?? config.backup?.recipient ?? stopWith('Name the public key with --recipient.');
    const made = await backupKeys({
      ...{ keys, to: need('to'), recipient },
      apartFrom: [data, ...(config.backup ? [config.backup.folder] : [])],
    });
    if (!made.ok) stopWith(made.error);
    console.log(`${made.value.file}: ${made.value.names.join(', ')}. Keep it apart from the backups.`);
    break;
  }
  default:
    stopWith(HELP);
}

function hallConfig(): HallConfig {
  const loaded = loadHallConfig(values.config);
  return loaded.ok ? loaded.value : stopWith(loaded.error.message);
}

function settingsOf(config: HallConfig): Omit<BackupSettings, 'at'> {
  const { backup } = config;
  const folder = values.to ?? backup?.folder;
  const recipient = values.recipient ?? backup?.recipient;
  if (folder === undefined || recipient === undefined) {
    stopWith(
      `The configuration has no section "backup": run init first, or say --to DIR and --recipient KEY.`,
    );
  }
  if (!BackupRecipient.safeParse(recipient).success)
    stopWith(`"${recipient}" is not a public key of age (age1…).`);
  return {
    ...{ folder: path.resolve(folder), recipient },
    sameDisk: values['same-disk'] || (backup?.sameDisk ?? false),
    keepDaily: backup?.keepDaily ?? 14,
    keepWeekly: backup?.keepWeekly ?? 8,
  };
}

function need(name: 'identity' | 'to'): string {
  return values[name] ?? stopWith(`--${name} is needed.\n${HELP}`);
}

function mib(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        config: { type: 'string', default: path.join(ROOT, 'queue-server/hall/config/demo-hall.yaml') },
        data: { type: 'string', default: DATA },
        keys: { type: 'string' },
        to: { type: 'string' },
        recipient: { type: 'string' },
        identity: { type: 'string' },
        work: { type: 'string' },
        'same-disk': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return stopWith(`${(error as Error).message}.\n${HELP}`);
  }
}
