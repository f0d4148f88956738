import { HTML_LANG, LanguageProvider } from '@hall/shared/ui/i18n/language.tsx';
import { useWedge } from '@hall/shared/ui/wedge/use-wedge.ts';
import { useEffect, useMemo } from 'react';
import { KioskProvider } from './kiosk.ts';
import { BellNotice } from './parts/BellNotice.tsx';
import { BottomBar } from './parts/BottomBar.tsx';
import { IdleDialog } from './parts/IdleDialog.tsx';
import { PowerNotice } from './parts/PowerNotice.tsx';
import { TopBar } from './parts/TopBar.tsx';
import { CardScreen } from './screens/CardScreen.tsx';
import { CertificateResult } from './screens/CertificateResult.tsx';
import { Certificates } from './screens/Certificates.tsx';
import { Confirm } from './screens/Confirm.tsx';
import { Enrolment } from './screens/Enrolment.tsx';
import { Find } from './screens/Find.tsx';
import { Guide } from './screens/Guide.tsx';
import { Home } from './screens/Home.tsx';
import { Item } from './screens/Item.tsx';
import { ItemList } from './screens/ItemList.tsx';
import { PowerClosed } from './screens/PowerClosed.tsx';
import { Starting } from './screens/Starting.tsx';
import { TicketResult } from './screens/TicketResult.tsx';
import { Trouble } from './screens/Trouble.tsx';
import { Working } from './screens/Working.tsx';
import { Zones } from './screens/Zones.tsx';
import { isUntouched, type Step } from './session/session.ts';
import { newId, useHost } from './use-host.ts';
import { useIdle } from './use-idle.ts';

export function App() {
  const { connected, state, enrolment, catalogue, session, act, scan, onScan } = useHost();
  useWedge({ onScan: scan });
  const { phase, stay } = useIdle(session, () => act({ type: 'end', request: newId() }));
  const { language, large } = session;
  // Whoever has begun may finish; to everybody else the machine says that it is closed.
  const closing = state?.power?.state === 'closing' || state?.power?.state === 'closed';
  const closed = closing && (isUntouched(session) || !connected);

  useEffect(() => {
    document.documentElement.lang = HTML_LANG[language];
    document.documentElement.dataset.size = large ? 'large' : 'normal';
  }, [language, large]);

  useEffect(() => {
    if (closed && connected) act({ type: 'closed', request: newId() });
  }, [closed, connected, act]);

  const kiosk = useMemo(
    () => (state && catalogue ? { session, host: state, catalogue, act, newId, onScan } : null),
    [session, state, catalogue, act, onScan],
  );
  return (
    <LanguageProvider language={language}>
      {connected && enrolment !== null ? (
        <Enrolment state={enrolment} />
      ) : closed ? (
        <PowerClosed />
      ) : kiosk === null || !connected ? (
        <Starting />
      ) : (
        <KioskProvider value={kiosk}>
          <div className="kiosk">
            <TopBar />
            <main className="stage" key={session.step.at}>
              <Screen step={session.step} />
            </main>
            <PowerNotice />
            <BellNotice />
            <BottomBar />
            {phase.phase === 'warn' && (
              <IdleDialog
                secondsLeft={phase.secondsLeft}
                onStay={stay}
                onEnd={() => act({ type: 'end', request: newId() })}
              />
            )}
          </div>
        </KioskProvider>
      )}
    </LanguageProvider>
  );
}

function Screen({ step }: { step: Step }) {
  switch (step.at) {
    case 'home':
      return <Home />;
    case 'find':
      return <Find />;
    case 'list':
      return <ItemList by={step.by} group={step.group} />;
    case 'zones':
      return <Zones />;
    case 'item':
      return <Item id={step.item} />;
    case 'guide':
      return <Guide />;
    case 'certificates':
      return <Certificates />;
    case 'card':
      return <CardScreen errand={step.errand} />;
    case 'confirm':
      return <Confirm errand={step.errand} />;
    case 'working':
      return <Working errand={step.errand} />;
    case 'ticket':
      return <TicketResult step={step} />;
    case 'certificate':
      return <CertificateResult step={step} />;
    case 'trouble':
      return <Trouble step={step} />;
  }
}
