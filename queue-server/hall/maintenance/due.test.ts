import { expect, it } from 'vitest';
import { isDue, nextDue, RETRY_MS } from './due.ts';

const plan = { at: '02:30', timeZone: 'Asia/Shanghai' };
const at = (text: string) => Date.parse(`2026-11-${text}:00+08:00`);

it('is due once a day, from the set time of the hall on', () => {
  const last = at('20T02:30');
  expect(isDue(plan, last, last, at('21T02:29'))).toBe(false);
  expect(isDue(plan, last, last, at('21T02:30'))).toBe(true);
  expect(isDue(plan, at('21T02:30'), at('21T02:30'), at('21T23:59'))).toBe(false);
});

it('a server that was off at the time makes up for it, and one by hand in the morning replaces nothing', () => {
  expect(isDue(plan, at('19T02:30'), at('19T02:30'), at('21T09:00'))).toBe(true);
  expect(isDue(plan, at('21T00:10'), at('21T00:10'), at('21T02:30'))).toBe(true);
  expect(isDue(plan, null, null, at('21T02:00'))).toBe(false);
  expect(isDue(plan, null, null, at('21T03:00'))).toBe(true);
});

it('a failed one is tried again, not at once', () => {
  const failed = at('21T02:31');
  expect(isDue(plan, at('20T02:30'), failed, failed + RETRY_MS - 1)).toBe(false);
  expect(isDue(plan, at('20T02:30'), failed, failed + RETRY_MS)).toBe(true);
  expect(nextDue(plan, at('20T02:30'), failed, failed + 1000)).toBe(failed + RETRY_MS);
});

it('says when the next one begins', () => {
  const last = at('21T02:30');
  expect(nextDue(plan, last, last, at('21T02:30'))).toBe(at('22T02:30'));
  expect(nextDue(plan, last, last, at('21T18:00'))).toBe(at('22T02:30'));
  expect(nextDue(plan, at('21T00:10'), at('21T00:10'), at('21T01:00'))).toBe(at('21T02:30'));
});

it('one with a time that is still to come tells nothing, and none follows another at once', () => {
  expect(isDue(plan, at('25T02:30'), at('25T02:30'), at('21T02:30'))).toBe(true);
  expect(isDue(plan, at('21T02:30') - 60_000, at('21T02:30'), at('21T02:31'))).toBe(false);
  expect(isDue(plan, at('20T02:30'), at('21T02:30'), at('21T02:30') + RETRY_MS - 1)).toBe(false);
});
