import type { Desk } from '@hall/shared/contracts/commands';
import { Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import type { TypedProblem } from '../offline/paper-book.ts';
import { typedNumber } from '../offline/paper-book.ts';
import { PaperNumberForm } from '../offline/paper-number-form.tsx';

interface Props {
  readonly open: boolean;
  /** Queues of the window in paper mode. */
  readonly queues: Desk['paper'];
  readonly call: (number: string) => void;
  readonly cancel: () => void;
}

/** [P2] People hold pre-printed numbers: the clerk types what stands on the paper. */
export function PaperDialog({ open, queues, call, cancel }: Props) {
  const { say } = useSpeech();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<TypedProblem | null>(null);
  useEffect(() => {
    if (open) setProblem(null);
  }, [open]);
  return (
    <Modal
      open={open}
      title={say(t('呼叫纸号', 'Call a paper number'))}
      onCancel={cancel}
      footer={null}
      width={420}
      centered
      destroyOnHidden
      afterOpenChange={(shown) => {
        if (shown) input.current?.focus();
      }}
    >
      <PaperNumberForm
        field={input}
        ranges={queues}
        problem={problem}
        submitName={t('呼叫', 'Call')}
        submit={(typed) => {
          const found = typedNumber(queues, typed);
          if (found.ok) call(found.value.number);
          else setProblem(found.error);
          return found.ok;
        }}
      />
    </Modal>
  );
}
