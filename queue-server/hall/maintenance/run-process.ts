import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BackupTrouble } from '@hall/shared/contracts/backup';
import { err, type Fault, fault, type Result } from '@hall/shared/contracts/result';
import type { ProcessJob } from './backup-process.ts';

const PROGRAM = fileURLToPath(new URL('./backup-process.ts', import.meta.url));

export interface RunningBackup {
  readonly done: Promise<Result<unknown, Fault<BackupTrouble>>>;
  /** Ends it, unless a disk that does not answer holds it; the former backups stay as they are. */
  kill(): void;
}

/** Starts the process of a backup; its end without an outcome is an outcome, too. */
export function runBackupProcess(request: ProcessJob): RunningBackup {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const done = new Promise<Result<unknown, Fault<BackupTrouble>>>((resolve) => {
    child.once('error', (error) => resolve(err(fault('failed', error.message))));
    child.once('close', (code, signal) => {
      try {
        resolve(JSON.parse(said));
      } catch {
        resolve(err(fault('failed', `the backup process ended (${signal ?? code}) without an outcome`)));
      }
    });
  });
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(request));
  return { done, kill: () => child.kill('SIGKILL') };
}
