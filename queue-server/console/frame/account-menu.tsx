import { Dropdown } from 'antd';
import { useState } from 'react';
import { useSession } from '../api/hooks.ts';
import { logOut } from '../api/live.ts';
import { LeaveIcon, PersonIcon, ShieldIcon } from '../icons/icons.tsx';
import { ProfileDialog } from '../profile/profile-dialog.tsx';
import { useSpeech } from '../words/language.tsx';
import { COMMON, ROLE_WORDS, t } from '../words/words.ts';
import styles from './frame.module.css';

/** Who am I, and the way out. */
export function AccountMenu() {
  const session = useSession();
  const { say, language } = useSpeech();
  const [profile, setProfile] = useState(false);
  const name = language === 'zh' ? session.name : session.nameEn;
  const and = language === 'zh' ? '、' : ', ';
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              key: 'who',
              disabled: true,
              label: `${name} · ${session.roles.map((role) => say(ROLE_WORDS[role])).join(and)}`,
            },
            {
              key: 'profile',
              icon: <ShieldIcon size={16} />,
              label: <span data-testid="profile-open">{say(t('账号安全', 'Account and security'))}</span>,
              onClick: () => setProfile(true),
            },
            {
              key: 'logout',
              icon: <LeaveIcon size={16} />,
              label: <span data-testid="logout">{say(COMMON.logout)}</span>,
              onClick: () => void logOut(),
            },
          ],
        }}
      >
        <button type="button" className={styles['person']} data-testid="account">
          <PersonIcon />
          <span>{name}</span>
        </button>
      </Dropdown>
      <ProfileDialog open={profile} close={() => setProfile(false)} />
    </>
  );
}
