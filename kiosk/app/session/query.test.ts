import { describe, expect, it } from 'vitest';
import { openAsks } from '../link/asks.ts';
import { MAP, PROGRESS, sameQuery, toQuery } from './query.ts';
import { next, START } from './session.ts';

const ended = { type: 'end', request: 'request-1' } as const;
const TYPED = { ...PROGRESS, receipt: '202611190008', digits: '9024' };

describe('questions in a visit', () => {
  it('back leads to the screen before, with what was typed there', () => {
    let { session } = next(START, toQuery({ page: 'home' }));
    session = next(session, toQuery(PROGRESS)).session;
    session = next(session, sameQuery(TYPED)).session;
    expect(session.trail).toHaveLength(2);
    session = next(session, toQuery({ page: 'hours' })).session;
    session = next(session, { type: 'back' }).session;
    expect(session.step).toEqual({ at: 'query', view: TYPED });
    session = next(session, { type: 'back' }).session;
    expect(session.step).toEqual({ at: 'query', view: { page: 'home' } });
  });

  it('a late answer does not bring back a screen that was left', () => {
    const { session } = next(START, toQuery(MAP));
    expect(next(session, sameQuery(TYPED)).session).toBe(session);
    expect(next(START, sameQuery(TYPED)).session).toBe(START);
  });

  it('nothing of it stays when the person ends, or goes to the start', () => {
    const { session } = next(next(START, toQuery(PROGRESS)).session, sameQuery(TYPED));
    for (const event of [ended, { type: 'home', request: 'request-2' } as const]) {
      expect(JSON.stringify(next(session, event).session)).not.toMatch(/202611190008|9024/);
    }
  });
});

describe('a question of a screen', () => {
  it('is answered once, by its own answer', async () => {
    const asks = openAsks();
    const answer = asks.begin('question-1');
    expect(asks.take({ type: 'answer', id: 'question-2', ok: true, body: 2 })).toBe(false);
    expect(asks.take({ type: 'answer', id: 'question-1', ok: true, body: 1 })).toBe(true);
    expect(asks.take({ type: 'answer', id: 'question-1', ok: true, body: 3 })).toBe(false);
    expect(await answer).toEqual({ ok: true, value: 1 });
  });

  it('fails in words of the host, or of the page when the host is gone', async () => {
    const asks = openAsks();
    const [first, second] = [asks.begin('question-1'), asks.begin('question-2')];
    const error = { code: 'SERVER_AWAY', text: { zh: '断', en: 'away' } };
    asks.take({ type: 'failure', id: 'question-1', ok: false, error });
    asks.lost();
    expect(await first).toEqual({ ok: false, error });
    expect(await second).toMatchObject({ ok: false, error: { code: 'HOST_AWAY' } });
  });
});
