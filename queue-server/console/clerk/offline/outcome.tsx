import { Button, Popconfirm } from 'antd';
import { useSpeech } from '../../words/language.tsx';
import { COMMON, t } from '../../words/words.ts';
import { EntryList } from './entry-list.tsx';
import styles from './offline.module.css';
import type { PaperDesk } from './use-paper-book.ts';

/** What became of the numbers served without the server; stays until it has been read. */
export function Outcome({ paper }: { readonly paper: PaperDesk }) {
  const { say } = useSpeech();
  const { book, failure } = paper;
  const { outcome } = book;
  if (failure) {
    return (
      <section className={styles['outcome']} data-bad="true" role="alert" data-testid="paper-failure">
        <p>
          <b>{say(t('纸号没有补录成功', 'The paper numbers were not entered'))}</b> {say(failure)}
        </p>
        <EntryList book={book} />
        <div className={styles['choices']}>
          <Button type="primary" size="large" data-testid="paper-retry" onClick={paper.retry}>
            {say(COMMON.retry)}
          </Button>
          <Popconfirm
            title={say(
              t(
                '删除这些记录？大厅将不知道这些纸号。',
                'Delete them? The hall will never know of these numbers.',
              ),
            )}
            okText={say(t('删除', 'Delete'))}
            cancelText={say(COMMON.cancel)}
            onConfirm={paper.discard}
          >
            <Button size="large">{say(t('不再补录', 'Give them up'))}</Button>
          </Popconfirm>
        </div>
      </section>
    );
  }
  if (!outcome) return null;
  return (
    <section
      className={styles['outcome']}
      data-bad={outcome.refused.length > 0}
      role="status"
      data-testid="paper-outcome"
    >
      <p>
        <b>{say(t(`已补录 ${outcome.taken} 个纸号`, `${outcome.taken} paper numbers entered`))}</b>
        {outcome.refused.length > 0 &&
          say(t(`，${outcome.refused.length} 个没有补录：`, `, ${outcome.refused.length} were not:`))}
      </p>
      {outcome.refused.length > 0 && (
        <ul>
          {outcome.refused.map(({ number, text }) => (
            <li key={number} data-testid={`refused-${number}`}>
              <b className="number">{number}</b> {say(text)}
            </li>
          ))}
        </ul>
      )}
      <Button size="large" data-testid="paper-dismiss" onClick={paper.dismiss}>
        {say(t('知道了', 'All right'))}
      </Button>
    </section>
  );
}
