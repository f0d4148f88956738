import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './options.ts';

/** Vite projects and where their pages come out; each depends on its own folder and on `shared`. */
const PAGES = [
  { name: 'console', root: 'queue-server/console', out: 'queue-server/dist/console' },
  { name: 'displays', root: 'display-wall', out: 'display-wall/dist' },
  { name: 'kiosk', root: 'kiosk/app', out: 'kiosk/dist/app' },
  { name: 'device dock', root: 'hardware/simulators/dock', out: 'hardware/dist/dock' },
] as const;

const SOURCES = '**/*.{ts,tsx,css,html,svg,json}';
/** In a built folder: what it was built from. */
const STAMP = '.built-from';
/** Vite projects that build at once: the machine has two cores. */
const AT_ONCE = 2;

/** Pages that were never built, and those whose sources changed since. */
export function pagesState(): { readonly missing: string[]; readonly stale: string[] } {
  const due = PAGES.filter((page) => !isCurrent(page));
  const built = (page: (typeof PAGES)[number]) => existsSync(path.join(ROOT, page.out));
  return {
    missing: due.filter((page) => !built(page)).map((page) => page.name),
    stale: due.filter(built).map((page) => page.name),
  };
}

/**
 * Builds the pages whose sources changed since they were built, or `only` those of these names. Throws with
 * the builder's words where one fails.
 */
export async function buildPages(say: (line: string) => void, only?: readonly string[]): Promise<void> {
  const due = PAGES.filter((page) => !isCurrent(page) && (only?.includes(page.name) ?? true));
  if (due.length === 0) return;
  say(`Building pages: ${due.map((page) => page.name).join(', ')} …`);
  for (let i = 0; i < due.length; i += AT_ONCE) {
    await Promise.all(due.slice(i, i + AT_ONCE).map((page) => build(page)));
  }
}

function stampOf(page: (typeof PAGES)[number]): string {
  return path.join(ROOT, page.out, STAMP);
}

function isCurrent(page: (typeof PAGES)[number]): boolean {
  const stamp = stampOf(page);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(page.root);
}

function fingerprint(root: string): string {
  const hash = createHash('sha256').update('production');
  for (const folder of [root, 'shared']) {
    const files = globSync(SOURCES, {
      cwd: path.join(ROOT, folder),
      exclude: (name) => /(^|\/)(node_modules|dist)(\/|$)/.test(name),
    }).sort();
    for (const file of files) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(path.join(ROOT, folder, file)));
    }
  }
  return hash.update(readFileSync(path.join(ROOT, 'pnpm-lock.yaml'))).digest('hex');
}

async function build(page: (typeof PAGES)[number]): Promise<void> {
  const sources = fingerprint(page.root);
  const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  // Beside its place, and moved there when it is whole: whoever serves the pages never finds half of them.
  const out = path.join(ROOT, page.out);
  const fresh = path.join(ROOT, 'node_modules', '.cache', 'pages', `${page.name}-${process.pid}`);
  const words = ['build', page.root, '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'];
  const child = spawn(process.execPath, [vite, ...words], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A test runner's NODE_ENV would build React's development version into the pages.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const stop = () => child.kill();
  process.once('exit', stop);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  process.off('exit', stop);
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error(`The ${page.name} pages could not be built:\n${output}`);
  }
  writeFileSync(path.join(fresh, STAMP), sources);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(path.dirname(out), { recursive: true });
  renameSync(fresh, out);
}
