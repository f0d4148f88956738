import type { DeviceEntry } from '@hall/shared/contracts/enrolment';
import { Drawer } from 'antd';
import { Failed, Loading } from '../../frame/states.tsx';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { HealthFacts } from './health-facts.tsx';
import { OrderList } from './order-list.tsx';
import styles from './remote.module.css';
import { RemoteActs } from './remote-acts.tsx';
import { ScreenView } from './screen-view.tsx';
import { SelfTestList } from './self-test-list.tsx';
import { SettingsEditor } from './settings-editor.tsx';
import { useRemote } from './use-remote.ts';
import { REACH } from './words.ts';

const WIDTH_PX = 620;

/** One device host: how it is, and what can be done to it from here. */
export function RemoteDrawer({
  device,
  close,
}: {
  readonly device: DeviceEntry | null;
  readonly close: () => void;
}) {
  const { say } = useSpeech();
  return (
    <Drawer
      open={device !== null}
      onClose={close}
      size={WIDTH_PX}
      title={device === null ? '' : say(device.name)}
      destroyOnHidden
    >
      {device !== null && <Body device={device} />}
    </Drawer>
  );
}

function Body({ device }: { readonly device: DeviceEntry }) {
  const { say } = useSpeech();
  const remote = useRemote(device.id);
  const { view } = remote;
  if (!view)
    return remote.failed ? <Failed text={remote.failed.failure.text} retry={remote.reread} /> : <Loading />;
  const { reach, settings, picture, orders } = view;
  const ready = reach === 'ready';
  const change = orders.find(({ what }) => what === 'change-settings');
  return (
    <div className={styles['body']} data-testid="remote-drawer">
      {reach !== 'ready' && (
        <p className={styles['note']} data-tone={reach === 'away' ? 'bad' : 'wait'} data-testid="reach">
          {say(REACH[reach])}
        </p>
      )}
      {ready && <RemoteActs device={device} remote={remote} />}
      <OrderList device={device.id} orders={orders} />
      {picture && (
        <section>
          <h3>{say(t('画面', 'Screen'))}</h3>
          <p className={styles['hint']}>
            {say(
              t(
                '这是示意图，不是照片：个人内容、输入和选择都不会传出，用灰条代替。',
                'A drawing, no photograph: what is personal, typed or chosen never leaves the machine. Grey bars stand for it.',
              ),
            )}
          </p>
          <ScreenView picture={picture.picture} />
        </section>
      )}
      {(reach === 'ready' || view.selfTest !== null) && (
        <section>
          <h3>{say(t('自检', 'Self-test'))}</h3>
          <SelfTestList test={view.selfTest} />
        </section>
      )}
      {view.health && (
        <section>
          <h3>{say(t('运行状态', 'Health'))}</h3>
          <HealthFacts health={view.health} />
        </section>
      )}
      {settings && (
        <section>
          <h3>{say(t('设置', 'Settings'))}</h3>
          <SettingsEditor
            settings={settings}
            refused={change?.state === 'refused' ? change.problems : []}
            disabled={!ready || remote.sending || settings.trial}
            save={(base, text) => void remote.give('device.settings', { change: { base, text } })}
          />
        </section>
      )}
    </div>
  );
}
