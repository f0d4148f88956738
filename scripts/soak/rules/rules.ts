import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { playOnDisk } from '@hall/queue-server/hall/testing/model/on-disk';
import { playActs } from '@hall/queue-server/hall/testing/model/play';
import { checkSequences } from '@hall/queue-server/hall/testing/model/sequences';
import { memoryFolder } from '../disk/shim.ts';
import type { Scenario } from '../scenario.ts';

/** Sequences from one seed; the next come from the next. */
const SEQUENCES_A_SEED = 1000;
/** Of them, as many again are played on a ledger in a folder. */
const ON_DISK_A_SEED = 50;
const ACTS = 90;
const SHOWN = 20;

/** Random hours of small halls, every act held against RULES.md by the checker that the tests use. */
export const rules: Scenario = {
  name: 'rules',
  of: 'sequences of commands',
  count: 200_000,
  missing: () => null,
  async run({ seed, count, log }) {
    const scratch = memoryFolder();
    const failures: string[] = [];
    let failed = 0;
    let done = 0;
    try {
      for (let chunk = 0; done < count; chunk += 1) {
        const runs = Math.min(SEQUENCES_A_SEED, count - done);
        const inMemory = checkSequences(seed + chunk, runs, ACTS, ({ variant, acts }) =>
          playActs(variant, acts),
        );
        const folder = path.join(scratch.path, 'hall');
        const played = (sequence: Parameters<typeof playOnDisk>[0]) => {
          rmSync(folder, { recursive: true, force: true });
          mkdirSync(folder);
          return playOnDisk(sequence, folder);
        };
        const onDisk = checkSequences(seed + chunk, Math.min(ON_DISK_A_SEED, runs), ACTS, played, false);
        for (const { failure } of [inMemory, onDisk]) {
          if (failure === null) continue;
          failed += 1;
          if (failures.length < SHOWN) failures.push(failure);
        }
        done += runs;
        log(`seed ${seed + chunk}: ${done} of ${count}, ${failed} failed`);
      }
    } finally {
      scratch.remove();
    }
    return { count: done, failed, failures };
  },
};
