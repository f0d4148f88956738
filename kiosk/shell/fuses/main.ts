import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { compareFuses, readFuses, setFuses } from './fuse-wire.ts';
import { FUSES } from './fuses.ts';

/**
 * `node kiosk/shell/fuses/main.ts set|check BINARY`: sets the fuses of a packaged Electron and reads them back from the
 * file, or only reads them. Ends with 1 where one is not as it should be. The old binary stays as `BINARY.unfused`.
 */

const [order, file] = process.argv.slice(2);
if ((order !== 'set' && order !== 'check') || file === undefined)
  stop('give: set BINARY or check BINARY', 64);

if (order === 'set') {
  const binary = read(file);
  const changed = setFuses(binary, FUSES);
  if (!changed.ok) stop(changed.error.message, 1);
  copyFileSync(file, `${file}.unfused`);
  writeFileSync(file, changed.value);
}
const states = readFuses(read(file));
if (!states.ok) stop(states.error.message, 1);
const { problems, unknown } = compareFuses(states.value, FUSES);
for (const [i, fuse] of FUSES.entries())
  process.stdout.write(`${fuse.name}: ${states.value[i] ?? 'missing'}\n`);
for (const line of unknown) process.stdout.write(`${line}, and not known here\n`);
if (problems.length > 0) stop(problems.join('\n'), 1);

function read(name: string): Buffer {
  try {
    return readFileSync(name);
  } catch (problem) {
    return stop(`${name} cannot be read (${(problem as NodeJS.ErrnoException).code})`, 1);
  }
}

function stop(sentence: string, code: number): never {
  process.stderr.write(`fuses: ${sentence}\n`);
  process.exit(code);
}
