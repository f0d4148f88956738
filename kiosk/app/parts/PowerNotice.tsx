import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { W } from '../words/words.ts';
import { Notice } from './Notice.tsx';

/** Stands over the keys on every screen while the machine runs on battery. */
export function PowerNotice() {
  const say = useSay();
  const { host } = useKiosk();
  const power = host.power?.state ?? null;
  if (power === null) return null;
  const finish = power !== 'battery';
  return (
    <div className="bell-notice">
      <Notice tone={finish ? 'bad' : 'wait'} testId="power-notice">
        {say(finish ? W.powerFinish : W.powerBattery)}
      </Notice>
    </div>
  );
}
