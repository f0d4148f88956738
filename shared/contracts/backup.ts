import { z } from 'zod';
import { type CommandEntry, get, post } from './command-entry.ts';
import { Instant } from './identifiers.ts';

/** Public key of age that backups are encrypted to; the private one is not on the server. */
export const BackupRecipient = z
  .string()
  .regex(
    /^age1(?:pq1)?[02-9ac-hj-np-z]{50,3000}$/,
    'not a public key of age: make one with npm run backup -- init',
  );

/** `backup:` in a hall's configuration; without it nothing is backed up by itself. */
export const BackupSettings = z.strictObject({
  /** Where backups go: a folder on another disk, such as a mounted second drive. */
  folder: z.string().min(1).max(400),
  /** Every day at this time of the hall. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written HH:MM')
    .default('02:30'),
  keepDaily: z.number().int().min(1).max(400).default(14),
  keepWeekly: z.number().int().min(0).max(200).default(8),
  recipient: BackupRecipient,
  /** Allows a folder on the disk of the data: that is lost together with it. */
  sameDisk: z.boolean().default(false),
});
export type BackupSettings = z.infer<typeof BackupSettings>;

/** Why a backup was not made. Former backups are untouched in each case. */
export const BACKUP_TROUBLES = [
  'folder-missing',
  'folder-on-same-disk',
  'folder-full',
  'folder-not-writable',
  'data-disk-full',
  'already-running',
  'damaged-data',
  'written-badly',
  'recipient-wrong',
  'failed',
] as const;
export const BackupTrouble = z.enum(BACKUP_TROUBLES);
export type BackupTrouble = z.infer<typeof BackupTrouble>;

export const BackupEntry = z.strictObject({
  /** Name of the file in the backup folder. */
  file: z.string(),
  at: Instant,
  bytes: z.number().int(),
  /** Ledger position that it holds. */
  seq: z.number().int(),
  epoch: z.string(),
});
export type BackupEntry = z.infer<typeof BackupEntry>;

export const BackupReport = z.strictObject({
  /** `off`: nothing is set up; `never`: set up, none made yet; `late`: the last good one is too old. */
  state: z.enum(['off', 'never', 'good', 'late', 'failed']),
  running: z.boolean(),
  folder: z.string().nullable(),
  /** When the next one is due; null where none is planned. */
  next: Instant.nullable(),
  keepDaily: z.number().int(),
  keepWeekly: z.number().int(),
  /** The last try of this server, also one that failed. */
  lastTry: z.strictObject({ at: Instant, trouble: BackupTrouble.nullable() }).nullable(),
  /** In the folder now, newest first. */
  backups: z.array(BackupEntry),
  /** When the keys of persons were last copied beside them. */
  personKeysAt: Instant.nullable(),
  /** Where this ledger itself was restored from a backup: when, and from which time. */
  restored: z.strictObject({ at: Instant, from: Instant }).nullable(),
});
export type BackupReport = z.infer<typeof BackupReport>;

export const BACKUP_COMMANDS = {
  'backup.list': {
    body: z.strictObject({}),
    answer: BackupReport,
    roles: ['manager', 'auditor', 'administrator'],
    devices: [],
    http: get('/backups'),
    reads: true,
    says: 'the backups that there are, the next one, and what went wrong',
  },
  'backup.run': {
    body: z.strictObject({}),
    answer: z.strictObject({ started: z.literal(true) }),
    roles: ['administrator'],
    devices: [],
    http: post('/backups'),
    reads: false,
    says: 'make a backup now, besides the daily one',
  },
} as const satisfies Record<string, CommandEntry>;
