import { describe, expect, it } from 'vitest';
import { bellWord } from '../parts/BellNotice.tsx';
import { W } from '../words/words.ts';
import { next, START } from './session.ts';

const AWAY = { zh: '暂时连不上服务器，请到咨询台。', en: 'The server cannot be reached.' };
const OFF = { state: 'off' } as const;

describe('calling a guide to the machine', () => {
  it('a double press sends one request', () => {
    const first = next(START, { type: 'call-helper', request: 'request-1' });
    const second = next(first.session, { type: 'call-helper', request: 'request-2' });
    expect(first.send).toEqual({ id: 'request-1', request: { name: 'helper' } });
    expect(second.send).toBeNull();
  });

  it('stays where the person is, and says in turn: calling, called, on the way', () => {
    const at = next(START, { type: 'go', to: { at: 'find' } }).session;
    const calling = next(at, { type: 'call-helper', request: 'request-1' }).session;
    expect(calling.step).toEqual({ at: 'find' });
    expect(bellWord(OFF, calling.helper, true)).toEqual({ tone: 'wait', text: W.bellCalling });
    const rings = next(calling, { type: 'helper-rings', request: 'request-1' }).session;
    expect(bellWord({ state: 'ringing', since: 1 }, rings.helper, true)?.text).toBe(W.bellRings);
    expect(bellWord({ state: 'coming' }, rings.helper, true)).toEqual({ tone: 'good', text: W.bellComing });
    expect(bellWord(OFF, rings.helper, true)).toBeNull();
  });

  it('offline says so and where to go, and may be pressed again', () => {
    const calling = next(START, { type: 'call-helper', request: 'request-1' }).session;
    const failed = next(calling, { type: 'failed', request: 'request-1', code: 'SERVER_AWAY', text: AWAY });
    expect(bellWord(OFF, failed.session.helper, false)).toEqual({ tone: 'bad', text: W.bellAway });
    const again = next(failed.session, { type: 'call-helper', request: 'request-2' });
    expect(again.send).not.toBeNull();
  });

  it('nothing of it stays for the next person', () => {
    const calling = next(START, { type: 'call-helper', request: 'request-1' }).session;
    const failed = next(calling, { type: 'failed', request: 'request-1', code: 'SERVER_AWAY', text: AWAY });
    expect(next(failed.session, { type: 'end', request: 'request-3' }).session).toEqual(START);
  });
});
