import type { TicketStory } from '@hall/shared/contracts/commands';
import { CLASS_WORDS } from '@hall/shared/contracts/wording';
import { useSpeech } from '../words/language.tsx';
import styles from './details.module.css';

export function ClassChip({ of }: { readonly of: TicketStory['class'] }) {
  const { say } = useSpeech();
  return (
    <span className={styles['chip']} data-class={of}>
      {say(CLASS_WORDS[of])}
    </span>
  );
}
