import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { Ledger, type Request } from './ledger.ts';

const disk = vi.hoisted(() => ({ fails: null as NodeJS.ErrnoException | null }));
vi.mock('./settle-log.ts', async (original) => {
  const real = await original<typeof import('./settle-log.ts')>();
  return {
    ...real,
    settleLog(db: Parameters<typeof real.settleLog>[0]) {
      if (disk.fails) throw disk.fails;
      real.settleLog(db);
    },
  };
});

const take = (requestId: string): Request<'ticket.take'> => ({
  command: 'ticket.take',
  body: { queue: 'invoices', items: [], paperless: true, person: null },
  ...{ actor: 'kiosk-1', requestId, at: MONDAY_9 },
});

it('a disk that stays full is called full for as long as the ledger cannot be opened again, a broken one broken', () => {
  const scratch = scratchFolder();
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => {
    disk.fails = null;
    said.mockRestore();
    scratch.remove();
  });
  const ledger = new Ledger({ file: path.join(scratch.path, 'ledger.db'), config: testConfig() });
  const codeOf = (id: string, many = 1) => {
    const requests = Array.from({ length: many }, (_, i) => take(`${id}-${i}`));
    const [answer] = ledger.run(requests).answers;
    return answer?.ok ? 'ok' : answer?.error.code;
  };
  expect(codeOf('request-1')).toBe('ok');
  ledger.limitTo(0);
  disk.fails = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  expect(codeOf('request-2', 200)).toBe('STORAGE_FULL');
  expect(codeOf('request-3')).toBe('STORAGE_FULL');
  disk.fails = Object.assign(new Error('input/output error'), { code: 'EIO' });
  expect(codeOf('request-4')).toBe('STORAGE_FAILED');
  disk.fails = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  expect(codeOf('request-5')).toBe('STORAGE_FULL');
  disk.fails = null;
  expect(codeOf('request-6')).toBe('ok');
  ledger.close();
});
