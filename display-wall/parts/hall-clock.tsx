import type { ScreenLink } from '@hall/shared/ui/screen/screen-link.ts';
import { useHallNow } from '@hall/shared/ui/screen/use-screen.ts';
import { clockOf, dateWords } from '@hall/shared/ui/time.ts';

/** The clock shows minutes; looking twice a second keeps it within half a second of the hall's. */
const LOOK_EVERY_MS = 500;

/** Time and date of the hall. */
export function HallClock({ link, timeZone }: { link: ScreenLink; timeZone: string }) {
  const now = useHallNow(link, LOOK_EVERY_MS);
  const date = dateWords(now, timeZone);
  return (
    <div className="clock">
      <span className="clock-date">
        <span lang="zh-CN">{date.zh}</span>
        <span className="en" lang="en">
          {date.en}
        </span>
      </span>
      <time className="number clock-time">{clockOf(now, timeZone)}</time>
    </div>
  );
}
