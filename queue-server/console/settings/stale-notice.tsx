import { Button } from 'antd';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { conflicts, valueAt } from './draft.ts';
import { useEditing } from './editing.ts';
import { namePath } from './name-path.ts';
import { sayPlain, sayValue } from './say-value.ts';
import { styles } from './styles.ts';

/** Somebody saved meanwhile: what was typed stays, and where both changed the same the person says which holds. */
export function StaleNotice({ understood }: { readonly understood: () => void }) {
  const { say } = useSpeech();
  const { view, draft, put, places } = useEditing();
  const { inForce } = view;
  const by = inForce.actorName ? say(inForce.actorName) : inForce.actor;
  const both = conflicts(view.document, draft);
  return (
    <section className={styles['stale']} role="alert" data-testid="stale">
      <p>
        <b>
          {say(
            t(
              `${by}已保存第 ${inForce.version} 版，您未保存的更改都还在。`,
              `${by} has saved version ${inForce.version}. Your changes are all still here.`,
            ),
          )}
        </b>
        <Button size="small" data-testid="stale-understood" onClick={understood}>
          {say(both.length > 0 ? t('都用我的', 'Keep mine') : t('知道了', 'Understood'))}
        </Button>
      </p>
      {both.length > 0 && (
        <ul>
          {both.map((path) => {
            const named = namePath(path.split('.'), places);
            const words = (value: unknown) =>
              named.field && named.inside === null
                ? sayValue(value, named.field.input, places, say)
                : sayPlain(value, say);
            const theirs = valueAt(view.document, path);
            return (
              <li key={path} data-testid={`conflict-${path}`}>
                <span>
                  {named.rule && <span className={styles['number-tag']}>{named.rule.id}</span>}
                  {say(named.name)} {named.where}
                  {say(t('：对方改为 ', ': theirs '))}
                  <b>{words(theirs)}</b>
                  {say(t('，您改为 ', ', yours '))}
                  <b>{words(draft.get(path)?.value)}</b>
                </span>
                <Button size="small" data-testid={`theirs-${path}`} onClick={() => put(path, theirs)}>
                  {say(t('用对方的', 'Take theirs'))}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
