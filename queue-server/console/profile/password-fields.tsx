import type { Text } from '@hall/shared/contracts/text';
import { Input } from 'antd';
import { useId } from 'react';
import type { Failure } from '../api/failure.ts';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './profile.module.css';

const WORDS = {
  next: t('新密码', 'New password'),
  again: t('再输一遍', 'Once more'),
  rule: t(
    '至少 10 个字符，可以是一句好记的话；不用常见密码，不含用户名和大厅名。',
    'At least 10 characters; a sentence is fine. No common password, no user or hall name.',
  ),
  differs: t('两次输入不一样。', 'The two are not the same.'),
} as const;

const REASONS: Readonly<Record<string, Text>> = {
  short: t('太短：至少 10 个字符。', 'Too short: at least 10 characters.'),
  long: t('太长：最多 128 个字符。', 'Too long: at most 128 characters.'),
  common: t('太常见，容易被猜到，请换一个。', 'Too common and easy to guess. Please choose another.'),
  name: t('不能以用户名或大厅名为主，请换一个。', 'Do not build it from the user or hall name.'),
  reused: t('最近用过，请换一个没用过的。', 'Used recently. Please choose a new one.'),
};

/** Words for a refused change; a weak password says what is weak about it. */
export function sayPasswordFailure(failure: Failure): Text {
  const reason = failure.kind === 'problem' ? failure.details?.['reason'] : undefined;
  return (typeof reason === 'string' ? REASONS[reason] : undefined) ?? failure.text;
}

export interface NewPassword {
  readonly next: string;
  readonly again: string;
}

/** What speaks against sending it, or null. */
export function newPasswordProblem({ next, again }: NewPassword): Text | null {
  return next === again ? null : WORDS.differs;
}

interface NewPasswordFieldsProps {
  readonly value: NewPassword;
  readonly onChange: (value: NewPassword) => void;
}

/** A new password, twice. It may be pasted and shown (NIST SP 800-63B): password managers are welcome. */
export function NewPasswordFields({ value, onChange }: NewPasswordFieldsProps) {
  const { say } = useSpeech();
  const ids = useId();
  return (
    <>
      <label htmlFor={`${ids}n`}>{say(WORDS.next)}</label>
      <Input.Password
        id={`${ids}n`}
        size="large"
        autoComplete="new-password"
        aria-describedby={`${ids}r`}
        required
        maxLength={200}
        value={value.next}
        onChange={(event) => onChange({ ...value, next: event.target.value })}
        data-testid="password-next"
      />
      <p id={`${ids}r`} className={styles['rule']}>
        {say(WORDS.rule)}
      </p>
      <label htmlFor={`${ids}a`}>{say(WORDS.again)}</label>
      <Input.Password
        id={`${ids}a`}
        size="large"
        autoComplete="new-password"
        required
        maxLength={200}
        value={value.again}
        onChange={(event) => onChange({ ...value, again: event.target.value })}
        data-testid="password-again"
      />
    </>
  );
}
