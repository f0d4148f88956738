import type { Text } from '@hall/shared/contracts/text';
import { Modal } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useSpeech } from '../../words/language.tsx';
import styles from './dialogs.module.css';

interface Props<Id extends string> {
  readonly open: boolean;
  readonly title: Text;
  readonly hint: Text;
  readonly reasons: readonly { readonly id: Id; readonly name: Text; readonly aside?: Text }[];
  readonly choose: (id: Id) => void;
  readonly cancel: () => void;
  /** What else may be said, under the reasons. */
  readonly children?: ReactNode;
}

/** Reasons as big buttons with a digit each; Enter takes the first, Esc goes back. */
export function ReasonDialog<Id extends string>(props: Props<Id>) {
  const { open, title, hint, reasons, choose, cancel, children } = props;
  const { say } = useSpeech();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const down = (event: KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      // A digit typed into a field of the dialog is a digit.
      if (event.target instanceof HTMLInputElement) return;
      const reason = reasons[Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? 0) - 1];
      if (!reason) return;
      event.preventDefault();
      choose(reason.id);
    };
    window.addEventListener('keydown', down);
    return () => window.removeEventListener('keydown', down);
  }, [open, reasons, choose]);
  return (
    <Modal
      open={open}
      title={say(title)}
      onCancel={cancel}
      footer={null}
      width={420}
      centered
      destroyOnHidden
      afterOpenChange={(shown) => {
        if (shown) first.current?.focus();
      }}
    >
      <p className={styles['hint']}>{say(hint)}</p>
      <ul className={styles['reasons']}>
        {reasons.map((reason, i) => (
          <li key={reason.id}>
            <button
              type="button"
              ref={i === 0 ? first : undefined}
              data-testid={`reason-${reason.id}`}
              onClick={() => choose(reason.id)}
            >
              <span>{say(reason.name)}</span>
              {reason.aside && <small>{say(reason.aside)}</small>}
              {i < 9 && <kbd>{i + 1}</kbd>}
            </button>
          </li>
        ))}
      </ul>
      {children}
    </Modal>
  );
}
