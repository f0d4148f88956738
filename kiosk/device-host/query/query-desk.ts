import type { TicketPrinter } from '@hall/hardware/drivers/ticket-printer/driver';
import type { Catalogue } from '@hall/shared/contracts/commands';
import type { Person } from '@hall/shared/contracts/identity';
import type { GuideCode, GuidePaper, RatingsView } from '@hall/shared/contracts/kiosk-query';
import type { CaseProgressAnswer } from '@hall/shared/contracts/public-info';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { Language } from '@hall/shared/contracts/text';
import { randomId } from '../ids.ts';
import type { AskFault, ServerLink } from '../link/server-link.ts';
import { askFault } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import { causeWords } from '../tickets/paper-words.ts';
import { reportOf } from '../tickets/ticket-desk.ts';
import { codeRows } from './guide-code.ts';
import { type GuideContext, guideLayout, guideText } from './guide-layout.ts';
import type { RatingsCopy } from './ratings-copy.ts';

/** The platform is asked on the way, and it has six seconds. */
const PROGRESS_VALID_MS = 15_000;
/** [I5] Lists that one person may print: paper is for those who come after as well. */
export const LISTS_MAX = 3;

/** Ratings of thirty full days are counted within some seconds; nobody stands before a machine longer. */
const RATINGS_ASKS = 4;

export interface QueryDesk {
  /** How far cases are: of the person whose card lies there, or of a receipt. Nothing of it is kept. */
  progress(
    of: { readonly person: Person } | { readonly receipt: string; readonly lastDigits: string },
  ): Promise<Result<CaseProgressAnswer, AskFault>>;
  /** From the server, or as they were heard last. */
  ratings(): Promise<Result<RatingsView, AskFault>>;
  code(item: string, language: Language): Promise<Result<GuideCode, AskFault>>;
  /** The answer comes when the paper is out, or is not. The same press prints once. */
  print(pageRequest: string, item: string): Promise<Result<GuidePaper, AskFault>>;
  /** The person is done. */
  end(): void;
}

export function openQueryDesk(options: {
  readonly link: () => Pick<ServerLink, 'ask' | 'online'>;
  readonly catalogue: () => Promise<Result<Catalogue, AskFault>>;
  readonly printer: () => Pick<TicketPrinter, 'print'> | null;
  readonly ratings: RatingsCopy;
  /** What a list says beside its item. */
  readonly context: () => Pick<GuideContext, 'timeZone' | 'demo' | 'at'>;
  readonly log: HostLog;
}): QueryDesk {
  const { link, log } = options;
  const papers = new Map<string, Promise<Result<GuidePaper, AskFault>>>();

  async function found(id: string) {
    const catalogue = await options.catalogue();
    if (!catalogue.ok) return catalogue;
    const item = catalogue.value.items.find((one) => one.id === id);
    if (!item) return err(askFault('NOT_FOUND', 'no such service'));
    const { hall, zones, publicInfo } = catalogue.value;
    const zone = zones.find((one) => one.id === item.zone) ?? null;
    const context: GuideContext = {
      ...{ hall, zone, address: publicInfo?.address ?? null, phone: publicInfo?.phone ?? null },
      ...options.context(),
    };
    return ok({ item, context });
  }

  async function printed(pageRequest: string, id: string): Promise<Result<GuidePaper, AskFault>> {
    const wanted = await found(id);
    if (!wanted.ok) return wanted;
    const { item, context } = wanted.value;
    const printer = options.printer();
    if (printer === null) return ok(paperOf({ outcome: 'failed', reason: 'NO_PRINTER' }));
    try {
      const jobId = `list-${pageRequest}`.slice(0, 60);
      const report = reportOf(await printer.print(guideLayout(item, context), { jobId }));
      log.info({ ...report }, 'a list of materials');
      return ok(paperOf(report));
    } catch (bug) {
      log.error({ bug: String(bug) }, 'the printer driver threw');
      return ok(paperOf({ outcome: 'unknown', reason: 'DRIVER_BUG' }));
    }
  }

  return {
    async progress(of) {
      if (!link().online()) return err(askFault('SERVER_AWAY', 'cases are asked of the platform'));
      const body = 'person' in of ? { person: of.person } : of;
      const answer = await link().ask('case.progress', body, {
        ...{ id: randomId(), validMs: PROGRESS_VALID_MS },
      });
      if (!answer.ok) log.warn({ code: answer.error.code }, 'no case progress');
      return answer;
    },
    async ratings() {
      if (link().online()) {
        const answer = await ratingsOf(link());
        if (answer.ok) {
          options.ratings.keep(answer.value);
          return ok({ ratings: answer.value, old: false });
        }
        if (options.ratings.last === null) return answer;
      }
      const { last } = options.ratings;
      return last === null
        ? err(askFault('SERVER_AWAY', 'the ratings were never heard'))
        : ok({ ratings: last, old: true });
    },
    async code(id, language) {
      const wanted = await found(id);
      if (!wanted.ok) return wanted;
      const rows = codeRows(guideText(wanted.value.item, wanted.value.context, language));
      return rows.ok ? ok({ rows: rows.value }) : rows;
    },
    print(pageRequest, item) {
      const known = papers.get(pageRequest);
      if (known) return known;
      if (papers.size >= LISTS_MAX) {
        return Promise.resolve(
          err({ ...askFault('TOO_MANY_REQUESTS', 'enough lists for one visit'), text: ENOUGH }),
        );
      }
      const running = printed(pageRequest, item);
      papers.set(pageRequest, running);
      return running;
    },
    end: () => papers.clear(),
  };
}

/** The server counts in a thread of its own and says every three seconds that it is not done; that is waited for. */
async function ratingsOf(link: Pick<ServerLink, 'ask'>) {
  let answer = await link.ask('ratings.published', {}, { id: randomId() });
  for (
    let again = 1;
    again < RATINGS_ASKS && !answer.ok && answer.error.code === 'REPORT_RUNNING';
    again += 1
  ) {
    answer = await link.ask('ratings.published', {}, { id: randomId() });
  }
  return answer;
}

const ENOUGH = {
  zh: `每次最多打印 ${LISTS_MAX} 张清单。可以用手机扫码带走，或到咨询台打印。`,
  en: `At most ${LISTS_MAX} lists for one visit. Scan the code with a phone, or ask at the guide desk.`,
};

/** What the person is told of the list's paper. */
function paperOf(report: GuidePaper['report']): GuidePaper {
  switch (report.outcome) {
    case 'printed':
      return { report, text: { zh: '清单已打印，请取走。', en: 'Your list is printed. Please take it.' } };
    case 'failed': {
      const cause = causeWords(report.reason);
      return {
        report,
        text: {
          zh: `${cause.zh}，清单没有打出来。可以用手机扫码带走。`,
          en: `${cause.en}, so no list came out. You can scan the code with a phone.`,
        },
      };
    }
    case 'unknown':
      return {
        report,
        text: {
          zh: '请看一下出纸口：清单出来了就取走；没有出来，可以用手机扫码带走。',
          en: 'Please look at the paper slot. If no list came out, scan the code with a phone.',
        },
      };
  }
}
