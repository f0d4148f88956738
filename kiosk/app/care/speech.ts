import type { Language } from '@hall/shared/contracts/text';

/** A voice of this machine. Where it has none for a language, the captions have to do. */
export interface Speech {
  can(language: Language): boolean;
  /** Ends what is being said and says this. */
  say(text: string, language: Language, volume: Volume): void;
  stop(): void;
  /** Voices may be known only some time after the start. */
  onVoices(listener: () => void): () => void;
}

export const VOLUMES = ['off', 'usual', 'loud'] as const;
export type Volume = (typeof VOLUMES)[number];

/** Of the machine's own loudness, which the installer sets to 65 dB at the place where people stand. */
const LOUDNESS: Readonly<Record<Volume, number>> = { off: 0, usual: 0.7, loud: 1 };
/** Older people follow a slower voice. */
const RATE = 0.9;
const PREFIX: Readonly<Record<Language, RegExp>> = { zh: /^(zh|cmn)([-_]|$)/i, en: /^en([-_]|$)/i };

/** What of `window` is used, so that a test can stand in for it. */
export interface SpeechPage {
  readonly speechSynthesis?: SpeechSynthesis;
  readonly SpeechSynthesisUtterance?: typeof SpeechSynthesisUtterance;
}

/** Only voices of the machine itself: a voice from the network would tell others what people do here. */
export function openSpeech(page: SpeechPage): Speech {
  const { speechSynthesis: voices, SpeechSynthesisUtterance: Utterance } = page;
  if (!voices || !Utterance) {
    return { can: () => false, say: () => undefined, stop: () => undefined, onVoices: () => () => undefined };
  }
  const voiceOf = (language: Language): SpeechSynthesisVoice | undefined =>
    voices.getVoices().find((voice) => voice.localService && PREFIX[language].test(voice.lang));
  return {
    can: (language) => voiceOf(language) !== undefined,
    say(text, language, volume) {
      voices.cancel();
      const voice = voiceOf(language);
      if (voice === undefined || volume === 'off') return;
      const words = new Utterance(text);
      words.voice = voice;
      words.lang = voice.lang;
      words.rate = RATE;
      words.volume = LOUDNESS[volume];
      voices.speak(words);
    },
    stop: () => voices.cancel(),
    onVoices(listener) {
      voices.addEventListener('voiceschanged', listener);
      return () => voices.removeEventListener('voiceschanged', listener);
    },
  };
}

export function nextVolume(volume: Volume): Volume {
  return VOLUMES[(VOLUMES.indexOf(volume) + 1) % VOLUMES.length] as Volume;
}
