import type { Result } from '@hall/shared/contracts/result';
import {
  SETTINGS_REASONS,
  type SettingsMade,
  type SettingsProposal,
  type SettingsReason,
  type SettingsView,
} from '@hall/shared/contracts/settings';
import type { Text } from '@hall/shared/contracts/text';
import { Button, Drawer } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import type { Failure } from '../api/failure.ts';
import { Loading } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { COMMON, t } from '../words/words.ts';
import { ChangeList } from './change-list.tsx';
import type { Document } from './draft.ts';
import type { Places } from './places.ts';
import { PreviewProblems } from './preview-problems.tsx';
import { placed } from './problems.ts';
import { styles } from './styles.ts';
import { useCheck } from './use-check.ts';
import { useSaved } from './use-settings.ts';
import { instantOf, type When, WhenField } from './when-field.tsx';
import { REASON_WORDS } from './words.ts';

const WORDS = {
  why: t('原因', 'Why'),
  same: t('与现行设置没有差别，不用保存。', 'It says what is in force already: nothing to save.'),
  stale: t(
    '有人刚保存了新版本，已重新比对，请核对。',
    'Somebody has just saved a newer version: please look again.',
  ),
} as const;

interface PreviewDrawerProps {
  readonly title: Text;
  readonly action: Text;
  readonly view: SettingsView;
  /** What is previewed, for an instant or at once. */
  readonly proposal: (effectiveAt: number | null) => SettingsProposal;
  readonly make: (
    effectiveAt: number | null,
    reason: SettingsReason,
  ) => Promise<Result<SettingsMade, Failure>>;
  /** The document as it is to be, where it is known. */
  readonly after?: Document;
  readonly places: Places;
  readonly usualReason: SettingsReason;
  readonly goTo: (path: string) => void;
  readonly close: () => void;
  readonly saved: (made: SettingsMade) => void;
  /** What must be said before all else. */
  readonly notice?: ReactNode;
}

/** What a change would do, from when, and why; only from here it is made. */
export function PreviewDrawer(props: PreviewDrawerProps) {
  const { title, action, view, proposal, make, after, places, usualReason, goTo, close, saved, notice } =
    props;
  const { say } = useSpeech();
  const refresh = useSaved();
  const id = useId();
  const [when, setWhen] = useState<When>(null);
  const [reason, setReason] = useState<SettingsReason>(usualReason);
  const [problem, setProblem] = useState<Text | null>(null);
  const [busy, setBusy] = useState(false);
  const [again, setAgain] = useState(0);
  const at = instantOf(when);
  const sound = at === null || at > view.at;
  const check = useCheck(sound ? proposal(at) : null, 0, again);
  const { preview } = check;
  const stale = preview?.stale === true;
  useEffect(() => {
    if (stale) void refresh();
  }, [stale, refresh]);

  async function save() {
    setBusy(true);
    const answer = await make(at, reason);
    setBusy(false);
    if (answer.ok) return saved(answer.value);
    setProblem(
      answer.error.kind === 'problem' && answer.error.code === 'SETTINGS_STALE'
        ? WORDS.stale
        : answer.error.text,
    );
    await refresh();
    setAgain((before) => before + 1);
  }

  const refused = preview?.effects.some(({ weight }) => weight === 'refused');
  const same = preview !== null && preview.changes.length === 0 && preview.problems.length === 0;
  return (
    <Drawer
      open
      title={say(title)}
      onClose={close}
      size={560}
      closable={{ 'aria-label': say(COMMON.close) }}
      data-testid="preview-drawer"
    >
      {notice}
      {preview === null && check.problem === null && sound && <Loading />}
      <div className={`${styles['preview']} ${styles['inputs']}`} aria-busy={check.busy}>
        {check.problem && (
          <p className={styles['warning']} role="alert" data-testid="preview-failed">
            {say(check.problem)}{' '}
            <Button size="small" onClick={() => setAgain(again + 1)}>
              {say(COMMON.retry)}
            </Button>
          </p>
        )}
        {preview && (
          <>
            {same && <p>{say(WORDS.same)}</p>}
            {preview.changes.length > 0 && (
              <ChangeList
                changes={preview.changes}
                more={preview.moreChanges}
                places={places}
                before={view.document}
                {...(after ? { after } : {})}
              />
            )}
            {stale && <p className={styles['warning']}>{say(WORDS.stale)}</p>}
            {preview.problems.length > 0 && (
              <PreviewProblems
                problems={placed(preview.problems, after ?? view.document)}
                places={places}
                goTo={goTo}
              />
            )}
            {preview.effects.length > 0 && (
              <ul className={styles['effects']} data-testid="preview-effects">
                {preview.effects.map((effect) => (
                  <li key={`${effect.kind} ${effect.subject}`} data-weight={effect.weight}>
                    {say(effect.says)}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
        {(preview !== null || !sound) && (
          <>
            <WhenField when={when} now={view.at} change={setWhen} />
            <div className={styles['field']}>
              <label className={styles['name']} htmlFor={id}>
                {say(WORDS.why)}
              </label>
              <select
                id={id}
                value={reason}
                data-testid="reason"
                onChange={({ target }) => setReason(target.value as SettingsReason)}
              >
                {SETTINGS_REASONS.map((one) => (
                  <option key={one} value={one}>
                    {say(REASON_WORDS[one])}
                  </option>
                ))}
              </select>
            </div>
            {problem && (
              <p className={styles['wrong']} role="alert" data-testid="settings-problem">
                {say(problem)}
              </p>
            )}
            <Button
              type="primary"
              size="large"
              block
              loading={busy}
              disabled={!sound || check.busy || preview?.possible !== true || same || refused === true}
              onClick={() => void save()}
              data-testid="save"
            >
              {say(action)}
            </Button>
          </>
        )}
      </div>
    </Drawer>
  );
}
