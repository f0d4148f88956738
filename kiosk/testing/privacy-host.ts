import { wallClock } from '../device-host/clock.ts';
import { parseConfig } from '../device-host/config.ts';
import { openKiosk } from '../device-host/kiosk/kiosk-profile.ts';
import { openLog } from '../device-host/log.ts';

/**
 * A kiosk's device host as a process of its own, whose heap a test looks through from outside (privacy.test.ts). It
 * never knows what it has to forget. `node privacy-host.ts APP_FOLDER CONFIG_JSON`; its address is its last message.
 */
const [appFolder = '', text = ''] = process.argv.slice(2);
const config = parseConfig(text);
if (!config.ok || config.value.profile !== 'kiosk') throw new Error('not a configuration of a kiosk');
const kiosk = await openKiosk({
  config: config.value,
  appFolder,
  clock: wallClock,
  log: openLog('debug', config.value.device),
});
if (!kiosk.ok) throw new Error(kiosk.error.message);
process.send?.({ url: kiosk.value.url });
process.on('disconnect', () => void kiosk.value.close().then(() => process.exit(0)));
