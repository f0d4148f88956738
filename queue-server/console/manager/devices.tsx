import type { HallView } from '@hall/shared/contracts/commands';
import { Link } from 'react-router';
import { may } from '../access.ts';
import { useSession } from '../api/hooks.ts';
import { Empty } from '../frame/states.tsx';
import { DeviceIcon, ScreenIcon, WarningIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './devices.module.css';
import block from './manager.module.css';
import { sayDeviceKind, sayTrouble } from './trouble.ts';

type Device = HallView['devices'][number];

/** More would push everything else away; the page of devices has them all. */
const SHOWN = 8;

/** What needs a hand first: troubles, then what went away. One never seen today may just not be there. */
const rank = (device: Device) =>
  device.online && device.troubles.length > 0 ? 0 : device.online ? 3 : device.since === null ? 2 : 1;

/** Which machines need a look; those that are well are only counted. */
export function Devices({ devices }: { readonly devices: readonly Device[] }) {
  const { say } = useSpeech();
  const { roles } = useSession();
  const ill = devices.filter((device) => rank(device) < 2).sort((a, b) => rank(a) - rank(b));
  const well = devices.filter((device) => rank(device) === 3).length;
  const unseen = devices.length - ill.length - well;
  return (
    <section aria-labelledby="devices-title" className={block['block']} data-testid="devices">
      <header>
        <h2 id="devices-title">
          {say(t('设备', 'Devices'))}
          <small>
            {say(
              t(
                `${well} 台正常${ill.length > 0 ? ` · ${ill.length} 台需要查看` : ''}${unseen > 0 ? ` · ${unseen} 台今天未上线` : ''}`,
                `${well} well${ill.length > 0 ? ` · ${ill.length} need a look` : ''}${unseen > 0 ? ` · ${unseen} not seen today` : ''}`,
              ),
            )}
          </small>
        </h2>
        {may(roles, 'device.list') && <Link to="/devices">{say(t('全部设备', 'All devices'))}</Link>}
      </header>
      {devices.length === 0 ? (
        <Empty
          icon={<ScreenIcon size={28} />}
          text={t('还没有登记设备', 'No devices yet')}
          hint={t('取号机、大屏登记后会出现在这里。', 'Kiosks and screens appear here once enrolled.')}
        />
      ) : ill.length === 0 ? (
        <p className={styles['quiet']}>{say(t('没有设备需要查看。', 'No device needs a look.'))}</p>
      ) : (
        <ul className={styles['devices']}>
          {ill.slice(0, SHOWN).map((device) => (
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
                  : say(
                      t(
                        `离线，始于 ${clockTime(device.since ?? 0)}`,
                        `away since ${clockTime(device.since ?? 0)}`,
                      ),
                    )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
