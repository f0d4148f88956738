import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compareFuses, readFuses, setFuses } from './fuse-wire.ts';
import { FUSES } from './fuses.ts';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Bytes around a wire as they would lie in a binary. */
const binary = (wire: string, version = 1, length = wire.length): Buffer =>
  Buffer.concat([
    Buffer.from(`\x7fELF….${SENTINEL.slice(0, 20)} not yet `, 'latin1'),
    Buffer.from(SENTINEL, 'latin1'),
    Buffer.from([version, length]),
    Buffer.from(wire, 'latin1'),
    Buffer.from('after'),
  ]);
/** As Electron comes: the documented defaults. */
const FRESH = '10110001';

it('reads a wire as Electron ships it', () => {
  const read = readFuses(binary(FRESH));
  expect(read).toEqual({ ok: true, value: ['on', 'off', 'on', 'on', 'off', 'off', 'off', 'on'] });
  expect(compareFuses(['on', 'off', 'on', 'on', 'off', 'off', 'off', 'on'], FUSES).problems).toHaveLength(7);
});

it('sets eight bytes and no other, and reads them back', () => {
  const before = binary(FRESH);
  const after = setFuses(before, FUSES);
  expect(after).toEqual({ ok: true, value: binary('01001100') });
  expect(before).toEqual(binary(FRESH));
  const read = readFuses(after.ok ? after.value : before);
  expect(compareFuses(read.ok ? read.value : [], FUSES)).toEqual({ problems: [], unknown: [] });
});

it('sets every wire of a binary for two processors, and refuses two that differ', () => {
  const both = Buffer.concat([binary(FRESH), binary(FRESH)]);
  expect(setFuses(both, FUSES)).toEqual({
    ok: true,
    value: Buffer.concat([binary('01001100'), binary('01001100')]),
  });
  expect(readFuses(Buffer.concat([binary(FRESH), binary('01001100')])).ok).toBe(false);
});

it('leaves what is removed, and tells fuses that are not known here', () => {
  const after = setFuses(binary('r01100011\x90'), FUSES);
  const read = readFuses(after.ok ? after.value : Buffer.alloc(0));
  expect(read).toEqual({
    ok: true,
    value: ['removed', 'on', 'off', 'off', 'on', 'on', 'off', 'off', 'on', 'inherit'],
  });
  expect(compareFuses(read.ok ? read.value : [], FUSES)).toEqual({
    problems: [],
    unknown: ['fuse 8 is on', 'fuse 9 is inherit'],
  });
});

it.each([
  ['no wire', Buffer.from('just a program'), 'there is no fuse wire'],
  ['another version', binary(FRESH, 2), 'version 2'],
  ['a wire that is cut off', binary(FRESH, 1, 200), 'cut off'],
  ['a wire of nothing but its sentinel', Buffer.from(SENTINEL, 'latin1'), 'version undefined'],
  ['an unknown state', binary('1x110001'), 'unknown state 120'],
])('refuses %s', (_what, bytes, words) => {
  expect(readFuses(bytes)).toMatchObject({ ok: false, error: { message: expect.stringContaining(words) } });
});

it('refuses an Electron that has fewer, or has lost one that must be on', () => {
  expect(setFuses(binary('1011'), FUSES).ok).toBe(false);
  expect(setFuses(binary('1r110001'), FUSES)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('EnableCookieEncryption') },
  });
});

it('is a command that sets and reads back, and keeps the old binary', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fuses-'));
  const file = path.join(folder, 'electron');
  writeFileSync(file, binary(FRESH));
  const command = fileURLToPath(new URL('./main.ts', import.meta.url));
  const run = (order: string) => spawnSync(process.execPath, [command, order, file], { encoding: 'utf8' });
  const before = run('check');
  expect([before.status, before.stderr]).toEqual([
    1,
    expect.stringContaining('RunAsNode is on, should be off'),
  ]);
  const set = run('set');
  expect([set.status, set.stdout.split('\n')[0]]).toEqual([0, 'RunAsNode: off']);
  expect(readFileSync(file)).toEqual(binary('01001100'));
  expect(readFileSync(`${file}.unfused`)).toEqual(binary(FRESH));
  expect(run('check').status).toBe(0);
  rmSync(folder, { recursive: true });
});

const electron = fileURLToPath(new URL('../../node_modules/electron/dist/electron', import.meta.url));
it.skipIf(!existsSync(electron))(
  `finds the wire of the real Electron${existsSync(electron) ? '' : ' [skipped: Electron’s program is not here]'}`,
  () => {
    const read = readFuses(readFileSync(electron));
    expect(read.ok && read.value.length).toBeGreaterThanOrEqual(FUSES.length);
  },
);
