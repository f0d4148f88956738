import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PublishedRatings } from '@hall/shared/contracts/public-info';
import type { HostLog } from '../log.ts';

const FILE = 'hall-ratings.json';

/** [I9] The published ratings as they were heard last, for times without a server. Nothing personal. */
export interface RatingsCopy {
  readonly last: PublishedRatings | null;
  keep(ratings: PublishedRatings): void;
}

export function openRatingsCopy(folder: string, log: HostLog): RatingsCopy {
  let last = read(folder);
  return {
    get last() {
      return last;
    },
    keep(ratings) {
      last = ratings;
      try {
        mkdirSync(folder, { recursive: true });
        const aside = path.join(folder, `${FILE}.new`);
        writeFileSync(aside, JSON.stringify(ratings), { mode: 0o600 });
        renameSync(aside, path.join(folder, FILE));
      } catch (problem) {
        log.warn({ problem: String(problem) }, 'the copy of the ratings cannot be written');
      }
    },
  };
}

function read(folder: string): PublishedRatings | null {
  try {
    const parsed = PublishedRatings.safeParse(JSON.parse(readFileSync(path.join(folder, FILE), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // Never written, or damaged: the hall says it again.
    return null;
  }
}
