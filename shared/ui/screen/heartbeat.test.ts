import { expect, test } from 'vitest';
import { beatAt, judge, type Pulse } from './heartbeat.ts';

const fresh: Pulse = { startedAt: 1000, upSince: null, downSince: null, beat: null };
const up: Pulse = { ...fresh, upSince: 2000, beat: { at: 5000, everyMs: 2000 } };

test('before anything is known the screen is connecting, not lost', () => {
  expect(judge(fresh, 1500)).toEqual({ is: 'connecting' });
  expect(judge({ ...fresh, upSince: 2000 }, 12_000)).toEqual({ is: 'connecting' });
});

test('three beats late is still online, one millisecond more is lost since the last beat', () => {
  expect(judge(up, 11_000)).toEqual({ is: 'online' });
  expect(judge(up, 11_001)).toEqual({ is: 'lost', since: 5000 });
});

test('a beat from the future is not believed: the clock was set back, and the age of what is shown unknown', () => {
  expect(judge(up, 3000)).toEqual({ is: 'online' });
  expect(judge(up, 2999)).toEqual({ is: 'lost', since: 2999 });
  expect(judge({ ...up, upSince: null, downSince: 6000 }, 2500)).toEqual({ is: 'lost', since: 2500 });
});

test('a broken socket is lost at once, since the last beat', () => {
  expect(judge({ ...up, upSince: null, downSince: 6000 }, 6001)).toEqual({ is: 'lost', since: 5000 });
});

test('a server that was never there is lost since the first failure', () => {
  expect(judge({ ...fresh, downSince: 1200 }, 9000)).toEqual({ is: 'lost', since: 1200 });
});

test('a broker without a server behind it is lost after the grace', () => {
  expect(judge({ ...fresh, upSince: 2000 }, 12_001)).toEqual({ is: 'lost', since: 1000 });
});

test('a retained heartbeat counts from its own stamp, a live one from now', () => {
  expect(beatAt(false, 400_000, 700_000, 0)).toBe(400_000);
  expect(beatAt(false, 400_000, 700_000, -300_000)).toBe(700_000);
  expect(beatAt(false, 900_000, 700_000, 0)).toBe(700_000);
  expect(beatAt(true, 1, 700_000, 0)).toBe(700_000);
});
