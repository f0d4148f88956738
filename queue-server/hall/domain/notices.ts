import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { localTime, minutesOf } from '@hall/shared/contracts/time';
import { type Admitted, closesSoon } from './admission.ts';
import { clockOf, MINUTE_MS } from './dates.ts';
import { nextOpening } from './opening.ts';
import type { Booking } from './state.ts';

/** What somebody should know who takes a number now [T3] [T10] [T11] [B4]. */
export function noticesOf(
  { opening, withoutWindow }: Admitted,
  late: Booking | null,
  config: HallConfig,
  queue: QueueConfig,
  at: number,
): Text[] {
  const notices: Text[] = [];
  if (late !== null) {
    const { clock } = localTime(late.from, config.timeZone);
    notices.push({
      zh: `您预约的 ${clock} 已过，本号按现场取号排队。`,
      en: `You are late for your booking at ${clock}: this is an ordinary number.`,
    });
  }
  if (withoutWindow) {
    notices.push({
      zh: '目前没有窗口办理此业务，正在安排；请留意叫号，或到咨询台。',
      en: 'No window serves this at the moment. Please listen for your call, or ask at the guide desk.',
    });
  }
  if (opening === null) return notices;
  const until = opening.closesAt === null ? null : clockOf(opening.closesAt);
  if (opening.kind !== 'usual') {
    const name =
      opening.kind === 'extended'
        ? { zh: '延时服务', en: 'after-hours service' }
        : { zh: '错时服务', en: 'service outside of office hours' };
    notices.push({
      zh: `现在是${name.zh}时间${until === null ? '' : `，至 ${until}`}。`,
      en: `This is ${name.en}${until === null ? '' : `, until ${until}`}.`,
    });
  }
  if (until !== null && closesSoon(config, opening)) {
    notices.push(closingWords(config, queue, at, opening.closesIn ?? 0, until));
  }
  return notices;
}

/** [T11] What becomes of a number that is not called by then: after a break it goes on, unless the break ends it [W4]. */
function closingWords(
  config: HallConfig,
  queue: QueueConfig,
  at: number,
  closesIn: number,
  until: string,
): Text {
  const now = localTime(at, config.timeZone);
  const next = nextOpening(config, queue, at + closesIn * MINUTE_MS);
  if (next === null || next.day !== now.day) {
    return {
      zh: `${until} 停止办理，当天办不完的请改日再来。`,
      en: `The queue closes at ${until}: whoever is not served by then has to come another day.`,
    };
  }
  const { minutes: again } = localTime(next.at, config.timeZone);
  const ends = config.windowRules.bulkClose.some(({ at: time, queues }) => {
    const minute = minutesOf(time);
    return minute > now.minutes && minute <= again && (queues === undefined || queues.includes(queue.id));
  });
  return ends
    ? {
        zh: `${until} 停止办理，届时未叫到的号作废；${next.clock} 起请重新取号。`,
        en: `The queue closes at ${until} and numbers that were not called end then. Please take a new one from ${next.clock}.`,
      }
    : {
        zh: `${until}–${next.clock} 休息，本号有效，${next.clock} 继续叫号。`,
        en: `There is a break from ${until} to ${next.clock}. Your number stays valid and calling goes on at ${next.clock}.`,
      };
}
