import type { SettingsVersion } from '@hall/shared/contracts/settings';
import type { Text } from '@hall/shared/contracts/text';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { client } from '../api/live.ts';
import { Failed, Loading } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { sayMoment } from '../words/say-time.ts';
import { COMMON, t } from '../words/words.ts';
import { ChangeList } from './change-list.tsx';
import { useEditing } from './editing.ts';
import { PreviewDrawer } from './preview-drawer.tsx';
import { styles } from './styles.ts';
import { useSaved, useSettingsHistory } from './use-settings.ts';
import { ORIGIN_WORDS, REASON_WORDS, STATE_WORDS } from './words.ts';

/** Every version: who, when, why, what; with the way back. Nothing is ever overwritten. */
export function History() {
  const { say } = useSpeech();
  const { view, places, mayChange, goTo } = useEditing();
  const history = useSettingsHistory();
  const refresh = useSaved();
  const [problem, setProblem] = useState<Text | null>(null);
  const [back, setBack] = useState<number | null>(null);
  if (history.isPending) return <Loading />;
  if (!history.data) return <Failed text={history.error.failure.text} retry={() => void history.refetch()} />;

  async function takeBack({ version }: SettingsVersion) {
    const answer = await client.command('settings.cancel', { version, newest: view.newest });
    setProblem(answer.ok ? null : answer.error.text);
    await refresh();
  }

  return (
    <>
      {problem && (
        <p className={styles['wrong']} role="alert" data-testid="history-problem">
          {say(problem)}
        </p>
      )}
      <ol className={styles['history']} data-testid="settings-history">
        {history.data.versions.map((version) => (
          <li key={version.version} data-state={version.state} data-testid={`version-${version.version}`}>
            <header>
              <b className="number">{say(t(`第 ${version.version} 版`, `Version ${version.version}`))}</b>
              <span className={styles['state']}>{say(STATE_WORDS[version.state])}</span>
              <span>
                {say(ORIGIN_WORDS[version.origin])}
                {version.backTo !== null &&
                  say(t(`到第 ${version.backTo} 版`, ` to version ${version.backTo}`))}
              </span>
              {version.reason && <span>{say(REASON_WORDS[version.reason])}</span>}
              {version.origin !== 'file' && (
                <span>{version.actorName ? say(version.actorName) : version.actor}</span>
              )}
              <span className="number">{say(sayMoment(version.at, view.at))}</span>
              {version.effectiveAt > version.at && (
                <span>
                  {say(t('生效于', 'in force from'))}{' '}
                  <span className="number">{say(sayMoment(version.effectiveAt, view.at))}</span>
                </span>
              )}
              {mayChange && version.state === 'scheduled' && (
                <Popconfirm
                  title={say(t('撤回这个计划？', 'Take this plan back?'))}
                  okText={say(t('撤回', 'Take back'))}
                  cancelText={say(COMMON.cancel)}
                  onConfirm={() => takeBack(version)}
                >
                  <Button size="small" data-testid={`back-${version.version}`}>
                    {say(t('撤回', 'Take back'))}
                  </Button>
                </Popconfirm>
              )}
              {mayChange && version.state === 'past' && (
                <Button
                  size="small"
                  data-testid={`back-${version.version}`}
                  onClick={() => setBack(version.version)}
                >
                  {say(t('恢复到此版', 'Back to this'))}
                </Button>
              )}
            </header>
            {version.changes.length > 0 && (
              <ChangeList changes={version.changes} more={version.moreChanges} places={places} />
            )}
          </li>
        ))}
      </ol>
      {history.data.more && (
        <p className={styles['lead']}>{say(t('更早的版本未列出。', 'Older versions are not listed.'))}</p>
      )}
      {back !== null && (
        <PreviewDrawer
          title={t(`恢复到第 ${back} 版`, `Back to version ${back}`)}
          action={t('恢复', 'Roll back')}
          view={view}
          places={places}
          usualReason="correction"
          goTo={goTo}
          proposal={(effectiveAt) => ({
            ...{ base: view.inForce.version, version: back },
            scheduled: { do: 'cancel', versions: view.scheduled.map(({ info }) => info.version) },
            ...(effectiveAt === null ? {} : { effectiveAt }),
          })}
          make={(effectiveAt, reason) =>
            client.command('settings.roll-back', {
              ...{ version: back, newest: view.newest, reason },
              ...(effectiveAt === null ? {} : { effectiveAt }),
            })
          }
          close={() => setBack(null)}
          saved={async () => {
            await refresh();
            setBack(null);
          }}
        />
      )}
    </>
  );
}
