import type { HallView } from '@hall/shared/contracts/commands';
import { Empty } from '../frame/states.tsx';
import { DeviceIcon, ScreenIcon, WarningIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './manager.module.css';
import { sayDeviceKind, sayTrouble } from './trouble.ts';

type Device = HallView['devices'][number];

/** What needs a hand first: troubles, then what is away, then the healthy ones. */
const rank = (device: Device) => (device.online && device.troubles.length > 0 ? 0 : device.online ? 2 : 1);

export function Devices({ devices }: { readonly devices: readonly Device[] }) {
  const { say } = useSpeech();
  const ill = devices.filter((device) => rank(device) < 2);
  const sorted = [...devices].sort((a, b) => rank(a) - rank(b));
  return (
    <section aria-labelledby="devices-title" className={styles['block']}>
      <h2 id="devices-title">
        {say(t('设备', 'Devices'))}
        <small>
          {ill.length === 0
            ? say(t('全部正常', 'all well'))
            : say(t(`${ill.length} 台需要查看`, `${ill.length} need a look`))}
        </small>
      </h2>
      {devices.length === 0 ? (
        <Empty
          icon={<ScreenIcon size={28} />}
          text={t('还没有登记设备', 'No devices yet')}
          hint={t('取号机、大屏登记后会出现在这里。', 'Kiosks and screens appear here once enrolled.')}
        />
      ) : (
        <ul className={styles['devices']}>
          {sorted.map((device) => (
            <li key={device.id} data-rank={rank(device)} data-testid={`device-${device.id}`}>
              <span className={styles['deviceIcon']}>
                {rank(device) === 0 ? (
                  <WarningIcon />
                ) : device.kind === 'kiosk' ? (
                  <DeviceIcon />
                ) : (
                  <ScreenIcon />
                )}
              </span>
              <span className={styles['deviceName']}>
                {say(device.name)}
                <small>{say(sayDeviceKind(device.kind))}</small>
              </span>
              <span className={styles['deviceState']}>
                {device.troubles.length > 0
                  ? device.troubles.map((trouble) => say(sayTrouble(trouble))).join('；')
                  : device.online
                    ? say(t('正常', 'well'))
                    : device.since === null
                      ? say(t('今天未上线', 'not seen today'))
                      : say(
                          t(`离线，始于 ${clockTime(device.since)}`, `away since ${clockTime(device.since)}`),
                        )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
