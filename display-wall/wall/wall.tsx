import './wall.css';
import type { Message } from '@hall/shared/contracts/messages';
import { Both } from '@hall/shared/ui/i18n/both.tsx';
import { kept, type ScreenLink } from '@hall/shared/ui/screen/screen-link.ts';
import { type CallRow, newestOf, rowsOf, stands } from '../parts/call-rows.ts';
import { ClassMark } from '../parts/class-mark.tsx';
import { Frame } from '../parts/frame.tsx';
import { HallClock } from '../parts/hall-clock.tsx';
import { useLiveCalls } from '../parts/live-calls.ts';
import { Notices } from '../parts/notices.tsx';
import { captionOf, WORDS } from '../parts/words.ts';
import { ZoneList } from './zone-list.tsx';

/** The newest call in the largest numerals, and the ones before it. */
const CALLS_SHOWN = 6;
/** Captions that stand together; in a busier moment the oldest gives way, its number stays in the list. */
const CAPTIONS_SHOWN = 2;

const everyCall = () => true;

function Call({ row, zone, hero }: { row: CallRow; zone: Message<'board'> | null; hero: boolean }) {
  return (
    <li
      className={`call${hero ? ' hero' : ''}${row.lit ? ' lit' : ''}`}
      data-number={row.number}
      data-lit={row.lit}
    >
      <span className="number call-number">{row.number}</span>
      <span className="call-arrow" aria-hidden="true">
        →
      </span>
      <span className="call-window">
        <span className="number call-window-number">{row.windowNumber}</span>
        <span className="call-window-word">
          <span lang="zh-CN">号窗口</span>
          <span className="en" lang="en">
            Window
          </span>
        </span>
      </span>
      <span className="call-zone">
        {zone === null ? null : <Both text={zone.name} />}
        <ClassMark of={row.class} />
      </span>
    </li>
  );
}

function Captions({ calls }: { calls: readonly Message<'call'>[] }) {
  return (
    <div className="captions" role="status" data-count={Math.min(calls.length, CAPTIONS_SHOWN)}>
      {calls.slice(0, CAPTIONS_SHOWN).map((call) => (
        <Both key={call.call} text={captionOf(call)} className="caption" />
      ))}
    </div>
  );
}

/** The hall's wall: who is called where, how long the queues are, what the hall has to say. */
export function Wall({ link }: { link: ScreenLink }) {
  const live = useLiveCalls(link, everyCall);
  return (
    <Frame link={link}>
      {(state, info, timeZone) => {
        const board = (zone: string) => kept(state, 'board', zone);
        const boards = info.zones.flatMap((zone) => board(zone.id) ?? []);
        const said = live.filter((call) => stands(call, board(call.zone)));
        const rows = newestOf(
          info.zones.map((zone) => rowsOf(zone.id, board(zone.id), said)),
          CALLS_SHOWN,
        );
        return (
          <main className="wall">
            <header className="wall-head">
              <h1 className="hall-name">
                <Both text={info.name} />
              </h1>
              <HallClock link={link} timeZone={timeZone} />
            </header>
            <section className="calls" aria-label="正在叫号 Now calling">
              <h2 className="calls-title">
                <Both text={WORDS.nowCalling} />
              </h2>
              {rows.length === 0 ? (
                <div className="calls-empty">
                  <Both text={WORDS.nobodyCalled} className="calls-empty-title" />
                  <Both text={WORDS.waitForNumber} className="calls-empty-hint" />
                </div>
              ) : (
                <ol className="call-list">
                  {rows.map((row, i) => (
                    <Call key={row.number} row={row} zone={board(row.zone)} hero={i === 0} />
                  ))}
                </ol>
              )}
            </section>
            <ZoneList boards={boards} />
            <footer className={said.length > 0 ? 'wall-foot announcing' : 'wall-foot'}>
              {said.length > 0 ? (
                <Captions calls={said} />
              ) : info.notices.length > 0 ? (
                <Notices notices={info.notices} />
              ) : (
                <div className="notice">
                  <Both text={info.opening} />
                </div>
              )}
            </footer>
          </main>
        );
      }}
    </Frame>
  );
}
