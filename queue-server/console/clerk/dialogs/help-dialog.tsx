import { Modal } from 'antd';
import { useRef, useSyncExternalStore } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { KEY_HELP } from '../key-words.ts';
import { lettersOff, setLettersOff } from '../letters.ts';
import styles from './dialogs.module.css';

/** Every key with its name. */
export function HelpDialog({ open, cancel }: { readonly open: boolean; readonly cancel: () => void }) {
  const { say } = useSpeech();
  const box = useRef<HTMLInputElement>(null);
  const off = useSyncExternalStore(lettersOff.subscribe, lettersOff.get);
  return (
    <Modal
      open={open}
      title={say(t('按键说明', 'Keys'))}
      onCancel={cancel}
      footer={null}
      width={480}
      centered
      destroyOnHidden
      afterOpenChange={(shown) => {
        if (shown) box.current?.focus();
      }}
    >
      <dl className={styles['keys']} data-testid="keys">
        {KEY_HELP.map(({ action, key, says }) => (
          <div key={action}>
            <dt>
              <kbd>{say(key)}</kbd>
            </dt>
            <dd>{say(says)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>{say(t('关闭对话框，离开名单', 'Closes a dialog, leaves a list'))}</dd>
        </div>
      </dl>
      <label className={styles['check']}>
        <input
          ref={box}
          type="checkbox"
          data-testid="letters"
          checked={!off}
          onChange={(event) => setLettersOff(!event.target.checked)}
        />
        <span>
          {say(
            t(
              '使用单个字母键（用语音输入的人可关闭）',
              'Use single letters (switch off if you speak to your computer)',
            ),
          )}
        </span>
      </label>
    </Modal>
  );
}
