import { type ReactNode, useEffect, useRef } from 'react';
import { CheckIcon, StopIcon, WarningIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import styles from './scan.module.css';
import type { ScanWords } from './scan-words.ts';

const ICONS = { good: CheckIcon, mind: WarningIcon, bad: StopIcon } as const;

/** What a scanned paper is worth, at a glance. */
export function ScanResult({
  words,
  children,
}: {
  readonly words: ScanWords;
  readonly children?: ReactNode;
}) {
  const { say } = useSpeech();
  const place = useRef<HTMLElement>(null);
  // On a narrow screen it stands below what the hand is at: it must not stay unseen.
  useEffect(() => {
    if (words.title.zh !== '') place.current?.scrollIntoView({ block: 'nearest' });
  }, [words.title.zh]);
  const Icon = ICONS[words.tone];
  return (
    <section
      ref={place}
      className={styles['result']}
      data-tone={words.tone}
      role={words.tone === 'bad' ? 'alert' : 'status'}
      data-testid="scan-result"
    >
      <Icon size={26} />
      <div>
        <b>{say(words.title)}</b>
        <p>{say(words.text)}</p>
        {children}
      </div>
    </section>
  );
}
