import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { scratchFolder } from '../testing/hall.ts';
import { freeName, settleSwap, swapFolders } from './swap.ts';

function folders() {
  const scratch = scratchFolder();
  onTestFinished(() => scratch.remove());
  const live = path.join(scratch.path, 'hall');
  const names = { live, incoming: `${live}.restoring`, keep: `${live}.before-restore` };
  for (const [folder, text] of [
    [names.live, 'old'],
    [names.incoming, 'new'],
  ] as const) {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'ledger.db'), text);
  }
  return names;
}

const textIn = (folder: string) => readFileSync(path.join(folder, 'ledger.db'), 'utf8');

it('puts the new folder in place and keeps the old one', () => {
  const { live, incoming, keep } = folders();
  swapFolders(live, incoming, keep);
  expect([textIn(live), textIn(keep), existsSync(incoming)]).toEqual(['new', 'old', false]);
  settleSwap(live);
  expect(textIn(live)).toBe('new');
});

it.each(['before the first rename', 'between the renames', 'after both'])(
  'is finished after a cut %s',
  (when) => {
    const { live, incoming, keep } = folders();
    writeFileSync(`${live}.swap.json`, JSON.stringify({ incoming, keep }));
    if (when !== 'before the first rename') renameSync(live, keep);
    if (when === 'after both') renameSync(incoming, live);
    settleSwap(live);
    expect([textIn(live), textIn(keep)]).toEqual(['new', 'old']);
    expect(existsSync(`${live}.swap.json`)).toBe(false);
  },
);

it.each([false, true])('is finished where a launcher made the folder anew (something in it: %s)', (used) => {
  const { live, incoming, keep } = folders();
  writeFileSync(`${live}.swap.json`, JSON.stringify({ incoming, keep }));
  renameSync(live, keep);
  mkdirSync(live);
  if (used) writeFileSync(path.join(live, 'note'), 'kept');
  settleSwap(live);
  expect([textIn(live), textIn(keep)]).toEqual(['new', 'old']);
  expect(existsSync(path.join(`${keep}-2`, 'note'))).toBe(used);
});

it('never takes a name that is there, and does nothing where nothing was meant', () => {
  const { live, incoming, keep } = folders();
  mkdirSync(keep);
  expect(freeName(keep)).toBe(`${keep}-2`);
  expect(() => swapFolders(live, incoming, keep)).toThrow(/in the way/);
  settleSwap(live);
  expect(textIn(live)).toBe('old');
});
