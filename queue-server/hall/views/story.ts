import type { TicketStory } from '@hall/shared/contracts/commands';
import type { HallConfig, Role } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import type { StoredEvent } from '../domain/events.ts';
import { explainCall } from '../domain/explain.ts';
import type { Ticket } from '../domain/state.ts';
import { PAUSE_WORDS, queueConfig } from './serving.ts';

/** Roles that may know which person at the counter did what, and that a rating belongs to this ticket. */
const SEES_RATINGS: readonly Role[] = ['auditor'];

/** All that happened to a ticket, in words. Clerks and managers never learn which grade it gave. */
export function storyOf(
  ticket: Ticket,
  events: readonly StoredEvent[],
  config: HallConfig,
  roles: readonly Role[],
): TicketStory {
  const seesRating = roles.some((role) => SEES_RATINGS.includes(role));
  return {
    ticket: ticket.id,
    number: ticket.number,
    day: ticket.day,
    queue: ticket.queue,
    queueName: queueConfig(config, ticket.queue).name,
    state: ticket.state,
    class: ticket.class,
    entries: events.map((event) => ({
      seq: event.seq,
      at: event.at,
      type: event.type.startsWith('rating.') && !seesRating ? 'rating.closed' : event.type,
      says: inWords(event, ticket, config, seesRating),
      by: event.type.startsWith('rating.') && !seesRating ? null : event.actor,
    })),
  };
}

function inWords(event: StoredEvent, ticket: Ticket, config: HallConfig, seesRating: boolean): Text {
  const windowNumber = (id: string) => config.windows.find((window) => window.id === id)?.number ?? '?';
  switch (event.type) {
    case 'ticket.taken':
      return { zh: `取号 ${event.data.number}`, en: `Ticket ${event.data.number} taken` };
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
      return { zh: `打印失败：${event.data.reason}`, en: `Printing failed: ${event.data.reason}` };
    case 'ticket.print-unknown':
      return {
        zh: `打印结果未知：${event.data.reason}`,
        en: `Printing outcome unknown: ${event.data.reason}`,
      };
    case 'ticket.reprinted':
      return {
        zh: `补打第 ${event.data.ordinal} 张，旧票作废`,
        en: `Paper ${event.data.ordinal} asked for; older papers are replaced`,
      };
    case 'ticket.cancelled':
      return { zh: '弃号', en: 'Given up' };
    case 'ticket.called': {
      const why = explainCall(ticket.number, event.data.why);
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
      return event.data.caseNumber === null
        ? { zh: '办理完成', en: 'Service finished' }
        : {
            zh: `办理完成，办件编号 ${event.data.caseNumber}`,
            en: `Service finished, case ${event.data.caseNumber}`,
          };
    case 'ticket.no-show':
      return { zh: '过号', en: 'No-show' };
    case 'call.shown':
      return { zh: `${event.data.device} 已显示或播报`, en: `Shown or spoken by ${event.data.device}` };
    case 'rating.given':
      return seesRating
        ? { zh: `评价：${event.data.grade} 星`, en: `Rated ${event.data.grade}` }
        : { zh: '评价已结束', en: 'Rating closed' };
    case 'rating.declined':
    case 'rating.lapsed':
      return { zh: seesRating ? '未评价' : '评价已结束', en: seesRating ? 'Not rated' : 'Rating closed' };
    case 'window.paused':
      return PAUSE_WORDS[event.data.reason];
    default:
      return { zh: event.type, en: event.type };
  }
}
