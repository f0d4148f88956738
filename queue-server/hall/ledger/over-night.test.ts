import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { LedgerCommand } from '../domain/decide.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { Ledger, type Request } from './ledger.ts';
import { comparable, verifyLedger } from './verify.ts';

const DAY_MS = 86_400_000;
const PRINTED = 'a'.repeat(32);
const UNKNOWN = 'b'.repeat(32);

it('a certificate that nobody vouches for is there on the next day, in memory, tables and replay', () => {
  const scratch = scratchFolder();
  onTestFinished(() => scratch.remove());
  const file = path.join(scratch.path, 'ledger.db');
  const config = testConfig();
  let serial = 0;
  const run = (ledger: Ledger, command: LedgerCommand, body: object, at: number) => {
    serial += 1;
    const { answers } = ledger.run([
      { command, body, actor: 'kiosk-1', requestId: `request-${serial}`, at } as Request,
    ]);
    expect(answers[0]?.ok).toBe(true);
  };
  const kept = (ledger: Ledger) => [...ledger.state.certificates.keys()];
  const issue = (certificate: string) => ({
    ...{ certificate, kind: 'insurance', personRef: `p${'1'.repeat(32)}` },
    ...{ verification: 'QXTW-7K2M-44RA', digest: '0'.repeat(64), validUntil: '2027-02-23' },
  });
  let ledger = new Ledger({ file, config });
  for (const [certificate, report] of [
    [PRINTED, { outcome: 'printed', proof: 'confirmed' }],
    [UNKNOWN, { outcome: 'unknown', reason: 'PRINTER_SILENT' }],
  ] as const) {
    run(ledger, 'certificate.issue', issue(certificate), MONDAY_9);
    run(ledger, 'certificate.report-print', { certificate, report }, MONDAY_9 + 1_000);
  }
  for (const [days, left] of [
    [1, [UNKNOWN]],
    [2, []],
  ] as const) {
    run(ledger, 'day.begin', {}, MONDAY_9 + days * DAY_MS);
    expect(kept(ledger)).toEqual(left);
    const live = comparable(ledger.state);
    ledger.close();
    const db = new Database(file, { readonly: true });
    expect(verifyLedger(db).problems).toEqual([]);
    db.close();
    ledger = new Ledger({ file, config });
    expect(comparable(ledger.state)).toBe(live);
  }
  ledger.close();
});
