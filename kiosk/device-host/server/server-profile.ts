import type { Clock } from '@hall/hardware';
import type { Message } from '@hall/shared/contracts/messages';
import type { Result } from '@hall/shared/contracts/result';
import { ok } from '@hall/shared/contracts/result';
import type { HostClock } from '../clock.ts';
import type { ServerConfig } from '../config.ts';
import { keepHeads } from '../heads/head-keeping.ts';
import type { Host } from '../host.ts';
import { openServerLink } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import type { DriverHealth } from '../peripherals.ts';
import { trackPeripherals } from '../peripherals.ts';
import { openPowerWatch } from '../power/power-watch.ts';
import { VERSION } from '../version.ts';
import { hallStopper } from './hall-stopper.ts';
import { openStopMark } from './stop-mark.ts';

/**
 * The server profile: runs beside the hall server and watches its UPS. Staff, kiosks and screens hear of it through
 * the health of this device; the hall is stopped in order before the battery is empty, and started when the mains
 * are back.
 */
export async function openServerHost(options: {
  readonly config: ServerConfig;
  readonly clock: HostClock;
  readonly log: HostLog;
  /** Monotonic, for the watch. */
  readonly powerClock?: Clock;
}): Promise<Result<Host>> {
  const { config, clock, log } = options;
  const peripherals = trackPeripherals(clock, () => link.health(peripherals.list()));
  const keepHead = keepHeads({ hall: config.hall, dataDir: config.dataDir, peripherals, log });
  const link = openServerLink({
    url: config.mqttUrl,
    hall: config.hall,
    device: config.device,
    secret: config.secret,
    ca: config.ca,
    version: VERSION,
    hear: [],
    hearIfOffered: [{ name: 'head' }],
    clock,
    log,
    onMessage({ name, message }) {
      if (name === 'head') void keepHead(message as Message<'head'>);
    },
    onLiveness: () => undefined,
  });

  let device: DriverHealth = { state: 'down', reason: 'opening', counters: {} };
  const tell = (): void => {
    // What the hall is about to do says more than what its battery does.
    const said = stopper.says();
    peripherals.update('ups', 'ups', said === null ? device : { ...device, state: 'degraded', reason: said });
  };
  const mark = openStopMark(config.dataDir);
  const stopper = hallStopper({
    settings: config,
    mark,
    commit: () => watch.commit(),
    again: () => watch.again(),
    onChange: tell,
    clock,
    log,
  });
  const watch = openPowerWatch({
    settings: config.ups,
    stopped: mark.isSet(),
    log,
    onPhase: stopper.phase,
    onHealth(health) {
      device = health;
      tell();
    },
    ...(options.powerClock === undefined ? {} : { clock: options.powerClock }),
  });
  return ok({
    async close() {
      stopper.close();
      await watch.close();
      await link.close();
    },
  });
}
