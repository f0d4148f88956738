import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { W } from '../words/words.ts';
import { Button } from './Button.tsx';

/** The way that is always left: a number for the guide desk. */
export function ToGuide({ kind = 'plain' }: { readonly kind?: 'primary' | 'plain' }) {
  const say = useSay();
  const { act } = useKiosk();
  return (
    <Button
      kind={kind}
      icon="guide"
      testId="to-guide"
      onPress={() => act({ type: 'go', to: { at: 'guide' } })}
    >
      {say(W.guideDesk)}
    </Button>
  );
}
