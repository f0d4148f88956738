import type { Text } from '@hall/shared/contracts/text';
import { useId } from 'react';
import { useSpeech } from '../words/language.tsx';
import styles from './forms.module.css';

interface Props {
  readonly name: Text;
  readonly testId: string;
  readonly options: readonly { readonly id: string; readonly name: Text; readonly off?: boolean }[];
  readonly value: string | null;
  readonly choose: (id: string) => void;
}

/** One of a few: real radio buttons, so that arrow keys and readers work, drawn as pills for a finger. */
export function Choices({ name, testId, options, value, choose }: Props) {
  const { say } = useSpeech();
  const group = useId();
  return (
    <fieldset className={styles['choices']}>
      <legend>{say(name)}</legend>
      {options.map((option) => (
        <label key={option.id} data-chosen={option.id === value} data-off={option.off ?? false}>
          <input
            type="radio"
            name={group}
            value={option.id}
            checked={option.id === value}
            disabled={option.off ?? false}
            onChange={() => choose(option.id)}
            data-testid={`${testId}-${option.id}`}
          />
          {say(option.name)}
        </label>
      ))}
    </fieldset>
  );
}
