import type { Account, OneTimePassword } from '@hall/shared/contracts/accounts';
import { Drawer } from 'antd';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { AccountActs } from './account-acts.tsx';
import { AccountForm } from './account-form.tsx';

const WIDTH_PX = 440;

export interface AccountDrawerProps {
  readonly account: Account | 'new' | null;
  readonly close: () => void;
  readonly changed: () => void;
  readonly given: (password: OneTimePassword) => void;
}

/** One account: its fields, and what can be done to it. */
export function AccountDrawer({ account, close, changed, given }: AccountDrawerProps) {
  const { say, language } = useSpeech();
  const title =
    account === null
      ? ''
      : account === 'new'
        ? say(t('新建账号', 'New account'))
        : language === 'zh'
          ? account.name
          : account.nameEn;
  const done = () => {
    changed();
    close();
  };
  return (
    <Drawer open={account !== null} onClose={close} size={WIDTH_PX} title={title} destroyOnHidden>
      {account !== null && (
        <AccountForm
          key={account === 'new' ? 'new' : account.username}
          account={account === 'new' ? null : account}
          done={done}
          given={(password) => {
            done();
            given(password);
          }}
        />
      )}
      {account !== null && account !== 'new' && (
        <AccountActs
          account={account}
          done={done}
          given={(password) => {
            done();
            given(password);
          }}
        />
      )}
    </Drawer>
  );
}
