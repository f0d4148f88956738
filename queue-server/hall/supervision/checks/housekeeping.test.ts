import { expect, it } from 'vitest';
import { checkHousekeeping } from './housekeeping.ts';

it('says what holds housekeeping up, and nothing where all is well', () => {
  expect(checkHousekeeping({ purgeHeld: false, archiveFailure: null })).toEqual([]);
  const findings = checkHousekeeping({ purgeHeld: true, archiveFailure: 'SQLITE_IOERR' });
  expect(findings.map(({ id, state }) => [id, state])).toEqual([
    ['purge-held', 'attention'],
    ['archive-failed', 'attention'],
  ]);
  expect(findings.every(({ act }) => act?.zh && act.en)).toBe(true);
  expect(findings[1]?.says.zh).toContain('SQLITE_IOERR');
});
