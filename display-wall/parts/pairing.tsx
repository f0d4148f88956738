import { Both } from '@hall/shared/ui/i18n/both.tsx';
import type { PageKind } from '@hall/shared/ui/screen/credential.ts';
import { keepCredential } from '@hall/shared/ui/screen/credential.ts';
import { ScreenPairing } from '@hall/shared/ui/screen/pairing.ts';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { SCREEN_VERSION } from './version.ts';
import { PAGE_NAMES, PAIRING, WORDS } from './words.ts';
import './pairing.css';

/** The whole screen while the hall does not know it: its code, and what a person does with it. */
export function Pairing({ page, ended }: { readonly page: PageKind; readonly ended: boolean }) {
  const [pairing] = useState(
    () =>
      new ScreenPairing({
        page,
        origin: location.origin,
        version: SCREEN_VERSION,
        onApproved: (credential) => {
          keepCredential(page, credential, localStorage);
          location.hash = `device=${credential.device}`;
          location.reload();
        },
      }),
  );
  useEffect(() => {
    pairing.start();
    return () => pairing.stop();
  }, [pairing]);
  const view = useSyncExternalStore(
    (listener) => pairing.subscribe(listener),
    () => pairing.view,
  );
  return (
    <main className="pairing" data-testid="pairing" data-is={view.is}>
      <p className="pairing-what">
        <Both text={PAGE_NAMES[page]} />
      </p>
      <h1 className="pairing-title">
        <Both
          text={view.is === 'refused' ? PAIRING.refused : ended ? WORDS.unknownCredential : PAIRING.title}
        />
      </h1>
      {view.is === 'waiting' ? (
        <>
          <p className="pairing-code" data-testid="pairing-code">
            {view.code.split('-').map((half) => (
              <span key={half}>{half}</span>
            ))}
          </p>
          <ol className="pairing-steps">
            {PAIRING.steps.map((step) => (
              <li key={step.en}>
                <Both text={step} />
              </li>
            ))}
          </ol>
          <p className="pairing-foot">
            <span className="pairing-pulse" aria-hidden="true" />
            <Both text={PAIRING.waiting} />
          </p>
        </>
      ) : (
        <p className="pairing-foot">
          <span className="pairing-pulse" aria-hidden="true" />
          <Both text={view.is === 'refused' ? PAIRING.refusedMore : PAIRING.contacting} />
        </p>
      )}
      <p className="pairing-where">{location.host}</p>
    </main>
  );
}
