import { writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { absenceBefore } from './absence.ts';
import { scratchFolder } from './testing/hall.ts';
import { hallWith, november, QUEUE } from './testing/rules.ts';
import { startTestServer } from './testing/server.ts';
import { invented } from './vault/testing.ts';

it('is what lies between the newest event and a start, where that is long', () => {
  expect(absenceBefore(1_000_000, 1_119_999)).toBeNull();
  expect(absenceBefore(1_000_000, 1_120_000)).toEqual({ from: 1_000_000, to: 1_120_000 });
  expect(absenceBefore(0, 1_120_000)).toBeNull();
});

it('[T7] a server that begins a day late blames nobody for a booking of the morning', {
  timeout: 60_000,
}, async () => {
  const folder = scratchFolder();
  onTestFinished(() => folder.remove());
  const clock = path.join(folder.path, 'clock');
  const config = hallWith({
    bookings: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '10:00', to: '11:00', places: 2 }],
  });
  const start = (at: string) => {
    writeFileSync(clock, String(november(at)));
    return startTestServer({ config, folder: folder.path, clockControl: clock });
  };
  const before = await start('23T15:00');
  const session = await fetch(`${before.api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'guide01', password: before.password('guide01') }),
  });
  const cookie = (session.headers.getSetCookie()[0] ?? '').split(';')[0] as string;
  const { check } = (await session.json()) as { check: string };
  const made = await fetch(`${before.api}/bookings`, {
    method: 'POST',
    headers: { cookie, 'x-session-check': check, 'content-type': 'application/json' },
    body: JSON.stringify({ queue: QUEUE, person: invented(1), day: '2026-11-24', from: '10:00' }),
  });
  expect(made.status).toBe(200);
  await before.stop();
  const after = await start('24T12:00');
  const db = new Database(path.join(folder.path, 'hall', 'ledger.db'), { readonly: true });
  const missed = () => db.prepare("SELECT data FROM events WHERE type = 'bookings.missed'").all();
  await vi.waitFor(() => expect(missed()).toHaveLength(1), { timeout: 20_000 });
  expect(JSON.parse((missed()[0] as { data: string }).data)).toMatchObject({ excused: true });
  db.close();
  await after.stop();
});
