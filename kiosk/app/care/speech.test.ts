import { describe, expect, it } from 'vitest';
import { nextVolume, openSpeech, type SpeechPage } from './speech.ts';

interface Said {
  readonly text: string;
  readonly lang: string;
  readonly volume: number;
}

function machine(...voices: { lang: string; localService: boolean }[]) {
  const said: (Said | 'cancel')[] = [];
  class Utterance {
    lang = '';
    volume = 1;
    rate = 1;
    voice: unknown = null;
    readonly text: string;
    constructor(text: string) {
      this.text = text;
    }
  }
  const page = {
    speechSynthesis: {
      getVoices: () => voices,
      cancel: () => said.push('cancel'),
      speak: ({ text, lang, volume }: Utterance) => said.push({ text, lang, volume }),
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    },
    SpeechSynthesisUtterance: Utterance,
  } as unknown as SpeechPage;
  return { said, speech: openSpeech(page) };
}

describe('the voice', () => {
  it('is one of the machine for the language, and ends what it was saying', () => {
    const { said, speech } = machine(
      { lang: 'en-GB', localService: true },
      { lang: 'zh-CN', localService: true },
    );
    speech.say('您好', 'zh', 'usual');
    speech.say('Hello', 'en', 'loud');
    expect(said).toEqual([
      'cancel',
      { text: '您好', lang: 'zh-CN', volume: 0.7 },
      'cancel',
      { text: 'Hello', lang: 'en-GB', volume: 1 },
    ]);
  });

  it('is never one of the network, which would tell others what people do here', () => {
    const { said, speech } = machine({ lang: 'zh-CN', localService: false });
    expect(speech.can('zh')).toBe(false);
    speech.say('您好', 'zh', 'usual');
    expect(said).toEqual(['cancel']);
  });

  it('is silent where it is off, where there is none, and where the browser has no voices at all', () => {
    const { said, speech } = machine({ lang: 'cmn-Hans-CN', localService: true });
    speech.say('您好', 'zh', 'off');
    speech.say('Hello', 'en', 'usual');
    expect(said).toEqual(['cancel', 'cancel']);
    const none = openSpeech({});
    expect([none.can('zh'), none.can('en')]).toEqual([false, false]);
    none.say('您好', 'zh', 'usual');
    none.stop();
  });

  it('turns through three volumes', () => {
    expect([nextVolume('off'), nextVolume('usual'), nextVolume('loud')]).toEqual(['usual', 'loud', 'off']);
  });
});
