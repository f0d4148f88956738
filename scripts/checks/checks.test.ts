import { ERROR_CODES } from '@hall/shared/contracts/errors';
import { describe, expect, it } from 'vitest';
import { checkImports, importViolations } from './imports.ts';
import { say, sources } from './sources.ts';
import { codeOf, specifiersOf } from './specifiers.ts';
import { leftOvers, tooLong, unusedCodes } from './texts.ts';
import { runBiome, runTsc } from './tools.ts';

const code = sources(['ts', 'tsx', 'mts', 'js', 'mjs']);
const violations = (file: string, text: string) => importViolations([{ file, text }]).map(say);

/** Half a minute of work, on a machine that may do three things at once. */
const TYPES_MS = 300_000;

describe('the repository', () => {
  it('finds its own sources', () => {
    const files = code.map(({ file }) => file);
    expect(files.length).toBeGreaterThan(300);
    expect(files).toContain('queue-server/hall/domain/decide.ts');
    expect(files).toContain('kiosk/app/App.tsx');
    expect(files.filter((file) => /node_modules|\/dist\//.test(file))).toEqual([]);
  });

  it('imports in the allowed directions only', () => {
    expect(checkImports().map(say)).toEqual([]);
  });

  it('has no file over 500 lines', () => {
    expect(tooLong(code).map(say)).toEqual([]);
  });

  it('has nothing left over', () => {
    expect(
      leftOvers(sources(['ts', 'tsx', 'mts', 'js', 'mjs', 'css', 'html', 'yaml', 'md'])).map(say),
    ).toEqual([]);
  });

  it('uses every error code of the table', () => {
    expect(unusedCodes(sources(['ts', 'tsx', 'md'])).map(say)).toEqual([]);
  });

  it('has no error of lint or format (biome ci)', () => {
    const { ok, output } = runBiome();
    expect(ok, output).toBe(true);
  });

  it('has no type error (tsc)', { timeout: TYPES_MS }, () => {
    const { ok, output } = runTsc();
    expect(ok, output).toBe(true);
  });
});

describe('specifiers', () => {
  it('are found in every form, with their lines', () => {
    const text = [
      "import a from 'one';",
      'import {',
      '  b,',
      "} from './two.ts';",
      "import './three.css';",
      "export { c } from '@hall/shared/contracts/text';",
      "export * from '../four.ts';",
      "const d = await import('five');",
      "type E = import('six').E;",
      "new Worker(new URL('./seven.ts', import.meta.url));",
      "new URL('../dist/app', import.meta.url);",
      "createRequire(import.meta.url).resolve('eight/file.wasm');",
    ].join('\n');
    expect(specifiersOf(text)).toEqual([
      { text: 'one', line: 1 },
      { text: './two.ts', line: 4 },
      { text: './three.css', line: 5 },
      { text: '@hall/shared/contracts/text', line: 6 },
      { text: '../four.ts', line: 7 },
      { text: 'five', line: 8 },
      { text: 'six', line: 9 },
      { text: './seven.ts', line: 10 },
      { text: 'eight/file.wasm', line: 12 },
    ]);
  });

  it('are not found in plain words', () => {
    expect(
      specifiersOf("export const from = 'here';\n/* from 'there' */\n * import x from 'elsewhere'\n"),
    ).toEqual([]);
  });

  it('leave code only, line by line', () => {
    expect(codeOf("a; // b\n'c' /* d\n e */ f `${g}`")).toBe('a;     \n        \n      f `${g}`');
  });
});

describe('import directions', () => {
  it.each([
    ['I1', 'kiosk/device-host/a.ts', '../../shared/contracts/text.ts'],
    ['I2', 'shared/contracts/a.ts', '@hall/hardware'],
    ['I3', 'hardware/drivers/x/driver.ts', '@hall/queue-server/hall/log'],
    ['I4', 'hardware/codec/a.ts', '../transport/transport.ts'],
    ['I4', 'hardware/codec/a.ts', 'node:net'],
    ['I5', 'hardware/drivers/scanner/driver.ts', '../../simulators/scanner.ts'],
    ['I6', 'queue-server/hall/domain/a.ts', 'node:crypto'],
    ['I6', 'queue-server/hall/domain/a.ts', 'zod'],
    ['I6', 'queue-server/hall/domain/a.ts', '../ledger/ledger.ts'],
    ['I7', 'queue-server/console/a.tsx', '../hall/log.ts'],
    ['I8', 'display-wall/wall/a.tsx', '@hall/queue-server/hall/log'],
    ['I9', 'kiosk/app/a.tsx', '../device-host/ids.ts'],
    ['I9', 'kiosk/app/a.tsx', '@hall/hardware'],
    ['I10', 'queue-server/hall/a.ts', '@hall/hardware'],
    ['I11', 'kiosk/shell/main.ts', '../app/kiosk.ts'],
    ['I12', 'queue-server/platform/a.ts', '../hall/log.ts'],
    ['I13', 'queue-server/hall/a.ts', '../platform/people.ts'],
  ])('[%s] refuse %s → %s', (id, file, specifier) => {
    const found = violations(file, `// one\nimport { x } from '${specifier}';\n`);
    expect(found.some((line) => line.startsWith(`${file}:2: [${id}] '${specifier}'`))).toBe(true);
  });

  it.each([
    ['shared/ui/a.tsx', '../contracts/text.ts'],
    ['hardware/drivers/scanner/driver.ts', '../../transport/transport.ts'],
    ['hardware/codec/a.ts', '@hall/shared/contracts/result'],
    ['queue-server/hall/domain/a.ts', 'immutable'],
    ['queue-server/hall/domain/a.ts', '@hall/shared/contracts/errors'],
    ['queue-server/console/a.tsx', '@hall/shared/contracts/commands'],
    ['kiosk/device-host/a.ts', '@hall/hardware'],
    ['queue-server/console/testing/fixture.ts', '../../hall/log.ts'],
    ['queue-server/hall/domain/a.test.ts', 'node:fs'],
    ['scripts/start.ts', '@hall/hardware'],
  ])('allow %s → %s', (file, specifier) => {
    expect(violations(file, `import { x } from '${specifier}';`)).toEqual([]);
  });

  it.each(['Date.now()', 'Math.random()', 'setTimeout(f, 1)', "fetch('x')", 'process.env.X', 'new Date()'])(
    '[I6] refuse %s in the domain',
    (expression) => {
      expect(violations('queue-server/hall/domain/a.ts', `\nconst a = ${expression};`)).toEqual([
        expect.stringMatching(/^queue-server\/hall\/domain\/a\.ts:2: \[I6\]/),
      ]);
      expect(
        violations('queue-server/hall/domain/a.ts', `/* ${expression} */\nconst a = new Date(5);`),
      ).toEqual([]);
    },
  );
});

describe('texts', () => {
  it('are too long past 500 lines', () => {
    const lines = (n: number) => [{ file: 'a.ts', text: 'x\n'.repeat(n) }];
    expect(tooLong(lines(500))).toEqual([]);
    expect(tooLong(lines(501)).map(say)).toEqual(['a.ts:501: 501 lines: a file has at most 500']);
  });

  it('tell which error code nothing uses', () => {
    const errors = code.filter(({ file }) => file === 'shared/contracts/errors.ts');
    const all = ERROR_CODES.map((name) => `'${name}'`);
    expect(unusedCodes([...errors, { file: 'a.ts', text: all.join(' ') }])).toEqual([]);
    const found = unusedCodes([...errors, { file: 'a.ts', text: all.slice(1).join(' ') }]).map(say);
    expect(found).toEqual([
      expect.stringMatching(new RegExp(`^shared/contracts/errors\\.ts:\\d+: ${ERROR_CODES[0]} is not used`)),
    ]);
  });

  it('tell what was left over', () => {
    const word = ['TO', 'DO'].join('');
    const only = ['it.on', 'ly('].join('');
    expect(leftOvers([{ file: 'a.ts', text: `a\n// ${word}: b\n${only}\n` }]).map(say)).toEqual([
      `a.ts:2: ${word} is left over`,
      `a.ts:3: .${only.slice(3)} is left over`,
    ]);
  });
});
