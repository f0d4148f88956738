import type { Text } from '@hall/shared/contracts/text';
import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { NewPasswordFields, newPasswordProblem, sayPasswordFailure } from './password-fields.tsx';
import styles from './profile.module.css';

const WORDS = {
  current: t('当前密码', 'Present password'),
  oneTime: t('管理员给的一次性密码', 'One-time password from the administrator'),
  save: t('保存新密码', 'Save the new password'),
} as const;

interface PasswordFormProps {
  /** The present one was given by an administrator. */
  readonly oneTime?: boolean;
  readonly done: () => void;
}

export function PasswordForm({ oneTime = false, done }: PasswordFormProps) {
  const { say } = useSpeech();
  const ids = useId();
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState({ next: '', again: '' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const differs = newPasswordProblem(fresh);
    setProblem(differs);
    if (differs || busy) return;
    setBusy(true);
    const answer = await client.command('password.change', { current, next: fresh.next });
    setBusy(false);
    if (!answer.ok) return setProblem(sayPasswordFailure(answer.error));
    setCurrent('');
    setFresh({ next: '', again: '' });
    done();
  }

  return (
    <form className={styles['form']} onSubmit={submit} data-testid="password-form">
      <label htmlFor={`${ids}c`}>{say(oneTime ? WORDS.oneTime : WORDS.current)}</label>
      <Input.Password
        id={`${ids}c`}
        size="large"
        autoFocus
        autoComplete="current-password"
        required
        maxLength={200}
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        data-testid="password-current"
      />
      <NewPasswordFields value={fresh} onChange={setFresh} />
      <p className={styles['problem']} role="alert" data-testid="password-problem">
        {problem && say(problem)}
      </p>
      <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="password-save">
        {say(WORDS.save)}
      </Button>
    </form>
  );
}
