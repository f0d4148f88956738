import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { CLASS_WORDS } from '@hall/shared/contracts/wording';
import { classWords } from '../domain/classes.ts';
import type {
  OfflineFlag,
  StoredEvent,
  TicketFinished,
  TicketTaken,
  TicketTransferred,
  UndoableAct,
} from '../domain/events.ts';
import { explainCall } from '../domain/explain.ts';
import type { Ticket } from '../domain/state.ts';
import { HALL_EVENT_WORDS } from './hall-event-words.ts';
import { printWords } from './print-words.ts';
import { queueName } from './serving.ts';

/** What an event did to a ticket, in words. */
export function inWords(event: StoredEvent, ticket: Ticket, config: HallConfig, seesRating: boolean): Text {
  const windowNumber = (id: string) => config.windows.find((window) => window.id === id)?.number ?? '?';
  const clock = (at: number) => localTime(at, config.timeZone).clock;
  switch (event.type) {
    case 'ticket.taken':
      return takenWords(event.data);
    case 'ticket.printed':
      return event.data.proof === 'confirmed'
        ? {
            zh: `号票已打印（打印机确认，第 ${event.data.ordinal} 张）`,
            en: `Paper ${event.data.ordinal} printed (confirmed by the printer)`,
          }
        : {
            zh: `号票已打印（状态正常，第 ${event.data.ordinal} 张）`,
            en: `Paper ${event.data.ordinal} printed (clean status)`,
          };
    case 'ticket.print-failed':
      return printed(event.data.reason, { zh: '打印失败', en: 'Printing failed' });
    case 'ticket.print-unknown':
      return printed(event.data.reason, { zh: '打印结果未知', en: 'Printing outcome unknown' });
    case 'ticket.reprinted':
      return {
        zh: `补打第 ${event.data.ordinal} 张，旧票作废`,
        en: `Paper ${event.data.ordinal} asked for; older papers are replaced`,
      };
    case 'ticket.cancelled':
      return event.data.next
        ? {
            zh: `跳过一步，转到${queueName(config, event.data.next.queue).zh}`,
            en: `A step was skipped; on to ${queueName(config, event.data.next.queue).en}`,
          }
        : (GIVEN_UP[event.data.reason] ?? { zh: '弃号', en: 'Given up' });
    case 'ticket.called': {
      if (event.data.ticket !== ticket.id) {
        return {
          zh: `后到的人先被叫到 ${event.data.windowNumber} 号窗口（X1）`,
          en: `Somebody who came later was called first, to window ${event.data.windowNumber} (X1)`,
        };
      }
      const why = explainCall(ticket.number, event.data.why, config);
      return {
        zh: `${event.data.windowNumber} 号窗口呼叫。${why.zh}`,
        en: `Called to window ${event.data.windowNumber}. ${why.en}`,
      };
    }
    case 'ticket.recalled':
      return {
        zh: `${event.data.windowNumber} 号窗口重呼`,
        en: `Called again to window ${event.data.windowNumber}`,
      };
    case 'ticket.started':
      return {
        zh: `${windowNumber(event.data.window)} 号窗口开始办理`,
        en: `Service began at window ${windowNumber(event.data.window)}`,
      };
    case 'ticket.finished':
      return finishedWords(event.data, config);
    case 'ticket.no-show':
      return NO_SHOW[event.data.reason] ?? { zh: '过号', en: 'No-show' };
    case 'ticket.parked':
      return {
        zh: `在 ${windowNumber(event.data.window)} 号窗口暂离，约 ${clock(event.data.dueAt)} 再叫（K7）`,
        en: `Parked at window ${windowNumber(event.data.window)}, due again at ${clock(event.data.dueAt)} (K7)`,
      };
    case 'ticket.resumed':
      return {
        zh: `${event.data.windowNumber} 号窗口召回，继续办理`,
        en: `Called back to window ${event.data.windowNumber}`,
      };
    case 'ticket.transferred':
      return transferWords(event.data, config, windowNumber);
    case 'ticket.reactivated':
      return { zh: '过号后重新排队（K6）', en: 'Came back after a missed call (K6)' };
    case 'ticket.class-confirmed': {
      const words = classWords(event.data, config);
      return {
        zh: `导办确认类别：${CLASS_WORDS[event.data.class].zh}${words ? `。${words.zh}` : ''}`,
        en: `Class confirmed: ${CLASS_WORDS[event.data.class].en}${words ? `. ${words.en}` : ''}`,
      };
    }
    case 'ticket.noted':
      return event.data.noteRef === null
        ? { zh: '删除备注', en: 'Note taken away' }
        : { zh: '添加备注（内容不入日志）', en: 'A note was made; its words are not in the log' };
    case 'tickets.closed':
      return event.data.reason === 'bulk'
        ? { zh: '到设定时间，未办号票统一作废（W4）', en: 'Closed with all who waited at the set time (W4)' }
        : { zh: '管理员批量作废', en: 'Closed in bulk by a manager' };
    case 'window.closed':
      return {
        zh: `${windowNumber(event.data.window)} 号窗口关闭，改由其他窗口按到达顺序办理（K7）`,
        en: `Window ${windowNumber(event.data.window)} closed: any other window may call it, by arrival (K7)`,
      };
    case 'window.undone':
      if (event.data.ticket !== ticket.id) {
        return {
          zh: `${windowNumber(event.data.window)} 号窗口撤销对后到者的呼叫（K12）`,
          en: `Window ${windowNumber(event.data.window)} took back its call of somebody who came later (K12)`,
        };
      }
      return {
        zh: `${windowNumber(event.data.window)} 号窗口撤销：${ACT_WORDS[event.data.act].zh}（K12）`,
        en: `Window ${windowNumber(event.data.window)} took back: ${ACT_WORDS[event.data.act].en} (K12)`,
      };
    case 'call.shown':
      return { zh: `${event.data.device} 已显示或播报`, en: `Shown or spoken by ${event.data.device}` };
    case 'rating.given':
      return seesRating
        ? { zh: `评价：${event.data.grade} 星`, en: `Rated ${event.data.grade}` }
        : { zh: '评价已结束', en: 'Rating closed' };
    case 'rating.declined':
    case 'rating.lapsed':
      return { zh: seesRating ? '未评价' : '评价已结束', en: seesRating ? 'Not rated' : 'Rating closed' };
    default:
      return HALL_EVENT_WORDS[event.type];
  }
}

