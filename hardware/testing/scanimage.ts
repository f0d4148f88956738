import { spawnSync } from 'node:child_process';

/** Words to put behind a skipped test's name, or `undefined` when scanimage and its test device are there. */
export function whyScanimageIsMissing(): string | undefined {
  const found = spawnSync('scanimage', ['-d', 'test:0', '-n'], { stdio: 'ignore' });
  if (found.error !== undefined) return ' [skipped: the program scanimage is not installed (sane-utils)]';
  return found.status === 0 ? undefined : ' [skipped: scanimage has no test device]';
}
