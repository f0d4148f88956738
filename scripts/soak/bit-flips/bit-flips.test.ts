import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { HallProcess } from '../hall/hall-process.ts';
import { prove } from '../prove.ts';
import { bitFlips } from './bit-flips.ts';

// A seed that ever fails is added here and stays.
prove(bitFlips, 20_261_121, 200);

it('a hall whose ledger has a damaged log does not start as if nothing had been', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-flip-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const hall = await HallProcess.start({ folder });
  onTestFinished(() => hall.kill('SIGKILL'));
  const guide = await hall.login('guide01');
  for (let i = 0; i < 12; i += 1) {
    const taken = await guide.command(
      'ticket.take',
      { queue: 'invoices', paperless: true },
      `flip-process-${i}`,
    );
    expect(taken.ok).toBe(true);
  }
  await hall.kill('SIGKILL');
  const log = path.join(hall.data, 'ledger.db-wal');
  const bytes = readFileSync(log);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] as number) ^ 1;
  writeFileSync(log, bytes);
  await expect(hall.start()).rejects.toThrow('ledger.db-wal cannot be trusted');
  // Saying so has not made it worse: with the bit turned back nothing is lost.
  bytes[middle] = (bytes[middle] as number) ^ 1;
  writeFileSync(log, bytes);
  await hall.start();
  const view = await (await hall.login('guide01')).command('hall.read', {});
  expect(view.ok && view.value.today.issued).toBe(12);
});
