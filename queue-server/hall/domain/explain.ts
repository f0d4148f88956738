import type { Text } from '@hall/shared/contracts/text';
import type { CallReason } from './events.ts';

/** One sentence: why this ticket now. */
export function explainCall(number: string, why: CallReason): Text {
  const waited = {
    zh: why.waitedMin === 0 ? '刚刚取号' : `已等候 ${why.waitedMin} 分钟`,
    en: why.waitedMin === 0 ? 'just arrived' : `has waited ${why.waitedMin} min`,
  };
  if (why.rule === 'only-one') {
    return {
      zh: `${number} 是唯一等候的号（${waited.zh}）。`,
      en: `${number} is the only one waiting (${waited.en}).`,
    };
  }
  if (why.rule === 'class-bonus') {
    return {
      zh: `${number} 按优先规则提前 ${why.bonusMin} 分钟计算，先于 ${why.passedOver} 位更早到达的人（${waited.zh}）。`,
      en: `${number} counts as ${why.bonusMin} min earlier by the priority rule, before ${why.passedOver} who arrived earlier (${waited.en}).`,
    };
  }
  return { zh: `${number} 到达最早（${waited.zh}）。`, en: `${number} arrived first (${waited.en}).` };
}
