import { ERRORS } from '@hall/shared/contracts/errors';
import type { DemoSurfaces } from '@hall/shared/contracts/feed';
import { ROLES, type Role } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useId, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { LoggedOutCode } from '../api/client.ts';
import type { Failure } from '../api/failure.ts';
import { logIn, readSetup, readSurfaces } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { COMMON, CONSOLE, PRODUCT, ROLE_WORDS, t } from '../words/words.ts';
import { Front } from './front.tsx';
import styles from './login.module.css';
import { pickLogins } from './pick-logins.ts';
import { rememberedHall } from './remembered-hall.ts';

const WORDS = {
  username: t('用户名', 'User name'),
  password: t('密码', 'Password'),
  submit: t('登录', 'Log in'),
  accounts: t('演示账号，点一下即登录', 'Demo accounts: one click logs in'),
  code: t('动态验证码', 'Code'),
  codeHint: t(
    '请打开手机上的验证器应用，输入六位数字；也可以用一个恢复码。',
    'Open your authenticator app and type its six digits, or use a recovery code.',
  ),
  back: t('换一个账号', 'Another account'),
} as const;

/** Why the person is here again. */
const ENDED: Readonly<Record<LoggedOutCode, Text>> = {
  NOT_LOGGED_IN: t('登录已结束，请重新登录。', 'You have been logged out. Please log in again.'),
  SESSION_EXPIRED: ERRORS.SESSION_EXPIRED.text,
  SESSION_ENDED: ERRORS.SESSION_ENDED.text,
};

function sayFailure(failure: Failure): Text {
  if (failure.kind === 'network') {
    return t(
      '连不上大厅服务器，请检查网络后重试。',
      'The hall server cannot be reached. Check the network and try again.',
    );
  }
  const minutes = failure.code === 'ACCOUNT_LOCKED' ? Number(failure.details?.['minutes']) : Number.NaN;
  if (!Number.isFinite(minutes)) return failure.text;
  return t(
    `多次输错，该用户名暂停登录，请 ${minutes} 分钟后再试，或请系统管理员解锁。`,
    `Too many wrong tries: this name is locked for ${minutes} min. Try later, or ask the administrator.`,
  );
}

type Login = DemoSurfaces['logins'][number];

export function LoginPage({ why = null }: { readonly why?: LoggedOutCode | null }) {
  const { say } = useSpeech();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  /** The second factor is asked for once name and password were right. */
  const [code, setCode] = useState<string | null>(null);
  const go = useNavigate();
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
    void readSetup().then((open) => {
      if (here && open) void go('/setup', { replace: true });
    });
    void readSurfaces().then((answer) => {
      if (here && answer.ok && answer.value) setLogins(answer.value.logins);
    });
    return () => {
      here = false;
    };
  }, [go]);

  async function enter(name: string, secret: string, second?: string) {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const failure = await logIn(name, secret, second);
    // After a success this page is gone.
    if (!failure) return;
    setBusy(false);
    if (failure.kind === 'problem' && failure.code === 'TOTP_NEEDED') {
      setUsername(name);
      setPassword(secret);
      setCode('');
      return;
    }
    if (second !== undefined) setCode('');
    setProblem(sayFailure(failure));
  }

  function choose(login: Login) {
    setUsername(login.username);
    setPassword(login.password);
    void enter(login.username, login.password);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    void enter(username.trim(), password, code === null ? undefined : code.trim());
  }

  return (
    <Front
      title={hall ?? PRODUCT}
      under={CONSOLE}
      notice={
        why && (
          <p className={styles['notice']} role="status" data-testid="ended">
            {say(ENDED[why])}
          </p>
        )
      }
    >
      <form className={styles['form']} onSubmit={submit}>
        {code === null ? (
          <>
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
          </>
        ) : (
          <>
            <p className={styles['hint']}>{say(WORDS.codeHint)}</p>
            <label htmlFor={`${ids}c`}>{say(WORDS.code)}</label>
            <Input
              id={`${ids}c`}
              size="large"
              autoFocus
              autoComplete="one-time-code"
              autoCapitalize="none"
              spellCheck={false}
              required
              minLength={6}
              maxLength={20}
              value={code}
              onChange={(event) => setCode(event.target.value)}
              data-testid="login-code"
            />
          </>
        )}
        <p className={styles['problem']} role="alert" data-testid="login-problem">
          {problem && say(problem)}
        </p>
        <Button type="primary" size="large" block htmlType="submit" loading={busy} data-testid="login-submit">
          {say(WORDS.submit)}
        </Button>
        {code !== null && (
          <Button
            type="link"
            block
            onClick={() => {
              setCode(null);
              setPassword('');
              setProblem(null);
            }}
          >
            {say(WORDS.back)}
          </Button>
        )}
      </form>
      {logins.length > 0 && code === null && (
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
    </Front>
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
