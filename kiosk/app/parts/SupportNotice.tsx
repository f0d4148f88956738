import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { SUPPORT } from '../words/support.ts';
import { Notice } from './Notice.tsx';

/** Stands over the keys on every screen while support looks at it, and says on the start screen what does not work. */
export function SupportNotice({ looks }: { readonly looks: boolean }) {
  const say = useSay();
  const { host, session } = useKiosk();
  const limits = session.step.at === 'home' ? (host.limits ?? []) : [];
  return (
    <>
      {looks && (
        <div className="bell-notice">
          <Notice tone="wait" testId="support-notice">
            {say(SUPPORT.looks)}
          </Notice>
        </div>
      )}
      {limits.map((text) => (
        <div className="bell-notice" key={text.en}>
          <Notice tone="bad" testId="limit-notice">
            {say(text)}
          </Notice>
        </div>
      ))}
    </>
  );
}
