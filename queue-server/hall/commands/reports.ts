import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { type REPORT_COMMANDS, REPORT_DAYS_MAX, type Report } from '@hall/shared/contracts/reports';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import type { StaffLookup } from '../access/directory.ts';
import type { Actor } from '../access/store.ts';
import { addDays, daySpan, daysFrom } from '../stats/days.ts';
import { exportOf } from '../stats/export.ts';
import type { Reports } from '../stats/reports.ts';
import type { Handlers } from './administration.ts';

/** Hours, minutes, seconds of a clock time, in ms. */
const CLOCK_UNITS_MS = [3_600_000, 60_000, 1_000] as const;

interface Options {
  readonly reports: Reports;
  readonly config: () => HallConfig;
  readonly staff: StaffLookup;
  readonly now: () => number;
}

/** Figures by clerk are for whoever leads them; an auditor looks at the hall, not at persons. */
function seesClerks(actor: Actor): boolean {
  return actor.kind === 'staff' && actor.roles.includes('manager');
}

/** Reports and replay: reads only, so that nothing is noted. */
export function reportHandlers(options: Options): Handlers<keyof typeof REPORT_COMMANDS> {
  const { reports, config, staff, now } = options;
  const moment = () => {
    const at = now();
    return { now: at, today: localTime(at, config().timeZone).day };
  };
  const range = async (from: string, to: string, actor: Actor): Promise<Result<Report, Fault<ErrorCode>>> => {
    const problem = rangeProblem(from, to);
    if (problem) return err(problem);
    const made = await reports.ask('report', { from, to, clerks: seesClerks(actor) }, moment());
    return made.ok ? ok(withClerkNames(made.value, staff)) : made;
  };
  return {
    'report.day': ({ actor, body: { day } }) => range(day, day, actor),
    'report.range': ({ actor, body: { from, to } }) => range(from, to, actor),
    'report.own': async ({ actor, body: { from, to } }) => {
      const problem = rangeProblem(from, to);
      if (problem) return err(problem);
      const row = await reports.ask('own', { from, to, clerk: actor.id }, moment());
      return row.ok ? ok({ from, to, row: row.value }) : row;
    },
    'report.morning': ({ body: { day } }) => reports.ask('morning', { day }, moment()),
    'report.export': async ({ actor, body }) => {
      if (body.table === 'clerk' && !seesClerks(actor)) {
        return err(fault('FORBIDDEN', 'figures by clerk are for the manager'));
      }
      if (body.table === 'all' && body.format === 'csv') {
        return err(fault('BAD_REQUEST', 'CSV holds one table: name it', { fields: ['table'] }));
      }
      const report = await range(body.from, body.to, actor);
      return report.ok ? ok(await exportOf(report.value, body)) : report;
    },
    'replay.minute': ({ body: { day, minute } }) => {
      const at = minute
        .split(':')
        .reduce(
          (sum, part, i) => sum + Number(part) * (CLOCK_UNITS_MS[i] ?? 0),
          daySpan(day, config().timeZone).from,
        );
      return reports.ask('minute', { day, at }, moment());
    },
    'replay.timeline': ({ body: { day } }) => reports.ask('timeline', { day }, moment()),
  };
}

function rangeProblem(from: string, to: string): Fault<ErrorCode> | null {
  if (from > to) return fault('RANGE_INVALID', 'it ends before it begins');
  // A range of centuries must not be counted day by day to find that it is too long.
  if (to > addDays(from, REPORT_DAYS_MAX) || daysFrom(from, to).length > REPORT_DAYS_MAX) {
    return fault('RANGE_INVALID', `at most ${REPORT_DAYS_MAX} days`);
  }
  return null;
}

/** Accounts made at run time are not in the configuration. */
function withClerkNames(report: Report, staff: StaffLookup): Report {
  const clerk = report.groups.clerk.map((row) => {
    const member = staff.find(row.id);
    return member ? { ...row, name: { zh: member.name, en: member.nameEn } } : row;
  });
  return { ...report, groups: { ...report.groups, clerk } };
}
