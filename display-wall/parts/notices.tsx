import type { Text } from '@hall/shared/contracts/text';
import { Both } from '@hall/shared/ui/i18n/both.tsx';
import { useEffect, useState } from 'react';

/**
 * A notice stands still and is then replaced: nothing runs over the wall, so that nobody must read at its
 * pace. Slow readers manage about two Chinese characters a second.
 */
const MS_PER_CHARACTER = 500;
const SHORTEST_STAND_MS = 8_000;

/** How long a notice stands, ms. */
export function standsFor(notice: Text): number {
  return Math.max(SHORTEST_STAND_MS, notice.zh.length * MS_PER_CHARACTER);
}

/** The notices of the hall, one at a time. */
export function Notices({ notices }: { notices: readonly Text[] }) {
  const [turn, setTurn] = useState(0);
  const notice = notices[turn % Math.max(1, notices.length)];
  useEffect(() => {
    if (notice === undefined || notices.length < 2) return;
    const timer = setTimeout(() => setTurn((before) => (before + 1) % notices.length), standsFor(notice));
    return () => clearTimeout(timer);
  }, [notice, notices.length]);
  if (notice === undefined) return null;
  return (
    <div className="notice" key={turn}>
      <Both text={notice} />
    </div>
  );
}
