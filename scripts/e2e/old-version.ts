import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../launch/options.ts';

/** The last version before any was tagged. */
const FIRST_VERSION = 'f08ff54';
const PACKAGES = ['shared', 'hardware', 'kiosk', 'queue-server'] as const;

/** The last tagged version (`v*`), or the first one of all; null where this clone has no such history. */
export function lastVersion(): string | null {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  const tags = git('tag', '--list', 'v*', '--sort=-v:refname');
  if (tags.status !== 0) return null;
  const found = tags.stdout.split('\n')[0]?.trim() || FIRST_VERSION;
  return git('cat-file', '-e', `${found}^{commit}`).status === 0 ? found : null;
}

/**
 * Puts the sources of a former version into a folder, with today's installed packages: each package's own links,
 * but the workspace's packages among themselves are those of the former version.
 */
export function checkOut(version: string, folder: string): void {
  const tar = execFileSync('git', ['archive', '--format=tar', version, ...PACKAGES], {
    cwd: ROOT,
    maxBuffer: 512 * 1024 * 1024,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: tar });
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const name of PACKAGES) {
    const from = path.join(ROOT, name, 'node_modules');
    const to = path.join(folder, name, 'node_modules');
    mkdirSync(path.join(to, '@hall'), { recursive: true });
    for (const other of PACKAGES) symlinkSync(path.join(folder, other), path.join(to, '@hall', other));
    if (!existsSync(from)) continue;
    for (const entry of readdirSync(from)) {
      if (entry === '@hall' || entry.startsWith('.')) continue;
      symlinkSync(realpathSync(path.join(from, entry)), path.join(to, entry));
    }
  }
  // A page to hold the link's token: the built one is not in the history.
  const page = path.join(folder, 'kiosk', 'dist', 'app');
  mkdirSync(path.join(page, 'assets'), { recursive: true });
  writeFileSync(path.join(page, 'index.html'), '<html><head></head><body>kiosk</body></html>');
}
