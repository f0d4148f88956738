import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import type { CallReason, CallShare, PassedBecause, PassedOver } from './events.ts';

/** Where the names of reasons stand; without it a sentence names none. */
type Reasons = Pick<HallConfig, 'priority' | 'calling'>;

/** Why this ticket now and who was passed over, in one sentence. Reasons of older programs explain as well. */
export function explainCall(number: string, why: CallReason, config?: Reasons): Text {
  const main = RULES[why.rule](number, why, config);
  const passed = passedWords(why);
  const waited = waitedWords(why);
  return {
    zh: `${main.zh}${waited.zh}${passed.zh}。`,
    en: `${main.en}${waited.en}${passed.en}.`,
  };
}

type Sentence = (number: string, why: CallReason, config?: Reasons) => Text;

const RULES: Readonly<Record<CallReason['rule'], Sentence>> = {
  'only-one': (number) => ({ zh: `${number} 是唯一等候的号`, en: `${number} is the only one waiting` }),
  earliest: (number) => ({ zh: `${number} 到达最早`, en: `${number} arrived first` }),
  'class-bonus': (number, { bonusMin }) => ({
    zh: `${number} 按优先规则提前 ${bonusMin} 分钟计算`,
    en: `${number} counts as ${bonusMin} min earlier by the priority rule`,
  }),
  booking: (number, { bonusMin }) => ({
    zh:
      bonusMin > 0
        ? `${number} 的预约时段已到，提前 ${bonusMin} 分钟计算`
        : `${number} 的预约时段已到，轮到此号`,
    en:
      bonusMin > 0
        ? `${number} is booked for this time and counts as ${bonusMin} min earlier`
        : `${number} is booked for this time and its turn has come`,
  }),
  returning: (number) => ({
    zh: `${number} 过号后重新排队，现已轮到（K6）`,
    en: `${number} came back after a missed call and its turn has come (K6)`,
  }),
  overtaken: (number, { overtakenBy = 0, overtakenMin = 0 }) => ({
    zh: `${number} 已被 ${overtakenBy} 位后到的人超过${since(overtakenMin).zh}，按公平规则先叫（X1）`,
    en: `${number} was overtaken by ${people(overtakenBy)} who came later${since(overtakenMin).en}, so fairness puts it first (X1)`,
  }),
  bound: (number) => ({
    zh: `${number} 指定由本窗口办理，先叫（X3）`,
    en: `${number} is bound to this window, so it comes first (X3)`,
  }),
  green: (number, why, config) => {
    const name = named(config?.priority.greenReasons, why.reason);
    return {
      zh: `${number} 走绿色通道${name ? `“${name.zh}”` : ''}，先叫（X4）`,
      en: `${number} uses the green channel${name ? ` (${name.en})` : ''}, so it comes first (X4)`,
    };
  },
  secondary: (number, { waiting = 0, above = 0 }) => ({
    zh: `本窗口无人等候，${number} 所在队列有 ${waiting} 人等候，超过 ${above} 人，跨窗通办（X6）`,
    en: `nobody waits in the own queues of this window; ${number} stands in one where ${waiting} wait, more than ${above} (X6)`,
  }),
  'out-of-turn': (number, why, config) => {
    const name = named(config?.calling.outOfTurnReasons, why.reason);
    return {
      zh: `${number} 由工作人员指定呼叫${name ? `，原因：${name.zh}` : ''}（K9）`,
      en: `${number} was called out of turn by staff${name ? `: ${name.en}` : ''} (K9)`,
    };
  },
  paper: (number) => ({
    zh: `${number} 是预印号，由工作人员录入呼叫（P2）`,
    en: `${number} is a pre-printed number that staff typed in (P2)`,
  }),
  'walk-in': (number) => ({
    zh: `${number} 未取号，在窗口直接办理（K11）`,
    en: `${number} is served at the window without a number of its own (K11)`,
  }),
};

function since(overtakenMin: number): Text {
  return overtakenMin === 0
    ? { zh: '', en: '' }
    : { zh: `、最早在 ${overtakenMin} 分钟前`, en: `, first ${overtakenMin} min ago` };
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

function named(list: readonly { readonly id: string; readonly name: Text }[] | undefined, id?: string) {
  return list?.find((entry) => entry.id === id)?.name ?? null;
}

function waitedWords({ rule, waitedMin }: CallReason): Text {
  if (rule === 'walk-in' || rule === 'paper') return { zh: '', en: '' };
  return waitedMin === 0
    ? { zh: '（刚刚取号）', en: ' (just arrived)' }
    : { zh: `（已等候 ${waitedMin} 分钟）`, en: ` (has waited ${waitedMin} min)` };
}

/** How those passed over are spoken of; who could have been called is only counted. */
const NOT_CALLED: Partial<Record<PassedBecause, (from: string | undefined) => Text>> = {
  'booking-slot': (from) => ({
    zh: from ? `预约 ${from} 才开始（B3）` : '预约时段未到（B3）',
    en: from ? `booked for ${from} (B3)` : 'its booked time has not come (B3)',
  }),
  'bound-elsewhere': () => ({ zh: '指定由其他窗口办理', en: 'bound to another window' }),
  'paper-not-out': () => ({ zh: '号票尚未确认打印（K4）', en: 'its paper is not out (K4)' }),
};

function passedWords(why: CallReason): Text {
  const listed = why.passed ?? [];
  const overtook = listed.filter(({ because }) => NOT_CALLED[because] === undefined);
  const uncallable = listed.filter(({ because }) => NOT_CALLED[because] !== undefined);
  const parts: Text[] = [];
  if (why.passedOver > 0) parts.push(before(why.passedOver, overtook));
  if (uncallable.length > 0) parts.push(left(uncallable));
  if (why.share !== undefined) parts.push(shareWords(why.share));
  return {
    zh: parts.map((part) => `；${part.zh}`).join(''),
    en: parts.map((part) => `; ${part.en}`).join(''),
  };
}

function shareWords({ of, taken, waits }: CallShare): Text {
  return taken
    ? {
        zh: `${waits} 已到被超过的上限，但每 ${of} 次叫号中有 1 次可给指定窗口或绿色通道的号（X2）`,
        en: `${waits} was overtaken to the limit, but one call in ${of} may go to a bound or green number (X2)`,
      }
    : {
        zh: `${waits} 指定本窗口或走绿色通道，有人已到上限时每 ${of} 次叫号至多 1 次，本次未叫（X2）`,
        en: `not called: ${waits}, bound here or green, which has at most one call in ${of} while somebody is at the limit (X2)`,
      };
}

function before(count: number, overtook: readonly PassedOver[]): Text {
  const names = overtook.map(({ number }) => number);
  const more = names.length > 0 && count > names.length;
  return {
    zh: `先于 ${count} 位更早到达的人${names.length > 0 ? `（${names.join('、')}${more ? ' 等' : ''}）` : ''}`,
    en: `before ${count} who arrived earlier${names.length > 0 ? ` (${names.join(', ')}${more ? ', …' : ''})` : ''}`,
  };
}

function left(uncallable: readonly PassedOver[]): Text {
  const said = uncallable.map(({ number, because, from }) => {
    const words = NOT_CALLED[because]?.(from) as Text;
    return { zh: `${number} ${words.zh}`, en: `${number} ${words.en}` };
  });
  return {
    zh: `${said.map(({ zh }) => zh).join('，')}，未叫`,
    en: `not called: ${said.map(({ en }) => en).join(', ')}`,
  };
}
