import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { OfflineIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { COMMON } from '../words/words.ts';
import styles from './states.module.css';

/** Nothing is known yet: quiet bars, no spinner that shouts. */
export function Loading({ tall = false }: { readonly tall?: boolean }) {
  const { say } = useSpeech();
  return (
    <div className={tall ? styles['tall'] : styles['state']} role="status" data-testid="loading">
      <span className={styles['bars']} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{say(COMMON.loading)}</span>
    </div>
  );
}

export function Empty({
  text,
  hint,
  icon,
}: {
  readonly text: Text;
  readonly hint?: Text;
  readonly icon?: ReactNode;
}) {
  const { say } = useSpeech();
  return (
    <div className={styles['state']} data-testid="empty">
      {icon}
      <span>{say(text)}</span>
      {hint && <small>{say(hint)}</small>}
    </div>
  );
}

export function Failed({ text, retry }: { readonly text: Text; readonly retry: () => void }) {
  const { say } = useSpeech();
  return (
    <div className={styles['state']} role="alert" data-testid="failed">
      <OfflineIcon size={28} />
      <span>{say(text)}</span>
      <Button onClick={retry}>{say(COMMON.retry)}</Button>
    </div>
  );
}
