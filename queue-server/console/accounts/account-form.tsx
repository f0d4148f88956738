import type { Account, OneTimePassword } from '@hall/shared/contracts/accounts';
import { ERRORS } from '@hall/shared/contracts/errors';
import { ROLES, type Role } from '@hall/shared/contracts/hall-config';
import { DUTY_OF, type Duty, separationProblem } from '@hall/shared/contracts/roles';
import type { Text } from '@hall/shared/contracts/text';
import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useSession } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { ROLE_WORDS, t } from '../words/words.ts';
import styles from './accounts.module.css';

const WORDS = {
  username: t('用户名', 'User name'),
  usernameHint: t(
    '小写字母开头，可用小写字母、数字、点和短横；以后不能改。',
    'Lower-case letters, digits, dots and dashes; cannot be changed later.',
  ),
  name: t('姓名', 'Name'),
  nameEn: t('英文或拼音姓名', 'Name in Latin letters'),
  roles: t('角色（同一类可以多选）', 'Roles (several of one kind)'),
  ownRoles: t('自己的角色由另一位系统管理员改。', 'Your own roles are for another administrator to change.'),
  save: t('保存', 'Save'),
  create: t('新建并生成一次性密码', 'Create, with a one-time password'),
} as const;

const DUTIES: Readonly<Record<Duty, Text>> = {
  runs: t('业务', 'Running the hall'),
  audits: t('监察', 'Auditing'),
  administers: t('系统管理', 'Administering'),
};

interface AccountFormProps {
  /** Null for a new one. */
  readonly account: Account | null;
  readonly done: () => void;
  readonly given: (password: OneTimePassword) => void;
}

export function AccountForm({ account, done, given }: AccountFormProps) {
  const { say } = useSpeech();
  const own = useSession().username === account?.username;
  const ids = useId();
  const [username, setUsername] = useState('');
  const [name, setName] = useState(account?.name ?? '');
  const [nameEn, setNameEn] = useState(account?.nameEn ?? '');
  const [roles, setRoles] = useState<readonly Role[]>(account?.roles ?? ['clerk']);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);
  const united = separationProblem(roles);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || united || roles.length === 0) return;
    setBusy(true);
    setProblem(null);
    const fields = { name: name.trim(), nameEn: nameEn.trim() };
    if (account === null) {
      const answer = await client.command('account.create', { ...fields, username, roles: [...roles] });
      setBusy(false);
      return answer.ok ? given(answer.value) : setProblem(answer.error.text);
    }
    const answer = await client.command('account.change', {
      username: account.username,
      ...fields,
      ...(own ? {} : { roles: [...roles] }),
    });
    setBusy(false);
    if (answer.ok) done();
    else setProblem(answer.error.text);
  }

  return (
    <form className={styles['form']} onSubmit={submit}>
      {account === null && (
        <>
          <label htmlFor={`${ids}u`}>{say(WORDS.username)}</label>
          <Input
            id={`${ids}u`}
            required
            autoFocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={32}
            pattern="[a-z][a-z0-9._\-]{1,31}"
            aria-describedby={`${ids}h`}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
            data-testid="account-username"
          />
          <p id={`${ids}h`} className={styles['hint']}>
            {say(WORDS.usernameHint)}
          </p>
        </>
      )}
      <label htmlFor={`${ids}n`}>{say(WORDS.name)}</label>
      <Input
        id={`${ids}n`}
        required
        maxLength={40}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
        data-testid="account-name"
      />
      <label htmlFor={`${ids}e`}>{say(WORDS.nameEn)}</label>
      <Input
        id={`${ids}e`}
        required
        maxLength={60}
        autoComplete="off"
        value={nameEn}
        onChange={(event) => setNameEn(event.target.value)}
        data-testid="account-name-en"
      />
      <fieldset>
        <legend>{say(WORDS.roles)}</legend>
        <div className={styles['kinds']}>
          {(Object.keys(DUTIES) as Duty[]).map((duty) => (
            <div key={duty}>
              <span className={styles['kind']}>{say(DUTIES[duty])}</span>
              {ROLES.filter((role) => DUTY_OF[role] === duty).map((role) => (
                <Checkbox
                  key={role}
                  checked={roles.includes(role)}
                  disabled={own}
                  onChange={({ target }) =>
                    setRoles(target.checked ? [...roles, role] : roles.filter((other) => other !== role))
                  }
                  data-testid={`role-${role}`}
                >
                  {say(ROLE_WORDS[role])}
                </Checkbox>
              ))}
            </div>
          ))}
        </div>
        {own && <p className={styles['hint']}>{say(WORDS.ownRoles)}</p>}
      </fieldset>
      <p className={styles['problem']} role="alert" data-testid="account-problem">
        {united ? say(ERRORS.ROLES_CONFLICT.text) : problem && say(problem)}
      </p>
      <Button
        type="primary"
        htmlType="submit"
        loading={busy}
        disabled={united !== null || roles.length === 0}
        data-testid="account-save"
      >
        {say(account === null ? WORDS.create : WORDS.save)}
      </Button>
    </form>
  );
}
