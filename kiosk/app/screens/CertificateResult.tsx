import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Facts } from '../parts/Facts.tsx';
import { Icon } from '../parts/Icon.tsx';
import { PaperEnd } from '../parts/PaperEnd.tsx';
import type { Step } from '../session/session.ts';
import { pageCount, W } from '../words/words.ts';

export function CertificateResult({ step }: { step: Extract<Step, { at: 'certificate' }> }) {
  const say = useSay();
  const { act } = useKiosk();
  const { slip, paper } = step;
  return (
    <div className="result" data-testid="screen-certificate">
      <section className="ticket-face">
        <span className="certificate-sign">
          <Icon name="certificate" />
        </span>
        <h1>{say(W.certificateReady)}</h1>
      </section>
      <section className="panel">
        <Facts
          facts={[
            { label: say(W.certificateLabel), value: `${say(slip.title)} · ${say(pageCount(slip.pages))}` },
            {
              label: say(W.verification),
              value: <span className="number">{slip.verification}</span>,
              strong: true,
              testId: 'certificate-verification',
            },
          ]}
        />
        <p className="result-note">{say(W.verificationMore)}</p>
      </section>
      <PaperEnd
        paper={paper}
        printing={W.printingCertificate}
        failedEnd={W.guideDesk}
        again={{
          testId: 'certificate-again',
          words: W.tryAgain,
          onPress: () =>
            act({
              type: 'go',
              to: { at: 'card', errand: { kind: 'certificate', certificate: 'insurance' } },
            }),
        }}
      />
    </div>
  );
}
