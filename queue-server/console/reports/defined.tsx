import { type FigureEntry, UNIT_WORDS } from '@hall/shared/contracts/figures';
import { Popover } from 'antd';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './reports.module.css';

/** A figure's name; its definition is a tap or an Enter away. */
export function Defined({ of, id }: { readonly of: FigureEntry; readonly id: string }) {
  const { say } = useSpeech();
  return (
    <Popover
      trigger="click"
      getPopupContainer={(node) => node.closest('main') ?? document.body}
      content={
        <div className={styles['definition']} data-testid={`definition-${id}`}>
          <p>{say(of.definition)}</p>
          <small>
            {say(t('单位', 'Unit'))} {say(UNIT_WORDS[of.unit])} · <code>{of.how}</code>
          </small>
        </div>
      }
    >
      <button type="button" className={styles['defined']} data-testid={`define-${id}`}>
        {say(of.name)}
        <span className="hidden-to-eyes">{say(t('，看定义', ', definition'))}</span>
      </button>
    </Popover>
  );
}
