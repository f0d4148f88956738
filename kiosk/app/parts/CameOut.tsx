import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { W } from '../words/words.ts';
import { Button } from './Button.tsx';

/** The person says that a paper which nobody could prove is in their hand. */
export function CameOut() {
  const say = useSay();
  const { act } = useKiosk();
  return (
    <Button kind="primary" icon="check" testId="paper-yes" onPress={() => act({ type: 'paper-came-out' })}>
      {say(W.paperYes)}
    </Button>
  );
}
