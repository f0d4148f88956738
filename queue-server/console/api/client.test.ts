import { describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import { requestFor } from './request.ts';

type Answer = Response | 'unreachable';

function client(answers: Answer[], checks: readonly string[] = []) {
  let asked = 0;
  const sent: { path: string; init: RequestInit }[] = [];
  const contacts: boolean[] = [];
  let loggedOut = 0;
  let ids = 0;
  const made = createClient({
    fetch: async (path, init) => {
      sent.push({ path: String(path), init: init ?? {} });
      const answer = answers.shift();
      if (answer === undefined || answer === 'unreachable') throw new TypeError('fetch failed');
      return answer;
    },
    sleep: async () => {},
    requestId: () => `request-${++ids}`,
    check: () => checks[asked++] ?? 'check-word',
    contact: (reached) => contacts.push(reached),
    loggedOut: () => loggedOut++,
    background: () => false,
  });
  const header = (i: number, name: string) => new Headers(sent[i]?.init.headers).get(name);
  return { made, sent, contacts, header, loggedOut: () => loggedOut };
}

const done = () => Response.json({ done: true });

describe('the command client', () => {
  it('[A1] puts the path’s fields into the path and the others into the body', () => {
    expect(requestFor('window.no-show', { window: 'w3', reason: 'left' })).toEqual({
      method: 'POST',
      path: '/api/v1/windows/w3/no-show',
      body: '{"reason":"left"}',
    });
    expect(requestFor('window.start', { window: 'w3' }).body).toBe('{}');
    expect(requestFor('desk.read', { window: 'w3' })).toEqual({
      method: 'GET',
      path: '/api/v1/windows/w3',
      body: null,
    });
  });

  it('[A2] sends check and key with a change, neither with a read', async () => {
    const { made, header } = client([done(), done()]);
    await made.command('window.start', { window: 'w3' });
    await made.command('desk.read', { window: 'w3' });
    expect([header(0, 'x-session-check'), header(0, 'idempotency-key')]).toEqual(['check-word', 'request-1']);
    expect([header(1, 'x-session-check'), header(1, 'idempotency-key')]).toEqual([null, null]);
  });

  it('[A3] asks again after a broken line with the same key', async () => {
    const { made, sent, contacts, header } = client(['unreachable', 'unreachable', done()]);
    const answer = await made.command('window.start', { window: 'w3' });
    expect(answer).toEqual({ ok: true, value: { done: true } });
    expect(sent).toHaveLength(3);
    expect([0, 1, 2].map((i) => header(i, 'idempotency-key'))).toEqual([
      'request-1',
      'request-1',
      'request-1',
    ]);
    expect(contacts).toEqual([false, false, true]);
  });

  it('[A4] gives up after three attempts and hands the key out, for a later retry of the same', async () => {
    const { made, header } = client(['unreachable', 'unreachable', 'unreachable', done()]);
    const answer = await made.command('ticket.take', { queue: 'enquiry', paperless: true });
    if (answer.ok || answer.error.kind !== 'network' || !answer.error.requestId)
      throw new Error('expected a network failure');
    await made.command(
      'ticket.take',
      { queue: 'enquiry', paperless: true },
      { requestId: answer.error.requestId },
    );
    expect(header(3, 'idempotency-key')).toBe('request-1');
  });

  it('[A5] a refusal is not repeated and speaks both languages', async () => {
    const text = { zh: '没有人在等候。', en: 'Nobody is waiting.' };
    const { made, sent } = client([Response.json({ code: 'NOBODY_WAITING', text }, { status: 409 })]);
    expect(await made.command('window.call', { window: 'w3' })).toEqual({
      ok: false,
      error: { kind: 'problem', code: 'NOBODY_WAITING', status: 409, text },
    });
    expect(sent).toHaveLength(1);
  });

  it('[A6] a proxy’s page instead of a problem document still has words', async () => {
    const { made } = client([new Response('<html>Bad gateway</html>', { status: 502 })]);
    const answer = await made.command('window.call', { window: 'w3' });
    expect(!answer.ok && answer.error.kind === 'problem' && answer.error.code).toBe('INTERNAL');
  });

  it('[A7] tells when the session is gone', async () => {
    const gone = client([Response.json({ code: 'NOT_LOGGED_IN' }, { status: 401 })]);
    await gone.made.command('hall.read', {});
    expect(gone.loggedOut()).toBe(1);
  });

  it('a late answer of the session before says nothing of the one that another tab has logged in', async () => {
    const expired = Response.json({ code: 'SESSION_EXPIRED' }, { status: 401 });
    const late = client([expired], ['of the old one', 'of the new one']);
    await late.made.command('hall.read', {});
    expect(late.loggedOut()).toBe(0);
  });
});
