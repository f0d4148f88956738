import type { Text } from '@hall/shared/contracts/text';
import { useLanguage } from '@hall/shared/ui/i18n/language.tsx';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { useKiosk } from '../kiosk.ts';
import { guidanceOf } from './guidance.ts';
import { nextVolume, openSpeech, type Volume } from './speech.ts';

/** Care mode as the screens see it; null while it is off. */
export interface Care {
  /** What the voice says, for the eyes. */
  readonly caption: Text;
  /** This machine has a voice for the language. */
  readonly speaks: boolean;
  readonly volume: Volume;
  readonly inverted: boolean;
  again(): void;
  louder(): void;
  invert(): void;
}

const CareContext = createContext<Care | null>(null);

export function useCare(): Care | null {
  return useContext(CareContext);
}

/** Everybody begins with the same voice and the same colours. */
const FRESH = { volume: 'usual' as Volume, inverted: false };

/** @param props.warned the machine asks whether anybody is still there */
export function CareProvider(props: { readonly warned: boolean; readonly children: ReactNode }) {
  const { session, host, catalogue } = useKiosk();
  const language = useLanguage();
  const speech = useMemo(() => openSpeech(window), []);
  const [own, setOwn] = useState(FRESH);
  const [speaks, setSpeaks] = useState(() => speech.can(language));
  const { care } = session;
  const caption = guidanceOf({ session, host, catalogue, warned: props.warned });
  const words = caption[language];

  useEffect(() => {
    const look = (): void => setSpeaks(speech.can(language));
    look();
    return speech.onVoices(look);
  }, [speech, language]);

  // Nothing of one person's settings, nor the rest of a sentence, reaches the next.
  useEffect(() => {
    if (!care) setOwn(FRESH);
    return () => speech.stop();
  }, [care, speech]);

  useEffect(() => {
    if (care && speaks) speech.say(words, language, own.volume);
  }, [care, speaks, speech, words, language, own.volume]);

  const contrast = care ? (own.inverted ? 'inverted' : 'high') : 'usual';
  useLayoutEffect(() => {
    document.documentElement.dataset['contrast'] = contrast;
    return () => {
      delete document.documentElement.dataset['contrast'];
    };
  }, [contrast]);

  const value: Care | null = care
    ? {
        caption,
        speaks,
        volume: own.volume,
        inverted: own.inverted,
        again: () => speech.say(words, language, own.volume === 'off' ? 'usual' : own.volume),
        louder: () => setOwn((now) => ({ ...now, volume: nextVolume(now.volume) })),
        invert: () => setOwn((now) => ({ ...now, inverted: !now.inverted })),
      }
    : null;
  return <CareContext value={value}>{props.children}</CareContext>;
}
