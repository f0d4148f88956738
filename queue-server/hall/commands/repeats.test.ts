import { err, fault, ok } from '@hall/shared/contracts/result';
import { expect, it } from 'vitest';
import type { LedgerClient } from '../ledger/client.ts';
import { noting } from './accounts.ts';
import type { Asked, Handlers } from './administration.ts';
import { noteId } from './note.ts';
import { Repeats } from './repeats.ts';

type Names = 'account.unlock' | 'account.reset-totp' | 'account.list';

/** A ledger that answers a known (actor, id) without writing, as the real one does. */
function fakeLedger() {
  const known = new Set<string>();
  const noted: string[] = [];
  const submit = async (
    _command: string,
    body: { act: string; subject: string },
    actor: string,
    id: string,
  ) => {
    if (!known.has(`${actor} ${id}`)) noted.push(`${body.act} ${body.subject}`);
    known.add(`${actor} ${id}`);
    return { ok: true, json: '{}' };
  };
  return { noted, ledger: { submit } as unknown as Pick<LedgerClient, 'submit'> };
}

function office() {
  const { noted, ledger } = fakeLedger();
  const note = noting(ledger);
  let now = 0;
  let failure: Error | null = null;
  const act = (name: string) => async (asked: Asked<'account.unlock'>) => {
    await note(asked as never, { act: name, subject: asked.body.username });
    if (failure) throw failure;
    return asked.body.username === 'nobody'
      ? err(fault('ACCOUNT_UNKNOWN', 'x'))
      : ok({ done: true as const });
  };
  const handlers = new Repeats(() => now).guard({
    'account.unlock': act('unlock'),
    'account.reset-totp': act('reset-totp'),
    'account.list': async () => ok({ accounts: [] }),
  } as unknown as Handlers<Names>);
  const ask = async (command: Names, username: string, requestId: string, actor = 'admin01') => {
    const asked = {
      actor: { kind: 'staff', id: actor, roles: [], session: '' },
      body: { username },
      requestId,
    };
    const answer = await handlers[command](asked as never);
    return answer.ok ? 'done' : answer.error.code;
  };
  return {
    noted,
    ask,
    pass: (ms: number) => {
      now += ms;
    },
    fail: (error: Error | null) => {
      failure = error;
    },
  };
}

it('[R1] an id belongs to command, body and asker: another act under it is refused, in memory of two minutes', async () => {
  const { ask, noted } = office();
  expect(await ask('account.unlock', 'clerk01', 'same-id-1')).toBe('done');
  expect(await ask('account.unlock', 'clerk02', 'same-id-1')).toBe('REQUEST_ID_REUSED');
  expect(await ask('account.reset-totp', 'clerk01', 'same-id-1')).toBe('REQUEST_ID_REUSED');
  expect(await ask('account.unlock', 'clerk02', 'same-id-1', 'admin02')).toBe('done');
  expect(await ask('account.unlock', 'clerk01', 'same-id-1')).toBe('done');
  expect(await ask('account.list', '', 'same-id-1')).toBe('done');
  expect(noted).toEqual(['unlock clerk01', 'unlock clerk02']);
});

it('[R2] whatever is done is noted: also under an id that the ledger knows', async () => {
  const { ask, noted, pass } = office();
  await ask('account.unlock', 'clerk01', 'same-id-2');
  pass(120_000);
  await ask('account.reset-totp', 'manager01', 'same-id-2');
  pass(120_000);
  await ask('account.unlock', 'clerk01', 'same-id-2');
  expect(noted).toEqual(['unlock clerk01', 'reset-totp manager01', 'unlock clerk01']);
});

it('[R3] a refusal is repeated; a failing disk is answered so and judged anew; a bug is thrown and not kept', async () => {
  const { ask, noted, fail } = office();
  expect(await ask('account.unlock', 'nobody', 'refused-1')).toBe('ACCOUNT_UNKNOWN');
  expect(await ask('account.unlock', 'nobody', 'refused-1')).toBe('ACCOUNT_UNKNOWN');
  expect(noted).toHaveLength(1);
  fail(Object.assign(new Error('full'), { code: 'SQLITE_FULL' }));
  expect(await ask('account.unlock', 'clerk01', 'disk-0001')).toBe('STORAGE_FULL');
  fail(Object.assign(new Error('io'), { code: 'SQLITE_IOERR_WRITE' }));
  expect(await ask('account.unlock', 'clerk01', 'disk-0001')).toBe('STORAGE_FAILED');
  fail(new TypeError('a bug'));
  await expect(ask('account.unlock', 'clerk01', 'disk-0001')).rejects.toThrow('a bug');
  fail(null);
  expect(await ask('account.unlock', 'clerk01', 'disk-0001')).toBe('done');
});

it('[R4] a note’s id is of command, body in any order of keys, and the client’s id', () => {
  const id = noteId('account.unlock', { username: 'clerk01', a: [1, { y: 2, x: 1 }] }, 'request-1');
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(noteId('account.unlock', { a: [1, { x: 1, y: 2 }], username: 'clerk01' }, 'request-1')).toBe(id);
  const others = [
    noteId('account.lock', { username: 'clerk01', a: [1, { y: 2, x: 1 }] }, 'request-1'),
    noteId('account.unlock', { username: 'clerk02', a: [1, { y: 2, x: 1 }] }, 'request-1'),
    noteId('account.unlock', { username: 'clerk01', a: [1, { y: 2, x: 1 }] }, 'request-2'),
  ];
  expect(new Set([id, ...others]).size).toBe(4);
  // printf 'a\0{"b":1}\0c' | sha256sum
  expect(noteId('a', { b: 1 }, 'c')).toBe('70bae6e0cb9665d87198b75f990922fc');
});
