import type { Message } from '@hall/shared/contracts/messages';
import { expect, test } from 'vitest';
import { showingOf } from './showing.ts';

const AT = 1_795_251_300_000;
const envelope = { v: 1, epoch: '0a1b2c3d', seq: 40, at: AT } as const;
const window: Message<'window'> = {
  ...envelope,
  window: 'w3',
  number: 3,
  zone: 'a',
  state: 'open',
  reason: null,
  serving: null,
  clerk: null,
  queues: [],
};
const call: Message<'call'> = {
  ...envelope,
  seq: 41,
  call: 41,
  zone: 'a',
  number: 'A012',
  window: 'w3',
  windowNumber: 3,
  wording: { zh: '请', en: 'please' },
  repeat: 2,
  validUntil: AT + 20_000,
};
const serving = (state: 'called' | 'serving') => ({ number: 'A012', state, since: AT, call: 41 });

test('an announcement that overtakes the kept state is shown at once', () => {
  expect(showingOf(window, call)).toEqual({ is: 'called', number: 'A012', lit: true });
});

test('a kept call is shown without being lit, an announced one is lit', () => {
  const called = { ...window, seq: 41, serving: serving('called') };
  expect(showingOf(called, undefined)).toEqual({ is: 'called', number: 'A012', lit: false });
  expect(showingOf(called, call)).toEqual({ is: 'called', number: 'A012', lit: true });
});

test('the kept state of a later position wins over the announcement', () => {
  expect(showingOf({ ...window, seq: 42, serving: serving('serving') }, call)).toEqual({
    is: 'serving',
    number: 'A012',
  });
  expect(showingOf({ ...window, seq: 43 }, call)).toEqual({ is: 'idle' });
});

test('paused says why, closed is closed', () => {
  const reason = { zh: '用餐', en: 'Meal break' };
  expect(showingOf({ ...window, state: 'paused', reason }, undefined)).toEqual({ is: 'paused', reason });
  expect(showingOf({ ...window, state: 'closed' }, undefined)).toEqual({ is: 'closed' });
});
