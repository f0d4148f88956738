import { constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { type BackupJob, makeBackup, refreshPersonKeys } from './backup.ts';

/**
 * A backup as a process of its own, behind everything else on the machine: job as JSON on standard input, outcome
 * as one line of JSON on standard output. A process rather than a thread, because its copying and encrypting
 * must not share a heap, or an end, with the hall.
 */
export interface ProcessJob {
  readonly kind: 'backup' | 'person-keys';
  readonly job: BackupJob;
}

try {
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // Some systems do not let a program lower its own priority: then it works at the usual one.
}
const { kind, job } = JSON.parse(await text(process.stdin)) as ProcessJob;
const outcome = kind === 'backup' ? await makeBackup(job, Date.now) : await refreshPersonKeys(job);
process.stdout.write(`${JSON.stringify(outcome)}\n`);
