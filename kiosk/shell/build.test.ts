import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildShell } from './build.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'shell-'));
  await buildShell(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is one file of plain JavaScript, its preload, and the offline page', () => {
  expect(readdirSync(folder).sort()).toEqual([
    ...['main.mjs', 'package.json', 'page.css', 'page.html', 'page.js', 'preload.cjs'],
  ]);
  expect(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))).toMatchObject({
    main: 'main.mjs',
  });
  const imports = readFileSync(path.join(folder, 'main.mjs'), 'utf8').matchAll(
    /^import .* from ["'](.+)["'];$/gm,
  );
  const foreign = [...imports].map((found) => found[1]).filter((name) => !name?.startsWith('node:'));
  expect([...new Set(foreign)]).toEqual(['electron']);
});

/** Node in Electron's place, with a module that only says what it was asked. */
const RUN = `
import { registerHooks } from 'node:module';
const source = \`
  export const app = { isPackaged: true, commandLine: { hasSwitch: () => false, appendSwitch() {} },
    requestSingleInstanceLock: () => false, exit: (code) => process.exit(code) };
  export const BrowserWindow = null, Menu = null, screen = null, session = null;\`;
registerHooks({ resolve: (name, context, next) => name === 'electron'
  ? { url: 'data:text/javascript,' + encodeURIComponent(source), shortCircuit: true } : next(name, context) });
// As a packaged program sees its words: itself, then what it was given.
const [main] = process.argv.splice(1, 1);
await import(main);
`;

it('starts where no TypeScript is understood, and refuses a second instance', () => {
  const main = path.join(folder, 'main.mjs');
  const done = spawnSync(
    process.execPath,
    [
      '--no-experimental-strip-types',
      '--input-type=module',
      '--eval',
      RUN,
      main,
      '--url=http://127.0.0.1:18603/',
    ],
    { encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  );
  expect([done.status, done.stderr]).toEqual([69, 'kiosk shell: another window shows the kiosk already\n']);
});
