import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { claimFolder, claimHall, whyTaken } from './lock.ts';

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('a data folder has one hall: the next is told its port, until it is free again', () => {
  const data = path.join(newFolder(), 'deep', 'hall');
  const claim = claimHall(data, 8600);
  if (!claim.ok) throw new Error(claim.error);
  const sentence =
    'A hall already runs on this folder (port 8600): stop it, or give another one with --data.';
  expect(claimHall(data, 9000)).toEqual({ ok: false, error: sentence });
  expect(whyTaken(data)).toBe(sentence);
  // A port that nobody could note is not said.
  rmSync(`${data}.lock.port`);
  expect(whyTaken(data)).toMatch(/on this folder: stop it/);
  claim.value.release();
  expect(whyTaken(data)).toBeNull();
});

it('the lock stays where it is when an upgrade puts another folder in its place, and links lead to it', () => {
  const folder = newFolder();
  const data = path.join(folder, 'hall');
  mkdirSync(data);
  symlinkSync(data, path.join(folder, 'link'));
  const claim = claimHall(path.join(folder, 'link'), 8600);
  renameSync(data, path.join(folder, 'hall.before-upgrade'));
  mkdirSync(data);
  expect(whyTaken(data)).not.toBeNull();
  if (claim.ok) claim.value.release();
});

it('a lock ends with its process, and the next one hears that it was killed', async () => {
  const file = path.join(newFolder(), 'start.lock');
  const program = `const { claimFolder } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url))});
    console.log(claimFolder(${JSON.stringify(file)}, 8600).ok);
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program]);
  onTestFinished(() => void holder.kill('SIGKILL'));
  expect(String((await once(holder.stdout, 'data'))[0])).toBe('true\n');
  expect(claimFolder(file, 1).ok).toBe(false);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const next = claimFolder(file, 8600);
  expect(next).toMatchObject({ ok: true, value: { wasKilled: true } });
  if (next.ok) next.value.release();
  expect(existsSync(`${file}.port`)).toBe(false);
  const last = claimFolder(file, 8600);
  expect(last).toMatchObject({ ok: true, value: { wasKilled: false } });
  if (last.ok) last.value.release();
});

it('a folder that cannot be written is named as that', () => {
  const file = path.join(newFolder(), 'file');
  writeFileSync(file, '');
  expect(claimHall(path.join(file, 'below', 'hall'), 8600)).toMatchObject({
    ok: false,
    error: expect.stringMatching(/cannot be written \(ENOTDIR\): .*--data\.$/),
  });
});
