import './pad.css';
import type { Message } from '@hall/shared/contracts/messages';
import type { Language } from '@hall/shared/contracts/text';
import { HTML_LANG, LanguageProvider, useSay } from '@hall/shared/ui/i18n/language.tsx';
import { kept, type ScreenLink } from '@hall/shared/ui/screen/screen-link.ts';
import { useHallNow } from '@hall/shared/ui/screen/use-screen.ts';
import { clockOf } from '@hall/shared/ui/time.ts';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { Frame, FullMessage } from '../parts/frame.tsx';
import { windowOf } from '../parts/place.ts';
import { WORDS } from '../parts/words.ts';
import { ClerkCard } from './clerk-card.tsx';
import { Rate } from './rate.tsx';
import { PAD_WORDS, windowTitle } from './words.ts';

function Head({
  link,
  info,
  pad,
  onLanguage,
}: {
  link: ScreenLink;
  info: Message<'info'>;
  pad: Message<'pad'>;
  onLanguage: (() => void) | null;
}) {
  const say = useSay();
  const now = useHallNow(link, 500);
  return (
    <header className="pad-head">
      <p className="pad-window">{say(windowTitle(pad.windowNumber))}</p>
      <p className="pad-hall">{say(info.name)}</p>
      <time className="number pad-clock">{clockOf(now, info.timeZone)}</time>
      {onLanguage === null ? null : (
        <Button className="plain language" data-action="language" onPress={onLanguage}>
          {say(PAD_WORDS.otherLanguage)}
        </Button>
      )}
    </header>
  );
}

function Idle({ info, pad }: { info: Message<'info'>; pad: Message<'pad'> }) {
  const say = useSay();
  return (
    <main className="pad-two" data-showing="idle">
      <div className="pad-left">
        <h1 className="pad-welcome">{say(PAD_WORDS.welcome)}</h1>
        {pad.clerk === null ? null : <ClerkCard clerk={pad.clerk} />}
      </div>
      <section className="pad-notices">
        <h2>{say(PAD_WORDS.notices)}</h2>
        <ul>
          {(info.notices.length > 0 ? info.notices : [info.opening]).map((notice) => (
            <li key={notice.zh}>{say(notice)}</li>
          ))}
        </ul>
      </section>
    </main>
  );
}

function Serving({ pad, window }: { pad: Message<'pad'>; window: Message<'window'> | null }) {
  const say = useSay();
  const serving = window?.serving ?? null;
  return (
    <main className="pad-two" data-showing="serving">
      <div className="pad-now">
        <h1>{say(serving?.state === 'called' ? PAD_WORDS.called : PAD_WORDS.serving)}</h1>
        {serving === null ? null : <p className="number pad-number">{serving.number}</p>}
      </div>
      <div className="pad-left">
        {pad.clerk === null ? null : <ClerkCard clerk={pad.clerk} />}
        <p className="pad-hint">{say(PAD_WORDS.afterwards)}</p>
      </div>
    </main>
  );
}

function Say({ showing, title, hint }: { showing: string; title: string; hint: string }) {
  return (
    <main className="pad-say" data-showing={showing}>
      <h1>{title}</h1>
      <p>{hint}</p>
    </main>
  );
}

function Showing({
  link,
  info,
  pad,
  window,
}: {
  link: ScreenLink;
  info: Message<'info'>;
  pad: Message<'pad'>;
  window: Message<'window'> | null;
}): ReactNode {
  const say = useSay();
  switch (pad.show) {
    case 'idle':
      return <Idle info={info} pad={pad} />;
    case 'serving':
      return <Serving pad={pad} window={window} />;
    case 'rate':
      if (pad.ref === null) return <Idle info={info} pad={pad} />;
      return <Rate key={pad.ref} link={link} window={pad.window} reference={pad.ref} until={pad.until} />;
    case 'thanks':
      return <Say showing="thanks" title={say(PAD_WORDS.thanks)} hint={say(PAD_WORDS.goodbye)} />;
    case 'closed':
      return <Say showing="closed" title={say(PAD_WORDS.closed)} hint={say(PAD_WORDS.closedHint)} />;
  }
}

/** The citizen's screen of a window: who serves, what is being done, and the rating. */
export function Pad({ link, search }: { link: ScreenLink; search: string }) {
  const [language, setLanguage] = useState<Language>('zh');
  const id = windowOf(kept(link.state, 'settings', link.device), search);
  // The next person begins in Chinese again: a language belongs to one service.
  useEffect(() => {
    let before = '';
    return link.subscribe(() => {
      const now = windowOf(kept(link.state, 'settings', link.device), search);
      const show = now === null ? '' : (kept(link.state, 'pad', now)?.show ?? '');
      if (show !== before && (show === 'idle' || show === 'closed')) setLanguage('zh');
      before = show;
    });
  }, [link, search]);
  useEffect(() => {
    document.documentElement.lang = HTML_LANG[language];
  }, [language]);
  return (
    <Frame link={link}>
      {(state, info) => {
        const window = windowOf(kept(state, 'settings', link.device), search) ?? id;
        if (window === null) return <FullMessage text={WORDS.notAssigned} detail={link.device} />;
        const pad = kept(state, 'pad', window);
        if (pad === null) return <FullMessage text={WORDS.loading} detail={link.device} />;
        const bilingual = info.languages.includes('en');
        return (
          <LanguageProvider language={language}>
            <div className="pad" lang={HTML_LANG[language]}>
              <Head
                link={link}
                info={info}
                pad={pad}
                onLanguage={bilingual ? () => setLanguage((now) => (now === 'zh' ? 'en' : 'zh')) : null}
              />
              <Showing link={link} info={info} pad={pad} window={kept(state, 'window', window)} />
            </div>
          </LanguageProvider>
        );
      }}
    </Frame>
  );
}
