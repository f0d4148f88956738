import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Actions, Button } from '../parts/Button.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Notice } from '../parts/Notice.tsx';
import type { Step } from '../session/session.ts';
import { pageCount, W } from '../words/words.ts';

export function CertificateResult({ step }: { step: Extract<Step, { at: 'certificate' }> }) {
  const say = useSay();
  const { session, act, newId } = useKiosk();
  const { slip, paper } = step;
  const end = () => act({ type: 'end', request: newId() });
  const failed = paper.step === 'done' && paper.report.outcome === 'failed';
  const unknown = paper.step === 'done' && paper.report.outcome === 'unknown';
  const tone = paper.step === 'printing' ? 'wait' : failed ? 'bad' : unknown ? 'wait' : 'good';
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
      <Notice tone={tone} testId="paper">
        {paper.step === 'printing' ? (
          say(W.printingCertificate)
        ) : (
          <strong data-testid={`paper-${paper.report.outcome}`}>{say(paper.text)}</strong>
        )}
      </Notice>
      {session.card && paper.step === 'done' && <Notice tone="card">{say(W.takeCard)}</Notice>}
      <Actions>
        {(failed || unknown) && (
          <Button
            icon="printer"
            testId="certificate-again"
            onPress={() =>
              act({
                type: 'go',
                to: { at: 'card', errand: { kind: 'certificate', certificate: 'insurance' } },
              })
            }
          >
            {say(unknown ? W.paperNo : W.tryAgain)}
          </Button>
        )}
        {unknown ? (
          <Button
            kind="primary"
            icon="check"
            testId="paper-yes"
            onPress={() => act({ type: 'paper-came-out' })}
          >
            {say(W.paperYes)}
          </Button>
        ) : (
          <Button kind="primary" testId="done" disabled={paper.step === 'printing'} onPress={end}>
            {say(failed ? W.guideDesk : W.done)}
          </Button>
        )}
      </Actions>
    </div>
  );
}
