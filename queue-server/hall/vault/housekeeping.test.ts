import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { LedgerClient } from '../ledger/client.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { startVaultHousekeeping } from './housekeeping.ts';
import { PersonKeys } from './person-keys.ts';
import { invented, TEST_KEYS } from './testing.ts';

const DAY = 86_400_000;

it('keeps the vault through the writer thread: orphans swept, the rest purged in time, all of it noted', async () => {
  const folder = scratchFolder();
  onTestFinished(() => folder.remove());
  let now = MONDAY_9;
  const open = () =>
    LedgerClient.open(
      {
        ledgerFile: path.join(folder.path, 'ledger.db'),
        vaultFile: path.join(folder.path, 'vault.db'),
        hallKeyFile: path.join(folder.path, 'keys', 'hall.key'),
        config: testConfig(),
      },
      () => () => now,
    );
  const ledger = await open();
  const take = (i: number, queue = 'insurance') =>
    ledger.submit(
      'ticket.take',
      { queue, items: [], paperless: true, person: invented(i) },
      'kiosk-1',
      `request-${i}`,
    );
  expect((await take(1)).ok).toBe(true);
  expect((await take(2, 'nowhere')).ok).toBe(false);
  const notes = () =>
    ledger.reader
      .after(0, 1000)
      .flatMap((event) => (event.type === 'audit.noted' ? [event.data] : []))
      .filter(({ act }) => act === 'privacy.purged');
  const logged: string[] = [];
  const log = pino({}, { write: (line: string) => logged.push(line) });
  /** One run, as after a start at this time. */
  const run = async (at: number, expected: number) => {
    now = at;
    const keeping = startVaultHousekeeping({ ledger, log, now: () => now, afterStartMs: 0 });
    while (notes().length < expected) await sleep(10);
    await keeping.stop();
  };
  await run(MONDAY_9 + DAY, 1);
  expect(notes()).toEqual([{ act: 'privacy.purged', subject: null, detail: { orphans: 1 } }]);
  const report = await ledger.vault('report', { at: now });
  expect(report.kinds[0]).toMatchObject({ kind: 'person', count: 1, due: 0 });

  const copy = path.join(folder.path, 'person-keys-copy.db');
  await ledger.vault('copy-keys', { file: copy });
  const copied = new PersonKeys(copy, TEST_KEYS, 'aes');
  expect(copied.count()).toBe(1);
  copied.close();

  // A clock that was set half a year ahead is only noted, once.
  const held = () =>
    ledger.reader
      .after(0, 1000)
      .flatMap((event) => (event.type === 'audit.noted' ? [event.data] : []))
      .filter(({ act }) => act === 'privacy.purge-held');
  now = MONDAY_9 + 181 * DAY;
  for (let day = 0; day < 7; day += 1) {
    const lines = logged.length;
    const keeping = startVaultHousekeeping({ ledger, log, now: () => now, afterStartMs: 0 });
    while (logged.length === lines) await sleep(10);
    expect(keeping.held()).toMatchObject({ since: MONDAY_9 + 181 * DAY, days: day + 1 });
    await keeping.stop();
    now += DAY;
  }
  expect(held()).toEqual([
    { act: 'privacy.purge-held', subject: null, detail: { since: MONDAY_9 + 181 * DAY } },
  ]);
  expect(notes()).toHaveLength(1);
  // The hall's clock goes on from there, the machine's was set right: nothing is held, nothing is due.
  const right = startVaultHousekeeping({
    ...{ ledger, log, now: () => now, wall: () => MONDAY_9 + 2 * DAY, afterStartMs: 0 },
  });
  await sleep(300);
  expect(right.held()).toBeNull();
  await right.stop();
  expect(notes()).toHaveLength(1);
  for (let day = 0; day < 7; day += 1) {
    const lines = logged.length;
    const keeping = startVaultHousekeeping({ ledger, log, now: () => now, afterStartMs: 0 });
    while (logged.length === lines) await sleep(10);
    await keeping.stop();
    now += DAY;
  }

  await run(now, 2);
  expect(notes()[1]).toMatchObject({ detail: { person: 1 } });
  expect(await ledger.vault('tombstones', { since: 0 })).toEqual([]);
  expect(await ledger.vault('reapply', { tombstones: [{ ref: 'p'.padEnd(33, '0'), at: 5 }] })).toBe(0);
  expect(await ledger.vault('tombstones', { since: 0 })).toEqual([{ ref: 'p'.padEnd(33, '0'), at: 5 }]);
  await ledger.close();
  expect(logged.join()).not.toContain('privacy.keeping-failed');
});

it('is not stopped by a vault that fails, and ends at once when asked to', async () => {
  const lines: string[] = [];
  const failing = { vault: () => Promise.reject(new Error('no disk')) } as unknown as LedgerClient;
  const log = pino({}, { write: (line: string) => lines.push(line) });
  const keeping = startVaultHousekeeping({ ledger: failing, log, now: () => MONDAY_9, afterStartMs: 0 });
  while (lines.length === 0) await sleep(5);
  await keeping.stop();
  expect(JSON.parse(lines[0] as string)).toMatchObject({
    event: 'privacy.keeping-failed',
    reason: 'no disk',
  });
});
