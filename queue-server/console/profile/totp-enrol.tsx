import type { Text } from '@hall/shared/contracts/text';
import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './profile.module.css';
import { Qr } from './qr.tsx';

const WORDS = {
  password: t('先输入当前密码', 'Your present password first'),
  begin: t('开始绑定', 'Set it up'),
  scan: t(
    '用手机上的验证器应用（如微信小程序里的验证器、Microsoft Authenticator）扫这个码：',
    'Scan this with an authenticator app on your phone (such as Microsoft Authenticator):',
  ),
  type: t('扫不了？手动输入密钥', 'Cannot scan? Type this key'),
  qr: t('绑定用的二维码', 'QR code for setting it up'),
  code: t('应用上显示的六位数字', 'The six digits that the app shows'),
  confirm: t('确认', 'Confirm'),
  saved: t('两步验证已开启', 'Two-step login is on'),
  recovery: t(
    '下面的恢复码每个只能用一次，手机不在时可代替验证码。现在就抄下或打印，收好；以后不再显示。',
    'Each of these recovery codes works once in place of the app. Write them down now: they are not shown again.',
  ),
  done: t('我已收好', 'I have kept them'),
} as const;

type Step =
  | { readonly at: 'password' }
  | { readonly at: 'scan'; readonly uri: string; readonly secret: string }
  | { readonly at: 'recovery'; readonly codes: readonly string[] };

/** Password, QR code, first code, recovery codes. `done` once the person has kept those. */
export function TotpEnrol({ done }: { readonly done: () => void }) {
  const { say } = useSpeech();
  const ids = useId();
  const [step, setStep] = useState<Step>({ at: 'password' });
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    if (step.at === 'password') {
      const answer = await client.command('totp.begin', { password: typed });
      if (answer.ok) setStep({ at: 'scan', ...answer.value });
      else setProblem(answer.error.text);
    } else {
      const answer = await client.command('totp.confirm', { code: typed.replaceAll(/\s/g, '') });
      if (answer.ok) setStep({ at: 'recovery', codes: answer.value.recoveryCodes });
      else setProblem(answer.error.text);
    }
    setTyped('');
    setBusy(false);
  }

  if (step.at === 'recovery') {
    return (
      <div className={styles['form']}>
        <p className={styles['good']} role="status">
          {say(WORDS.saved)}
        </p>
        <p className={styles['rule']}>{say(WORDS.recovery)}</p>
        <ol className={styles['codes']} data-testid="recovery-codes">
          {step.codes.map((code) => (
            <li key={code} className="number">
              {code}
            </li>
          ))}
        </ol>
        <Button type="primary" size="large" onClick={done} data-testid="recovery-kept">
          {say(WORDS.done)}
        </Button>
      </div>
    );
  }
  return (
    <form className={styles['form']} onSubmit={submit} key={step.at}>
      {step.at === 'scan' && (
        <>
          <p className={styles['rule']}>{say(WORDS.scan)}</p>
          <Qr text={step.uri} size={208} label={say(WORDS.qr)} />
          <details className={styles['secret']}>
            <summary>{say(WORDS.type)}</summary>
            <code data-testid="totp-secret">{step.secret.match(/.{1,4}/g)?.join(' ')}</code>
          </details>
        </>
      )}
      <label htmlFor={`${ids}t`}>{say(step.at === 'password' ? WORDS.password : WORDS.code)}</label>
      {step.at === 'password' ? (
        <Input.Password
          id={`${ids}t`}
          size="large"
          autoComplete="current-password"
          required
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          data-testid="totp-password"
        />
      ) : (
        <Input
          id={`${ids}t`}
          size="large"
          autoFocus
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maxLength={7}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          data-testid="totp-code"
        />
      )}
      <p className={styles['problem']} role="alert" data-testid="totp-problem">
        {problem && say(problem)}
      </p>
      <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="totp-next">
        {say(step.at === 'password' ? WORDS.begin : WORDS.confirm)}
      </Button>
    </form>
  );
}
