import type { Language } from '@hall/shared/contracts/text';
import { useEffect, useState } from 'react';
import { BusPanel } from './bus-panel.tsx';
import { KeypadPanel } from './keypad-panel.tsx';
import { LedPanel } from './led-panel.tsx';
import { type Live, useLive } from './live.ts';
import { PagePrinterPanel } from './page-printer-panel.tsx';
import { ReaderPanel } from './reader-panel.tsx';
import { ScannerPanel } from './scanner-panel.tsx';
import { TicketPrinterPanel } from './ticket-printer-panel.tsx';
import { UpsPanel } from './ups-panel.tsx';
import { LanguageContext, useSay } from './words.ts';

export function App() {
  const [language, setLanguage] = useState<Language>('zh');
  const live = useLive();
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  return (
    <LanguageContext value={language}>
      <Header live={live} language={language} onLanguage={setLanguage} />
      {live.link === 'lost' && <Lost />}
      {live.problem !== null && <Problem words={live.problem} />}
      {live.state && (
        <main className={`dock ${live.link === 'lost' ? 'dock--stale' : ''}`} inert={live.link === 'lost'}>
          <div className="column">
            <ReaderPanel state={live.state} act={live.act} />
            <ScannerPanel state={live.state} act={live.act} />
          </div>
          <div className="column column--printer">
            <TicketPrinterPanel state={live.state} act={live.act} />
            <KeypadPanel state={live.state} act={live.act} />
            <UpsPanel state={live.state} act={live.act} />
          </div>
          <div className="column">
            <LedPanel state={live.state} act={live.act} />
            <BusPanel state={live.state} act={live.act} />
            <PagePrinterPanel state={live.state} act={live.act} />
          </div>
        </main>
      )}
    </LanguageContext>
  );
}

function Header(props: { live: Live; language: Language; onLanguage: (language: Language) => void }) {
  const say = useSay();
  const { link } = props.live;
  return (
    <header className="header">
      <div>
        <h1>
          {say('title')} <span className="mark">{say('simulated')}</span>
        </h1>
        <p>{say('subtitle')}</p>
      </div>
      <div className="header__side">
        <output className={`link link--${link}`}>{say(link === 'live' ? 'live' : 'connecting')}</output>
        <button
          type="button"
          className="button button--quiet"
          lang={props.language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => props.onLanguage(props.language === 'zh' ? 'en' : 'zh')}
        >
          {props.language === 'zh' ? 'English' : '中文'}
        </button>
      </div>
    </header>
  );
}

function Lost() {
  const say = useSay();
  return (
    <div className="notice" role="alert">
      <strong>{say('lost')}</strong> {say('lostHint')}
    </div>
  );
}

function Problem({ words }: { words: string }) {
  const say = useSay();
  return (
    <div className="notice notice--problem" role="alert">
      {say('refused')}
      <span lang="en">{words}</span>
    </div>
  );
}
