import type { LedContent, WindowLed } from '@hall/hardware';
import type { CallMessage, WindowMessage } from '@hall/shared/contracts/messages';
import type { z } from 'zod';
import type { HostLog } from '../log.ts';
import type { LedWording, LedWords } from './led-words.ts';
import { callWords, DEFAULT_WORDING, ledWords } from './led-words.ts';

type WindowState = z.infer<typeof WindowMessage>;
type Call = z.infer<typeof CallMessage>;

export type LedColours = Readonly<Record<LedWords['tone'], NonNullable<LedContent['colour']>>>;

/** Red is for the call alone: it is what people look for. */
export const DEFAULT_COLOURS: LedColours = {
  call: 'red',
  serving: 'green',
  idle: 'green',
  paused: 'yellow',
  closed: 'yellow',
  lost: 'yellow',
};

/** Two rows of eight characters: the panel of 128 × 32 dots. What is longer runs through. */
const FITS_CHARACTERS = 16;

function modeFor(text: string, fits: number): 'static' | 'left' {
  let width = 0;
  for (const character of text) width += character < '\u0080' ? 0.5 : 1;
  return width > fits ? 'left' : 'static';
}

export interface LedBoard {
  state(window: WindowState): void;
  /** A live call of this window; a recall is a new one with the same words. */
  called(call: Call): void;
  liveness(online: boolean): void;
}

/** Keeps one panel saying what its window's state says, and tells when a live call stood on it. */
export function ledBoard(options: {
  readonly led: Pick<WindowLed, 'show'>;
  /** Milliseconds since the epoch by the hall's clock. */
  readonly hallNow: () => number;
  readonly onShown: (call: number) => void;
  readonly log: HostLog;
  readonly colours?: Partial<LedColours>;
  readonly wording?: Partial<LedWording>;
  /** Chinese characters that stand on the panel at once; default 16. */
  readonly fits?: number;
  /** Told what the panel cannot show. */
  readonly onReplaced?: (characters: readonly string[]) => void;
}): LedBoard {
  const colours = { ...DEFAULT_COLOURS, ...options.colours };
  const wording = { ...DEFAULT_WORDING, ...options.wording };
  const fits = options.fits ?? FITS_CHARACTERS;
  let window: WindowState | null = null;
  let online = false;
  /** Not yet acknowledged by the panel. */
  let fresh: Call | null = null;
  let wanted = '';

  function words(): LedWords {
    // What the window says after the call counts, also where the call was taken back or is over [K12].
    const stateKnowsCall =
      fresh !== null &&
      window !== null &&
      (window.seq >= fresh.seq || (window.serving?.call ?? 0) >= fresh.call);
    if (fresh === null || stateKnowsCall) return ledWords(window, online, wording);
    return { text: callWords(wording, fresh.number, fresh.windowNumber), tone: 'call' };
  }

  async function draw(again: boolean): Promise<void> {
    const { text, tone } = words();
    if (text === wanted && !again) return;
    wanted = text;
    const call = fresh;
    const shown = await options.led.show({ text, colour: colours[tone], mode: modeFor(text, fits) });
    if (!shown.ok) {
      // What was wanted last is shown by the driver when the panel is back; a call that is late then is not claimed.
      if (shown.error.code !== 'LED_SUPERSEDED') options.log.warn({ code: shown.error.code }, 'window LED');
      return;
    }
    const { replaced, cut } = shown.value;
    if (replaced.length > 0) options.onReplaced?.(replaced);
    if (cut) options.log.warn({ code: 'LED_TEXT_CUT' }, 'window LED');
    if (call === null || tone !== 'call' || !text.includes(call.number)) return;
    // Of a text that was cut nobody knows whether the number and the window can be read.
    if (!cut && options.hallNow() <= call.validUntil) options.onShown(call.call);
    if (fresh !== call) return;
    fresh = null;
    // The window may have gone on while the panel drew: its state was held back by this call.
    void draw(false);
  }

  return {
    state(next) {
      window = next;
      void draw(false);
    },
    called(call) {
      if (options.hallNow() > call.validUntil) return;
      fresh = call;
      void draw(true);
    },
    liveness(isOnline) {
      online = isOnline;
      void draw(false);
    },
  };
}
