import { may } from '../access.ts';
import { useSession } from '../api/hooks.ts';
import { Failed, Loading } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { DeviceTable } from './device-table.tsx';
import styles from './devices.module.css';
import { useDeviceList, useWaiting } from './use-devices.ts';
import { WaitingList } from './waiting-list.tsx';

/** Which machines may come in: those that wait, and all that are configured. */
export function DevicesPage() {
  const { say } = useSpeech();
  const { roles } = useSession();
  const keeps = may(roles, 'enrolment.approve');
  const devices = useDeviceList();
  const waiting = useWaiting(keeps);
  if (devices.isPending) return <Loading />;
  if (!devices.data) return <Failed text={devices.error.failure.text} retry={() => void devices.refetch()} />;
  const reread = () => {
    void devices.refetch();
    if (keeps) void waiting.refetch();
  };
  const enrolled = devices.data.filter((device) => device.state === 'enrolled').length;
  return (
    <div className={styles['page']} data-testid="devices-page">
      <header className={styles['head']}>
        <h1>{say(t('设备', 'Devices'))}</h1>
        <p>
          {say(
            t(
              `配置 ${devices.data.length} 台，已登记 ${enrolled} 台`,
              `${devices.data.length} configured, ${enrolled} enrolled`,
            ),
          )}
        </p>
      </header>
      {keeps && <WaitingList waiting={waiting.data ?? []} devices={devices.data} onDone={reread} />}
      <section aria-labelledby="all-title">
        <h2 id="all-title" className={styles['title']}>
          {say(t('全部设备', 'All devices'))}
        </h2>
        <DeviceTable devices={devices.data} mayRevoke={may(roles, 'device.revoke')} onDone={reread} />
      </section>
    </div>
  );
}
