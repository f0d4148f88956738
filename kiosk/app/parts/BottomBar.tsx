import { HTML_LANG, useSay } from '@hall/shared/ui/i18n/language.tsx';
import { CareKeys } from '../care/CareKeys.tsx';
import { C } from '../care/words.ts';
import { useKiosk } from '../kiosk.ts';
import { W } from '../words/words.ts';
import { CallGuide } from './CallGuide.tsx';
import { Icon } from './Icon.tsx';

/** How to get out, how to read it: the same keys in the same place on every screen. */
export function BottomBar() {
  const say = useSay();
  const { session, act, newId } = useKiosk();
  const { step, trail, language, care } = session;
  const other = language === 'zh' ? 'en' : 'zh';
  const mayLeave = step.at !== 'working';
  const mayGoBack = trail.length > 0 && mayLeave && step.at !== 'ticket' && step.at !== 'certificate';
  return (
    <nav className="bottom-bar">
      <button
        type="button"
        className="bar-key"
        data-testid="back"
        disabled={!mayGoBack}
        onClick={() => act({ type: 'back' })}
      >
        <Icon name="back" />
        <span>{say(W.back)}</span>
      </button>
      <button
        type="button"
        className="bar-key"
        data-testid="home"
        disabled={step.at === 'home' || !mayLeave}
        onClick={() => act({ type: 'home', request: newId() })}
      >
        <Icon name="home" />
        <span>{say(W.home)}</span>
      </button>
      <span className="bar-gap" />
      <CallGuide />
      <button
        type="button"
        className="bar-key"
        data-testid="language"
        lang={HTML_LANG[other]}
        onClick={() => act({ type: 'language', language: other })}
      >
        <Icon name="language" />
        <span>{say(W.otherLanguage)}</span>
      </button>
      <button
        type="button"
        className="bar-key"
        data-testid="care"
        aria-pressed={care}
        onClick={() => act({ type: 'care', care: !care })}
      >
        <Icon name="care" />
        <span>{say(care ? C.off : C.on)}</span>
      </button>
      <CareKeys />
    </nav>
  );
}
