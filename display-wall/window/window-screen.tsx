import './window.css';
import type { Message } from '@hall/shared/contracts/messages';
import { Both } from '@hall/shared/ui/i18n/both.tsx';
import { kept, type ScreenLink } from '@hall/shared/ui/screen/screen-link.ts';
import { useCallback } from 'react';
import { Frame, FullMessage } from '../parts/frame.tsx';
import { useLiveCalls } from '../parts/live-calls.ts';
import { windowOf } from '../parts/place.ts';
import { WORDS } from '../parts/words.ts';
import { type Showing, showingOf } from './showing.ts';

const IDLE = { zh: '热情为您服务', en: 'At your service' };
const PAUSED = { zh: '暂停服务', en: 'Paused' };
const CLOSED = { zh: '窗口未开放', en: 'Window closed' };
const SERVING = { zh: '正在办理', en: 'Now serving' };

function Saying({ showing, windowNumber }: { showing: Showing; windowNumber: number }) {
  switch (showing.is) {
    case 'called':
      return (
        <div className="saying called">
          <p className="saying-call" lang="zh-CN">
            请 <strong className="number">{showing.number}</strong> 号
          </p>
          <p className="saying-to" lang="zh-CN">
            到 <span className="number">{windowNumber}</span> 号窗口
          </p>
          <p className="saying-en" lang="en">
            Number <span className="number">{showing.number}</span>, please come to window {windowNumber}
          </p>
        </div>
      );
    case 'serving':
      return (
        <div className="saying serving">
          <Both text={SERVING} className="saying-kicker" />
          <p className="number saying-number">{showing.number}</p>
        </div>
      );
    case 'paused':
      return (
        <div className="saying paused">
          <Both text={PAUSED} className="saying-main" />
          {showing.reason === null ? null : <Both text={showing.reason} className="saying-reason" />}
        </div>
      );
    case 'closed':
      return (
        <div className="saying closed">
          <Both text={CLOSED} className="saying-main" />
        </div>
      );
    case 'idle':
      return (
        <div className="saying idle">
          <Both text={IDLE} className="saying-main" />
        </div>
      );
  }
}

/** The screen above one window, where a hall has no LED bar. */
export function WindowScreen({ link, search }: { link: ScreenLink; search: string }) {
  const concerns = useCallback(
    (call: Message<'call'>) => call.window === windowOf(kept(link.state, 'settings', link.device), search),
    [link, search],
  );
  const live = useLiveCalls(link, concerns);
  return (
    <Frame link={link}>
      {(state) => {
        const id = windowOf(kept(state, 'settings', link.device), search);
        if (id === null) return <FullMessage text={WORDS.notAssigned} detail={link.device} />;
        const window = kept(state, 'window', id);
        if (window === null) return <FullMessage text={WORDS.loading} detail={link.device} />;
        const showing = showingOf(window, live[0]);
        const lit = showing.is === 'called' && showing.lit;
        return (
          <main
            className={lit ? 'window lit' : 'window'}
            data-showing={showing.is}
            data-number={showing.is === 'called' ? showing.number : undefined}
            data-lit={lit}
          >
            <header className="window-plate">
              <span className="number window-number">{window.number}</span>
              <span className="window-word">
                <span lang="zh-CN">号窗口</span>
                <span className="en" lang="en">
                  Window
                </span>
              </span>
            </header>
            <Saying showing={showing} windowNumber={window.number} />
            {window.queues.length === 0 ? null : (
              <ul className="window-queues">
                {window.queues.map((queue) => (
                  <li key={queue.zh}>
                    <Both text={queue} />
                  </li>
                ))}
              </ul>
            )}
          </main>
        );
      }}
    </Frame>
  );
}
