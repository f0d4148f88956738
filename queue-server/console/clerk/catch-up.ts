import type { Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { STATE_WORDS, t } from '../words/words.ts';

/** More numbers than this are counted, not listed. */
const LISTED = 3;

/** What happened at a window while nobody could see it: the desk before against the desk after, in a few lines. */
export function catchUp(before: Desk, after: Desk): Text[] {
  const lines: Text[] = [];
  if (before.state !== after.state) {
    const words = STATE_WORDS[after.state];
    lines.push(t(`窗口现在：${words.zh}`, `The window is now: ${words.en}`));
  }
  const was = before.serving;
  const is = after.serving;
  if (was && was.ticket !== is?.ticket) {
    lines.push(
      after.parked.some(({ ticket }) => ticket === was.ticket)
        ? t(`${was.number} 已挂起`, `${was.number} is parked`)
        : t(`${was.number} 已离开本窗口`, `${was.number} has left this window`),
    );
  }
  if (is && is.ticket !== was?.ticket) {
    lines.push(t(`${is.number} 已叫到本窗口`, `${is.number} was called to this window`));
  } else if (is && was && is.state !== was.state) {
    lines.push(t(`${is.number} 已开始办理`, `${is.number}: service began`));
  }
  const known = new Set(before.waiting.map(({ ticket }) => ticket));
  const still = new Set(after.waiting.map(({ ticket }) => ticket));
  const whole = (desk: Desk) => desk.waiting.length >= desk.waitingTotal;
  // The head of a longer list proves neither that somebody came nor that somebody went.
  if (whole(before)) {
    const came = after.waiting.filter(({ ticket }) => !known.has(ticket)).map(({ number }) => number);
    if (came.length > 0) {
      const [zh, en] = listed(came);
      lines.push(t(`新来 ${came.length} 人：${zh}`, `${came.length} more waiting: ${en}`));
    }
  }
  if (whole(after)) {
    const gone = before.waiting
      .filter(({ ticket }) => !still.has(ticket) && ticket !== is?.ticket)
      .map(({ number }) => number);
    if (gone.length > 0) {
      const [zh, en] = listed(gone);
      lines.push(
        t(`已被叫走或离开 ${gone.length} 人：${zh}`, `${gone.length} called elsewhere or left: ${en}`),
      );
    }
  }
  return lines;
}

function listed(numbers: readonly string[]): [string, string] {
  const some = numbers.slice(0, LISTED);
  const more = numbers.length > LISTED;
  return [some.join('、') + (more ? ' 等' : ''), some.join(', ') + (more ? ', …' : '')];
}
