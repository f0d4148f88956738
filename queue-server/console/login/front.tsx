import type { Text } from '@hall/shared/contracts/text';
import type { ReactNode } from 'react';
import { Mark } from '../icons/icons.tsx';
import { LanguageToggle, useSpeech } from '../words/language.tsx';
import styles from './login.module.css';

interface FrontProps {
  readonly title: Text;
  readonly under: Text;
  /** Something that the person should know before reading on. */
  readonly notice?: ReactNode;
  readonly demo?: boolean;
  readonly children: ReactNode;
}

/** What stands before the work: log in, set up, a password of one's own. */
export function Front({ title, under, notice, demo = false, children }: FrontProps) {
  const { say } = useSpeech();
  return (
    <main className={styles['page']}>
      <div className={styles['corner']}>
        {demo && <span className={styles['chip']}>{say({ zh: '演示', en: 'Demo' })}</span>}
        <LanguageToggle className={styles['language']} />
      </div>
      <div className={styles['column']}>
        <Mark size={56} />
        <h1 className={styles['title']}>{say(title)}</h1>
        <p className={styles['under']}>{say(under)}</p>
        {notice}
        {children}
      </div>
    </main>
  );
}
