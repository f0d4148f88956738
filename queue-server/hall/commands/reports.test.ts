import { REPORT_COMMANDS } from '@hall/shared/contracts/reports';
import { ok } from '@hall/shared/contracts/result';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../access/store.ts';
import { madeDay } from '../stats/made-days.testing.ts';
import { reportOf } from '../stats/report.ts';
import type { Reports } from '../stats/reports.ts';
import { MONDAY_9, testConfig } from '../testing/hall.ts';
import { reportHandlers } from './reports.ts';

const config = testConfig();
const DAY = '2026-11-23';
const day = madeDay(DAY, [{ queue: 'enquiry', at: 540, called: 545, ended: 550 }]);

function handlers() {
  const asked: { name: string; ask: unknown }[] = [];
  const reports = {
    ask: async (name: string, ask: { clerks?: boolean; clerk?: string }) => {
      asked.push({ name, ask });
      return ok(name === 'report' ? reportOf([day], config, 0, ask.clerks) : null);
    },
  } as unknown as Reports;
  const staff = { find: () => undefined };
  return { asked, ...reportHandlers({ reports, config: () => config, staff, now: () => MONDAY_9 }) };
}
const actor = (id: string, ...roles: string[]) =>
  ({ kind: 'staff', id, roles, session: 's' }) as unknown as Actor;
const manager = actor('manager01', 'manager');
const auditor = actor('auditor01', 'auditor');
const file = { from: DAY, to: DAY, table: 'all', format: 'xlsx', language: 'zh' } as const;

describe('report commands', () => {
  it('figures by clerk are for the manager; an auditor gets none, in no format', async () => {
    const { 'report.day': report, 'report.export': take } = handlers();
    const seen = async (who: Actor) => {
      const answer = await report({ actor: who, body: { day: DAY }, requestId: 'r' });
      return answer.ok && answer.value.groups.clerk.length;
    };
    expect([await seen(manager), await seen(auditor)]).toEqual([1, 0]);
    const clerks = { ...file, table: 'clerk' } as const;
    expect(await take({ actor: auditor, body: clerks, requestId: 'r' })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await take({ actor: manager, body: clerks, requestId: 'r' })).toMatchObject({ ok: true });
  });

  it('a clerk is told the own row only: the name is the session’s, never the request’s', async () => {
    const { 'report.own': own, asked } = handlers();
    await own({ actor: actor('clerk07', 'clerk'), body: { from: DAY, to: DAY }, requestId: 'r' });
    expect(asked).toEqual([{ name: 'own', ask: { from: DAY, to: DAY, clerk: 'clerk07' } }]);
    expect(
      REPORT_COMMANDS['report.own'].body.safeParse({ from: DAY, to: DAY, clerk: 'clerk01' }).success,
    ).toBe(false);
  });

  it('a range is 92 days at most, forwards, of real dates', async () => {
    const { 'report.range': range } = handlers();
    const code = async (from: string, to: string) => {
      const answer = await range({ actor: manager, body: { from, to }, requestId: 'r' });
      return answer.ok ? 'OK' : answer.error.code;
    };
    expect(await code('2026-08-24', DAY)).toBe('OK');
    expect(await code('2026-08-23', DAY)).toBe('RANGE_INVALID');
    expect(await code('0001-01-01', '9999-12-31')).toBe('RANGE_INVALID');
    expect(await code(DAY, '2026-11-22')).toBe('RANGE_INVALID');
    expect(REPORT_COMMANDS['report.day'].body.safeParse({ day: '2026-02-30' }).success).toBe(false);
  });

  it('replay asks by the hall’s clock', async () => {
    const { 'replay.minute': minute, asked } = handlers();
    await minute({ actor: manager, body: { day: DAY, minute: '09:00:30' }, requestId: 'r' });
    expect(asked[0]?.ask).toEqual({ day: DAY, at: MONDAY_9 + 30_000 });
  });

  it('CSV holds one table', async () => {
    const { 'report.export': take } = handlers();
    const all = await take({ actor: manager, body: { ...file, format: 'csv' }, requestId: 'r' });
    expect(all).toMatchObject({ error: { code: 'BAD_REQUEST' } });
  });
});
