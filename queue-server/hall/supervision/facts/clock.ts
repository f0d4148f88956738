import { execFile } from 'node:child_process';

/** systemd answers within milliseconds, or it is not there. */
const ASK_WITHIN_MS = 3_000;

/** Whether the system's clock follows a time source; null where timedatectl is missing or does not say. */
export function clockSynchronised(): Promise<boolean | null> {
  return new Promise((resolve) => {
    execFile(
      'timedatectl',
      ['show', '--property=NTPSynchronized', '--value'],
      { timeout: ASK_WITHIN_MS },
      (error, stdout) => {
        const word = stdout.trim();
        resolve(error ? null : word === 'yes' ? true : word === 'no' ? false : null);
      },
    );
  });
}

export function machineZone(): string {
  return new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
}
