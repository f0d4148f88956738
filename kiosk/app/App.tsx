import { HTML_LANG, LanguageProvider } from '@hall/shared/ui/i18n/language.tsx';
import { useWedge } from '@hall/shared/ui/wedge/use-wedge.ts';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import { CareBand } from './care/CareBand.tsx';
import { CareProvider } from './care/care.tsx';
import { KioskProvider } from './kiosk.ts';
import { BasketBar } from './parts/BasketBar.tsx';
import { BellNotice } from './parts/BellNotice.tsx';
import { BottomBar } from './parts/BottomBar.tsx';
import { IdleDialog } from './parts/IdleDialog.tsx';
import { PaperScan } from './parts/PaperScan.tsx';
import { PowerNotice } from './parts/PowerNotice.tsx';
import { SupportNotice } from './parts/SupportNotice.tsx';
import { TopBar } from './parts/TopBar.tsx';
import { Query } from './query/Query.tsx';
import { CardScreen } from './screens/CardScreen.tsx';
import { CertificateResult } from './screens/CertificateResult.tsx';
import { Certificates } from './screens/Certificates.tsx';
import { Enrolment } from './screens/Enrolment.tsx';
import { Find } from './screens/Find.tsx';
import { Guide } from './screens/Guide.tsx';
import { Home } from './screens/Home.tsx';
import { Item } from './screens/Item.tsx';
import { ItemList } from './screens/ItemList.tsx';
import { PowerClosed } from './screens/PowerClosed.tsx';
import { ResidentScreen } from './screens/resident/ResidentScreen.tsx';
import { Starting } from './screens/Starting.tsx';
import { TicketResult } from './screens/TicketResult.tsx';
import { Trouble } from './screens/Trouble.tsx';
import { Working } from './screens/Working.tsx';
import { Zones } from './screens/Zones.tsx';
import { isUntouched, type Step } from './session/session.ts';
import { newId, useHost } from './use-host.ts';
import { useIdle } from './use-idle.ts';

export function App() {
  const { connected, state, enrolment, catalogue, support, session, act, scan, onScan, ask } = useHost();
  useWedge({ onScan: scan });
  const { phase, stay } = useIdle(session, () => act({ type: 'end', request: newId() }));
  const { language, care } = session;
  // Whoever has begun may finish; to everybody else the machine says that it is closed.
  const closing = state?.power?.state === 'closing' || state?.power?.state === 'closed';
  const closed = closing && (isUntouched(session) || !connected);

  // Before anything is painted: type and colours must not change under the eyes.
  useLayoutEffect(() => {
    document.documentElement.lang = HTML_LANG[language];
    document.documentElement.dataset.size = care ? 'large' : 'normal';
    document.documentElement.dataset['care'] = care ? 'on' : 'off';
  }, [language, care]);

  const brightness = state?.screen?.brightness ?? 100;
  useEffect(() => {
    document.documentElement.style.filter = brightness === 100 ? '' : `brightness(${brightness}%)`;
  }, [brightness]);

  useEffect(() => {
    if (closed && connected) act({ type: 'closed', request: newId() });
  }, [closed, connected, act]);

  const kiosk = useMemo(
    () => (state && catalogue ? { session, host: state, catalogue, act, newId, onScan, ask } : null),
    [session, state, catalogue, act, onScan, ask],
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
          <CareProvider warned={phase.phase === 'warn'}>
            <div className="kiosk">
              <div className="kiosk-head">
                <TopBar />
                <CareBand />
              </div>
              <main className="stage" key={session.step.at}>
                <Screen step={session.step} />
              </main>
              <PaperScan />
              <BasketBar />
              <PowerNotice />
              <SupportNotice looks={support} />
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
          </CareProvider>
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
    case 'working':
      return <Working errand={step.errand} />;
    case 'ticket':
      return <TicketResult step={step} />;
    case 'certificate':
      return <CertificateResult step={step} />;
    case 'query':
      return <Query view={step.view} />;
    case 'trouble':
      return <Trouble step={step} />;
    default:
      return <ResidentScreen step={step} />;
  }
}
