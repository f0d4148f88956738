import type { Account, OneTimePassword } from '@hall/shared/contracts/accounts';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useSession } from '../api/hooks.ts';
import { Empty, Failed, Loading } from '../frame/states.tsx';
import { SearchIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { sayMoment } from '../words/say-time.ts';
import { ROLE_WORDS, t } from '../words/words.ts';
import { AccountDrawer } from './account-drawer.tsx';
import styles from './accounts.module.css';
import { matchesAccount } from './match-account.ts';
import { OneTimePasswordDialog } from './one-time-password.tsx';
import { useAccounts } from './use-accounts.ts';

const WORDS = {
  title: t('账号', 'Accounts'),
  lead: t(
    '业务、监察、系统管理分属不同的人；一次性密码只显示一次。',
    'Running, auditing and administering belong to different people. One-time passwords are shown once.',
  ),
  search: t('姓名或用户名', 'Name or user name'),
  create: t('新建账号', 'New account'),
  person: t('人员', 'Person'),
  roles: t('角色', 'Roles'),
  state: t('状态', 'State'),
  sessions: t('在线', 'Sessions'),
  changed: t('最近变更', 'Last change'),
  edit: t('管理', 'Manage'),
  action: t('操作', 'Action'),
  none: t('没有符合的账号', 'No such account'),
  disabled: t('已停用', 'Disabled'),
  locked: t('已锁定', 'Locked'),
  noPassword: t('未发密码', 'No password yet'),
  oneTime: t('待改密码', 'Must change password'),
  active: t('正常', 'Active'),
  totp: t('两步验证', 'Two-step'),
} as const;

/** Who may log in, as which. For the administrator. */
export function AccountsPage() {
  const { say } = useSpeech();
  const accounts = useAccounts();
  const [search, setSearch] = useState('');
  const [editing, setEditing] = useState<Account | 'new' | null>(null);
  const [given, setGiven] = useState<OneTimePassword | null>(null);
  if (accounts.isPending) return <Loading />;
  if (!accounts.data)
    return <Failed text={accounts.error.failure.text} retry={() => void accounts.refetch()} />;
  const shown = accounts.data.filter((account) => matchesAccount(account, search));
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div>
          <h1>
            {say(WORDS.title)}
            <small>{say(t(`${accounts.data.length} 个`, `${accounts.data.length} in all`))}</small>
          </h1>
          <p>{say(WORDS.lead)}</p>
        </div>
        <div className={styles['tools']}>
          <Input
            allowClear
            prefix={<SearchIcon size={18} />}
            aria-label={say(WORDS.search)}
            placeholder={say(WORDS.search)}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            style={{ width: 220 }}
            data-testid="account-search"
          />
          <Button type="primary" onClick={() => setEditing('new')} data-testid="account-new">
            {say(WORDS.create)}
          </Button>
        </div>
      </header>
      {shown.length === 0 ? (
        <Empty text={WORDS.none} />
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{say(WORDS.person)}</th>
              <th scope="col">{say(WORDS.roles)}</th>
              <th scope="col">{say(WORDS.state)}</th>
              <th scope="col">{say(WORDS.sessions)}</th>
              <th scope="col">{say(WORDS.changed)}</th>
              <th scope="col">
                <span className="hidden-to-eyes">{say(WORDS.action)}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((account) => (
              <Row key={account.username} account={account} edit={() => setEditing(account)} />
            ))}
          </tbody>
        </table>
      )}
      <AccountDrawer
        account={editing}
        close={() => setEditing(null)}
        changed={() => void accounts.refetch()}
        given={setGiven}
      />
      <OneTimePasswordDialog given={given} close={() => setGiven(null)} />
    </div>
  );
}

function Row({ account, edit }: { readonly account: Account; readonly edit: () => void }) {
  const { say, language } = useSpeech();
  const own = useSession().username === account.username;
  return (
    <tr data-state={account.state} data-testid={`account-${account.username}`}>
      <td>
        <b>{language === 'zh' ? account.name : account.nameEn}</b>
        <small>
          {account.username}
          {own && ` · ${say(t('本人', 'you'))}`}
        </small>
      </td>
      <td>
        <span className={styles['chips']}>
          {account.roles.map((role) => (
            <span key={role} className={styles['chip']}>
              {say(ROLE_WORDS[role])}
            </span>
          ))}
        </span>
      </td>
      <td>
        <span className={styles['chips']}>
          <State account={account} />
          {account.totp && (
            <span className={styles['chip']} data-tone="action">
              {say(WORDS.totp)}
            </span>
          )}
        </span>
      </td>
      <td className="number">{account.sessions === 0 ? '–' : account.sessions}</td>
      <td>
        <span className="number">{say(sayMoment(account.changedAt, Date.now()))}</span>
        <small>
          {account.changedBy === 'config' ? say(t('配置文件', 'configuration')) : account.changedBy}
        </small>
      </td>
      <td className={styles['act']}>
        <Button size="small" onClick={edit} data-testid={`edit-${account.username}`}>
          {say(WORDS.edit)}
          <span className="hidden-to-eyes"> {account.username}</span>
        </Button>
      </td>
    </tr>
  );
}

function State({ account }: { readonly account: Account }) {
  const { say } = useSpeech();
  const chip = (tone: string, text: keyof typeof WORDS) => (
    <span className={styles['chip']} data-tone={tone}>
      {say(WORDS[text])}
    </span>
  );
  if (account.state === 'disabled') return chip('none', 'disabled');
  if (account.lockedUntil !== null) return chip('stop', 'locked');
  if (account.password === 'none') return chip('wait', 'noPassword');
  if (account.password === 'one-time') return chip('wait', 'oneTime');
  return chip('good', 'active');
}
