import { LED_SILENCE_BURST_MS, LED_SILENT_SHARE } from './timing.ts';

/** One panel as the distribution of turns sees it. */
export interface TurnPanel {
  /** When it next has something to ask; Infinity: nothing. */
  readonly readyAt: number;
  /** Its last question was left without an answer. */
  readonly silent: boolean;
}

export type Turn =
  | { readonly ask: number }
  /** Nobody may ask before; Infinity: nobody has anything to ask. */
  | { readonly waitUntil: number };

/**
 * Whose turn it is on a line where one exchange runs at a time: of those who are ready, the one who has waited
 * longest since its last turn. A silent panel also waits for `silentFreeAt`, but only while another panel answers:
 * alone it takes nothing from anybody.
 *
 * @param panels in the order of their last turns, the longest ago first.
 */
export function chooseTurn(panels: readonly TurnPanel[], now: number, silentFreeAt: number): Turn {
  const someoneAnswers = panels.some(({ silent }) => !silent);
  let waitUntil = Number.POSITIVE_INFINITY;
  for (const [index, { readyAt, silent }] of panels.entries()) {
    const at = silent && someoneAnswers ? Math.max(readyAt, silentFreeAt) : readyAt;
    if (at <= now) return { ask: index };
    waitUntil = Math.min(waitUntil, at);
  }
  return { waitUntil };
}

/** Line time that silence may still take: filled by {@link LED_SILENT_SHARE} of the time that passes. */
export interface SilenceBudget {
  spend(now: number, ms: number): void;
  /** When a silent panel may be asked again. */
  freeAt(now: number): number;
}

export function silenceBudget(): SilenceBudget {
  let level = LED_SILENCE_BURST_MS;
  let at = Number.NEGATIVE_INFINITY;
  const refill = (now: number): void => {
    if (at !== Number.NEGATIVE_INFINITY) {
      level = Math.min(LED_SILENCE_BURST_MS, level + (now - at) * LED_SILENT_SHARE);
    }
    at = now;
  };
  return {
    spend(now, ms) {
      refill(now);
      level -= ms;
    },
    freeAt(now) {
      refill(now);
      return level > 0 ? now : now + Math.floor(-level / LED_SILENT_SHARE) + 1;
    },
  };
}
