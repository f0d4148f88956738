import { App, Modal, Tabs } from 'antd';
import { useSession } from '../api/hooks.ts';
import { useSpeech } from '../words/language.tsx';
import { ROLE_WORDS, t } from '../words/words.ts';
import { OwnSessions } from './own-sessions.tsx';
import { PasswordForm } from './password-form.tsx';
import styles from './profile.module.css';
import { TotpPanel } from './totp-panel.tsx';

const WORDS = {
  title: t('账号安全', 'Account and security'),
  password: t('密码', 'Password'),
  totp: t('两步验证', 'Two-step login'),
  sessions: t('登录设备', 'Where I am logged in'),
  changed: t('密码已更换，其他地方的登录已结束。', 'Password changed; your other sessions have ended.'),
} as const;

const WIDTH_PX = 640;

/** Everybody's own account: password, second factor, sessions. */
export function ProfileDialog({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  const { say, language } = useSpeech();
  const session = useSession();
  const { message } = App.useApp();
  const name = language === 'zh' ? session.name : session.nameEn;
  const roles = session.roles.map((role) => say(ROLE_WORDS[role])).join(language === 'zh' ? '、' : ', ');
  return (
    <Modal
      open={open}
      onCancel={close}
      footer={null}
      width={WIDTH_PX}
      destroyOnHidden
      title={say(WORDS.title)}
    >
      <p className={styles['who']}>
        <b>{name}</b>
        <span>{session.username}</span>
        <span>{roles}</span>
      </p>
      <Tabs
        items={[
          {
            key: 'password',
            label: say(WORDS.password),
            children: (
              <PasswordForm
                done={() => {
                  void message.success(say(WORDS.changed));
                  close();
                }}
              />
            ),
          },
          { key: 'totp', label: say(WORDS.totp), children: <TotpPanel /> },
          { key: 'sessions', label: say(WORDS.sessions), children: <OwnSessions /> },
        ]}
      />
    </Modal>
  );
}
