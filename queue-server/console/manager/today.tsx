import type { HallView } from '@hall/shared/contracts/commands';
import { Tooltip } from 'antd';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { figuresOf } from './figures.ts';
import styles from './manager.module.css';

export function Today({ today }: { readonly today: HallView['today'] }) {
  const { say } = useSpeech();
  return (
    <section aria-label={say(t('今日数字', "Today's figures"))}>
      <dl className={styles['today']}>
        {figuresOf(today).map((figure) => (
          <div key={figure.id} data-testid={`figure-${figure.id}`}>
            <dt>
              <Defined name={say(figure.name)} definition={say(figure.definition)} />
            </dt>
            <dd>
              <span className={`number ${styles['value']}`}>{figure.value}</span>
              <span className={styles['unit']}>{say(figure.unit)}</span>
            </dd>
            <dd className={styles['beside']}>{figure.beside && say(figure.beside)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A name whose definition is a tap, a hover or a Tab away. */
export function Defined({ name, definition }: { readonly name: string; readonly definition: string }) {
  return (
    <Tooltip title={definition} trigger={['hover', 'focus', 'click']}>
      <button type="button" className={styles['defined']} aria-label={`${name}: ${definition}`}>
        {name}
      </button>
    </Tooltip>
  );
}
