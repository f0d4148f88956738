import { openTransport } from '@hall/hardware';
import { openKeypad } from '@hall/hardware/drivers/keypad/driver';
import type { Message } from '@hall/shared/contracts/messages';
import type { KeypadSetting } from '../config.ts';
import type { ServerLink } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import type { DriverHealth, Peripherals } from '../peripherals.ts';
import { transportSpec } from '../transport-spec.ts';
import { ratingKeys } from './rating-keys.ts';

export interface WindowKeypad {
  readonly window: string;
  pad(message: Message<'pad'>): void;
  /** Whether the hall lets this host hear and rate at the window. */
  assigned(yes: boolean): void;
  close(): Promise<void>;
}

/** One window's evaluation keypad: its presses become ratings, its health stands under `keypad-WINDOW`. */
export function openWindowKeypad(
  setting: KeypadSetting,
  options: {
    readonly link: () => Pick<ServerLink, 'ask' | 'hallNow' | 'online' | 'device'>;
    readonly peripherals: Peripherals;
    readonly log: HostLog;
  },
): WindowKeypad {
  const { window, map, samePressMs } = setting;
  const rating = ratingKeys({ window, link: options.link, log: options.log });
  const counters: Record<string, number> = {};
  let isAssigned = true;

  const keypad = openKeypad({
    open: openTransport(transportSpec(setting.transport)),
    map,
    ...(samePressMs === undefined ? {} : { samePressMs }),
    onPress: (press) => {
      void rating.pressed(press).then((outcome) => {
        counters[`ratings.${outcome}`] = (counters[`ratings.${outcome}`] ?? 0) + 1;
        tell(keypad.health());
      });
    },
    onHealth: tell,
  });
  tell(keypad.health());

  function tell(health: DriverHealth): void {
    const told =
      health.state === 'down' || isAssigned
        ? health
        : { state: 'degraded' as const, reason: 'the hall has not assigned this window to this host' };
    options.peripherals.update(`keypad-${window}`, 'keypad', {
      ...told,
      counters: { ...health.counters, ...counters },
    });
  }

  return {
    window,
    pad: rating.pad,
    assigned(yes) {
      isAssigned = yes;
      tell(keypad.health());
    },
    close: () => keypad.close(),
  };
}
