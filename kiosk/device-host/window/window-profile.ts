import { openTransport, openWindowLed } from '@hall/hardware';
import type { Message } from '@hall/shared/contracts/messages';
import type { Result } from '@hall/shared/contracts/result';
import { ok } from '@hall/shared/contracts/result';
import type { HostClock } from '../clock.ts';
import type { WindowConfig } from '../config.ts';
import { keepHeads } from '../heads/head-keeping.ts';
import type { Host } from '../host.ts';
import type { ServerLink } from '../link/server-link.ts';
import { openServerLink } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import { trackPeripherals } from '../peripherals.ts';
import { VERSION } from '../version.ts';
import type { LedBoard } from './led-board.ts';
import { ledBoard } from './led-board.ts';

/** The window profile: the LED bars above the windows that this host drives. */
export async function openWindowHost(options: {
  readonly config: WindowConfig;
  readonly clock: HostClock;
  readonly log: HostLog;
}): Promise<Result<Host>> {
  const { config, clock, log } = options;
  const boards = new Map<string, LedBoard>();
  let link: ServerLink | null = null;
  const peripherals = trackPeripherals(clock, () => link?.health(peripherals.list()));

  const keepHead = keepHeads({ hall: config.hall, dataDir: config.dataDir, peripherals, log });
  const leds = config.leds.map((setting) => {
    const name = `led-${setting.window}`;
    const led = openWindowLed({
      open: openTransport(setting.transport),
      model: setting.model,
      ...(setting.address === undefined ? {} : { address: setting.address }),
      onHealth: (health) => peripherals.update(name, 'window-led', health),
    });
    peripherals.update(name, 'window-led', led.health());
    const board = ledBoard({
      led,
      hallNow: () => link?.hallNow() ?? clock.now(),
      onShown: (call) => link?.shown(call, 'shown'),
      log,
    });
    boards.set(setting.window, board);
    return led;
  });

  link = openServerLink({
    url: config.mqttUrl,
    hall: config.hall,
    device: config.device,
    secret: config.secret,
    ca: config.ca,
    version: VERSION,
    hear: [
      ...config.leds.map(({ window }) => ({ name: 'window' as const, part: window })),
      { name: 'call', part: '+' },
    ],
    hearIfOffered: [{ name: 'head' }],
    clock,
    log,
    onMessage({ name, message, retained }) {
      if (name === 'head') void keepHead(message as Message<'head'>);
      if (name === 'window') {
        const state = message as Message<'window'>;
        boards.get(state.window)?.state(state);
      }
      if (name === 'call' && !retained) {
        const call = message as Message<'call'>;
        boards.get(call.window)?.called(call);
      }
    },
    onLiveness(online) {
      for (const board of boards.values()) board.liveness(online);
    },
  });
  link.health(peripherals.list());
  for (const board of boards.values()) board.liveness(link.online());

  const opened = link;
  return ok({
    async close() {
      await opened.close();
      await Promise.all(leds.map((led) => led.close()));
    },
  });
}
