import type { DemoSurfaces } from '@hall/shared/contracts/feed';
import { ROLES, type Role } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useId, useMemo, useState } from 'react';
import { logIn, readSurfaces } from '../api/live.ts';
import { Mark } from '../icons/icons.tsx';
import { LanguageToggle, useSpeech } from '../words/language.tsx';
import { COMMON, CONSOLE, PRODUCT, ROLE_WORDS, t } from '../words/words.ts';
import styles from './login.module.css';
import { pickLogins } from './pick-logins.ts';
import { rememberedHall } from './remembered-hall.ts';

const WORDS = {
  username: t('用户名', 'User name'),
  password: t('密码', 'Password'),
  submit: t('登录', 'Log in'),
  accounts: t('演示账号，点一下即登录', 'Demo accounts: one click logs in'),
} as const;

type Login = DemoSurfaces['logins'][number];

export function LoginPage() {
  const { say } = useSpeech();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);
  const [logins, setLogins] = useState<readonly Login[]>([]);
  const ids = useId();
  const hall = rememberedHall();
  const { first, others } = useMemo(() => pickLogins(logins), [logins]);

  useEffect(() => {
    document.title = `${say(WORDS.submit)} · ${say(hall ?? CONSOLE)}`;
  });

  useEffect(() => {
    let here = true;
    void readSurfaces().then((answer) => {
      if (here && answer.ok && answer.value) setLogins(answer.value.logins);
    });
    return () => {
      here = false;
    };
  }, []);

  async function enter(name: string, secret: string) {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const failure = await logIn(name, secret);
    // After a success this page is gone.
    if (!failure) return;
    setBusy(false);
    setProblem(
      failure.kind === 'network'
        ? t(
            '连不上大厅服务器，请检查网络后重试。',
            'The hall server cannot be reached. Check the network and try again.',
          )
        : failure.text,
    );
  }

  function choose(login: Login) {
    setUsername(login.username);
    setPassword(login.password);
    void enter(login.username, login.password);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    void enter(username.trim(), password);
  }

  return (
    <main className={styles['page']}>
      <div className={styles['corner']}>
        <LanguageToggle className={styles['language']} />
      </div>
      <div className={styles['column']}>
        <Mark size={56} />
        <h1 className={styles['title']}>{say(hall ?? PRODUCT)}</h1>
        <p className={styles['under']}>{say(CONSOLE)}</p>
        <form className={styles['form']} onSubmit={submit}>
          <label htmlFor={`${ids}u`}>{say(WORDS.username)}</label>
          <Input
            id={`${ids}u`}
            size="large"
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={64}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
            data-testid="login-username"
          />
          <label htmlFor={`${ids}p`}>{say(WORDS.password)}</label>
          <Input.Password
            id={`${ids}p`}
            size="large"
            autoComplete="current-password"
            required
            maxLength={200}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            data-testid="login-password"
          />
          <p className={styles['problem']} role="alert" data-testid="login-problem">
            {problem && say(problem)}
          </p>
          <Button
            type="primary"
            size="large"
            block
            htmlType="submit"
            loading={busy}
            data-testid="login-submit"
          >
            {say(WORDS.submit)}
          </Button>
        </form>
        {logins.length > 0 && (
          <section className={styles['demo']} aria-labelledby={`${ids}d`}>
            <h2 id={`${ids}d`}>
              <span className={styles['chip']}>{say(COMMON.demo)}</span>
              {say(WORDS.accounts)}
            </h2>
            <Accounts logins={first} busy={busy} enter={choose} />
            {others.length > 0 && (
              <details className={styles['others']}>
                <summary data-testid="demo-others">
                  {say(t(`其余 ${others.length} 个账号`, `${others.length} more accounts`))}
                </summary>
                <Accounts logins={others} busy={busy} enter={choose} />
              </details>
            )}
          </section>
        )}
      </div>
    </main>
  );
}

interface AccountsProps {
  readonly logins: readonly Login[];
  readonly busy: boolean;
  readonly enter: (login: Login) => void;
}

function Accounts({ logins, busy, enter }: AccountsProps) {
  const { say } = useSpeech();
  return (
    <ul>
      {logins.map((login) => (
        <li key={login.username}>
          <button
            type="button"
            disabled={busy}
            data-testid={`demo-login-${login.username}`}
            onClick={() => enter(login)}
          >
            <b>{login.name}</b>
            <span>
              {login.roles
                .filter(isRole)
                .map((role) => say(ROLE_WORDS[role]))
                .join(' · ')}
            </span>
            <code>{login.username}</code>
          </button>
        </li>
      ))}
    </ul>
  );
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role);
}
