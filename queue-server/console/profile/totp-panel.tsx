import type { Text } from '@hall/shared/contracts/text';
import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useSession } from '../api/hooks.ts';
import { client, refreshSession } from '../api/live.ts';
import { CheckIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './profile.module.css';
import { TotpEnrol } from './totp-enrol.tsx';

const WORDS = {
  on: t(
    '两步验证已开启：登录时除密码外还要输入动态验证码。',
    'Two-step login is on: besides the password you type a code.',
  ),
  off: t(
    '开启后，登录时除密码外还要输入手机上的动态验证码，别人知道密码也进不来。',
    'With it on, a login takes a code from your phone too: a stolen password alone opens nothing.',
  ),
  password: t('输入当前密码以关闭', 'Your password, to switch it off'),
  code: t('输入动态验证码或恢复码', 'A code of your app, or a recovery code'),
  remove: t('关闭两步验证', 'Switch it off'),
} as const;

export function TotpPanel() {
  const { say } = useSpeech();
  const { totp } = useSession();
  if (totp) return <Removal />;
  return (
    <>
      <p className={styles['lead']}>{say(WORDS.off)}</p>
      <TotpEnrol done={() => void refreshSession()} />
    </>
  );
}

function Removal() {
  const { say } = useSpeech();
  const ids = useId();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const answer = await client.command('totp.remove', { password, code: code.trim() });
    setBusy(false);
    setPassword('');
    setCode('');
    if (answer.ok) void refreshSession();
    else setProblem(answer.error.text);
  }

  return (
    <form className={styles['form']} onSubmit={submit}>
      <p className={styles['state']} data-testid="totp-on">
        <CheckIcon />
        {say(WORDS.on)}
      </p>
      <label htmlFor={`${ids}p`}>{say(WORDS.password)}</label>
      <Input.Password
        id={`${ids}p`}
        size="large"
        autoComplete="current-password"
        required
        maxLength={200}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <label htmlFor={`${ids}c`}>{say(WORDS.code)}</label>
      <Input
        id={`${ids}c`}
        size="large"
        autoComplete="one-time-code"
        required
        minLength={6}
        maxLength={20}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        data-testid="totp-remove-code"
      />
      <p className={styles['problem']} role="alert">
        {problem && say(problem)}
      </p>
      <Button danger size="large" htmlType="submit" loading={busy} data-testid="totp-remove">
        {say(WORDS.remove)}
      </Button>
    </form>
  );
}
