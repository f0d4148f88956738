import type { Catalogue } from '@hall/shared/contracts/commands';
import type { CardView, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import type { RatingsView } from '@hall/shared/contracts/kiosk-query';
import type { CaseProgress, CaseProgressAnswer, PublishedRatings } from '@hall/shared/contracts/public-info';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { AskFault } from '../device-host/link/server-link.ts';
import { askFault } from '../device-host/link/server-link.ts';
import { silentLog } from '../device-host/log.ts';
import { openQueryDesk } from '../device-host/query/query-desk.ts';
import { carryOutQuery, isQuery } from '../device-host/query/requests.ts';

/** The host's real desk for questions, with a hall behind it that knows two cases and some ratings. */

const DAY_MS = 86_400_000;
/** The receipt that the fake hall knows, with the end of its applicant's number. */
export const FAKE_RECEIPT = { receipt: '202611190008', lastDigits: '9024' } as const;

const CASES: readonly CaseProgress[] = [
  {
    caseNumber: '11339927552998008D7000105003000202611190008',
    itemCode: '11339927552998008D7000105003000',
    itemName: '存量房转移登记',
    department: '清溪县自然资源和规划局',
    applicant: '范**',
    stage: 'processing',
    steps: [
      { stage: 'received', on: '2026-11-19' },
      { stage: 'accepted', on: '2026-11-19' },
      { stage: 'processing', on: '2026-11-20' },
    ],
    promisedOn: '2026-11-24',
    result: null,
    note: null,
  },
  {
    caseNumber: '11339927477049645B1000102007000202611130011',
    itemCode: '11339927477049645B1000102007000',
    itemName: '食品经营许可证核发',
    department: '清溪县市场监督管理局',
    applicant: '范**',
    stage: 'special',
    steps: [
      { stage: 'received', on: '2026-11-13' },
      { stage: 'accepted', on: '2026-11-14' },
      { stage: 'processing', on: '2026-11-16' },
      { stage: 'special', on: '2026-11-18' },
    ],
    promisedOn: '2026-11-30',
    result: null,
    note: {
      zh: '正在现场核查，这段时间不计入办理时限。核查人员会提前打电话。',
      en: 'An on-site inspection is under way; this time does not count. The inspectors call before they come.',
    },
  },
];

export interface FakeQuery {
  request(id: string, wanted: LinkRequest): Promise<Result<unknown, AskFault>> | undefined;
  /** No ratings were ever published. */
  ratings(kind: 'some' | 'none' | 'never'): void;
}

export function fakeQuery(options: {
  readonly catalogue: Catalogue;
  readonly online: () => boolean;
  readonly card: () => CardView | null;
  readonly failure: () => string | null;
  readonly paper: () => {
    readonly outcome: 'printing' | 'printed' | 'failed' | 'unknown';
    readonly reason: string;
  };
}): FakeQuery {
  const { catalogue, online } = options;
  let kind: 'some' | 'none' | 'never' = 'some';
  let last: PublishedRatings | null = null;
  const desk = openQueryDesk({
    link: () => ({
      online,
      ask: (async (command: string, body: { receipt?: string; lastDigits?: string }) => {
        const failure = options.failure();
        if (failure !== null) return err(askFault(failure, 'as told'));
        if (command === 'ratings.published') {
          return kind === 'never'
            ? err(askFault('REPORT_BUSY', 'as told'))
            : ok(ratingsOf(catalogue, kind === 'none'));
        }
        const found =
          body.receipt === undefined
            ? CASES
            : CASES.filter(
                ({ caseNumber }) =>
                  caseNumber.endsWith(body.receipt ?? '') && body.lastDigits === FAKE_RECEIPT.lastDigits,
              );
        return ok({ at: Date.now(), cases: [...found] } satisfies CaseProgressAnswer);
      }) as never,
    }),
    catalogue: async () => ok(catalogue),
    printer: () => ({
      print: async () => {
        const { outcome, reason } = options.paper();
        if (outcome === 'printing') return new Promise(() => undefined);
        return outcome === 'printed'
          ? ({ outcome, proof: 'confirmed' } as never)
          : ({ outcome, code: reason } as never);
      },
    }),
    ratings: {
      get last() {
        return last;
      },
      keep(ratings) {
        last = ratings;
      },
    },
    context: () => ({ timeZone: 'Asia/Shanghai', demo: true, at: Date.now() }),
    log: silentLog,
  });
  return {
    ratings(next) {
      kind = next;
      last = null;
    },
    request(id, wanted) {
      if (!isQuery(wanted)) {
        if (wanted.name === 'end') desk.end();
        return undefined;
      }
      const card = options.card();
      const personOf = (of: string) =>
        card?.card === of
          ? ({ name: '范例', idNumber: '100001198811209024', cardKind: 'resident' } as const)
          : null;
      const replaced = (of: string) => {
        const now = options.card();
        return now !== null && now.card !== of;
      };
      return carryOutQuery(id, wanted, {
        query: desk,
        hold: { personOf: (of) => personOf(of ?? ''), replaced },
      });
    },
  };
}

/** Every third area has too few; the figures follow from its place in the list. */
function ratingsOf(catalogue: Catalogue, none: boolean): RatingsView['ratings'] {
  const at = Date.now();
  const day = (ago: number): string => new Date(at - ago * DAY_MS).toISOString().slice(0, 10);
  const grades = (i: number): PublishedRatings['hall'] => {
    if (none || i % 3 === 2) return null;
    const all: [number, number, number, number, number] = [120 - i * 7, 30 + i, 8, 2 + (i % 2), i % 3];
    return { count: all.reduce((sum, n) => sum + n, 0), grades: all };
  };
  const departments = [
    ...new Map(catalogue.queues.map(({ department }) => [department.zh, department])).values(),
  ];
  return {
    ...{ at, from: day(30), to: day(1), minimum: 20 },
    hall: none ? null : { count: 1_180, grades: [868, 233, 57, 14, 8] },
    zones: catalogue.zones.map(({ id, name }, i) => ({ zone: id, name, grades: grades(i) })),
    departments: departments.map((name, i) => ({ department: `department-${i}`, name, grades: grades(i) })),
  };
}
