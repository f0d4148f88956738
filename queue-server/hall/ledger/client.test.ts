import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished, vi } from 'vitest';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { LedgerClient } from './client.ts';
import type { ToWriter } from './protocol.ts';

it('sends who asks alone at once, and lets who comes a turn later share where several ask', async () => {
  const folder = scratchFolder();
  const ledger = await LedgerClient.open(
    {
      ledgerFile: path.join(folder.path, 'ledger.db'),
      vaultFile: path.join(folder.path, 'vault.db'),
      hallKeyFile: path.join(folder.path, 'keys', 'hall.key'),
      config: testConfig(),
    },
    () => () => MONDAY_9,
  );
  const posted = vi.spyOn(Worker.prototype, 'postMessage');
  onTestFinished(async () => {
    posted.mockRestore();
    await ledger.close();
    folder.remove();
  });
  const sizes = () => {
    const messages = posted.mock.calls.map(([message]) => message as ToWriter);
    posted.mockClear();
    return messages.map((message) => (message.kind === 'batch' ? message.batch.length : message.kind));
  };
  const take = async (i: number) => {
    const body = { queue: 'invoices', items: [], paperless: true };
    expect((await ledger.submit('ticket.take', body, 'kiosk-1', `request-${i}`)).ok).toBe(true);
  };

  await take(1);
  const alone = take(2);
  await turn();
  expect(sizes()).toEqual([1, 1]);
  await alone;

  await Promise.all([take(3), take(4)]);
  expect(sizes()).toEqual([2]);
  const first = take(5);
  await turn();
  const second = take(6);
  await turn();
  const third = take(7);
  await Promise.all([first, second, third]);
  expect(sizes()).toEqual([3]);

  // Whoever keeps coming does not keep the others waiting.
  const many: Promise<void>[] = [];
  for (let i = 0; i < 40; i += 1) {
    many.push(take(100 + i));
    await turn();
  }
  await Promise.all(many);
  const [full] = sizes();
  expect(full).toBe(32);
});
