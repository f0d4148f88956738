import type { DeviceEntry, PendingEnrolment } from '@hall/shared/contracts/enrolment';
import { App, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useNow } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { sayDeviceKind } from '../manager/trouble.ts';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './devices.module.css';
import { shownHalf, typedCode } from './typed-code.ts';

/**
 * What waits for a decision. Half of each code stands here, the person types the other from the device: a click
 * alone lets nobody in, for somebody else's request may wait in the same list.
 */
export function WaitingList({
  waiting,
  devices,
  onDone,
}: {
  readonly waiting: readonly PendingEnrolment[];
  readonly devices: readonly DeviceEntry[];
  readonly onDone: () => void;
}) {
  const { say } = useSpeech();
  return (
    <section aria-labelledby="waiting-title" className={styles['waiting']} data-testid="waiting">
      <h2 id="waiting-title">
        {say(t('等待登记', 'Waiting to be enrolled'))}
        <small>
          {waiting.length === 0
            ? say(t('没有', 'none'))
            : say(t(`${waiting.length} 台`, `${waiting.length}`))}
        </small>
      </h2>
      {waiting.length === 0 ? (
        <p className={styles['hint']}>
          {say(
            t(
              '新设备开机并连上大厅网络后，屏幕上会显示配对码，同时出现在这里。',
              'A new device shows a pairing code once it is on the network of the hall, and appears here.',
            ),
          )}
        </p>
      ) : (
        <>
          <p className={styles['hint']}>
            {say(
              t(
                '请到设备前核对：屏幕上配对码的前四位与这里一致，再输入它的后四位。',
                'Look at the device: if its code begins as shown here, type the last four characters from its screen.',
              ),
            )}
          </p>
          <ul className={styles['requests']}>
            {waiting.map((request) => (
              <Request
                key={request.enrolment}
                request={request}
                devices={devices.filter((device) => device.kind === request.kind)}
                onDone={onDone}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Request({
  request,
  devices,
  onDone,
}: {
  readonly request: PendingEnrolment;
  readonly devices: readonly DeviceEntry[];
  readonly onDone: () => void;
}) {
  const { say } = useSpeech();
  const { message } = App.useApp();
  const now = useNow();
  const free = devices.filter((device) => device.state !== 'enrolled');
  const [device, setDevice] = useState<string | null>(free.length === 1 ? (free[0]?.id ?? null) : null);
  const [replace, setReplace] = useState(false);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const chosen = devices.find((entry) => entry.id === device);
  const mustReplace = chosen?.state === 'enrolled';
  const { enrolment, kind } = request;
  const shown = shownHalf(request.code);
  const code = typedCode(shown, typed);
  const ready = code !== null && device !== null && (!mustReplace || replace);

  const act = async (answer: ReturnType<typeof client.command>, done: ReturnType<typeof t>) => {
    setBusy(true);
    const result = await answer;
    setBusy(false);
    if (result.ok) message.success(say(done));
    else message.error(say(result.error.text));
    onDone();
  };
  const approve = () => {
    if (!ready || busy) return;
    void act(
      client.command('enrolment.approve', { enrolment, code, device, replace }),
      t('已批准，设备几秒内启用', 'Approved: the device starts within seconds'),
    );
  };
  const minutes = Math.max(1, Math.ceil((request.expiresAt - now) / 60_000));
  const names = devices.map((entry) => ({
    value: entry.id,
    label: `${say(entry.name)} · ${entry.id}${entry.state === 'enrolled' ? say(t('（已登记）', ' (enrolled)')) : ''}`,
  }));
  return (
    <li data-testid={`request-${shown}`}>
      <div className={styles['code']}>
        <span>{shown}</span>
        <Input
          className={styles['rest'] ?? ''}
          value={typed}
          // The whole code with its dash may be typed, too.
          maxLength={9}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          placeholder={say(t('后四位', 'last four'))}
          aria-label={say(
            t(
              `设备屏幕上 ${shown} 之后的四位`,
              `The four characters after ${shown} on the screen of the device`,
            ),
          )}
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={approve}
          data-testid="type-code"
        />
      </div>
      <p className={styles['about']}>
        <b>{say(sayDeviceKind(kind))}</b>
        <span>{request.from}</span>
        <span>{say(t(`版本 ${request.version}`, `version ${request.version}`))}</span>
        <span>{say(t(`还有 ${minutes} 分钟`, `${minutes} min left`))}</span>
      </p>
      <div className={styles['choose']}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          className={styles['select'] ?? ''}
          placeholder={say(t('它是哪一台设备？', 'Which device is it?'))}
          aria-label={say(t('它是哪一台设备？', 'Which device is it?'))}
          value={device}
          options={names}
          onChange={(value) => {
            setDevice(value);
            setReplace(false);
          }}
          data-testid="choose-device"
        />
        {mustReplace && (
          <Checkbox
            checked={replace}
            onChange={(event) => setReplace(event.target.checked)}
            data-testid="replace"
          >
            {say(t('替换原设备，原设备立即失效', 'Replace the former one, which ends at once'))}
          </Checkbox>
        )}
      </div>
      <div className={styles['acts']}>
        <Button
          disabled={busy}
          onClick={() => void act(client.command('enrolment.refuse', { enrolment }), t('已拒绝', 'Refused'))}
          data-testid="refuse"
        >
          {say(t('拒绝', 'Refuse'))}
        </Button>
        <Button type="primary" loading={busy} disabled={!ready} onClick={approve} data-testid="approve">
          {say(t('批准', 'Approve'))}
        </Button>
      </div>
    </li>
  );
}
