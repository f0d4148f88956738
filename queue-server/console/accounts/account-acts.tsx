import type { Account, OneTimePassword } from '@hall/shared/contracts/accounts';
import type { Text } from '@hall/shared/contracts/text';
import { Button, Popconfirm } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Failure } from '../api/failure.ts';
import { useSession } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { COMMON, t } from '../words/words.ts';
import styles from './accounts.module.css';

const WORDS = {
  own: t(
    '自己的密码和两步验证在右上角“账号安全”里改；停用自己要请另一位系统管理员。',
    'Your own password and second factor are under “Account and security”; another administrator does the rest.',
  ),
  unlock: t('解除锁定', 'Unlock'),
  password: t('发一次性密码', 'Give a one-time password'),
  passwordSure: t(
    '原密码立即失效，其登录全部结束。',
    'The present password ends now, and so do all sessions.',
  ),
  totp: t('解除两步验证', 'Take away the second factor'),
  totpSure: t('请先确认是本人丢失了手机。', 'Make sure that it is really this person who lost the phone.'),
  disable: t('停用账号', 'Disable the account'),
  disableSure: t('其登录立即全部结束。', 'All sessions end at once.'),
  enable: t('恢复启用', 'Enable again'),
  yes: t('确定', 'Yes'),
} as const;

interface AccountActsProps {
  readonly account: Account;
  readonly done: () => void;
  readonly given: (password: OneTimePassword) => void;
}

/** What an administrator does to somebody else's account; the weighty acts ask once more. */
export function AccountActs({ account, done, given }: AccountActsProps) {
  const { say } = useSpeech();
  const own = useSession().username === account.username;
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Text | null>(null);
  const { username } = account;

  async function act(name: string, send: () => Promise<{ ok: true } | { ok: false; error: Failure }>) {
    setBusy(name);
    setProblem(null);
    const answer = await send();
    setBusy(null);
    if (answer.ok) done();
    else setProblem(answer.error.text);
  }
  const change = (state: Account['state']) => () => client.command('account.change', { username, state });
  const giveOneTimePassword = async () => {
    setBusy('password');
    const answer = await client.command('account.reset-password', { username });
    setBusy(null);
    if (answer.ok) given(answer.value);
    else setProblem(answer.error.text);
  };
  const sure = (text: Text, confirmed: () => void, button: ReactNode) => (
    <Popconfirm
      title={say(text)}
      okText={say(WORDS.yes)}
      cancelText={say(COMMON.cancel)}
      onConfirm={confirmed}
      placement="topLeft"
    >
      {button}
    </Popconfirm>
  );

  if (own) {
    return (
      <div className={styles['acts']}>
        <p>{say(WORDS.own)}</p>
      </div>
    );
  }
  return (
    <div className={styles['acts']}>
      {account.lockedUntil !== null && (
        <Button
          loading={busy === 'unlock'}
          onClick={() => void act('unlock', () => client.command('account.unlock', { username }))}
          data-testid="account-unlock"
        >
          {say(WORDS.unlock)}
        </Button>
      )}
      {account.password === 'none' ? (
        <Button
          loading={busy === 'password'}
          onClick={() => void giveOneTimePassword()}
          data-testid="account-password"
        >
          {say(WORDS.password)}
        </Button>
      ) : (
        sure(
          WORDS.passwordSure,
          () => void giveOneTimePassword(),
          <Button loading={busy === 'password'} data-testid="account-password">
            {say(WORDS.password)}
          </Button>,
        )
      )}
      {account.totp &&
        sure(
          WORDS.totpSure,
          () => void act('totp', () => client.command('account.reset-totp', { username })),
          <Button loading={busy === 'totp'} data-testid="account-totp">
            {say(WORDS.totp)}
          </Button>,
        )}
      {account.state === 'active' ? (
        sure(
          WORDS.disableSure,
          () => void act('state', change('disabled')),
          <Button danger loading={busy === 'state'} data-testid="account-disable">
            {say(WORDS.disable)}
          </Button>,
        )
      ) : (
        <Button
          loading={busy === 'state'}
          onClick={() => void act('state', change('active'))}
          data-testid="account-enable"
        >
          {say(WORDS.enable)}
        </Button>
      )}
      <p className={styles['problem']} role="alert">
        {problem && say(problem)}
      </p>
    </div>
  );
}
