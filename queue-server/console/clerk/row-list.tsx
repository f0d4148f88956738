import { type KeyboardEvent, type ReactNode, useState } from 'react';
import styles from './lists.module.css';

export type RowListName = 'waiting' | 'secondary' | 'parked' | 'passed';

interface Row {
  readonly id: string;
  readonly testid: string;
  /** False: it can be read but not pressed. */
  readonly can: boolean;
  readonly content: ReactNode;
  /** `late`: amber. */
  readonly look?: 'held' | 'late' | undefined;
}

interface Props {
  readonly name: RowListName;
  readonly label: string;
  readonly rows: readonly Row[];
  readonly press: (id: string) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Tickets as a list of buttons: one stop for Tab, arrows inside, Enter presses, Esc gives the hand back to Space. */
export function RowList({ name, label, rows, press }: Props) {
  const [active, setActive] = useState<string | null>(null);
  const stop = rows.some(({ id }) => id === active) ? active : (rows[0]?.id ?? null);
  function move(event: KeyboardEvent<HTMLOListElement>) {
    if (event.key === 'Escape') return (document.activeElement as HTMLElement | null)?.blur();
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = STEPS[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? buttons.length - 1 : step && at + step;
    if (to === undefined) return;
    event.preventDefault();
    buttons[to]?.focus();
  }
  return (
    <ol className={styles['rows']} aria-label={label} data-rows={name} onKeyDown={move}>
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            tabIndex={row.id === stop ? 0 : -1}
            data-testid={row.testid}
            data-look={row.look}
            aria-disabled={!row.can}
            onFocus={() => setActive(row.id)}
            onClick={() => row.can && press(row.id)}
          >
            {row.content}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Where a list key leads; false where there is nobody in it. */
export function focusRows(name: RowListName): boolean {
  const row = document.querySelector<HTMLElement>(`[data-rows="${name}"] button[tabindex="0"]`);
  row?.focus();
  return row !== null;
}
