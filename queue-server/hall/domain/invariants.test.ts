import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../testing/hall.ts';
import { playOnDisk } from '../testing/model/on-disk.ts';
import { playActs } from '../testing/model/play.ts';
import { checkSequences } from '../testing/model/sequences.ts';

const SEED = 20261121;
const CHUNKS = 6;
/** 3,000 in all; `npm run soak -- rules` plays 200,000. */
const SEQUENCES_A_CHUNK = 500;
const ACTS = 50;
/** A sequence on a disk takes twenty times as long: a tenth of each chunk. */
const ON_DISK_A_CHUNK = 50;

describe('random hours of a hall', () => {
  for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
    it(`[I1] [I2] [I3] [I6] [X1] … [X6] hold, and a replay says the same (${chunk + 1} of ${CHUNKS})`, () => {
      const play = ({ variant, acts }: Parameters<typeof playOnDisk>[0]) => playActs(variant, acts);
      expect(checkSequences(SEED + chunk, SEQUENCES_A_CHUNK, ACTS, play).failure).toBeNull();
    });
  }

  it.each(Array.from({ length: CHUNKS }, (_, chunk) => chunk))(
    '[I4] on a disk: the same request id gets the same answer, and tables, memory and replay agree (chunk %i)',
    (chunk) => {
      const scratch = scratchFolder();
      let n = 0;
      try {
        const play = (sequence: Parameters<typeof playOnDisk>[0]) => {
          n += 1;
          const folder = path.join(scratch.path, String(n));
          mkdirSync(folder);
          return playOnDisk(sequence, folder);
        };
        const { failure } = checkSequences(SEED + chunk, ON_DISK_A_CHUNK, ACTS, play, false);
        expect(failure).toBeNull();
      } finally {
        scratch.remove();
      }
    },
  );
});
