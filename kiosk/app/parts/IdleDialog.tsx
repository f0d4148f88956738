import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect, useRef } from 'react';
import { W } from '../words/words.ts';
import { Button } from './Button.tsx';

export function IdleDialog(props: {
  readonly secondsLeft: number;
  readonly onStay: () => void;
  readonly onEnd: () => void;
}) {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="idle"
      data-testid="idle"
      onCancel={(event) => event.preventDefault()}
      aria-labelledby="idle-title"
    >
      <h2 id="idle-title">{say(W.idleTitle)}</h2>
      <p>{say(W.idleText)}</p>
      <p className="idle-seconds">
        <strong className="number">{props.secondsLeft}</strong> {say(W.idleSeconds)}
      </p>
      <div className="idle-keys">
        <Button onPress={props.onEnd} testId="idle-end">
          {say(W.idleEnd)}
        </Button>
        <Button kind="primary" onPress={props.onStay} testId="idle-stay">
          {say(W.idleStay)}
        </Button>
      </div>
    </dialog>
  );
}
