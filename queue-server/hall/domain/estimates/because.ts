import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import type { Reasons } from './words.ts';

/** The reasons of an estimate as plain sentences, the most important first. */
export function becauseOf(reasons: Reasons, config: HallConfig): Text[] {
  const numbers = (ids: readonly string[]): string[] =>
    config.windows.filter((window) => ids.includes(window.id)).map((window) => `${window.number}`);
  if (reasons.kind === 'free') {
    return [
      { zh: '有窗口空闲，前面没有人：马上可以办理。', en: 'A window is free and nobody is ahead: now.' },
    ];
  }
  const people = peopleWords(reasons);
  const windows = windowsWords(numbers(reasons.working), numbers(reasons.away));
  if (reasons.kind === 'none') {
    return [
      {
        zh: '没有窗口在办理这一队，从以往记录看今天也不会有。',
        en: 'No window serves this queue, and from earlier days none is expected today.',
      },
      people,
      windows,
    ];
  }
  const sentences = [people, windows, serviceWords(reasons.serviceMin)];
  const pauses = numbers(reasons.pausesExpected);
  if (pauses.length > 0) {
    sentences.push({
      zh: `从以往记录看，轮到之前 ${pauses.join('、')} 号窗口多半会暂停（如午休）。`,
      en: `From earlier days, window ${pauses.join(', ')} will probably pause before that, such as for lunch.`,
    });
  }
  for (const { window, at } of reasons.returnsExpected) {
    const { clock } = localTime(at, config.timeZone);
    const [number] = numbers([window]);
    sentences.push({
      zh: `${number} 号窗口预计 ${clock} 左右回来。`,
      en: `Window ${number} is expected back at about ${clock}.`,
    });
  }
  if (reasons.overtakersExpected >= WORTH_TELLING) {
    const count = Math.round(reasons.overtakersExpected);
    sentences.push({
      zh: `其间大约还有 ${count} 位优先的人会先办。`,
      en: `About ${count} more ${count === 1 ? 'person' : 'people'} with priority may come and go first.`,
    });
  }
  sentences.push(daysWords(reasons));
  return sentences;
}

/** Fewer than this on average round to nobody. */
const WORTH_TELLING = 0.5;

function peopleWords({ aheadInQueue, aheadInAll }: Reasons): Text {
  const others = aheadInAll - aheadInQueue;
  if (aheadInAll === 0) return { zh: '前面没有人。', en: 'Nobody is ahead.' };
  if (others === 0) {
    return {
      zh: `前面有 ${aheadInQueue} 人。`,
      en: `${aheadInQueue} ${aheadInQueue === 1 ? 'person is' : 'people are'} ahead.`,
    };
  }
  return {
    zh: `前面有 ${aheadInAll} 人：本队 ${aheadInQueue} 人，同窗口的其他队 ${others} 人。`,
    en: `${aheadInAll} ahead: ${aheadInQueue} in this queue, ${others} in other queues of the same windows.`,
  };
}

function windowsWords(working: readonly string[], away: readonly string[]): Text {
  const open: Text =
    working.length === 0
      ? { zh: '现在没有窗口在办', en: 'No window is working now' }
      : {
          zh: `${working.join('、')} 号窗口在办`,
          en: `Working now: window ${working.join(', ')}`,
        };
  if (away.length === 0) return { zh: `${open.zh}。`, en: `${open.en}.` };
  return {
    zh: `${open.zh}，${away.join('、')} 号窗口不在。`,
    en: `${open.en}; away: ${away.join(', ')}.`,
  };
}

function serviceWords(minutes: number): Text {
  return { zh: `每件通常办 ${minutes} 分钟。`, en: `A service usually takes ${minutes} min.` };
}

function daysWords({ kind, daysLearned: days }: Reasons): Text {
  if (kind === 'little-history') {
    return days === 0
      ? {
          zh: '以往记录还没有，先按今天的情形估计，所以范围较宽。',
          en: 'Nothing is known of earlier days yet, only of today: the range is wide.',
        }
      : {
          zh: `以往记录只有 ${days} 天，所以范围较宽。`,
          en: `Only ${days} earlier ${days === 1 ? 'day is' : 'days are'} known: the range is wide.`,
        };
  }
  return { zh: `依据以往 ${days} 天的记录。`, en: `Learned from ${days} earlier days.` };
}
