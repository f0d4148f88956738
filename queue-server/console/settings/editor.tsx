import { RULE_BOOK } from '@hall/shared/contracts/rule-book/book';
import type { Rule } from '@hall/shared/contracts/rule-book/rule';
import type { SettingsView } from '@hall/shared/contracts/settings';
import { Button, Input } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { may } from '../access.ts';
import { useSession } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { Empty } from '../frame/states.tsx';
import { SearchIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { sayMoment } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { Chapters } from './chapters.tsx';
import { change, type Draft, drafted, NO_CHANGES, rebased } from './draft.ts';
import { useDraft } from './draft-store.ts';
import { type Chosen, type Editing, EditingProvider } from './editing.ts';
import { Glance } from './glance.tsx';
import { HallParts } from './hall/hall-parts.tsx';
import { History } from './history.tsx';
import { Leaving } from './leaving.tsx';
import { matchesRule } from './match-rule.ts';
import { placesOf } from './places.ts';
import { PreviewDrawer } from './preview-drawer.tsx';
import { placed } from './problems.ts';
import { proposalFor } from './proposal.ts';
import { RuleCard } from './rule-card.tsx';
import { SaveBar } from './save-bar.tsx';
import { StaleNotice } from './stale-notice.tsx';
import { styles } from './styles.ts';
import { useCheck } from './use-check.ts';
import { useGoTo } from './use-go-to.ts';
import { useSaved } from './use-settings.ts';

const WORDS = {
  title: t('规则与大厅', 'Rules and hall'),
  search: t('规则编号或关键词', 'Rule number or word'),
  none: t('没有符合的规则', 'No such rule'),
  readOnly: t('仅可查看，由大厅管理员修改。', 'To be read only; hall managers change it.'),
} as const;

/** After the last key: problems show beside their fields while they are mended, not while a number is half typed. */
const CHECK_DELAY_MS = 500;

export function Editor({ view }: { readonly view: SettingsView }) {
  const { say } = useSpeech();
  const session = useSession();
  const refresh = useSaved();
  const mayChange = may(session.roles, 'settings.change');
  const kept = useDraft(session.username);
  const now = `${view.newest}/${view.inForce.version}`;
  const { draft, seen } = kept;
  const setDraft = (next: Draft) => kept.set(next, seen ?? now);
  const stale = seen !== null && seen !== now;
  const document = useMemo(() => drafted(view.document, draft), [view.document, draft]);
  const places = useMemo(() => placesOf(document, say), [document, say]);
  const [chapter, setChapter] = useState('numbers');
  const [search, setSearch] = useState('');
  const [preview, setPreview] = useState(false);
  // The own version is coming in: it is no news.
  const [settling, setSettling] = useState(false);
  const [chosen, choose] = useState<Chosen>({
    queue: places.queues[0]?.value ?? '',
    window: places.windows[0]?.value ?? '',
  });
  const check = useCheck(draft.size === 0 ? null : proposalFor(view, draft, null), CHECK_DELAY_MS);
  const problems = draft.size === 0 ? [] : placed(check.preview?.problems ?? [], document);
  const show = (id: string) => {
    setSearch('');
    setChapter(id);
  };
  const { goTo, target } = useGoTo({ chosen, choose, show, close: () => setPreview(false) });
  const editing: Editing = {
    ...{ view, document, draft, problems, places, chosen, choose, mayChange, goTo, target },
    put: (path, value) => setDraft(change(view.document, draft, path, value)),
  };

  const dirty = draft.size > 0;
  useEffect(() => {
    if (!dirty) return;
    const save = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      // What is still being typed counts first: leaving a field completes it.
      (window.document.activeElement as HTMLElement | null)?.blur();
      setPreview(true);
    };
    addEventListener('keydown', save);
    return () => removeEventListener('keydown', save);
  }, [dirty]);

  const found =
    search.trim() === ''
      ? null
      : RULE_BOOK.flatMap(({ rules }) => rules).filter((rule) => matchesRule(rule, search));
  const notice = stale && dirty && !settling && (
    <StaleNotice understood={() => kept.set(rebased(view.document, draft), now)} />
  );
  return (
    <EditingProvider value={editing}>
      <div className={styles['page']} data-testid="settings" data-version={view.newest} data-dirty={dirty}>
        <header className={styles['head']}>
          <div>
            <h1>{say(WORDS.title)}</h1>
            <InForce view={view} show={() => show('history')} />
            {!mayChange && <p data-testid="read-only">{say(WORDS.readOnly)}</p>}
          </div>
          <Input
            allowClear
            prefix={<SearchIcon size={18} />}
            aria-label={say(WORDS.search)}
            placeholder={say(WORDS.search)}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            style={{ width: 260 }}
            data-testid="rule-search"
          />
        </header>
        {!preview && notice}
        <div className={styles['columns']}>
          <Chapters current={found === null ? chapter : null} choose={show} />
          <div className={`${styles['rules']} ${styles['inputs']}`}>
            <Content chapter={chapter} found={found} />
          </div>
        </div>
        {dirty && (
          <>
            <SaveBar
              count={draft.size}
              problems={problems.length}
              preview={() => setPreview(true)}
              discard={() => setDraft(NO_CHANGES)}
            />
            <Leaving count={draft.size} discard={() => setDraft(NO_CHANGES)} />
          </>
        )}
        {preview && (
          <PreviewDrawer
            title={t('预览', 'Preview')}
            action={t('保存', 'Save')}
            view={view}
            after={document}
            places={places}
            usualReason="routine"
            goTo={goTo}
            notice={notice}
            proposal={(at) => proposalFor(view, draft, at)}
            make={(at, reason) =>
              client.command('settings.change', { ...proposalFor(view, draft, at), reason })
            }
            close={() => setPreview(false)}
            saved={async () => {
              setPreview(false);
              setSettling(true);
              await refresh();
              setDraft(NO_CHANGES);
              setSettling(false);
            }}
          />
        )}
      </div>
    </EditingProvider>
  );
}

