import type { Text } from '@hall/shared/contracts/text';
import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { completeSetup, logIn, readSetup } from '../api/live.ts';
import { Loading } from '../frame/states.tsx';
import { Front } from '../login/front.tsx';
import { NewPasswordFields, newPasswordProblem, sayPasswordFailure } from '../profile/password-fields.tsx';
import styles from '../profile/profile.module.css';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';

const WORDS = {
  title: t('首次设置', 'First set-up'),
  under: t('设立第一位系统管理员，只做这一次。', 'The first administrator, this once.'),
  code: t('设置码', 'Set-up code'),
  codeHint: t(
    '服务器启动时打印在屏幕上，也在密钥文件夹的 setup-code 文件里。24 小时内有效。',
    'The server prints it when it starts; it also lies in the file setup-code of the keys folder. Good for 24 hours.',
  ),
  username: t('用户名', 'User name'),
  usernameHint: t(
    '小写字母开头，可用小写字母、数字、点和短横。',
    'Lower-case letters, digits, dots and dashes; a letter first.',
  ),
  name: t('姓名', 'Name'),
  submit: t('完成设置', 'Finish'),
} as const;

/** The one page of an empty hall. Afterwards it leads to the login. */
export function SetupPage() {
  const { say } = useSpeech();
  const ids = useId();
  const go = useNavigate();
  const [open, setOpen] = useState<boolean | null>(null);
  const [fields, setFields] = useState({ code: '', username: '', name: '' });
  const [fresh, setFresh] = useState({ next: '', again: '' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);

  useEffect(() => {
    document.title = say(WORDS.title);
  }, [say]);
  useEffect(() => {
    let here = true;
    void readSetup().then((answer) => {
      if (!here) return;
      setOpen(answer);
      if (!answer) void go('/', { replace: true });
    });
    return () => {
      here = false;
    };
  }, [go]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const differs = newPasswordProblem(fresh);
    setProblem(differs);
    if (differs || busy) return;
    setBusy(true);
    const failure = await completeSetup({ ...fields, password: fresh.next });
    if (failure) {
      setBusy(false);
      setProblem(sayPasswordFailure(failure));
      return;
    }
    await go('/', { replace: true });
    await logIn(fields.username, fresh.next);
  }

  if (!open) return <Loading tall />;
  const field = (name: keyof typeof fields, label: Text, more: object, hint?: Text) => (
    <>
      <label htmlFor={ids + name}>{say(label)}</label>
      <Input
        id={ids + name}
        size="large"
        required
        value={fields[name]}
        onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
        data-testid={`setup-${name}`}
        {...(hint ? { 'aria-describedby': `${ids}${name}h` } : {})}
        {...more}
      />
      {hint && (
        <p id={`${ids}${name}h`} className={styles['rule']}>
          {say(hint)}
        </p>
      )}
    </>
  );
  const plain = { autoCapitalize: 'none', spellCheck: false };
  return (
    <Front title={WORDS.title} under={WORDS.under}>
      <form className={styles['form']} onSubmit={submit}>
        {field(
          'code',
          WORDS.code,
          { ...plain, autoFocus: true, autoComplete: 'off', maxLength: 40 },
          WORDS.codeHint,
        )}
        {field(
          'username',
          WORDS.username,
          { ...plain, autoComplete: 'username', maxLength: 32, pattern: '[a-z][a-z0-9._\\-]{1,31}' },
          WORDS.usernameHint,
        )}
        {field('name', WORDS.name, { autoComplete: 'name', maxLength: 40 })}
        <NewPasswordFields value={fresh} onChange={setFresh} />
        <p className={styles['problem']} role="alert" data-testid="setup-problem">
          {problem && say(problem)}
        </p>
        <Button type="primary" size="large" block htmlType="submit" loading={busy} data-testid="setup-submit">
          {say(WORDS.submit)}
        </Button>
      </form>
    </Front>
  );
}
