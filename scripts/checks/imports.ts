import path from 'node:path';
import { lineAt, type SourceFile, sources, type Violation } from './sources.ts';
import { codeOf, specifiersOf } from './specifiers.ts';

/** Who may import whom. Tests and scripts may import everything; the rest follows the numbered rules. */

/** What a specifier means: a file of the repository, a module of Node, or an installed package. */
type Target =
  | { readonly is: 'own'; readonly file: string; readonly relative: boolean }
  | { readonly is: 'node'; readonly name: string }
  | { readonly is: 'package'; readonly name: string };

interface Rule {
  readonly id: string;
  readonly of: (file: string) => boolean;
  /** Why this file may not import that, or null. */
  readonly refuses: (target: Target, file: string) => string | null;
}

const within =
  (...folders: readonly string[]) =>
  (file: string) =>
    folders.some((folder) => file === folder || file.startsWith(`${folder}/`));

/** Own files from these folders only; this says nothing of Node and of packages. */
const ownOnly =
  (words: string, ...folders: readonly string[]) =>
  (target: Target): string | null =>
    target.is === 'own' && !within(...folders)(target.file) ? words : null;

const workspace = (file: string) => file.split('/')[0] ?? '';

const TRANSPORT_MODULES = new Set([
  'node:net',
  'node:dgram',
  'node:http',
  'node:https',
  'serialport',
  'node-hid',
  'ws',
]);
const CONSOLE = 'queue-server/console';
const DOMAIN = 'queue-server/hall/domain';

export const RULES: readonly Rule[] = [
  {
    id: 'I1',
    // A tool's settings at the top belong to no package.
    of: (file) => file.includes('/'),
    refuses: (target, file) =>
      target.is === 'own' && target.relative && workspace(target.file) !== workspace(file)
        ? 'another package is imported by its name, not by a path'
        : null,
  },
  { id: 'I2', of: within('shared'), refuses: ownOnly('shared imports no other package', 'shared') },
  {
    id: 'I3',
    of: within('hardware'),
    refuses: ownOnly('hardware imports shared only', 'hardware', 'shared'),
  },
  {
    id: 'I4',
    of: within('hardware/codec'),
    refuses: (target) =>
      target.is === 'own'
        ? within('hardware/transport', 'hardware/drivers', 'hardware/simulators')(target.file)
          ? 'a codec imports no transport, driver or simulator'
          : null
        : TRANSPORT_MODULES.has(target.name)
          ? 'a codec imports no transport'
          : null,
  },
  {
    id: 'I5',
    of: within('hardware/drivers'),
    refuses: (target) =>
      target.is === 'own' && within('hardware/simulators')(target.file)
        ? 'a driver imports no simulator'
        : null,
  },
  {
    id: 'I6',
    of: within(DOMAIN),
    refuses: (target) => {
      if (target.is === 'node') return 'the domain touches no clock, disk or network: no module of Node';
      if (target.is === 'package') {
        return target.name === 'immutable' ? null : 'the domain imports no package but immutable';
      }
      return within(DOMAIN, 'shared/contracts')(target.file)
        ? null
        : 'the domain imports the contracts in shared only';
    },
  },
  { id: 'I7', of: within(CONSOLE), refuses: ownOnly('the console imports shared only', CONSOLE, 'shared') },
  {
    id: 'I8',
    of: within('display-wall'),
    refuses: ownOnly('the displays import shared only', 'display-wall', 'shared'),
  },
  {
    id: 'I9',
    of: within('kiosk/app'),
    refuses: ownOnly('the kiosk page imports shared only', 'kiosk/app', 'shared'),
  },
  {
    id: 'I10',
    of: (file) => !within('hardware', 'kiosk/device-host')(file),
    refuses: (target) =>
      target.is === 'own' && within('hardware')(target.file) ? 'only the device host imports hardware' : null,
  },
  {
    id: 'I11',
    of: within('kiosk/device-host', 'kiosk/shell'),
    refuses: ownOnly(
      'the device host imports hardware and shared only',
      'kiosk/device-host',
      'kiosk/shell',
      'hardware',
      'shared',
    ),
  },
  {
    id: 'I12',
    of: within('queue-server/platform'),
    refuses: ownOnly(
      'the platform is a process of its own: it imports shared only',
      'queue-server/platform',
      'shared',
    ),
  },
  {
    id: 'I13',
    of: within('queue-server/hall'),
    refuses: ownOnly('the hall server imports shared only', 'queue-server/hall', 'shared'),
  },
];

/** Names that reach a clock, chance, disk or network without an import. */
const FORBIDDEN_IN_DOMAIN =
  /\b(?:Date\.now|Math\.random|setTimeout|setInterval|setImmediate|queueMicrotask|fetch|XMLHttpRequest|WebSocket|performance|process|globalThis|crypto)\b|\bnew Date\(\s*\)/g;

export function isFree(file: string): boolean {
  return (
    /\.test\.tsx?$/.test(file) ||
    /(^|\/)testing(\/|\.ts$)|\.testing\.ts$/.test(file) ||
    file.startsWith('scripts/') ||
    // The dock shows every device that is simulated, so it may use everything.
    file.startsWith('hardware/simulators/dock')
  );
}

/** Pure: the violations in these files, in their order. */
export function importViolations(files: readonly SourceFile[]): Violation[] {
  return files.filter(({ file }) => !isFree(file)).flatMap(violationsIn);
}

/** The import check over the whole repository. */
export function checkImports(): Violation[] {
  return importViolations(sources(['ts', 'tsx', 'mts', 'js', 'mjs']));
}

function violationsIn({ file, text }: SourceFile): Violation[] {
  const rules = RULES.filter((rule) => rule.of(file));
  const imports = specifiersOf(text).flatMap(({ text: specifier, line }) => {
    const target = targetOf(file, specifier);
    return rules.flatMap(({ id, refuses }) => {
      const why = refuses(target, file);
      return why === null ? [] : [{ file, line, reason: `[${id}] '${specifier}': ${why}` }];
    });
  });
  if (!within(DOMAIN)(file)) return imports;
  const code = codeOf(text);
  const names = [...code.matchAll(FORBIDDEN_IN_DOMAIN)].map((match) => ({
    file,
    line: lineAt(code, match.index),
    reason: `[I6] ${match[0]}: clock, randomness and the world are passed into the domain`,
  }));
  return [...imports, ...names];
}

function targetOf(file: string, specifier: string): Target {
  if (specifier.startsWith('.')) {
    return { is: 'own', relative: true, file: path.posix.join(path.posix.dirname(file), specifier) };
  }
  if (specifier.startsWith('@hall/'))
    return { is: 'own', relative: false, file: specifier.slice('@hall/'.length) };
  if (specifier.startsWith('node:')) return { is: 'node', name: specifier };
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1);
  return { is: 'package', name: name.join('/') };
}
