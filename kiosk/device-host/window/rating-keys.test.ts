import { COMMANDS } from '@hall/shared/contracts/commands';
import type { Message } from '@hall/shared/contracts/messages';
import { err, ok } from '@hall/shared/contracts/result';
import { beforeEach, expect, it } from 'vitest';
import { askFault } from '../link/server-link.ts';
import { silentLog } from '../log.ts';
import { ratingKeys } from './rating-keys.ts';

const REF = 'a'.repeat(32);
const NEXT_REF = 'b'.repeat(32);
const UNTIL = 60_000;

let now: number;
let online: boolean;
let asks: { command: string; body: Record<string, unknown>; id: string }[];
/** What the server answers: a code, or ok. */
let answers: (string | null)[];
let release: (() => void) | null;

const link = {
  device: 'window-host-1',
  hallNow: () => now,
  online: () => online,
  async ask(command: string, body: unknown, { id }: { id: string }) {
    asks.push({ command, body: body as Record<string, unknown>, id });
    if (release !== null) await new Promise<void>((resolve) => (release = resolve));
    const code = answers.shift() ?? null;
    return code === null ? ok({ done: true }) : err(askFault(code, 'as told'));
  },
};
const pad = (change: Partial<Message<'pad'>> = {}): Message<'pad'> => ({
  ...{ v: 1, epoch: '0a1b2c3d', seq: 1, at: 1, window: 'w3', windowNumber: 3 },
  ...{ show: 'rate' as const, ref: REF, until: UNTIL, clerk: null },
  ...change,
});
const keys = () => ratingKeys({ window: 'w3', link: () => link as never, log: silentLog });

beforeEach(() => {
  [now, online, asks, answers, release] = [1_000, true, [], [], null];
});

it('gives the grade that was pressed, without reasons, as the contract wants it', async () => {
  const rating = keys();
  rating.pad(pad());
  expect(await rating.pressed({ grade: 4 })).toBe('given');
  expect(asks).toEqual([
    {
      command: 'rating.give',
      body: { window: 'w3', ref: REF, grade: 4, reasons: [] },
      id: expect.any(String),
    },
  ]);
  expect(COMMANDS['rating.give'].body.safeParse(asks[0]!.body).success).toBe(true);
});

it.each<[string, Partial<Message<'pad'>> | null]>([
  ['before the pad was ever heard', null],
  ['while it is idle', { show: 'idle', ref: null, until: null }],
  ['while somebody is served', { show: 'serving', ref: null, until: null }],
  ['while it says thanks', { show: 'thanks', ref: REF, until: UNTIL }],
  ['when the time for the rating is over', { until: 999 }],
  ['at another window', { window: 'w4' }],
])('does nothing %s', async (_, shown) => {
  const rating = keys();
  if (shown !== null) rating.pad(pad(shown));
  expect(await rating.pressed({ grade: 1 })).toBe('nothing-asked');
  expect(asks).toEqual([]);
});

it('does nothing for a key that is no grade', async () => {
  const rating = keys();
  rating.pad(pad());
  expect(await rating.pressed({ key: 'confirm' })).toBe('nothing-asked');
  expect(asks).toEqual([]);
});

it('counts the first of two presses, also while it is on its way', async () => {
  const rating = keys();
  rating.pad(pad());
  release = () => undefined;
  const first = rating.pressed({ grade: 5 });
  expect(await rating.pressed({ grade: 1 })).toBe('already');
  release();
  expect(await first).toBe('given');
  expect(await rating.pressed({ grade: 1 })).toBe('already');
  expect(asks.map(({ body }) => body['grade'])).toEqual([5]);
});

it('is ready for the next service', async () => {
  const rating = keys();
  rating.pad(pad());
  await rating.pressed({ grade: 5 });
  rating.pad(pad({ show: 'idle', ref: null, until: null }));
  rating.pad(pad({ ref: NEXT_REF }));
  expect(await rating.pressed({ grade: 2 })).toBe('given');
  expect(asks.map(({ body }) => [body['ref'], body['grade']])).toEqual([
    [REF, 5],
    [NEXT_REF, 2],
  ]);
  expect(asks[0]!.id).not.toBe(asks[1]!.id);
});

it('is away with the server, and tries again under the same id when an answer was lost', async () => {
  const rating = keys();
  rating.pad(pad());
  online = false;
  expect(await rating.pressed({ grade: 5 })).toBe('away');
  online = true;
  answers = ['SERVER_AWAY'];
  expect(await rating.pressed({ grade: 5 })).toBe('failed');
  expect(await rating.pressed({ grade: 5 })).toBe('given');
  expect(asks).toHaveLength(2);
  expect(asks[0]!.id).toBe(asks[1]!.id);
});

it.each(['RATING_CLOSED', 'ALREADY_RATED', 'FORBIDDEN'])('does not try again after %s', async (code) => {
  const rating = keys();
  rating.pad(pad());
  answers = [code];
  expect(await rating.pressed({ grade: 5 })).toBe('refused');
  expect(await rating.pressed({ grade: 5 })).toBe('already');
  expect(asks).toHaveLength(1);
});
