import { Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { NavLink } from 'react-router';
import { type PageName, pagesFor } from '../access.ts';
import { useCatalogue, useLostSince, useSession } from '../api/hooks.ts';
import { logOut } from '../api/live.ts';
import {
  AuditIcon,
  DeviceIcon,
  GuideIcon,
  HallIcon,
  HeartIcon,
  LeaveIcon,
  Mark,
  OfflineIcon,
  PeopleIcon,
  PersonIcon,
  SessionsIcon,
  ShieldIcon,
  WindowIcon,
} from '../icons/icons.tsx';
import { rememberHall } from '../login/remembered-hall.ts';
import { ProfileDialog } from '../profile/profile-dialog.tsx';
import { LanguageToggle, useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { COMMON, CONSOLE, ROLE_WORDS, t } from '../words/words.ts';
import styles from './frame.module.css';

const NAV = {
  windows: { to: '/windows', icon: <WindowIcon />, name: t('窗口', 'Window') },
  guide: { to: '/guide', icon: <GuideIcon />, name: t('导办', 'Guide desk') },
  manager: { to: '/manager', icon: <HallIcon />, name: t('大厅', 'Hall') },
  devices: { to: '/devices', icon: <DeviceIcon />, name: t('设备', 'Devices') },
  health: { to: '/health', icon: <HeartIcon />, name: t('运行状况', 'Health') },
  accounts: { to: '/accounts', icon: <PeopleIcon />, name: t('账号', 'Accounts') },
  sessions: { to: '/sessions', icon: <SessionsIcon />, name: t('会话', 'Sessions') },
  audit: { to: '/audit', icon: <AuditIcon />, name: t('审计', 'Audit') },
} as const satisfies Record<PageName, unknown>;

/** The bar above every page: where am I, what else, who am I, is the line alive. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const { say, language } = useSpeech();
  const lostSince = useLostSince();
  const hall = useCatalogue().data?.hall;
  const pages = pagesFor(session.roles);
  const [profile, setProfile] = useState(false);
  const name = language === 'zh' ? session.name : session.nameEn;
  useEffect(() => {
    if (hall) rememberHall(hall);
    document.title = hall ? `${say(hall)} · ${say(CONSOLE)}` : say(CONSOLE);
  }, [hall, say]);
  return (
    <>
      <header className={styles['bar']}>
        <Mark size={30} />
        <span className={styles['hall']}>{hall ? say(hall) : say(CONSOLE)}</span>
        {session.demo && <span className={styles['demo']}>{say(COMMON.demo)}</span>}
        <nav aria-label={say(t('页面', 'Pages'))} className={styles['nav']}>
          {pages.map((page) => (
            <NavLink
              key={page}
              to={NAV[page].to}
              data-testid={`nav-${page}`}
              className={styles['link'] ?? ''}
            >
              {NAV[page].icon}
              <span>{say(NAV[page].name)}</span>
            </NavLink>
          ))}
        </nav>
        <div className={styles['right']}>
          <span className={lostSince === null ? styles['alive'] : styles['lost']} data-testid="line">
            <i aria-hidden="true" />
            <span>{say(lostSince === null ? t('在线', 'Online') : t('断线', 'Offline'))}</span>
          </span>
          <LanguageToggle className={styles['language']} />
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                {
                  key: 'who',
                  disabled: true,
                  label: `${name} · ${session.roles.map((role) => say(ROLE_WORDS[role])).join(language === 'zh' ? '、' : ', ')}`,
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
        </div>
      </header>
      <ProfileDialog open={profile} close={() => setProfile(false)} />
      <main className={styles['main']} data-offline={lostSince !== null}>
        {children}
      </main>
      {/* At the foot, so that nothing a hand is reaching for moves. */}
      {lostSince !== null && (
        <div className={styles['offline']} role="alert" data-testid="offline">
          <OfflineIcon size={22} />
          <span>
            <b>
              {say(
                t(`连接中断，始于 ${clockTime(lostSince)}`, `Connection lost since ${clockTime(lostSince)}`),
              )}
            </b>
            <span>
              {say(t('画面可能已旧，正在自动重连。', 'What you see may be old. Reconnecting by itself.'))}
            </span>
          </span>
        </div>
      )}
    </>
  );
}
