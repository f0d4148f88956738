import { describe, expect, it } from 'vitest';
import type { Failure } from '../api/failure.ts';
import { questionOf } from './question.ts';

const refused = (code: string, details?: Record<string, unknown>): Failure => ({
  kind: 'problem',
  code,
  status: 409,
  text: { zh: '不行', en: 'No' },
  ...(details ? { details } : {}),
});
const queues = [{ queue: 'company', name: { zh: '企业登记', en: 'Company' }, waiting: 4 }];

describe('refusals that only ask', () => {
  it('[K13] a call that would end a service asks once', () => {
    const body = { window: 'w3' };
    expect(questionOf('window.call', body, refused('CONFIRM_END'))).toEqual({
      asks: 'end',
      command: 'window.call',
      body,
    });
    expect(questionOf('window.call', { ...body, end: true }, refused('CONFIRM_END'))).toBeNull();
    expect(questionOf('window.call', body, refused('WINDOW_BUSY'))).toBeNull();
  });

  it('[W3] the last window of a queue says who would be stranded, and asks once', () => {
    const body = { window: 'w3', reason: 'meal' };
    expect(questionOf('window.pause', body, refused('LAST_WINDOW', { queues }))).toMatchObject({
      asks: 'anyway',
      stranded: [{ name: { zh: '企业登记' }, waiting: 4 }],
    });
    expect(questionOf('window.pause', { ...body, anyway: true }, refused('LAST_WINDOW'))).toBeNull();
    expect(questionOf('window.close', { window: 'w3' }, refused('LAST_WINDOW'))).toMatchObject({
      stranded: [],
    });
  });

  it('[W3] where the hall refuses it altogether nothing is asked', () => {
    const body = { window: 'w3' };
    expect(questionOf('window.close', body, refused('LAST_WINDOW', { queues, anyway: false }))).toBeNull();
  });

  it('an unknown outcome is never a question', () => {
    const lost: Failure = { kind: 'network', text: { zh: '断', en: 'lost' }, requestId: null };
    expect(questionOf('window.close', { window: 'w3' }, lost)).toBeNull();
  });
});
