import { readDeviceSettings, SETTINGS_TEXT_MAX } from '@hall/shared/contracts/device-settings';
import type { DeviceSettingsState, OrderView } from '@hall/shared/contracts/remote';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useNow } from '../../api/hooks.ts';
import { useSpeech } from '../../words/language.tsx';
import { sayMoment } from '../../words/say-time.ts';
import { t } from '../../words/words.ts';
import styles from './remote.module.css';

/** Settings of a device as their lines; what is wrong is said at once, by line, and by the device once more. */
export function SettingsEditor({
  settings,
  refused,
  disabled,
  save,
}: {
  readonly settings: DeviceSettingsState;
  /** What the device said against the last change. */
  readonly refused: OrderView['problems'];
  readonly disabled: boolean;
  readonly save: (base: number, text: string) => void;
}) {
  const { say } = useSpeech();
  const now = useNow(30_000);
  const [text, setText] = useState(settings.text);
  useEffect(() => setText(settings.text), [settings.text]);
  const read = readDeviceSettings(text);
  const problems = read.ok ? refused : read.error;
  const changed = text !== settings.text;
  const { takenBack } = settings;
  return (
    <div className={styles['settings']}>
      {settings.trial && (
        <p className={styles['note']} data-tone="wait" data-testid="settings-trial">
          {say(
            settings.restarts
              ? t(
                  '已采用。设备会在无人使用时自动重启；如果不能正常恢复，会自己改回原设置。',
                  'Taken. The device starts anew once nobody is there, and takes it back by itself if that goes wrong.',
                )
              : t(
                  '正在试用。一分钟内如有设备失灵，会自动改回原设置。',
                  'On trial. If something stops working within a minute, the device takes it back by itself.',
                ),
          )}
        </p>
      )}
      {takenBack && (
        <p className={styles['note']} data-tone="bad" data-testid="settings-taken-back">
          {say(sayMoment(takenBack.at, now))} · {say(takenBack.says)}
        </p>
      )}
      <Input.TextArea
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={SETTINGS_TEXT_MAX}
        autoSize={{ minRows: 10, maxRows: 18 }}
        spellCheck={false}
        className={styles['lines'] ?? ''}
        aria-label={say(t('设备设置', 'Settings of the device'))}
        data-testid="device-settings"
      />
      <p className={styles['hint']}>
        {say(
          t(
            '每行写“名称: 值”；以 # 开头的行是说明，去掉 # 并填上值就生效。',
            'One “name: value” a line. Lines after # explain; take the # away and give a value to set it.',
          ),
        )}
      </p>
      {problems.length > 0 && (
        <ul className={styles['problems']} data-testid="settings-problems">
          {problems.map(({ line, reason }) => (
            <li key={`${line} ${reason.en}`}>
              {say(t(`第 ${line} 行`, `Line ${line}`))} · {say(reason)}
            </li>
          ))}
        </ul>
      )}
      <Button
        type="primary"
        disabled={disabled || !changed || !read.ok}
        onClick={() => save(settings.version, text)}
        data-testid="settings-save"
      >
        {say(t('发送到设备', 'Send to the device'))}
      </Button>
    </div>
  );
}
