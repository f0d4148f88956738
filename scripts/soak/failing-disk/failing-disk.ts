import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Control, compileShim, memoryFolder, shimEnvironment, shimMissing } from '../disk/shim.ts';
import { type Scenario, Tally } from '../scenario.ts';
import type { FaultOrders, FaultRun } from './faults-process.ts';

const PROCESS = path.join(import.meta.dirname, 'faults-process.ts');

/** Fifty commands, again and again, with a fault at each write, sync and truncate in turn until none is left. */
export const failingDisk: Scenario = {
  name: 'failing-disk',
  of: 'kinds of fault at every write and sync (1 to 4)',
  count: 4,
  missing: shimMissing,
  async run({ seed, count, log }) {
    const scratch = memoryFolder();
    const tally = new Tally();
    try {
      const library = compileShim(scratch.path);
      const folder = path.join(scratch.path, 'disk');
      const journal = path.join(scratch.path, 'journal');
      const control = path.join(scratch.path, 'control');
      mkdirSync(folder);
      writeFileSync(journal, '');
      new Control(control).close();
      const orders: FaultOrders = {
        ...{ seed, folder, journal, control, scratch: scratch.path },
        kinds: Math.min(count, 4),
      };
      const child = spawn(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', PROCESS, JSON.stringify(orders)],
        {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, ...shimEnvironment({ library, folder, journal, control }) },
        },
      );
      let said = '';
      child.stderr.on('data', (chunk) => {
        said = `${said}${chunk}`.slice(-4000);
      });
      let last = 0;
      createInterface({ input: child.stdout }).on('line', (line) => {
        const { at, fault, problems } = JSON.parse(line) as FaultRun;
        tally.add(`seed ${seed}, ${fault} at call ${at}`, problems);
        last = at;
      });
      const [code] = await once(child, 'close');
      if (code !== 0) tally.add(`seed ${seed}`, [`the process ended with ${code}: ${said}`]);
      log(`seed ${seed}: a fault at each of ${last} calls`);
    } finally {
      scratch.remove();
    }
    return tally.outcome;
  },
};
