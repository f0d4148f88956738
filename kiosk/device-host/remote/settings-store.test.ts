import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { openSettingsStore } from './settings-store.ts';
import { worse } from './trial.ts';

const WELL = { online: true, page: true, up: ['ticket-printer', 'card-reader'] };
const SAYS = { zh: '没有好起来', en: 'it did not come back well' };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const open = () => openSettingsStore(folder, 7, silentLog);

it('keeps a change over a start, on trial until it is confirmed', () => {
  const first = open();
  expect(first.change(0, 'printerProfile: xprinter-80\n', WELL)).toEqual({
    ok: true,
    value: { restart: true },
  });
  const second = open();
  expect(second.current()).toEqual({ printerProfile: 'xprinter-80' });
  expect(second.onTrial()).toEqual(WELL);
  second.confirm();
  expect(open().state()).toMatchObject({ version: 1, trial: false, takenBack: null });
});

it('takes a change back by itself where the host ends again and again with it', () => {
  open().change(0, 'diskWarnMb: 900\n', WELL);
  open();
  expect(open().current()).toEqual({ diskWarnMb: 900 });
  const third = open();
  expect(third.current()).toEqual({});
  expect(third.state()).toMatchObject({ version: 2, trial: false, takenBack: { version: 1, at: 7 } });
});

it('does not try for ever what cannot be counted: a disk that takes nothing brings the former ones back', () => {
  open().change(0, 'printerProfile: xprinter-80\n', WELL);
  // Nothing can be written beside the file any more.
  mkdirSync(path.join(folder, 'device-settings.json.new'));
  for (let start = 1; start <= 5; start += 1) {
    const store = open();
    expect([store.current(), store.onTrial()]).toEqual([{}, null]);
    expect(store.takeBack(SAYS, 9)).toBeNull();
  }
});

it('takes back what does not come well, says why, and whether a new start is needed for it', () => {
  const store = open();
  store.change(0, 'brightness: 70\n', WELL);
  store.confirm();
  expect(store.change(1, 'brightness: 70\nretractAfterS: 30\n', WELL)).toMatchObject({
    value: { restart: true },
  });
  expect(store.takeBack(SAYS, 9)).toEqual({ restart: true });
  expect(open().current()).toEqual({ brightness: 70 });
  expect(store.takeBack(SAYS, 9)).toBeNull();
});

it('refuses a change from an old version, one beside a trial, and one with mistakes, by line', () => {
  const store = open();
  const wrong = store.change(
    0,
    'logLevel: loud\n\nsecret: x\nbrightness 80\nlogLevel: info\nlogLevel: warn',
    WELL,
  );
  expect(wrong).toMatchObject({ ok: false, error: { why: 'invalid' } });
  const problems = wrong.ok || wrong.error.why !== 'invalid' ? [] : wrong.error.problems;
  expect(problems.map(({ line }) => line)).toEqual([1, 3, 4, 6]);
  expect(store.change(3, 'brightness: 80', WELL)).toMatchObject({ error: { why: 'settings-changed' } });
  expect(store.change(0, 'brightness: 80', WELL).ok).toBe(true);
  expect(store.change(1, 'brightness: 90', WELL)).toMatchObject({ error: { why: 'settings-changed' } });
});

it('goes on as installed where its file is damaged', () => {
  writeFileSync(path.join(folder, 'device-settings.json'), '{"version":3,');
  expect(open().state()).toMatchObject({ version: 0, trial: false });
});

it('judges by what worked before, and by nothing else', () => {
  expect(worse(WELL, WELL)).toBeNull();
  expect(worse({ ...WELL, online: false }, { ...WELL, online: false })).toBeNull();
  expect(worse(WELL, { ...WELL, page: false })?.zh).toContain('屏幕');
  expect(worse(WELL, { ...WELL, up: ['card-reader'] })?.en).toContain('ticket-printer');
  expect(worse(WELL, { ...WELL, online: false })?.en).toContain('server');
});
