import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useSession } from '../api/hooks.ts';
import { logOut, refreshSession } from '../api/live.ts';
import { Front } from '../login/front.tsx';
import { useSpeech } from '../words/language.tsx';
import { COMMON, t } from '../words/words.ts';
import { PasswordForm } from './password-form.tsx';
import { TotpEnrol } from './totp-enrol.tsx';

const WORDS = {
  password: t('设置自己的密码', 'Choose your own password'),
  passwordUnder: t('一次性密码只能用来进这一步。', 'The one-time password is good for this step only.'),
  totp: t('绑定两步验证', 'Set up two-step login'),
  totpUnder: t('本大厅要求您的账号使用动态验证码。', 'This hall asks your account for a second factor.'),
} as const;

function Forced({ title, under, children }: { title: Text; under: Text; children: ReactNode }) {
  const { say, language } = useSpeech();
  const session = useSession();
  const name = language === 'zh' ? session.name : session.nameEn;
  return (
    <Front
      title={title}
      under={{ zh: `${name}，${under.zh}`, en: `${name}: ${under.en}` }}
      demo={session.demo}
    >
      {children}
      <Button type="link" onClick={() => void logOut()} data-testid="logout">
        {say(COMMON.logout)}
      </Button>
    </Front>
  );
}

/** Nothing else is open before the one-time password is replaced. */
export function ForcedPasswordPage() {
  return (
    <Forced title={WORDS.password} under={WORDS.passwordUnder}>
      <PasswordForm oneTime done={() => void refreshSession()} />
    </Forced>
  );
}

export function ForcedTotpPage() {
  return (
    <Forced title={WORDS.totp} under={WORDS.totpUnder}>
      <TotpEnrol done={() => void refreshSession()} />
    </Forced>
  );
}
