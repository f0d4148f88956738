import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { waitWords } from '@hall/shared/contracts/wait-words';
import { aheadWords, CLASS_WORDS } from '@hall/shared/contracts/wording';
import { classWords } from '../domain/classes.ts';
import { ahead } from '../domain/line.ts';
import type { HallState, Ticket } from '../domain/state.ts';
import type { WaitSource } from '../stats/estimates/waits.ts';
import { queueName, queueState } from './serving.ts';

/** What a person's own phone says of the ticket: where it stands in one sentence, and what more there is to know. */
export interface Progress {
  readonly now: Text;
  readonly more: readonly Text[];
}

export const UNKNOWN_TICKET: Progress = {
  now: {
    zh: '没有这张号票，或已过期。请到咨询台。',
    en: 'This ticket is unknown or over. Please ask at the guide desk.',
  },
  more: [],
};

/** `at`: the hall's time, ms. */
export function progressOf(
  ticket: Ticket,
  state: HallState,
  config: HallConfig,
  waits: WaitSource,
  at: number,
): Progress {
  const clock = (instant: number) => localTime(instant, config.timeZone).clock;
  const window = config.windows.find((entry) => entry.id === ticket.window);
  switch (ticket.state) {
    case 'committed':
    case 'waiting':
      return {
        now: inLine(ticket, state, config, waits),
        more: [...whyHere(ticket, state, config, at, clock), ...stillToCome(ticket, config)],
      };
    case 'called':
      return {
        now: window
          ? { zh: `请到 ${window.number} 号窗口。`, en: `Please go to window ${window.number}.` }
          : { zh: '正在叫您的号，请看大屏。', en: 'You are called. Please look at the wall.' },
        more: stillToCome(ticket, config),
      };
    case 'serving':
      return {
        now: window
          ? { zh: `正在 ${window.number} 号窗口办理。`, en: `Being served at window ${window.number}.` }
          : { zh: '正在办理。', en: 'Being served.' },
        more: stillToCome(ticket, config),
      };
    case 'parked': {
      const until = ticket.parkedUntil !== null && ticket.parkedUntil > at ? clock(ticket.parkedUntil) : null;
      const [zh, en] = window
        ? [`${window.number} 号窗口`, `window ${window.number}`]
        : ['窗口', 'your window'];
      return {
        now: {
          zh: `窗口在等您补齐材料。备好后请直接回到${window ? ' ' : ''}${zh}，不用重新取号${until ? `，最好在 ${until} 前` : ''}。`,
          en: `The window waits for what you are fetching. Come straight back to ${en}${until ? `, by ${until} if you can` : ''}; no new number is needed.`,
        },
        more: stillToCome(ticket, config),
      };
    }
    case 'finished':
      return { now: { zh: '已办理完成。', en: 'Finished.' }, more: [] };
    case 'no-show':
      return {
        now: PASSED,
        more: ticket.reactivated < config.calling.reactivate.times ? [MAY_RETURN] : [NEW_NUMBER],
      };
    case 'closed':
      return {
        now: {
          zh: '今天已停止叫号，此号没有轮到。请到咨询台。',
          en: 'Calling has ended before your turn. Please ask at the guide desk.',
        },
        more: [],
      };
    default:
      return { now: { zh: '此号已作废。', en: 'This number is void.' }, more: [] };
  }
}

const PASSED: Text = {
  zh: '已过号，请到咨询台。',
  en: 'You were called and did not come. Please go to the guide desk.',
};
const MAY_RETURN: Text = {
  zh: '导办可以让这个号码重新排队。',
  en: 'A guide can put this number back in line.',
};
const NEW_NUMBER: Text = {
  zh: '这个号码不能再排队，请重新取号。',
  en: 'This number cannot rejoin. Please take a new one.',
};

function inLine(ticket: Ticket, state: HallState, config: HallConfig, waits: WaitSource): Text {
  const place = { virtual: ticket.virtual, seq: ticket.seq, ticket: ticket.id };
  const people = aheadWords(ahead(queueState(state, ticket.queue).waiting, place));
  const wait = waits.told.ofTicket(state, ticket);
  const words = wait === null ? null : waitWords(wait);
  const name = queueName(config, ticket.queue);
  return {
    zh: `${name.zh}：${people.zh}${words ? `，${words.zh}` : ''}。`,
    en: `${name.en}: ${people.en}${words ? `, ${words.en}` : ''}.`,
  };
}

/** What explains the place in line, and what is asked of the person meanwhile. */
function whyHere(
  ticket: Ticket,
  state: HallState,
  config: HallConfig,
  at: number,
  clock: (instant: number) => string,
): Text[] {
  const more: Text[] = [];
  if (ticket.print === 'failed') {
    more.push({
      zh: '号票没有打印出来，请到咨询台补打，打印后才会叫号。',
      en: 'Your paper did not come out. The guide desk prints it again; you are called after that.',
    });
  }
  if (ticket.notBefore !== null && ticket.notBefore > at) {
    const from = clock(ticket.notBefore);
    more.push({
      zh: `预约时段 ${from} 开始，之后叫号。`,
      en: `Your booked time begins at ${from}; you are called after that.`,
    });
  }
  // [K8] [C6] Where only some windows call it.
  const numbers = config.windows.filter(({ id }) => ticket.boundTo?.includes(id)).map(({ number }) => number);
  if (numbers.length > 0) {
    more.push({
      zh: `由 ${numbers.join('、')} 号窗口叫号。`,
      en: `You are called by window ${numbers.join(', ')}.`,
    });
  }
  if (ticket.reactivated > 0)
    more.push({ zh: '过号后已重新排队。', en: 'Back in line after a missed call.' });
  if (ticket.legs.at(-1)?.end === 'finished') {
    more.push({
      zh: '上一项已办完，号码不变，请等候叫号。',
      en: 'The last step is done. Keep this number and wait for the next call.',
    });
  } else if (ticket.legs.at(-1)?.end === 'transferred') {
    more.push({
      zh: '已转到这里，号码不变，请等候叫号。',
      en: 'You were sent here with the same number. Please wait for the call.',
    });
  } else if (ticket.legs.at(-1)?.end === 'released') {
    more.push({
      zh: '原窗口已关闭，您仍在排队，号码不变。',
      en: 'That window has closed. You are in line again with the same number.',
    });
  }
  if (ticket.class !== 'ordinary') {
    const word = CLASS_WORDS[ticket.class];
    const why = classWords(ticket, config);
    more.push({ zh: `${word.zh}${why ? `：${why.zh}` : ''}`, en: `${word.en}${why ? `: ${why.en}` : ''}` });
  }
  if (queueState(state, ticket.queue).paperSince !== null) {
    more.push({
      zh: '该业务暂发纸质号，您的号码仍然有效。',
      en: 'New people get pre-printed numbers now. Yours stays valid.',
    });
  }
  return more;
}

/** [K10] */
function stillToCome({ steps }: Ticket, config: HallConfig): Text[] {
  if (steps.length === 0) return [];
  const names = steps.map(({ queue }) => queueName(config, queue));
  return [
    {
      zh: `之后同号继续办理：${names.map(({ zh }) => zh).join('、')}。`,
      en: `Then with the same number: ${names.map(({ en }) => en).join(', ')}.`,
    },
  ];
}
