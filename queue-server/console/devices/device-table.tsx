import type { DeviceEntry } from '@hall/shared/contracts/enrolment';
import { App, Button, Modal, Radio, Table } from 'antd';
import { useState } from 'react';
import { useNow } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { sayDeviceKind } from '../manager/trouble.ts';
import { useSpeech } from '../words/language.tsx';
import { sayMoment } from '../words/say-time.ts';
import { COMMON, t } from '../words/words.ts';
import styles from './devices.module.css';
import { RemoteDrawer } from './remote/remote-drawer.tsx';

const REASONS = {
  lost: t('遗失或被盗', 'Lost or stolen'),
  suspected: t('怀疑被冒用', 'Suspected misuse'),
  replaced: t('更换设备', 'Replaced by another'),
  'out-of-service': t('停用', 'Out of service'),
} as const;
type Reason = keyof typeof REASONS;

/** Kinds that can be looked after from here. */
const HOSTS: ReadonlySet<string> = new Set(['kiosk']);

const STATES = {
  never: t('未登记', 'Not enrolled'),
  enrolled: t('已登记', 'Enrolled'),
  revoked: t('已吊销', 'Revoked'),
} as const;

/** Every configured device; those in trouble are on the hall page, here is who may come in. */
export function DeviceTable({
  devices,
  mayRevoke,
  onDone,
}: {
  readonly devices: readonly DeviceEntry[];
  readonly mayRevoke: boolean;
  readonly onDone: () => void;
}) {
  const { say } = useSpeech();
  const now = useNow(30_000);
  const [cared, setCared] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<DeviceEntry | null>(null);
  const moment = (at: number | null) => (at === null ? '—' : say(sayMoment(at, now)));
  return (
    <>
      <Table<DeviceEntry>
        rowKey="id"
        size="middle"
        dataSource={[...devices]}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 960 }}
        className={styles['table'] ?? ''}
        onRow={(device) => ({ 'data-testid': `row-${device.id}` }) as object}
        columns={[
          {
            title: say(t('设备', 'Device')),
            render: (_, device) => (
              <span className={styles['name']}>
                {say(device.name)}
                <small>
                  {device.id}
                  {device.windows.length > 0 && ` · ${device.windows.join(', ')}`}
                </small>
              </span>
            ),
          },
          {
            title: say(t('类型', 'Kind')),
            render: (_, device) => say(sayDeviceKind(device.kind)),
            filters: [...new Set(devices.map((device) => device.kind))].map((kind) => ({
              text: say(sayDeviceKind(kind)),
              value: kind,
            })),
            onFilter: (kind, device) => device.kind === kind,
          },
          {
            title: say(t('登记', 'Enrolment')),
            render: (_, device) => (
              <span className={styles['state']} data-state={device.state}>
                {say(STATES[device.state])}
                {device.state === 'enrolled' && (
                  <small>
                    {moment(device.enrolledAt)} · {device.enrolledBy}
                  </small>
                )}
                {device.state === 'revoked' && (
                  <small>
                    {moment(device.revokedAt)} · {device.revokedBy}
                  </small>
                )}
              </span>
            ),
            filters: (['enrolled', 'never', 'revoked'] as const).map((state) => ({
              text: say(STATES[state]),
              value: state,
            })),
            onFilter: (state, device) => device.state === state,
          },
          {
            title: say(t('在线', 'Online')),
            render: (_, device) => (
              <span className={styles['online']} data-online={device.online}>
                <i aria-hidden="true" />
                {device.online
                  ? say(t('在线', 'online'))
                  : device.lastSeenAt === null
                    ? '—'
                    : say(t(`最近 ${moment(device.lastSeenAt)}`, `last ${moment(device.lastSeenAt)}`))}
              </span>
            ),
          },
          { title: say(t('版本', 'Version')), render: (_, device) => device.version ?? '—' },
          ...(mayRevoke
            ? [
                {
                  title: '',
                  align: 'right' as const,
                  render: (_: unknown, device: DeviceEntry) =>
                    device.state === 'enrolled' && (
                      <>
                        {HOSTS.has(device.kind) && (
                          <Button
                            type="text"
                            onClick={() => setCared(device.id)}
                            data-testid={`care-${device.id}`}
                          >
                            {say(t('维护', 'Look after'))}
                          </Button>
                        )}
                        <Button
                          danger
                          type="text"
                          onClick={() => setRevoking(device)}
                          data-testid={`revoke-${device.id}`}
                        >
                          {say(t('吊销', 'Revoke'))}
                        </Button>
                      </>
                    ),
                },
              ]
            : []),
        ]}
      />
      <RemoteDrawer device={devices.find(({ id }) => id === cared) ?? null} close={() => setCared(null)} />
      {revoking && <Revoke device={revoking} close={() => setRevoking(null)} onDone={onDone} />}
    </>
  );
}

function Revoke({
  device,
  close,
  onDone,
}: {
  readonly device: DeviceEntry;
  readonly close: () => void;
  readonly onDone: () => void;
}) {
  const { say } = useSpeech();
  const { message } = App.useApp();
  const [reason, setReason] = useState<Reason | null>(null);
  const [busy, setBusy] = useState(false);
  const revoke = async () => {
    if (reason === null) return;
    setBusy(true);
    const answer = await client.command('device.revoke', { device: device.id, reason });
    setBusy(false);
    if (answer.ok) message.success(say(t('已吊销', 'Revoked')));
    else message.error(say(answer.error.text));
    onDone();
    if (answer.ok) close();
  };
  return (
    <Modal
      open
      title={say(t(`吊销“${device.name.zh}”？`, `Revoke “${device.name.en}”?`))}
      okText={say(t('吊销', 'Revoke'))}
      cancelText={say(COMMON.cancel)}
      okButtonProps={{ danger: true, disabled: reason === null, loading: busy }}
      onOk={() => void revoke()}
      onCancel={close}
    >
      <p className={styles['hint']}>
        {say(
          t(
            '它立即断开，不能再取数据、叫号显示或打印；离线的设备下次联网时被拒绝。重新使用要再次配对。',
            'It is cut off at once. If it is offline now, it is refused at its next try. To use it again, pair it again.',
          ),
        )}
      </p>
      <Radio.Group
        className={styles['reasons'] ?? ''}
        value={reason}
        onChange={(event) => setReason(event.target.value as Reason)}
        options={Object.entries(REASONS).map(([value, text]) => ({ value, label: say(text) }))}
        aria-label={say(t('原因', 'Reason'))}
      />
    </Modal>
  );
}
