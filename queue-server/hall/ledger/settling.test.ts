import { statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { invented } from '../vault/testing.ts';
import { LedgerClient } from './client.ts';
import { GIVE_UP_MS, LOOK_AGAIN_MS, Settling } from './settling.ts';

it('tells a forgetting only once no log holds the key any more, while other commands go on', async () => {
  const folder = scratchFolder();
  onTestFinished(() => folder.remove());
  const at = (name: string) => path.join(folder.path, name);
  const ledger = await LedgerClient.open(
    {
      ledgerFile: at('ledger.db'),
      vaultFile: at('vault.db'),
      hallKeyFile: path.join(folder.path, 'keys', 'hall.key'),
      config: testConfig(),
    },
    () => () => MONDAY_9,
  );
  const take = (i: number) =>
    ledger.submit(
      'ticket.take',
      { queue: 'insurance', items: [], paperless: true, person: invented(i) },
      'kiosk-1',
      `request-${i}`,
    );
  const taken = await take(1);
  const { ticket } = JSON.parse(taken.ok ? taken.json : '{}') as { ticket: string };
  await ledger.submit('ticket.cancel', { ticket, reason: 'person' }, 'guide01', 'request-cancel');
  // As a backup that copies the keys.
  const reader = new Database(at('person-keys.db'), { readonly: true });
  reader.exec('BEGIN; SELECT COUNT(*) FROM keys');
  const told: string[] = [];
  const forgotten = ledger
    .vault('forget', {
      who: { idNumber: invented(1).idNumber },
      reason: 'person-asked',
      actor: 'manager01',
      requestId: 'forget-01',
      at: MONDAY_9,
    })
    .then((answer) => {
      told.push('forgotten');
      return answer;
    });
  expect((await take(2)).ok).toBe(true);
  expect((await take(3)).ok).toBe(true);
  told.push('taken');
  expect(told).toEqual(['taken']);
  // Only the log of keys is held up: the tickets' keys are in it too.
  expect(statSync(at('person-keys.db-wal')).size).toBeGreaterThan(0);
  reader.close();
  expect(await forgotten).toEqual({ ok: true, value: null });
  expect(statSync(at('person-keys.db-wal')).size).toBe(0);
  await ledger.close();
});

it('looks again until it is true, gives up after its time, and has a last look at the end', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const settling = new Settling();
  const told: [string, boolean][] = [];
  let ready = false;
  const wait = (name: string, settled: () => boolean) =>
    settling.wait(settled, (done) => told.push([name, done]));
  wait('at once', () => true);
  wait('later', () => ready);
  wait('never', () => false);
  expect(told).toEqual([['at once', true]]);
  vi.advanceTimersByTime(10 * LOOK_AGAIN_MS);
  ready = true;
  vi.advanceTimersByTime(LOOK_AGAIN_MS);
  expect(told.slice(1)).toEqual([['later', true]]);
  vi.advanceTimersByTime(GIVE_UP_MS);
  expect(told.slice(2)).toEqual([['never', false]]);
  expect(vi.getTimerCount()).toBe(0);
  wait('cut short', () => false);
  settling.end();
  expect([told.at(-1), vi.getTimerCount()]).toEqual([['cut short', false], 0]);
});
