import type { Message } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';

/** [W1] What a board says of its paused windows, at most so many lines: the last one counts whoever has none. */
export function awayLines(away: Message<'board'>['away'], most: number): readonly Text[] {
  const all = (away ?? []).map(
    ({ windowNumber, text }): Text => ({
      zh: `${windowNumber} 号窗口 ${text.zh}`,
      en: `Window ${windowNumber}: ${text.en}`,
    }),
  );
  if (all.length <= most) return all;
  const more = all.length - most + 1;
  return [
    ...all.slice(0, most - 1),
    { zh: `另有 ${more} 个窗口暂停`, en: `${more} more windows are paused` },
  ];
}
