import { setTimeout as sleep } from 'node:timers/promises';
import { Desk } from '@hall/shared/contracts/commands';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { filesIn } from '../vault/testing.ts';

const WORDS = '家属代办，材料缺复印件';
const LOOK_MS = 50;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function session(username: string) {
  const response = await fetch(`${server.api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: server.password(username) }),
  });
  const cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0] as string;
  const { check } = (await response.json()) as { check: string };
  return async (at: string, body?: object) => {
    const answer = await fetch(`${server.api}${at}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie, 'x-session-check': check, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const told = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${at}: ${JSON.stringify(told)}`);
    return told;
  };
}

/** Texts that the vault keeps, and who read any. */
function vault() {
  const file = filesIn(server.folder).find(({ name }) => name.endsWith('vault.db'))!.name;
  const db = new Database(file, { readonly: true });
  const texts = db.prepare("SELECT COUNT(*) AS n FROM records WHERE kind = 'text'").get() as { n: number };
  const reads = db.prepare("SELECT actor, purpose FROM access WHERE kind = 'text'").all();
  const marks = db.prepare("SELECT COUNT(*) AS n FROM meta WHERE key LIKE 'visit-note %'").get() as {
    n: number;
  };
  db.close();
  return { texts: texts.n, reads, marks: marks.n };
}

it('a note is read at the desk, its reading is logged once, and it goes when the visit ends', async () => {
  const guide = await session('guide01');
  const clerk = await session('clerk01');
  const { ticket } = await guide('/tickets', { queue: 'invoices', paperless: true });
  await clerk('/windows/w18/open', {});
  await clerk('/windows/w18/call', {});
  await clerk(`/tickets/${String(ticket)}/note`, { text: WORDS });
  const desk = Desk.parse(await clerk('/windows/w18'));
  expect(desk.serving?.note).toBe(WORDS);
  expect(Desk.parse(await clerk('/windows/w18')).serving?.note).toBe(WORDS);
  expect(vault()).toMatchObject({ texts: 1, marks: 1, reads: [{ actor: 'clerk01', purpose: 'visit-note' }] });
  await clerk(`/tickets/${String(ticket)}/note`, { text: `${WORDS}！` });
  expect(Desk.parse(await clerk('/windows/w18')).serving?.note).toBe(`${WORDS}！`);
  const story = await clerk(`/tickets/${String(ticket)}`);
  expect(JSON.stringify(story)).not.toContain(WORDS);
  await clerk('/windows/w18/start', {});
  await clerk('/windows/w18/finish', {});
  for (let i = 0; i < 100 && vault().texts > 0; i += 1) await sleep(LOOK_MS);
  expect(vault()).toMatchObject({ texts: 0, marks: 0 });
  expect(JSON.stringify(server.logged)).not.toContain(WORDS);
});
