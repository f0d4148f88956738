import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { maskName } from '@hall/shared/contracts/identity';
import type { PUBLIC_INFO_COMMANDS } from '@hall/shared/contracts/public-info';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import { addDays } from '../stats/days.ts';
import type { Reports } from '../stats/reports.ts';
import type { PlatformClient } from '../sync/platform-client.ts';
import type { Handlers } from './administration.ts';
import { type ProgressLimit, progressLimit } from './progress-limit.ts';

interface Options {
  readonly config: () => HallConfig;
  readonly platform: Pick<PlatformClient, 'progress'>;
  readonly reports: Pick<Reports, 'ask'>;
  readonly now: () => number;
  readonly limit?: ProgressLimit;
}

/** What residents ask without a number. Nothing is kept of who asked. */
export function publicInfoHandlers({
  config,
  platform,
  reports,
  now,
  limit = progressLimit(),
}: Options): Handlers<keyof typeof PUBLIC_INFO_COMMANDS> {
  return {
    'case.progress': async ({ actor, body: { person, receipt, lastDigits } }) => {
      const ended = limit.begin(actor.id, receipt ?? null, now());
      if (ended === null)
        return err(fault('TOO_MANY_REQUESTS', 'too many looks for cases from this machine'));
      const query =
        person === undefined
          ? { receipt: receipt as string, lastDigits: lastDigits as string }
          : { name: person.name, idNumber: person.idNumber };
      const answer = await platform.progress(query);
      if (!answer.ok) {
        ended('unanswered');
        return err(fault('PLATFORM_AWAY', answer.error.message));
      }
      ended(answer.value.cases.length > 0 ? 'found' : 'missed');
      return ok({
        at: now(),
        // The platform masks; a screen that everybody can see does not rely on it.
        cases: answer.value.cases.map((one) => ({ ...one, applicant: maskName(one.applicant) })),
      });
    },
    'ratings.published': () => {
      const at = now();
      const { rating, timeZone } = config();
      const today = localTime(at, timeZone).day;
      // [I8] The running day does not count: whoever was just rated must not see the figures move.
      const to = addDays(today, -1);
      const from = addDays(today, -rating.published.days);
      return reports.ask('ratings', { from, to }, { now: at, today });
    },
  };
}
