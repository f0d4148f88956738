import { describe, expect, test } from 'vitest';
import type { UpsMachine, UpsStep } from './machine.ts';
import { ANSWER_WITHIN_MS, CLOSED, MOST_VARIABLES, stepUps } from './machine.ts';
import { readingOf } from './reading.ts';

const SETTINGS = { name: 'ups', user: null, pollMs: 700 };
const USER = { ...SETTINGS, user: { name: 'hall', password: 'secret' } };

function say(from: UpsMachine, lines: readonly string[], settings: Parameters<typeof stepUps>[2]): UpsStep {
  let step: UpsStep = { machine: from, effects: [] };
  for (const line of lines) {
    step = stepUps(step.machine, { type: 'line', words: line.split(' ') }, settings);
  }
  return step;
}

describe('the conversation', () => {
  test('asks at once, and again after the poll interval', () => {
    const opened = stepUps(CLOSED, { type: 'opened' }, SETTINGS);
    expect(opened.effects).toEqual([
      { do: 'send', words: ['LIST', 'VAR', 'ups'] },
      { do: 'wait', ms: ANSWER_WITHIN_MS },
    ]);
    const answered = say(
      opened.machine,
      ['BEGIN LIST VAR ups', 'VAR ups ups.status OL', 'END LIST VAR ups'],
      SETTINGS,
    );
    expect(answered.effects).toEqual([
      { do: 'variables', variables: new Map([['ups.status', 'OL']]) },
      { do: 'wait', ms: 700 },
    ]);
    expect(stepUps(answered.machine, { type: 'timer' }, SETTINGS).effects).toEqual(opened.effects);
  });

  test('logs in first, step by step', () => {
    const opened = stepUps(CLOSED, { type: 'opened' }, USER);
    expect(opened.effects[0]).toEqual({ do: 'send', words: ['USERNAME', 'hall'] });
    const named = say(opened.machine, ['OK'], USER);
    expect(named.effects[0]).toEqual({ do: 'send', words: ['PASSWORD', 'secret'] });
    const known = say(named.machine, ['OK'], USER);
    expect(known.effects[0]).toEqual({ do: 'send', words: ['LOGIN', 'ups'] });
    const logged = say(known.machine, ['OK'], USER);
    expect(logged.effects[0]).toEqual({ do: 'send', words: ['LIST', 'VAR', 'ups'] });
    expect(logged.machine.loginRefused).toBeNull();
  });

  test('a refused log-in is kept in mind, and status is asked all the same', () => {
    const opened = stepUps(CLOSED, { type: 'opened' }, USER);
    const refused = say(opened.machine, ['OK', 'OK', 'ERR ACCESS-DENIED'], USER);
    expect(refused.effects[0]).toEqual({ do: 'send', words: ['LIST', 'VAR', 'ups'] });
    expect(refused.machine).toMatchObject({ loginRefused: 'ACCESS-DENIED', login: [] });
  });

  test.each([['ERR DATA-STALE'], ['ERR UNKNOWN-UPS'], ['ERR DRIVER-NOT-CONNECTED']])(
    '%s is told, and asked again',
    (line) => {
      const opened = stepUps(CLOSED, { type: 'opened' }, SETTINGS);
      expect(say(opened.machine, [line], SETTINGS).effects).toEqual([
        { do: 'refused', code: line.slice(4) },
        { do: 'wait', ms: 700 },
      ]);
    },
  );

  test.each([
    ['another list', ['BEGIN LIST VAR other']],
    ['another device in the list', ['BEGIN LIST VAR ups', 'VAR other ups.status OL']],
    ['no list at all', ['OK']],
    ['an end without its list', ['END LIST VAR ups']],
  ])('%s: a new connection', (_, lines) => {
    const opened = stepUps(CLOSED, { type: 'opened' }, SETTINGS);
    const step = say(opened.machine, lines, SETTINGS);
    expect(step.machine).toBe(CLOSED);
    expect(step.effects).toMatchObject([{ do: 'restart' }]);
  });

  test('no answer, an answer nobody asked for and a list without an end: a new connection', () => {
    const opened = stepUps(CLOSED, { type: 'opened' }, SETTINGS);
    expect(stepUps(opened.machine, { type: 'timer' }, SETTINGS).effects).toEqual([
      { do: 'restart', reason: 'no answer' },
    ]);
    const idle = say(opened.machine, ['ERR DATA-STALE'], SETTINGS).machine;
    expect(say(idle, ['OK'], SETTINGS).effects).toMatchObject([{ do: 'restart' }]);
    const many = Array.from({ length: MOST_VARIABLES + 1 }, (_, i) => `VAR ups v${i} 1`);
    expect(say(opened.machine, ['BEGIN LIST VAR ups', ...many], SETTINGS).effects).toMatchObject([
      { do: 'restart', reason: 'a list without an end' },
    ]);
  });

  test('a timer or a line of a connection that is gone does nothing', () => {
    expect(stepUps(CLOSED, { type: 'timer' }, SETTINGS).effects).toEqual([]);
    expect(say(CLOSED, ['OK'], SETTINGS).effects).toEqual([]);
  });
});

describe('what a status says', () => {
  const of = (status: string, more: Record<string, string> = {}) =>
    readingOf(new Map(Object.entries({ 'ups.status': status, ...more })));

  test.each([
    ['OL', 'online', false, null],
    ['OL CHRG', 'online', false, null],
    ['OL LB CHRG', 'online', true, null],
    ['OL RB', 'online', false, 'replace-battery'],
    ['OL OVER RB', 'online', false, 'overload'],
    ['OL TRIM', 'online', false, null],
    ['BYPASS', 'online', false, 'bypass'],
    ['OB', 'on-battery', false, null],
    ['OB DISCHRG', 'on-battery', false, null],
    ['OB LB', 'low-battery', true, null],
    ['CAL OB DISCHRG LB', 'online', true, 'calibrating'],
    ['FSD OL', 'forced-shutdown', false, null],
    ['OB LB FSD', 'forced-shutdown', true, null],
  ])('%s', (status, power, batteryLow, caution) => {
    expect(of(status)).toMatchObject({ power, batteryLow, caution, status });
  });

  test.each([[''], ['WAIT'], ['OFF'], ['LB'], ['OLX']])('%j says nothing of the mains', (status) => {
    expect(of(status)).toBeNull();
  });

  test('figures, where the device gives them as numbers', () => {
    expect(of('OL', { 'battery.charge': '104', 'battery.runtime': '1200.5', 'ups.load': '7' })).toMatchObject(
      {
        chargePercent: 100,
        runtimeS: 1200.5,
        loadPercent: 7,
      },
    );
    expect(of('OL', { 'battery.charge': 'full' })).toMatchObject({ chargePercent: null, runtimeS: null });
    expect(readingOf(new Map())).toBeNull();
  });
});
