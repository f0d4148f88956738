import { z } from 'zod';
import { BACKUP_COMMANDS } from './backup.ts';
import { type CommandEntry, get } from './command-entry.ts';
import { HealthReport } from './health.ts';

/** What keeps a hall running for years: health, backup, the ledger's heads. */
export const MAINTENANCE_COMMANDS = {
  ...BACKUP_COMMANDS,
  'maintenance.health': {
    body: z.strictObject({}),
    answer: HealthReport,
    roles: ['manager', 'administrator'],
    devices: [],
    http: get('/maintenance/health'),
    reads: true,
    says: 'how the hall is: server, storage, devices, time, certificates, backup, platform, ledger',
  },
} as const satisfies Record<string, CommandEntry>;
