import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Where the project lives, without a package registry's address; empty where it does not say. */
  readonly home: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
  readonly homepage?: string;
  readonly repository?: string | { readonly url?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

/**
 * What the given packages need when they run, and what that needs, as it lies in `node_modules`. Left out:
 * the workspace's own packages, type declarations, and binaries for one platform (they differ by machine
 * and have the licence of the package that brings them). Sorted by name and version. Throws where a package
 * is not installed.
 */
export function productionPackages(folders: readonly string[]): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const seen = new Set<string>();
  const visit = (folder: string, own: boolean) => {
    if (seen.has(folder)) return;
    seen.add(folder);
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
    if (!own && (manifest.os || manifest.cpu)) return;
    if (!own) found.set(`${manifest.name} ${manifest.version}`, entryOf(manifest, folder));
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      if (name.startsWith('@types/')) continue;
      const next = resolve(folder, name);
      if (next) visit(next, name.startsWith('@hall/'));
      else if (!Object.hasOwn(manifest.optionalDependencies ?? {}, name)) {
        throw new Error(`${name}, needed by ${manifest.name}, is not installed`);
      }
    }
    for (const name of Object.keys(manifest.optionalDependencies ?? {})) {
      const next = resolve(folder, name);
      if (next) visit(next, false);
    }
  };
  for (const folder of folders) visit(realpathSync(folder), true);
  return [...found.values()].sort((a, b) => order(a.name, b.name) || order(a.version, b.version));
}

/** As Node finds it: in `node_modules` of the folder and of those above. */
function resolve(from: string, name: string): string | null {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === path.dirname(folder)) return null;
  }
}

function entryOf(manifest: Manifest, folder: string): InstalledPackage {
  return {
    name: manifest.name,
    version: manifest.version,
    licence: licenceOf(manifest) ?? licenceFile(folder) ?? 'not said',
    home: homeOf(manifest),
  };
}

function licenceOf({ license, licenses }: Manifest): string | null {
  const one = typeof license === 'string' ? license : license?.type;
  return one ?? (licenses?.flatMap((entry) => entry.type ?? []).join(' OR ') || null);
}

/** Some say it in their licence file only; its first line names the licence. */
function licenceFile(folder: string): string | null {
  const file = path.join(folder, 'LICENSE');
  const first = existsSync(file) ? (readFileSync(file, 'utf8').trim().split('\n')[0] ?? '') : '';
  return /^(?:The )?MIT License/i.test(first) ? 'MIT' : null;
}

function homeOf({ homepage, repository }: Manifest): string {
  const source = typeof repository === 'string' ? repository : (repository?.url ?? '');
  const candidates = [homepage ?? '', source].map(webAddress);
  return (
    candidates.find((address) => address !== '' && !/\b(npm|npmjs|registry)\b/.test(new URL(address).host)) ??
    ''
  );
}

/** `git+ssh://git@host/a/b.git`, `github:a/b` and `a/b` are all places that a browser can open. */
function webAddress(text: string): string {
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(text);
  const full = short
    ? `https://github.com/${short[1]}`
    : text
        .replace(/^git\+/, '')
        .replace(/^(?:ssh|git|http):\/\/(?:git@)?/, 'https://')
        .replace(/^git@([^:]+):/, 'https://$1/');
  return /^https:\/\//.test(full) && URL.canParse(full)
    ? full.replace(/\.git(?=$|#)/, '').replace(/#readme$/, '')
    : '';
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