function printed(reason: string, outcome: Text): Text {
  const cause = printWords(reason);
  return { zh: `${outcome.zh}：${cause.zh}`, en: `${outcome.en}: ${cause.en}` };
}

const GIVEN_UP: Readonly<Record<string, Text>> = {
  person: { zh: '本人弃号', en: 'Given up by the person' },
  staff: { zh: '工作人员取消', en: 'Cancelled by staff' },
  'print-failed': { zh: '号票未能打出，此号作废', en: 'No paper came out: the number is void' },
  replaced: { zh: '已由断网期间的纸票代替，此号作废', en: 'Void: the paper of the outage counts instead' },
};

const NO_SHOW: Readonly<Record<string, Text>> = {
  absent: { zh: '过号：多次呼叫未到', en: 'No-show: did not come' },
  left: { zh: '过号：到场后离开', en: 'No-show: came and left' },
  'wrong-queue': { zh: '过号：取错队列', en: 'No-show: wrong queue' },
};

const ACT_WORDS: Readonly<Record<UndoableAct, Text>> = {
  call: { zh: '呼叫', en: 'the call' },
  start: { zh: '开始办理', en: 'the start' },
  finish: { zh: '办结', en: 'the end of the service' },
  'no-show': { zh: '过号', en: 'the no-show' },
  park: { zh: '暂离', en: 'the parking' },
  resume: { zh: '召回', en: 'the call back' },
  transfer: { zh: '转办', en: 'the transfer' },
};

