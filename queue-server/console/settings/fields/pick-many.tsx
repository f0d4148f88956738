import type { Option } from '../places.ts';
import { styles } from '../styles.ts';

interface PickManyProps {
  readonly options: readonly Option[];
  readonly value: readonly string[] | undefined;
  readonly disabled: boolean;
  readonly label: string;
  readonly describedBy?: string | undefined;
  readonly testid: string;
  /** The order counts: each says which it is. */
  readonly ordered?: boolean;
  readonly change: (value: string[]) => void;
}

/** Several of a short list, in the order in which they were picked. */
export function PickMany(props: PickManyProps) {
  const { options, value = [], disabled, label, describedBy, testid, ordered = false, change } = props;
  const gone = value.filter((one) => !options.some((option) => option.value === one));
  const all = [...options, ...gone.map((one) => ({ value: one, label: one }))];
  return (
    <fieldset
      className={styles['picks']}
      aria-label={label}
      aria-describedby={describedBy}
      data-testid={testid}
    >
      {all.map((option) => {
        const place = value.indexOf(option.value);
        return (
          <label key={option.value} data-picked={place >= 0} data-disabled={disabled}>
            <input
              type="checkbox"
              value={option.value}
              disabled={disabled}
              checked={place >= 0}
              onChange={({ target }) =>
                change(
                  target.checked ? [...value, option.value] : value.filter((other) => other !== option.value),
                )
              }
            />
            <span>{option.label}</span>
            {ordered && place >= 0 && value.length > 1 && <b className="number">{place + 1}</b>}
          </label>
        );
      })}
    </fieldset>
  );
}
