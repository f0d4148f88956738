import { systemClock } from '@hall/hardware/clock';
import { LOOK_EVERY_MS } from '@hall/hardware/drivers/page-printer/watch';
import { wallClock } from '@hall/kiosk/device-host/clock';
import { parseConfig } from '@hall/kiosk/device-host/config';
import { openKiosk } from '@hall/kiosk/device-host/kiosk/kiosk-profile';
import { openLog } from '@hall/kiosk/device-host/log';
import { controlledClock } from '@hall/queue-server/hall/clock-control';

/**
 * The device host as a process of its own, as its main program starts it, but with the page that was built for this run
 * and with a clock that a file sets. Arguments: configuration (JSON), folder of the page, file of the clock.
 */

/** An office printer is looked at every ten seconds; every step of a visit that waits for that would last as long. */
const LOOK_SOONER_MS = 500;

const { after } = systemClock;
Object.assign(systemClock, {
  after: (ms: number, run: () => void) => after(ms === LOOK_EVERY_MS ? LOOK_SOONER_MS : ms, run),
});

const [configText = '', appFolder = '', clockFile = ''] = process.argv.slice(2);
const config = parseConfig(configText);
if (!config.ok || config.value.profile !== 'kiosk') throw new Error('no configuration of a kiosk');
const host = await openKiosk({
  config: config.value,
  appFolder,
  clock: { ...wallClock, now: controlledClock(clockFile) },
  log: openLog(config.value.logLevel, config.value.device),
});
if (!host.ok) throw new Error(host.error.message);
process.on('disconnect', () => process.exit(0));
process.send?.({ url: host.value.url });
