import './board.css';
import type { Message } from '@hall/shared/contracts/messages';
import { Both } from '@hall/shared/ui/i18n/both.tsx';
import { kept, type ScreenLink } from '@hall/shared/ui/screen/screen-link.ts';
import { useCallback } from 'react';
import { awayLines } from '../parts/away.ts';
import { BOARD_ROWS, type CallRow, rowsOf, stands } from '../parts/call-rows.ts';
import { ClassMark } from '../parts/class-mark.tsx';
import { Frame, FullMessage } from '../parts/frame.tsx';
import { HallClock } from '../parts/hall-clock.tsx';
import { useLiveCalls } from '../parts/live-calls.ts';
import { zoneOf } from '../parts/place.ts';
import { captionOf, WORDS, waitOf, windowsOpen } from '../parts/words.ts';

/** Paused windows that stand beside each other. */
const AWAY_SHOWN = 3;

function Row({ row }: { row: CallRow }) {
  return (
    <li className={row.lit ? 'row lit' : 'row'} data-number={row.number} data-lit={row.lit}>
      <span className="number row-number">{row.number}</span>
      <span className="row-arrow" aria-hidden="true">
        →
      </span>
      <span className="row-window">
        <span className="number row-window-number">{row.windowNumber}</span>
        <span className="row-window-word">
          <span lang="zh-CN">号窗口</span>
          <span className="en" lang="en">
            Window
          </span>
        </span>
      </span>
      <ClassMark of={row.class} />
    </li>
  );
}

function Wait({ text, known }: ReturnType<typeof waitOf>) {
  return <Both className={known ? 'board-queue-wait' : 'board-queue-wait unknown'} text={text} />;
}

function Away({ board }: { board: Message<'board'> }) {
  const lines = awayLines(board.away, AWAY_SHOWN);
  if (lines.length === 0) return null;
  return (
    <ul className="board-away">
      {lines.map((line) => (
        <li key={line.zh}>
          <Both text={line} />
        </li>
      ))}
    </ul>
  );
}

function Queues({ board }: { board: Message<'board'> }) {
  return (
    <footer className="board-foot" data-queues={board.queues.length}>
      {board.queues.map((queue) => (
        <div className="board-queue" key={queue.prefix}>
          <span className="number board-prefix">{queue.prefix}</span>
          <Both text={queue.name} className="board-queue-name" />
          <span className="board-queue-count">
            <span className="number">{queue.waiting}</span>
            <span lang="zh-CN">人等候</span>
          </span>
          <Wait {...waitOf(queue, board.openWindows)} />
        </div>
      ))}
    </footer>
  );
}

/** One zone's board: the latest calls with their windows, newest first, and how long its queues are. */
export function Board({ link, search }: { link: ScreenLink; search: string }) {
  const concerns = useCallback(
    (call: Message<'call'>) => call.zone === zoneOf(kept(link.state, 'settings', link.device), search),
    [link, search],
  );
  const live = useLiveCalls(link, concerns);
  return (
    <Frame link={link}>
      {(state, info, timeZone) => {
        const id = zoneOf(kept(state, 'settings', link.device), search);
        const zone = info.zones.find((one) => one.id === id);
        if (id === null || zone === undefined)
          return <FullMessage text={WORDS.notAssigned} detail={link.device} />;
        const board = kept(state, 'board', id);
        const said = live.filter((call) => stands(call, board));
        const rows = rowsOf(id, board, said).slice(0, BOARD_ROWS);
        const [newest] = said;
        return (
          <main className="board">
            <header className="board-head">
              <h1 className="board-zone">
                <Both text={board?.name ?? zone.name} />
              </h1>
              <p className="board-place">
                <Both text={board?.place ?? zone.place} />
                {board === null ? null : <Both text={windowsOpen(board.openWindows)} />}
              </p>
              <HallClock link={link} timeZone={timeZone} />
            </header>
            {board === null && rows.length === 0 ? (
              <FullMessage text={WORDS.loading} />
            ) : rows.length === 0 ? (
              <div className="board-empty">
                <Both text={WORDS.nobodyCalled} className="full-text" />
                <Both text={WORDS.waitForNumber} className="board-empty-hint" />
              </div>
            ) : (
              <ol className="rows">
                {rows.map((row) => (
                  <Row key={row.number} row={row} />
                ))}
                {Array.from({ length: BOARD_ROWS - rows.length }, (_, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: blank lines of the board are all alike
                  <li className="row blank" key={i} aria-hidden="true" />
                ))}
              </ol>
            )}
            <div className="board-bottom">
              {board === null ? null : <Away board={board} />}
              {newest !== undefined ? (
                <footer className="board-caption" role="status">
                  <Both text={captionOf(newest)} />
                </footer>
              ) : board === null ? null : (
                <Queues board={board} />
              )}
            </div>
          </main>
        );
      }}
    </Frame>
  );
}
