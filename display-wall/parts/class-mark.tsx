import type { TicketClass } from '@hall/shared/contracts/messages';
import { CLASS_MARKS } from './words.ts';

/** Booked, green channel, senior … beside a number; nothing beside an ordinary one. */
export function ClassMark({ of }: { of: TicketClass }) {
  const mark = CLASS_MARKS[of];
  if (mark === null) return null;
  return (
    <span className={`mark mark-${of}`}>
      <span lang="zh-CN">{mark.zh}</span>
      <span className="mark-en" lang="en">
        {mark.en}
      </span>
    </span>
  );
}
