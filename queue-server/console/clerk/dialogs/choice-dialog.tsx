import type { Text } from '@hall/shared/contracts/text';
import { Modal } from 'antd';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { type Choice, matching } from './choices.ts';
import styles from './dialogs.module.css';

interface Props<Value> {
  readonly open: boolean;
  readonly title: Text;
  readonly hint: Text;
  readonly placeholder: Text;
  readonly choices: readonly Choice<Value>[];
  readonly choose: (value: Value) => void;
  readonly cancel: () => void;
}

/** A long list to pick from: typing narrows it, the arrows move, Enter takes. Groups are named once. */
export function ChoiceDialog<Value>({
  open,
  title,
  hint,
  placeholder,
  choices,
  choose,
  cancel,
}: Props<Value>) {
  const { say } = useSpeech();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => {
    if (!open) return;
    setTyped('');
    setAt(0);
  }, [open]);
  const found = matching(choices, typed);
  const active = found[Math.min(at, found.length - 1)];
  const groups = [...new Set(found.map(({ group }) => group.zh))].map((name) =>
    found.filter(({ group }) => group.zh === name),
  );
  const activeId = active && `${id}-${active.id}`;
  useEffect(() => {
    const option = activeId === undefined ? null : document.getElementById(activeId);
    if (option) option.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  function key(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((Math.min(at, found.length - 1) + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter' && active) {
      event.preventDefault();
      choose(active.value);
    }
  }

  return (
    <Modal
      open={open}
      title={say(title)}
      onCancel={cancel}
      footer={null}
      width={460}
      centered
      destroyOnHidden
      afterOpenChange={(shown) => {
        if (shown) input.current?.focus();
      }}
    >
      <p className={styles['hint']} id={`${id}-hint`}>
        {say(hint)}
      </p>
      <input
        ref={input}
        className={styles['search']}
        role="combobox"
        aria-label={say(placeholder)}
        aria-describedby={`${id}-hint`}
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={activeId}
        autoComplete="off"
        placeholder={say(placeholder)}
        data-testid="choice-search"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={key}
      />
      <div ref={list} className={styles['choices']} role="listbox" id={`${id}-list`} aria-label={say(title)}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, not of form fields
          <div key={group[0]?.group.zh} role="group" aria-label={group[0] && say(group[0].group)}>
            <p aria-hidden="true">{group[0] && say(group[0].group)}</p>
            {group.map((choice) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the focus and takes the keys
              <div
                key={choice.id}
                id={`${id}-${choice.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={choice === active}
                data-testid={`choice-${choice.id}`}
                onClick={() => choose(choice.value)}
              >
                {say(choice.label)}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className={styles['none']} role="status">
        {found.length === 0 && say(t('没有符合的，请改几个字再找。', 'Nothing fits. Try other words.'))}
      </p>
    </Modal>
  );
}
