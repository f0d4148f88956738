import { constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { type BackupJob, makeBackup, refreshPersonKeys } from './backup.ts';
import { lookInto } from './folder.ts';
import { expireFormer } from './former.ts';

/**
 * A backup as a process of its own, behind everything else on the machine: job as JSON on standard input, outcome
 * as one line of JSON on standard output. A process rather than a thread, because its copying and encrypting
 * must not share a heap, or an end, with the hall. Whatever touches the backup disk or wipes files is done here:
 * a share that hangs, or a gigabyte of zeros, would keep the hall from its residents. Times are the hall's.
 */
export type ProcessJob =
  | { readonly kind: 'backup'; readonly job: BackupJob; readonly at: number }
  | { readonly kind: 'person-keys'; readonly job: BackupJob }
  | { readonly kind: 'list'; readonly folder: string; readonly hall: string }
  | { readonly kind: 'former'; readonly data: string; readonly at: number };

try {
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // Some systems do not let a program lower its own priority: then it works at the usual one.
}
const asked = JSON.parse(await text(process.stdin)) as ProcessJob;
process.stdout.write(`${JSON.stringify(await outcomeOf(asked))}\n`);

async function outcomeOf(asked: ProcessJob): Promise<unknown> {
  if (asked.kind === 'backup') return makeBackup(asked.job, () => asked.at);
  if (asked.kind === 'person-keys') return refreshPersonKeys(asked.job);
  if (asked.kind === 'list') return lookInto(asked.folder, asked.hall);
  return expireFormer(asked.data, asked.at, Date.now());
}