function Content({ chapter, found }: { readonly chapter: string; readonly found: readonly Rule[] | null }) {
  if (found === null) {
    if (chapter === 'history') return <History />;
    if (chapter === 'hall') return <HallParts />;
    if (chapter === 'all-queues') return <Glance list="queues" />;
    if (chapter === 'all-windows') return <Glance list="windows" />;
  }
  const rules = found ?? RULE_BOOK.find(({ id }) => id === chapter)?.rules ?? [];
  return rules.length === 0 ? (
    <Empty text={WORDS.none} />
  ) : (
    rules.map((rule) => <RuleCard key={rule.id} rule={rule} />)
  );
}

/** Which version counts, and what is planned. */
function InForce({ view, show }: { readonly view: SettingsView; readonly show: () => void }) {
  const { say } = useSpeech();
  const { inForce, scheduled } = view;
  const at = sayMoment(inForce.at, view.at);
  const name = inForce.actorName ?? { zh: inForce.actor, en: inForce.actor };
  const [next] = scheduled;
  return (
    <p>
      {say(
        inForce.origin === 'file'
          ? t(
              `第 ${inForce.version} 版，来自配置文件`,
              `Version ${inForce.version}, from the file of the hall`,
            )
          : t(
              `第 ${inForce.version} 版，${name.zh} ${at.zh} 保存`,
              `Version ${inForce.version}, saved by ${name.en}, ${at.en}`,
            ),
      )}
      {next && (
        <Button type="link" size="small" onClick={show} data-testid="scheduled">
          {say(
            t(
              `${scheduled.length} 版待生效，最近 ${sayMoment(next.info.effectiveAt, view.at).zh}`,
              `${scheduled.length} to come, next ${sayMoment(next.info.effectiveAt, view.at).en}`,
            ),
          )}
        </Button>
      )}
    </p>
  );
}
