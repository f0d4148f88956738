import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { electronEnvironment, electronProgram } from './electron.ts';

it('finds Electron’s program where it was installed, and fetches nothing where it was not', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'electron-'));
  // What the package does by itself when it is asked for its program.
  writeFileSync(path.join(folder, 'index.js'), 'throw new Error("it was asked")');
  expect(electronProgram(folder)).toBeNull();
  writeFileSync(path.join(folder, 'path.txt'), 'electron');
  expect(electronProgram(folder)).toBeNull();
  mkdirSync(path.join(folder, 'dist'));
  writeFileSync(path.join(folder, 'dist/electron'), '');
  expect(electronProgram(folder)).toBe(path.join(folder, 'dist/electron'));
  rmSync(folder, { recursive: true });
});

it('gives Electron no options for Node and no debugger', () => {
  const given = electronEnvironment({
    ...{ DISPLAY: ':0', HOME: '/home/kiosk', NODE_OPTIONS: '--inspect', ELECTRON_RUN_AS_NODE: '1' },
    LD_PRELOAD: '/tmp/x.so',
  });
  expect(given).toEqual({ DISPLAY: ':0', HOME: '/home/kiosk' });
});
