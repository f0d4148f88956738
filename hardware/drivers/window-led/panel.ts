import type { Fault, Result } from '@hall/shared/contracts/result';
import type { BxColour } from '../../codec/bx-text.ts';
import type { PortHealth } from '../../supervisor.ts';

export type LedFaultCode =
  /** Newer content was given before this was shown. */
  | 'LED_SUPERSEDED'
  /** More than the panel holds; `details` has `bytes` and `limit`, or `cells` and `limit`. */
  | 'LED_TEXT_TOO_LONG'
  /** No line to the panel. What was wanted last is shown when it is back. */
  | 'LED_OFFLINE'
  /** The panel does not answer. What was wanted last is shown when it does again. */
  | 'LED_NO_ANSWER'
  /** Not acknowledged within the command's time; it is still shown as soon as the panel takes it. */
  | 'LED_DEADLINE'
  /** The panel answered with an error: `details.error` is its name, `details.nack` its number. */
  | 'LED_REFUSED'
  /** This make of panel has no such command. */
  | 'LED_UNSUPPORTED';

export interface LedContent {
  readonly text: string;
  /** Without it, the panel's own. Character panels have none. */
  readonly colour?: BxColour;
  /** `static` (default) in the middle; `left` runs through. Character panels stand still. */
  readonly mode?: 'static' | 'left';
}

export interface LedShown {
  /** Milliseconds of the driver's clock at which the panel acknowledged, or at which the last byte was sent. */
  readonly shownAt: number;
  /** `sent`: this panel answers nothing, so that only the sending is known. */
  readonly proof: 'acknowledged' | 'sent';
  /** Characters that the panel's font cannot have; it shows 〓 for each. */
  readonly replaced: readonly string[];
  /** The end of the text did not fit and is not shown. */
  readonly cut: boolean;
}

/** One panel, whatever its make, alone on its line or with others. */
export interface WindowLed {
  /**
   * Shows this instead of what was there. At most one refresh a second; of what waits for its second only the
   * newest is kept, the others resolve with `LED_SUPERSEDED`. What was wanted last is shown again by itself
   * when the panel was away, also if this call resolved with a fault (but not `LED_TEXT_TOO_LONG`, which changes
   * nothing).
   */
  show(content: LedContent): Promise<Result<LedShown, Fault<LedFaultCode>>>;
  /** 0–15. Set again by itself when the panel was away; a brightness schedule goes on with its next step. */
  setBrightness(level: number): Promise<Result<void, Fault<LedFaultCode>>>;
  /** The panel's own health; its counters hold those of its line too. */
  health(): PortHealth;
  /** Ends what waits with `LED_OFFLINE`. The panel keeps what it shows. */
  close(): Promise<void>;
}
