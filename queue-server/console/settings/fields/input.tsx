import type { RuleInput } from '@hall/shared/contracts/rule-book/rule';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import type { Places } from '../places.ts';
import { styles } from '../styles.ts';
import { NumberInput } from './number-input.tsx';
import { PickMany } from './pick-many.tsx';
import { Rows } from './rows.tsx';
import { Select } from './select.tsx';

interface InputProps {
  readonly id: string;
  readonly path: string;
  readonly input: RuleInput;
  readonly value: unknown;
  readonly places: Places;
  readonly disabled: boolean;
  readonly label: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly change: (value: unknown) => void;
}

/** One field of a rule. The server's schema says what is allowed; here is only how it is typed. */
export function FieldInput(props: InputProps) {
  const { id, path, input, value, places, disabled, label, describedBy, invalid, change } = props;
  const { say } = useSpeech();
  const testid = `field-${path}`;
  const common = { id, disabled, describedBy, invalid, testid, change };
  const many = {
    disabled,
    describedBy,
    label,
    testid,
    change,
    value: value as readonly string[] | undefined,
  };
  switch (input.kind) {
    case 'number':
      return <NumberInput {...common} value={value} />;
    case 'text':
      return (
        <input
          id={id}
          className={styles['text']}
          disabled={disabled}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          data-testid={testid}
          value={String(value ?? '')}
          onChange={({ target }) => change(target.value)}
        />
      );
    case 'switch':
      return (
        <input
          id={id}
          type="checkbox"
          className={styles['switch']}
          disabled={disabled}
          aria-describedby={describedBy}
          data-testid={testid}
          checked={value === true}
          onChange={({ target }) => change(target.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          options={input.choices.map((choice) => ({ value: choice.value, label: say(choice.name) }))}
          value={String(value ?? '')}
        />
      );
    case 'window':
    case 'queue':
    case 'zone':
    case 'department':
      return (
        <Select
          {...common}
          options={places[`${input.kind}s`]}
          empty={value ? null : t('请选择', 'Choose')}
          value={String(value ?? '')}
        />
      );
    case 'several':
      return (
        <PickMany
          {...many}
          options={input.choices.map((choice) => ({ value: choice.value, label: say(choice.name) }))}
        />
      );
    case 'windows':
      return <PickMany {...many} options={places.windows} />;
    case 'queues':
      return <PickMany {...many} ordered options={places.queues} />;
    case 'rows':
      return (
        <Rows
          path={path}
          input={input}
          label={label}
          value={(value as readonly Record<string, unknown>[] | undefined) ?? []}
          places={places}
          disabled={disabled}
          change={change}
        />
      );
  }
}
