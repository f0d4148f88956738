import type { Message } from '@hall/shared/contracts/messages';
import { Both } from '@hall/shared/ui/i18n/both.tsx';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { awayLines } from '../parts/away.ts';
import { waitOf, windowsOpen } from '../parts/words.ts';
import { AWAY_SHOWN, zonePages } from './zone-pages.ts';

/** How long a page of zones stands, ms: about two seconds for each of its lines. */
const PAGE_STANDS_MS = 20_000;
/** Queue lines that fit: beside the calls in landscape, below them in portrait. */
const LINES_LANDSCAPE = 14;
const LINES_PORTRAIT = 13.85;

const portrait = matchMedia('(orientation: portrait)');
function useLines(): number {
  const isPortrait = useSyncExternalStore(
    (listener) => {
      portrait.addEventListener('change', listener);
      return () => portrait.removeEventListener('change', listener);
    },
    () => portrait.matches,
  );
  return isPortrait ? LINES_PORTRAIT : LINES_LANDSCAPE;
}

function Wait({ text, known }: ReturnType<typeof waitOf>) {
  return (
    <span className={known ? 'queue-wait' : 'queue-wait unknown'}>
      <Both text={text} />
    </span>
  );
}

function Zone({ board }: { board: Message<'board'> }) {
  return (
    <section className="zone">
      <header className="zone-head">
        <h2 className="zone-name">
          <Both text={board.name} />
        </h2>
        <p className="zone-place">
          <span lang="zh-CN">{board.place.zh}</span>
          <span className="zone-open">
            <Both text={windowsOpen(board.openWindows)} />
          </span>
        </p>
        <p className="zone-waiting">
          <span className="number zone-count">{board.waiting}</span>
          <span className="zone-unit">
            <span lang="zh-CN">人等候</span>
            <span className="en" lang="en">
              waiting
            </span>
          </span>
        </p>
      </header>
      <ul>
        {board.queues.map((queue) => (
          <li className="queue" key={queue.prefix}>
            <span className="number queue-prefix">{queue.prefix}</span>
            <span className="queue-name">
              <Both text={queue.name} />
            </span>
            <span className="number queue-count">
              {queue.waiting}
              <span className="queue-unit" lang="zh-CN">
                人
              </span>
            </span>
            <Wait {...waitOf(queue, board.openWindows)} />
          </li>
        ))}
        {awayLines(board.away, AWAY_SHOWN).map((line) => (
          <li className="zone-away" key={line.zh}>
            <Both text={line} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** All zones with who waits and for how long, page by page where they are many. */
export function ZoneList({ boards }: { boards: readonly Message<'board'>[] }) {
  const pages = zonePages(boards, useLines());
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (pages.length < 2) return;
    const timer = setInterval(() => setTurn((before) => before + 1), PAGE_STANDS_MS);
    return () => clearInterval(timer);
  }, [pages.length]);
  const present = pages.length === 0 ? 0 : turn % pages.length;
  return (
    <div className="zones">
      <div className="zone-page" key={present}>
        {(pages[present] ?? []).map((board) => (
          <Zone key={board.zone} board={board} />
        ))}
      </div>
      {pages.length < 2 ? null : (
        <p className="zone-dots" aria-hidden="true">
          {pages.map((page, i) => (
            <span key={page[0]?.zone} className={i === present ? 'on' : ''} />
          ))}
        </p>
      )}
    </div>
  );
}
