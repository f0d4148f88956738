import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { styles } from '../styles.ts';

interface WordsInputProps {
  readonly value: unknown;
  readonly disabled: boolean;
  readonly label: string;
  readonly testid: string;
  readonly wide?: boolean;
  readonly change: (value: { zh: string; en: string }) => void;
}

/** Words in both languages. */
export function WordsInput({ value, disabled, label, testid, wide = false, change }: WordsInputProps) {
  const { say } = useSpeech();
  const { zh = '', en = '' } = (value as { zh?: string; en?: string } | null | undefined) ?? {};
  return (
    <span className={styles['words']} data-wide={wide}>
      <input
        disabled={disabled}
        aria-label={`${label} ${say(t('中文', 'Chinese'))}`}
        placeholder="中文"
        data-testid={`${testid}-zh`}
        value={zh}
        onChange={({ target }) => change({ zh: target.value, en })}
      />
      <input
        lang="en"
        disabled={disabled}
        aria-label={`${label} ${say(t('英文', 'English'))}`}
        placeholder="English"
        data-testid={`${testid}-en`}
        value={en}
        onChange={({ target }) => change({ zh, en: target.value })}
      />
    </span>
  );
}
