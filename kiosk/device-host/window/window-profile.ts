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
import { openLedPanels } from './led-panels.ts';
import { openWindowKeypad } from './window-keypad.ts';

/** The window profile: the LED bars above the windows that this host drives, and their evaluation keypads. */
export async function openWindowHost(options: {
  readonly config: WindowConfig;
  readonly clock: HostClock;
  readonly log: HostLog;
}): Promise<Result<Host>> {
  const { config, clock, log } = options;
  let link: ServerLink | null = null;
  const peripherals = trackPeripherals(clock, () => link?.health(peripherals.list()));

  const keepHead = keepHeads({ hall: config.hall, dataDir: config.dataDir, peripherals, log });
  const leds = openLedPanels(config.leds, {
    hallNow: () => link?.hallNow() ?? clock.now(),
    onShown: (call) => link?.shown(call, 'shown'),
    peripherals,
    log,
  });

  const keypads = (config.keypads ?? []).map((setting) =>
    openWindowKeypad(setting, { link: () => opened, peripherals, log }),
  );

  const opened = openServerLink({
    url: config.mqttUrl,
    hall: config.hall,
    device: config.device,
    secret: config.secret,
    ca: config.ca,
    version: VERSION,
    hear: [
      ...[...new Set(config.leds.map(({ window }) => window))].map((part) => ({
        name: 'window' as const,
        part,
      })),
      { name: 'call', part: '+' },
    ],
    hearIfOffered: [
      { name: 'head' },
      // Refused by a server that has not assigned the window to this host, and by one of an older version.
      ...keypads.map(({ window }) => ({ name: 'pad' as const, part: window })),
    ],
    onOffered(heard, offered) {
      if (heard.name !== 'pad') return;
      for (const keypad of keypads) if (keypad.window === heard.part) keypad.assigned(offered);
    },
    clock,
    log,
    onMessage({ name, message, retained }) {
      if (name === 'head') void keepHead(message as Message<'head'>);
      if (name === 'window') {
        const state = message as Message<'window'>;
        for (const board of leds.of(state.window)) board.state(state);
      }
      if (name === 'pad') {
        for (const keypad of keypads) keypad.pad(message as Message<'pad'>);
      }
      if (name === 'call' && !retained) {
        const call = message as Message<'call'>;
        for (const board of leds.of(call.window)) board.called(call);
      }
    },
    onLiveness(online) {
      for (const board of leds.all) board.liveness(online);
    },
  });
  link = opened;
  link.health(peripherals.list());
  for (const board of leds.all) board.liveness(link.online());

  return ok({
    async close() {
      await opened.close();
      await Promise.all([leds, ...keypads].map((device) => device.close()));
    },
  });
}
