import { Button, Modal } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { COMMON, t } from '../../words/words.ts';
import styles from './dialogs.module.css';

/** As the command takes it. */
const NOTE_MAX = 200;

interface Props {
  readonly open: boolean;
  readonly number: string;
  readonly note: string | null;
  readonly save: (text: string) => void;
  readonly cancel: () => void;
}

/** A note for colleagues at the next station; it goes when the visit ends. */
export function NoteDialog({ open, number, note, save, cancel }: Props) {
  const { say } = useSpeech();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(note ?? '');
  // What is being typed stays, also when the view is read again meanwhile.
  // biome-ignore lint/correctness/useExhaustiveDependencies: taken over only when it opens
  useEffect(() => {
    if (open) setText(note ?? '');
  }, [open]);
  return (
    <Modal
      open={open}
      title={say(t(`${number} 备注`, `Note on ${number}`))}
      onCancel={cancel}
      width={460}
      centered
      destroyOnHidden
      afterOpenChange={(shown) => {
        if (shown) area.current?.focus();
      }}
      footer={
        <div className={styles['buttons']}>
          <Button size="large" onClick={cancel}>
            {say(COMMON.cancel)}
          </Button>
          <Button size="large" type="primary" data-testid="note-save" onClick={() => save(text.trim())}>
            {say(t('保存', 'Save'))} <kbd>Ctrl+Enter</kbd>
          </Button>
        </div>
      }
    >
      <label className={styles['hint']} htmlFor={id}>
        {say(
          t(
            '留给接手的同事；此次办理结束后自动删除。',
            'For colleagues who take over; deleted when the visit ends.',
          ),
        )}
      </label>
      <textarea
        ref={area}
        id={id}
        className={styles['area']}
        rows={4}
        maxLength={NOTE_MAX}
        value={text}
        data-testid="note-area"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(text.trim());
        }}
      />
    </Modal>
  );
}
