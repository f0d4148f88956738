import type { PadForm } from '@hall/shared/contracts/commands';
import { COMMANDS } from '@hall/shared/contracts/commands';
import { expect, test } from 'vitest';
import { type Flow, type FlowEvent, START, step } from './flow.ts';

const REF = '00112233445566778899aabbccddeeff';
const form: PadForm = {
  window: 'w3',
  number: 'A012',
  items: [{ zh: '社会保障卡补换领', en: 'Social security card replacement' }],
  until: 60_000,
  commentMax: 10,
};
const text = { zh: '不行', en: 'No' };
const run = (...events: FlowEvent[]): Flow => events.reduce(step, START);
const loaded: FlowEvent = { type: 'loaded', form };
const submit: FlowEvent = { type: 'submit', ref: REF, id: 'rate-0001' };

test('nothing is chosen beforehand and no grade is sent without one', () => {
  expect(run(loaded)).toEqual({ step: 'grade', form });
  expect(run(loaded, submit)).toEqual({ step: 'grade', form });
});

test('a grade, its reasons and a comment become one body that the command table accepts', () => {
  const flow = run(
    loaded,
    { type: 'choose', grade: 4 },
    { type: 'toggle', reason: 413 },
    { type: 'toggle', reason: 406 },
    { type: 'toggle', reason: 410 },
    { type: 'toggle', reason: 410 },
    { type: 'comment', comment: ' 很快，谢谢 ' },
    submit,
  );
  expect(flow).toEqual({
    step: 'sending',
    form,
    sending: {
      command: 'rating.give',
      id: 'rate-0001',
      body: { window: 'w3', ref: REF, grade: 4, reasons: [406, 413], comment: '很快，谢谢' },
    },
  });
  expect(flow.step === 'sending' && COMMANDS['rating.give'].body.safeParse(flow.sending.body).success).toBe(
    true,
  );
});

test('a reason of another grade cannot be chosen, and a new grade starts without reasons', () => {
  const flow = run(
    loaded,
    { type: 'choose', grade: 5 },
    { type: 'toggle', reason: 115 },
    { type: 'toggle', reason: 510 },
  );
  expect(flow).toMatchObject({ grade: 5, reasons: [510] });
  expect(
    [{ type: 'back' }, { type: 'choose', grade: 1 }].reduce((f, e) => step(f, e as FlowEvent), flow),
  ).toMatchObject({ grade: 1, reasons: [] });
});

test('pressing submit twice is one rating under one id', () => {
  const once = run(loaded, { type: 'choose', grade: 5 }, submit);
  expect(step(once, { type: 'submit', ref: REF, id: 'rate-0002' })).toBe(once);
});

test('trying again sends the very same body under the same id', () => {
  const sending = run(loaded, { type: 'choose', grade: 2 }, submit);
  const failed = step(sending, { type: 'not-carried-out', text, final: false });
  expect(failed).toMatchObject({ step: 'failed', text });
  expect(step(failed, { type: 'choose', grade: 5 })).toBe(failed);
  expect(step(failed, { type: 'again' })).toEqual(sending);
});

test.each<[string, FlowEvent[]]>([
  ['before any choice', [loaded]],
  [
    'with a grade and reasons chosen',
    [loaded, { type: 'choose', grade: 5 }, { type: 'toggle', reason: 510 }],
  ],
  ['while loading', []],
])('the time-out %s ends it and sends nothing', (_, events) => {
  expect(run(...events, { type: 'time-up' })).toEqual({ step: 'over', text: null });
});

test('a rating on its way at the time-out is decided by its answer', () => {
  const sending = run(loaded, { type: 'choose', grade: 5 }, submit, { type: 'time-up' });
  expect(sending.step).toBe('sending');
  expect(step(sending, { type: 'carried-out' })).toEqual({ step: 'done', what: 'rating.give' });
  expect(step(sending, { type: 'not-carried-out', text, final: true })).toEqual({ step: 'over', text });
});

test('declining is possible from both steps and is not a rating', () => {
  const decline: FlowEvent = { type: 'decline', ref: REF, id: 'rate-0001' };
  for (const flow of [run(loaded, decline), run(loaded, { type: 'choose', grade: 1 }, decline)]) {
    expect(flow).toMatchObject({
      step: 'sending',
      sending: { command: 'rating.decline', body: { window: 'w3', ref: REF } },
    });
  }
});

test('a comment is cut at its longest', () => {
  expect(
    run(loaded, { type: 'choose', grade: 5 }, { type: 'comment', comment: '一二三四五六七八九十十一' }),
  ).toMatchObject({
    comment: '一二三四五六七八九十',
  });
});
