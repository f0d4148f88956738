import type { EnrolmentView } from '@hall/shared/contracts/kiosk-link';
import type { Text } from '@hall/shared/contracts/text';
import { Both } from '@hall/shared/ui/i18n/both.tsx';
import { Icon } from '../parts/Icon.tsx';
import { W } from '../words/words.ts';

const STEPS = [W.enrolStep1, W.enrolStep2, W.enrolStep3];
const NOTES: Readonly<Record<Exclude<EnrolmentView['step'], 'waiting'>, readonly [Text, Text]>> = {
  contacting: [W.enrolContacting, W.enrolContactingMore],
  refused: [W.enrolRefused, W.enrolRefusedMore],
  'wrong-hall': [W.enrolWrongHall, W.enrolWrongHallMore],
  revoked: [W.enrolRevoked, W.enrolRevokedMore],
};

/** The whole screen while the hall does not let this machine in; in both languages, for nobody has chosen one. */
export function Enrolment({ state }: { readonly state: EnrolmentView }) {
  if (state.step === 'waiting') return <Waiting state={state} />;
  const [title, more] = NOTES[state.step];
  return (
    <main className="enrolment" data-testid="enrolment" data-step={state.step}>
      {state.step === 'contacting' ? (
        <span className="pulse" />
      ) : (
        <span className="trouble-icon">
          <Icon name="warn" />
        </span>
      )}
      <h1>
        <Both text={title} />
      </h1>
      <p className="enrolment-more">
        <Both text={more} />
      </p>
    </main>
  );
}

function Waiting({ state }: { readonly state: Extract<EnrolmentView, { step: 'waiting' }> }) {
  return (
    <main className="enrolment" data-testid="enrolment" data-step="waiting">
      <h1>
        <Both text={W.enrolTitle} />
      </h1>
      <p className="enrolment-code" data-testid="enrolment-code">
        {state.code.split('-').map((half) => (
          <span key={half}>{half}</span>
        ))}
      </p>
      <ol>
        {STEPS.map((step) => (
          <li key={step.en}>
            <Both text={step} />
          </li>
        ))}
      </ol>
      <p className="enrolment-wait">
        <span className="pulse" />
        <Both text={W.enrolWaiting} />
      </p>
      {state.caFingerprint === null ? null : (
        <p className="enrolment-print">
          <Both text={W.enrolFingerprint} />
          {rowsOf(state.caFingerprint).map((row) => (
            <span className="enrolment-hex" key={row}>
              {row}
            </span>
          ))}
        </p>
      )}
    </main>
  );
}

/** As `/ca` and certificate viewers write it, in two rows. */
function rowsOf(fingerprint: string): string[] {
  const pairs = fingerprint.toUpperCase().match(/../g) ?? [];
  return [pairs.slice(0, 16).join(':'), pairs.slice(16).join(':')];
}
