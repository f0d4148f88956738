import type { Text } from '@hall/shared/contracts/text';
import type { Voice } from './announcer.ts';

/** Two soft tones a third apart, as in stations: E5 and C5, Hz. */
const CHIME_HZ = [659.26, 523.25] as const;
/** The second tone begins while the first fades, s. */
const CHIME_STEP_S = 0.42;
const CHIME_FADE_S = 1.1;
const CHIME_LOUDNESS = 0.5;
/** A voice that does not end by then is given up (some browsers never say `end`), ms. */
const LONGEST_SAYING_MS = 20_000;
/** A little slower than talk: numbers are noted while they are said. */
const RATE = 0.9;
/** How long a browser may take to let sound through before it counts as blocked, ms. */
const RESUME_WITHIN_MS = 400;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function voiceFor(language: 'zh' | 'en'): SpeechSynthesisVoice | null {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const fitting = voices.filter(({ lang }) => lang.toLowerCase().startsWith(language));
  const best = language === 'zh' ? 'zh-cn' : 'en-';
  return (
    fitting.find(({ lang }) => lang.toLowerCase().replace('_', '-').startsWith(best)) ?? fitting[0] ?? null
  );
}

function utter(words: string, voice: SpeechSynthesisVoice): Promise<boolean> {
  return new Promise((resolve) => {
    const utterance = new SpeechSynthesisUtterance(words);
    const giveUp = setTimeout(() => {
      speechSynthesis.cancel();
      resolve(false);
    }, LONGEST_SAYING_MS);
    const end = (said: boolean) => {
      clearTimeout(giveUp);
      resolve(said);
    };
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = RATE;
    utterance.onend = () => end(true);
    utterance.onerror = () => end(false);
    speechSynthesis.speak(utterance);
  });
}

/** The loudspeaker of this PC: chime by WebAudio, words by the browser's own voices. */
export class BrowserVoice implements Voice {
  readonly #audio = new AudioContext();
  readonly #alsoEnglish: () => boolean;

  /** @param alsoEnglish whether the hall wants English after Chinese */
  constructor(alsoEnglish: () => boolean) {
    this.#alsoEnglish = alsoEnglish;
  }

  audible(): boolean {
    return this.#audio.state === 'running';
  }

  /** Tries to let sound through; browsers that want a gesture do so only from a press. */
  async unblock(): Promise<boolean> {
    await Promise.race([this.#audio.resume(), sleep(RESUME_WITHIN_MS)]);
    return this.audible();
  }

  async chime(): Promise<void> {
    const start = this.#audio.currentTime;
    for (const [i, hz] of CHIME_HZ.entries()) {
      const at = start + i * CHIME_STEP_S;
      const tone = new OscillatorNode(this.#audio, { type: 'sine', frequency: hz });
      const loudness = new GainNode(this.#audio, { gain: 0 });
      loudness.gain.setValueAtTime(0, at);
      loudness.gain.linearRampToValueAtTime(CHIME_LOUDNESS, at + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.001, at + CHIME_FADE_S);
      tone.connect(loudness).connect(this.#audio.destination);
      tone.start(at);
      tone.stop(at + CHIME_FADE_S);
    }
    await sleep((CHIME_STEP_S + CHIME_FADE_S) * 1000);
  }

  async speak(wording: Text): Promise<boolean> {
    const chinese = voiceFor('zh');
    if (chinese === null || !(await utter(wording.zh, chinese))) return false;
    const english = this.#alsoEnglish() ? voiceFor('en') : null;
    // Chinese was said: that English failed does not make the call unheard.
    if (english !== null) await utter(wording.en, english);
    return true;
  }
}
