import type { OneTimePassword } from '@hall/shared/contracts/accounts';
import { Button, Modal } from 'antd';
import { useSpeech } from '../words/language.tsx';
import { sayMoment } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './accounts.module.css';

const WORDS = {
  title: t('一次性密码', 'One-time password'),
  hint: t(
    '当面告诉本人。关闭后不再显示；首次登录必须换成自己的密码。',
    'Tell the person face to face. It is not shown again, and must be changed at the first login.',
  ),
  close: t('已告知本人', 'The person has it'),
} as const;

export function OneTimePasswordDialog({
  given,
  close,
}: {
  readonly given: OneTimePassword | null;
  readonly close: () => void;
}) {
  const { say } = useSpeech();
  return (
    <Modal
      open={given !== null}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      title={say(WORDS.title)}
      destroyOnHidden
      footer={
        <Button type="primary" onClick={close} data-testid="one-time-kept">
          {say(WORDS.close)}
        </Button>
      }
    >
      {given && (
        <div className={styles['once']}>
          <span>{given.username}</span>
          <output className="number" data-testid="one-time-password">
            {given.oneTimePassword}
          </output>
          <p>
            {say(WORDS.hint)}
            {say(
              t(
                `有效至 ${sayMoment(given.validUntil, Date.now()).zh}。`,
                ` Good until ${sayMoment(given.validUntil, Date.now()).en}.`,
              ),
            )}
          </p>
        </div>
      )}
    </Modal>
  );
}
