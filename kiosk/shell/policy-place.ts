import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { MANAGED, POLICY_FILE } from './policies.ts';

/** A kernel that lets its users have namespaces answers at once. */
const PROBE_WITHIN_MS = 5_000;

const run = promisify(execFile);

/**
 * How the policies reach the window. `namespace`: the window alone sees them, in a mount namespace of its own, with no
 * right of root; another browser on the machine stays as it is. `installed`: the installer has put them into the
 * system's folder. `missing`: neither is possible, with the sentence to say.
 */
export type PolicyWay =
  | { readonly way: 'namespace' }
  | { readonly way: 'installed' }
  | { readonly way: 'missing'; readonly sentence: string };

/** Looks for a way; `settings` is the folder that this Chromium reads, `/etc/chromium` on Debian. */
export async function policyWay(options: {
  readonly settings: string;
  readonly text: string;
}): Promise<PolicyWay> {
  const file = path.join(options.settings, MANAGED, POLICY_FILE);
  if (readOrNull(file) === options.text) return { way: 'installed' };
  if (await canHide(options.settings)) return { way: 'namespace' };
  return {
    way: 'missing',
    sentence:
      `The policies that lock Chromium are not in ${file}, and this kernel gives its users no namespace to show ` +
      'them to one window. As root: npm run kiosk -- --write-policies. Until then the window stays closed.',
  };
}

/** The command that shows `folder` to one program as the folder of its settings, and ends it with this process. */
export function inNamespace(settings: string, folder: string, command: readonly string[]): string[] {
  return [
    ...[
      'unshare',
      '--user',
      '--map-current-user',
      '--keep-caps',
      '--mount',
      '--propagation',
      'private',
      '--',
    ],
    ...['sh', '-c', 'mount --bind "$1" "$2" && shift 2 && exec "$@"', 'sh', folder, settings],
    // The right to mount ends with the mount.
    ...['setpriv', '--ambient-caps=-all', '--inh-caps=-all', '--no-new-privs', '--pdeathsig', 'KILL', '--'],
    ...command,
  ];
}

/** Ends the program with this process; it must not outlive its watch. */
export function boundToParent(command: readonly string[]): string[] {
  return ['setpriv', '--pdeathsig', 'KILL', '--', ...command];
}

/** Writes the policies below `settings`; throws as the file system does. Returns the file. */
export function writePolicies(settings: string, text: string): string {
  const folder = path.join(settings, MANAGED);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const file = path.join(folder, POLICY_FILE);
  writeFileSync(file, text, { mode: 0o644 });
  return file;
}

async function canHide(settings: string): Promise<boolean> {
  const [command, ...args] = inNamespace(settings, settings, ['true']);
  try {
    await run(command as string, args, { timeout: PROBE_WITHIN_MS });
    return true;
  } catch {
    return false;
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
