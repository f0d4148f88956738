import { Button, Popconfirm } from 'antd';
import { useLostSince } from '../api/hooks.ts';
import { useSpeech } from '../words/language.tsx';
import { COMMON, t } from '../words/words.ts';
import { styles } from './styles.ts';

interface SaveBarProps {
  readonly count: number;
  readonly problems: number;
  readonly preview: () => void;
  readonly discard: () => void;
}

/** At the foot while something is changed and not saved; leads to the preview, never straight to the change. */
export function SaveBar({ count, problems, preview, discard }: SaveBarProps) {
  const { say } = useSpeech();
  const lost = useLostSince() !== null;
  return (
    <section
      className={styles['bar']}
      aria-label={say(t('未保存的更改', 'Changes not saved'))}
      data-testid="save-bar"
    >
      <div>
        <b role="status">
          {say(t(`${count} 处更改未保存`, `${count} change${count === 1 ? '' : 's'} not saved`))}
        </b>
        {problems > 0 && (
          <span className={styles['wrong']} data-testid="problem-count">
            {say(t(`其中 ${problems} 处需改`, `${problems} to mend`))}
          </span>
        )}
        {lost && (
          <span>
            {say(
              t(
                '恢复连接后可保存，已填内容不会丢失。',
                'Saved once the line is back; nothing typed is lost.',
              ),
            )}
          </span>
        )}
      </div>
      <Popconfirm
        title={say(t('放弃全部更改？', 'Discard all changes?'))}
        okText={say(t('放弃', 'Discard'))}
        cancelText={say(COMMON.cancel)}
        onConfirm={discard}
      >
        <Button data-testid="discard">{say(t('放弃', 'Discard'))}</Button>
      </Popconfirm>
      <Button
        type="primary"
        disabled={lost}
        onClick={preview}
        data-testid="preview"
        aria-keyshortcuts="Control+S"
      >
        {say(t('预览并保存', 'Preview and save'))}
        <kbd>Ctrl S</kbd>
      </Button>
    </section>
  );
}
