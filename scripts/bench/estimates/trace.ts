import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TraceDay } from '@hall/queue-server/hall/domain/estimates/testing/trace-event';
import { z } from 'zod';

/** One event of a recorded hall day; `at` in ms since the epoch. A file a day, one JSON object a line. */
const Line = z.discriminatedUnion('e', [
  z.object({ e: z.literal('open'), at: z.number(), w: z.string(), queues: z.array(z.string()) }),
  z.object({ e: z.literal('close'), at: z.number(), w: z.string() }),
  z.object({
    e: z.literal('arrive'),
    at: z.number(),
    t: z.string(),
    q: z.string(),
    class: z.string(),
    bonusMin: z.number(),
  }),
  z.object({ e: z.enum(['call', 'finish', 'no-show']), at: z.number(), t: z.string(), w: z.string() }),
]);
/** All days of a folder in order of file name. */
export function readTraces(folder: string): TraceDay[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) =>
      readFileSync(path.join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => Line.parse(JSON.parse(line))),
    );
}