/** [C5] By which paper somebody acts for another person: the auditor asks for it. */
const AUTHORISATION_WORDS: Readonly<Record<NonNullable<TicketTaken['authorisation']>, Text>> = {
  letter: { zh: '委托书', en: 'by a letter of authorisation' },
  relative: { zh: '近亲属证明（户口簿等）', en: 'as a relative' },
  guardian: { zh: '监护人证明', en: 'as a guardian' },
  company: { zh: '单位介绍信', en: 'by a company letter' },
};

function agentWords({ number, authorisation }: TicketTaken): Text {
  const by = authorisation && AUTHORISATION_WORDS[authorisation];
  return {
    zh: `代办人取号 ${number}${by ? `，凭${by.zh}` : ''}（C5）`,
    en: `Ticket ${number} taken by an agent${by ? ` ${by.en}` : ''} (C5)`,
  };
}

function takenWords(taken: TicketTaken): Text {
  const { number, origin, flags } = taken;
  if (taken.agentRef !== undefined) return agentWords(taken);
  switch (origin) {
    case 'paper':
      return { zh: `预印号 ${number} 登记（P2）`, en: `Pre-printed number ${number} entered (P2)` };
    case 'walk-in':
      return {
        zh: `窗口直接受理，记为 ${number}（K11）`,
        en: `Served without a number, logged as ${number} (K11)`,
      };
    case 'offline':
      return offlineWords(number, flags ?? []);
    default:
      return { zh: `取号 ${number}`, en: `Ticket ${number} taken` };
  }
}

const FLAG_WORDS: Readonly<Record<OfflineFlag, Text>> = {
  'person-twice': {
    zh: '此人在该队列已有号（T6）',
    en: 'the person had a number in this queue already (T6)',
  },
  'over-quota': { zh: '超出当日限额（T4）', en: 'beyond the quota of the day (T4)' },
  closed: { zh: '取号时不在办理时间（T1）', en: 'outside of the opening hours (T1)' },
  unread: { zh: '证件信息无法解封', en: 'the sealed card could not be read' },
  'no-card': { zh: '实名队列但未刷证（T12）', en: 'a real-name queue, but no card (T12)' },
  clock: { zh: '取号机时钟不准，到达时间为估计', en: "the machine's clock was off: the time is a guess" },
};

/** [N4] Honoured all the same: the person holds a paper. */
function offlineWords(number: string, flags: readonly OfflineFlag[]): Text {
  const also = flags.map((flag) => FLAG_WORDS[flag]);
  return {
    zh: `断网期间取号 ${number}（N4）${also.map(({ zh }) => `；${zh}`).join('')}`,
    en: `Ticket ${number} taken at a machine without a server (N4)${also.map(({ en }) => `; ${en}`).join('')}`,
  };
}

function finishedWords({ caseNumber, next }: TicketFinished, config: HallConfig): Text {
  const done: Text =
    caseNumber === null
      ? { zh: '办理完成', en: 'Service finished' }
      : { zh: `办理完成，办件编号 ${caseNumber}`, en: `Service finished, case ${caseNumber}` };
  if (!next) return done;
  const to = queueName(config, next.queue);
  return { zh: `${done.zh}；继续到${to.zh}排队（K10）`, en: `${done.en}; on to ${to.en} (K10)` };
}

function transferWords(
  { queue, boundTo }: TicketTransferred,
  config: HallConfig,
  windowNumber: (id: string) => number | string,
): Text {
  const to = queueName(config, queue);
  if (boundTo === null) return { zh: `转到${to.zh}（K8）`, en: `Sent to ${to.en} (K8)` };
  const windows = boundTo.map(windowNumber);
  return {
    zh: `转到 ${windows.join('、')} 号窗口（K8）`,
    en: `Sent to window ${windows.join(', ')} (K8)`,
  };
}
