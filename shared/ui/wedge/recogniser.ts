/**
 * Tells a code scanner that types like a keyboard (a "wedge") from a person who types, by the time between keys and
 * the Enter at the end. Pure: times come with the keys, effects go back to the caller.
 *
 * The first few keys of a burst cannot be told apart and go where they would go; from then on keys are held back. A
 * burst that ends as a scan takes the first ones back; one that does not gives the held ones to the field.
 */

/**
 * Longest time between two keys of one scan. A USB keyboard is asked every 8 to 10 ms and a scanner sends a key in one
 * or two of these; a person who types 120 words a minute needs about 100 ms a key. Wireless models may need more:
 * unverified, a setting.
 */
export const WEDGE_GAP_MS = 50;
/** Two fingers that roll over neighbouring keys make two or three keys that close together, not six. */
export const WEDGE_LEAST_KEYS = 6;
/** As the contract of the kiosk's link allows. */
export const WEDGE_MOST_KEYS = 512;
/** So many fast keys, then the next ones are held back. */
export const WEDGE_SURE_AFTER = 3;

export interface WedgeSettings {
  readonly gapMs: number;
  readonly leastKeys: number;
}
export const WEDGE_SETTINGS: WedgeSettings = { gapMs: WEDGE_GAP_MS, leastKeys: WEDGE_LEAST_KEYS };

export interface WedgeKey {
  /** Milliseconds, as the system stamped the event: not when the page came to it. */
  readonly at: number;
  /** `KeyboardEvent.key`. */
  readonly key: string;
  /** Ctrl, Alt or Meta is down. */
  readonly modified: boolean;
  /** An input method takes the key: `isComposing`, or the key `Process`. */
  readonly composing: boolean;
  /** A key that is held down. */
  readonly repeat: boolean;
}

/**
 * - `garbage`: characters that no code of ours holds, as Chinese text in GB 18030 makes them when it is typed byte by
 *   byte, or by Alt and the numeric pad.
 * - `ime`: an input method was on, and has taken the keys.
 * - `too-long`: more than {@link WEDGE_MOST_KEYS}.
 */
export type WedgeRejection = 'garbage' | 'ime' | 'too-long';

export type WedgeEffect =
  /** A burst may have begun: remember the field as it is, before this key. */
  | { readonly do: 'remember' }
  /** The burst was a scan: the field becomes what it was when the burst began. */
  | { readonly do: 'restore' }
  /** The burst was typing: what was held goes into the field. */
  | { readonly do: 'give-back'; readonly text: string }
  | { readonly do: 'scan'; readonly text: string }
  | { readonly do: 'rejected'; readonly reason: WedgeRejection };

export interface WedgeBurst {
  readonly text: string;
  /** Keys of the burst; more than `text` has characters where it is too long or spoilt. */
  readonly keys: number;
  /** Where in `text` the keys begin that no field got. */
  readonly heldFrom: number | null;
  readonly lastAt: number;
  readonly spoilt: WedgeRejection | null;
}

export interface WedgeStep {
  readonly burst: WedgeBurst | null;
  readonly effects: readonly WedgeEffect[];
  /** This key goes nowhere else. */
  readonly swallow: boolean;
}

/** Keys that write nothing and stand between the letters of a scan. */
const SILENT = new Set(['Shift', 'CapsLock', 'AltGraph']);
const ENDINGS = new Set(['Enter', 'Tab']);

/** A key went down. */
export function wedgeKey(before: WedgeBurst | null, key: WedgeKey, settings = WEDGE_SETTINGS): WedgeStep {
  const { at } = key;
  const fast = before !== null && at - before.lastAt <= settings.gapMs && !key.repeat;
  const ended = before === null || fast ? [] : overOf(before, settings);
  const burst = fast ? before : null;
  if (SILENT.has(key.key)) {
    // Capitals: the Shift is part of the key that follows.
    return { burst: burst === null ? null : { ...burst, lastAt: at }, effects: ended, swallow: false };
  }
  if (ENDINGS.has(key.key) && !key.modified && !key.composing) {
    if (burst === null || burst.keys < settings.leastKeys) {
      const given = burst === null ? [] : overOf(burst, settings);
      return { burst: null, effects: [...ended, ...given], swallow: false };
    }
    return { burst: null, effects: [{ do: 'restore' }, verdictOn(burst)], swallow: true };
  }
  const spoilt = spoiltBy(key);
  const isText = key.key.length === 1 || key.composing || (spoilt !== null && burst !== null);
  if (!isText || key.repeat || (spoilt !== null && burst === null && !key.composing && key.modified)) {
    // An arrow, a function key, a shortcut, a held key: what was typed before was typed.
    const given = burst === null ? [] : overOf(burst, settings);
    return { burst: null, effects: [...ended, ...given], swallow: false };
  }
  if (burst === null) {
    return {
      burst: { text: key.composing ? '' : key.key, keys: 1, heldFrom: null, lastAt: at, spoilt },
      effects: [...ended, { do: 'remember' }],
      swallow: false,
    };
  }
  const keys = burst.keys + 1;
  const tooLong = keys > WEDGE_MOST_KEYS;
  const heldFrom = burst.heldFrom ?? (keys > WEDGE_SURE_AFTER ? burst.text.length : null);
  return {
    burst: {
      text: tooLong || key.key.length !== 1 ? burst.text : burst.text + key.key,
      keys,
      heldFrom,
      lastAt: at,
      spoilt: burst.spoilt ?? spoilt ?? (tooLong ? 'too-long' : null),
    },
    effects: ended,
    // What an input method has taken cannot be held back, and a shortcut is none in the middle of a scan.
    swallow: heldFrom !== null && !key.composing,
  };
}

/** No key came for longer than a scanner needs. */
export function wedgeIdle(before: WedgeBurst | null, at: number, settings = WEDGE_SETTINGS): WedgeStep {
  if (before === null || at - before.lastAt <= settings.gapMs) {
    return { burst: before, effects: [], swallow: false };
  }
  return { burst: null, effects: overOf(before, settings), swallow: false };
}

/** A burst without an Enter behind it. */
function overOf(burst: WedgeBurst, settings: WedgeSettings): WedgeEffect[] {
  if (burst.heldFrom === null) return [];
  // Fast, long and spoilt: no person, though no code either. Its characters help nobody in a field.
  if (burst.spoilt !== null && burst.keys >= settings.leastKeys) {
    return [{ do: 'restore' }, { do: 'rejected', reason: burst.spoilt }];
  }
  const text = burst.text.slice(burst.heldFrom);
  return text === '' ? [] : [{ do: 'give-back', text }];
}

function verdictOn(burst: WedgeBurst): WedgeEffect {
  if (burst.spoilt !== null) return { do: 'rejected', reason: burst.spoilt };
  return { do: 'scan', text: halfWidth(burst.text) };
}

function spoiltBy(key: WedgeKey): WedgeRejection | null {
  if (key.composing) return 'ime';
  if (key.modified || key.key.length !== 1) return 'garbage';
  return /^[\x20-\x7e]$/.test(halfWidth(key.key)) ? null : 'garbage';
}

/** `Ａ１－` → `A1-`: what a keyboard in full-width mode makes of the same keys (U+FF01–FF5E and U+3000). */
function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/g, (char) =>
    char === '\u3000' ? ' ' : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
  );
}
