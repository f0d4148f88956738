import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../launch/options.ts';

const READY_WITHIN_MS = 120_000;
const LOOK_MS = 20;

export interface PlatformProcess {
  readonly url: string;
  kill(): Promise<void>;
}

/** The reference platform with its invented people and cases: who prints a certificate or asks for a case needs it. */
export async function startPlatform(folder: string, credentialFile: string): Promise<PlatformProcess> {
  const readyFile = path.join(folder, 'platform-ready.json');
  const child: ChildProcess = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', path.join(ROOT, 'queue-server/platform/main.ts')],
      ...['--port', '0', '--data', path.join(folder, 'platform'), '--ready-file', readyFile],
      ...[
        '--key-file',
        path.join(folder, 'platform.key'),
        '--hall-credential-file',
        credentialFile,
        '--demo',
      ],
    ],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let lastWords = '';
  child.stderr?.on('data', (chunk) => {
    lastWords = `${lastWords}${chunk}`.slice(-2_000);
  });
  for (const end = Date.now() + READY_WITHIN_MS; !existsSync(readyFile); await sleep(LOOK_MS)) {
    if (child.exitCode === null && Date.now() < end) continue;
    child.kill('SIGKILL');
    throw new Error(`the platform did not start: ${lastWords}`);
  }
  const { port } = JSON.parse(readFileSync(readyFile, 'utf8')) as { readonly port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
