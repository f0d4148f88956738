import { type ReactNode, useEffect } from 'react';
import { pagesFor } from '../access.ts';
import { useCatalogue, useLostSince, useSession } from '../api/hooks.ts';
import { BellBadge } from '../bells/bell-badge.tsx';
import { Mark, OfflineIcon } from '../icons/icons.tsx';
import { rememberHall } from '../login/remembered-hall.ts';
import { LanguageToggle, useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { COMMON, CONSOLE, t } from '../words/words.ts';
import { AccountMenu } from './account-menu.tsx';
import styles from './frame.module.css';
import { PAGES_IN_BAR } from './groups.ts';
import { BarNavigation, RailNavigation } from './navigation.tsx';

/** Around every page: where am I, what else, who am I, is the line alive. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const { say } = useSpeech();
  const lostSince = useLostSince();
  const hall = useCatalogue().data?.hall;
  const pages = pagesFor(session.roles);
  const railed = pages.length > PAGES_IN_BAR;
  useEffect(() => {
    if (hall) rememberHall(hall);
    document.title = hall ? `${say(hall)} · ${say(CONSOLE)}` : say(CONSOLE);
  }, [hall, say]);
  return (
    <>
      <button type="button" className={styles['skip']} onClick={skip}>
        {say(t('跳到正文', 'Skip to the page'))}
      </button>
      <header className={styles['bar']} data-railed={railed}>
        <Mark size={30} />
        <span className={styles['hall']}>{hall ? say(hall) : say(CONSOLE)}</span>
        {session.demo && <span className={styles['demo']}>{say(COMMON.demo)}</span>}
        {!railed && <BarNavigation pages={pages} />}
        <div className={styles['right']}>
          <BellBadge />
          <span className={lostSince === null ? styles['alive'] : styles['lost']} data-testid="line">
            <i aria-hidden="true" />
            <span>{say(lostSince === null ? t('在线', 'Online') : t('断线', 'Offline'))}</span>
          </span>
          <LanguageToggle className={styles['language']} />
          <AccountMenu />
        </div>
      </header>
      <div className={styles['body']}>
        {railed && <RailNavigation pages={pages} />}
        <main id="page" className={styles['main']} data-offline={lostSince !== null}>
          {children}
        </main>
      </div>
      {lostSince !== null && <Offline since={lostSince} />}
    </>
  );
}

/** Focusable for this one time only: a press on an empty place of the page must not take the focus. */
function skip(): void {
  const main = document.getElementById('page');
  if (!main) return;
  main.tabIndex = -1;
  main.addEventListener('blur', () => main.removeAttribute('tabindex'), { once: true });
  main.focus();
}

/** At the foot, so that nothing a hand is reaching for moves. */
function Offline({ since }: { readonly since: number }) {
  const { say } = useSpeech();
  return (
    <div className={styles['offline']} role="alert" data-testid="offline">
      <OfflineIcon size={22} />
      <span>
        <b>{say(t(`连接中断，始于 ${clockTime(since)}`, `Connection lost since ${clockTime(since)}`))}</b>
        <span>
          {say(t('画面可能已旧，正在自动重连。', 'What you see may be old. Reconnecting by itself.'))}
        </span>
      </span>
    </div>
  );
}
