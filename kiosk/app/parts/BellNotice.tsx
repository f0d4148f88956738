import type { BellView } from '@hall/shared/contracts/kiosk-link';
import type { Text } from '@hall/shared/contracts/text';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import type { Session } from '../session/session.ts';
import { W } from '../words/words.ts';
import { Notice } from './Notice.tsx';

interface Word {
  readonly tone: 'good' | 'wait' | 'bad';
  readonly text: Text;
}

/** What the person who pressed the bell is told; null: nobody did. Pure. */
export function bellWord(bell: BellView, helper: Session['helper'], online: boolean): Word | null {
  if (bell.state === 'coming') return { tone: 'good', text: W.bellComing };
  if (bell.state === 'ringing') return { tone: 'wait', text: W.bellRings };
  if (helper.asking !== null) return { tone: 'wait', text: W.bellCalling };
  if (helper.trouble !== null) return { tone: 'bad', text: online ? helper.trouble : W.bellAway };
  return null;
}

/** Stands over the keys on every screen while a guide is called. */
export function BellNotice() {
  const say = useSay();
  const { host, session } = useKiosk();
  const word = bellWord(host.bell, session.helper, host.online);
  if (word === null) return null;
  return (
    <div className="bell-notice">
      <Notice tone={word.tone} testId="bell-notice">
        {say(word.text)}
      </Notice>
    </div>
  );
}
