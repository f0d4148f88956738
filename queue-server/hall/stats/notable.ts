import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { ReplayTimeline } from '@hall/shared/contracts/reports';
import type { Text } from '@hall/shared/contracts/text';
import type { StoredEvent } from '../domain/events.ts';

type Notable = ReplayTimeline['notable'][number];

/** What somebody who goes through a day looks for, in words; null for the everyday. Pure. */
export function notableOf(event: StoredEvent, config: HallConfig): Notable | null {
  const says = words(event, config);
  return says && { at: event.at, seq: event.seq, kind: event.type, says };
}

function words(event: StoredEvent, config: HallConfig): Text | null {
  const number = (id: string) => config.windows.find((window) => window.id === id)?.number ?? id;
  const queue = (id: string) => config.queues.find((one) => one.id === id)?.name ?? { zh: id, en: id };
  switch (event.type) {
    case 'day.began':
      return { zh: '营业日开始', en: 'The business day begins' };
    case 'window.opened':
      return {
        zh: `${number(event.data.window)} 号窗口开放`,
        en: `Window ${number(event.data.window)} opens`,
      };
    case 'window.paused':
      return {
        zh: `${number(event.data.window)} 号窗口暂停`,
        en: `Window ${number(event.data.window)} pauses`,
      };
    case 'window.closed':
      return {
        zh: `${number(event.data.window)} 号窗口关闭`,
        en: `Window ${number(event.data.window)} closes`,
      };
    case 'window.assigned':
      return {
        zh: `${number(event.data.window)} 号窗口改派队列`,
        en: `Window ${number(event.data.window)} serves other queues`,
      };
    case 'window.undone':
      return {
        zh: `${number(event.data.window)} 号窗口撤销了上一步`,
        en: `Window ${number(event.data.window)} undid its last act`,
      };
    case 'tickets.closed':
      return {
        zh: `批量关闭 ${event.data.tickets.length} 个号`,
        en: `${event.data.tickets.length} numbers closed in bulk`,
      };
    case 'paper.started':
      return {
        zh: `“${queue(event.data.queue).zh}”改用纸质号`,
        en: `Pre-printed numbers for ${queue(event.data.queue).en}`,
      };
    case 'paper.ended':
      return {
        zh: `“${queue(event.data.queue).zh}”恢复取号`,
        en: `Usual numbers again for ${queue(event.data.queue).en}`,
      };
    case 'ticket.called':
      return event.data.why.rule === 'out-of-turn'
        ? {
            zh: `${event.data.windowNumber} 号窗口指定叫号`,
            en: `Window ${event.data.windowNumber} calls out of turn`,
          }
        : null;
    case 'ticket.print-failed':
      return { zh: '号票打印失败', en: 'A ticket could not be printed' };
    case 'hall.restored':
      return { zh: '从备份恢复', en: 'The hall goes on from a backup' };
    default:
      return null;
  }
}
