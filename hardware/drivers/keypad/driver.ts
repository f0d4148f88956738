import type { Grade } from '@hall/shared/contracts/ratings';
import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import type { KeypadDecoded } from '../../codec/keypad-decoder.ts';
import { createKeypadDecoder } from '../../codec/keypad-decoder.ts';
import type { KeyMeaning, KeypadMap } from '../../codec/keypad-map.ts';
import type { PortHealth } from '../../supervisor.ts';
import { supervisePort } from '../../supervisor.ts';
import type { OpenTransport } from '../../transport/transport.ts';

export { type KeyMeaning, KeypadMap, type KeypadMapSettings } from '../../codec/keypad-map.ts';

/**
 * The same key within this time after it was last seen is the same press. It covers contacts that bounce (up to
 * 25 ms), a key that is held (its repetition begins after 250 to 500 ms), and a second push because nothing seemed to
 * happen. Chosen, not measured; a setting.
 */
export const SAME_PRESS_MS = 1_000;
/** The bytes of one press come together: sixteen take 134 ms at 1200 baud, the slowest line that can be set. */
export const SEQUENCE_IDLE_MS = 200;
/** A few stray bytes are a glitch; so many in a row and no key among them are a map that does not fit the keypad. */
export const UNKNOWN_BEFORE_DEGRADED = 8;

export type KeyPress = { readonly grade: Grade } | { readonly key: string };

export interface KeypadOptions {
  readonly open: OpenTransport;
  readonly map: KeypadMap;
  readonly onPress: (press: KeyPress) => void;
  /** What the map does not know, for whoever writes it. */
  readonly onUnknown?: (bytes: Uint8Array) => void;
  readonly onHealth?: (health: PortHealth) => void;
  /** Default {@link SAME_PRESS_MS}. */
  readonly samePressMs?: number;
  readonly clock?: Clock;
  /** 0 ≤ x < 1, for the jitter of reopening. */
  readonly random?: () => number;
}

export interface Keypad {
  health(): PortHealth;
  /** No press follows. */
  close(): Promise<void>;
}

/** An evaluation keypad on a serial line, a LAN converter or USB HID. It never speaks first, so open means up. */
export function openKeypad(options: KeypadOptions): Keypad {
  const clock = options.clock ?? systemClock;
  const samePressMs = options.samePressMs ?? SAME_PRESS_MS;
  const decoder = createKeypadDecoder(options.map);
  let last: { readonly key: string; readonly at: number } | undefined;
  let unknownInARow = 0;
  let cancelIdle: (() => void) | undefined;
  let closed = false;

  const supervisor = supervisePort({
    open: options.open,
    clock,
    dropsStale: true,
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.onHealth === undefined ? {} : { onHealth: options.onHealth }),
    onBytes(bytes) {
      cancelIdle?.();
      for (const one of decoder.feed(bytes)) take(one);
      if (!decoder.pending || closed) return;
      cancelIdle = clock.after(SEQUENCE_IDLE_MS, () =>
        supervisor.guard(() => {
          for (const one of decoder.idle()) take(one);
        }),
      );
    },
    onLost() {
      cancelIdle?.();
      decoder.reset();
      unknownInARow = 0;
    },
  });

  function take(one: KeypadDecoded): void {
    if (closed) return;
    if (one.kind === 'dropped') {
      supervisor.count(`dropped.${one.reason}`, one.bytes.length);
      unknownInARow += 1;
      if (unknownInARow >= UNKNOWN_BEFORE_DEGRADED) {
        supervisor.report('degraded', 'it sends what the map does not know: check map and baud rate');
      }
      options.onUnknown?.(one.bytes);
      return;
    }
    unknownInARow = 0;
    supervisor.report('up', 'open');
    if (one.means !== 'nothing') press(one.means);
  }

  function press(means: Exclude<KeyMeaning, 'nothing'>): void {
    const key = 'grade' in means ? `grade ${means.grade}` : `key ${means.key}`;
    const now = clock.now();
    const same = last?.key === key && now - last.at < samePressMs;
    last = { key, at: now };
    supervisor.count(same ? 'repeats' : 'presses');
    if (!same) options.onPress(means);
  }

  return {
    health: supervisor.health,
    close() {
      closed = true;
      cancelIdle?.();
      decoder.reset();
      return supervisor.close();
    },
  };
}
