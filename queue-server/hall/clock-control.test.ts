import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { controlledClock, offsetFrom } from './clock-control.ts';
import { readOptions } from './options.ts';
import { scratchFolder } from './testing/hall.ts';

it.each([
  ['', null],
  ['+3600000\n', 3_600_000],
  ['-86400000', -86_400_000],
  ['0', -5_000],
  ['7000', 2_000],
  ['an hour', null],
  ['+1.5', null],
])('reads %j as an offset of %s against a machine at 5000', (text, offset) => {
  expect(offsetFrom(text, 5_000)).toBe(offset);
});

it('follows its file while that changes, and keeps the last offset that could be read', () => {
  const folder = scratchFolder();
  onTestFinished(() => folder.remove());
  const file = path.join(folder.path, 'clock');
  let machine = 1_000_000;
  const now = controlledClock(
    file,
    () => machine,
    () => machine,
  );
  expect(now()).toBe(1_000_000);
  writeFileSync(file, '+60000');
  machine += 1_000;
  expect(now()).toBe(1_061_000);
  writeFileSync(file, 'sixty seconds');
  machine += 1_000;
  expect(now()).toBe(1_062_000);
  // Between its two steps a file that is written anew is empty.
  writeFileSync(file, '');
  machine += 1_000;
  expect(now()).toBe(1_063_000);
  writeFileSync(file, '0');
  machine += 1_000;
  expect(now()).toBe(0);
  machine += 500;
  expect(now()).toBe(500);
});

it('is refused outside of the demo', () => {
  const args = ['--config', 'hall.yaml', '--data', 'data', '--keys', 'keys', '--clock-control', 'clock'];
  const credential = ['--platform-credential-file', 'credential'];
  expect(() => readOptions([...args, ...credential])).toThrow('--clock-control is for the demo only');
  expect(readOptions([...args, ...credential, '--demo']).clockControl).toBe('clock');
});
