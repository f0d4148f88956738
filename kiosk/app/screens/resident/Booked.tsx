import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { clockOf, dateWords } from '@hall/shared/ui/time.ts';
import { useKiosk } from '../../kiosk.ts';
import { Actions, Button } from '../../parts/Button.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Notice } from '../../parts/Notice.tsx';
import type { Step } from '../../session/session.ts';
import { R } from '../../words/resident.ts';
import { W } from '../../words/words.ts';

/** A booking stands with or without its paper: the code is the hero. */
export function Booked({ step }: { step: Extract<Step, { at: 'booked' }> }) {
  const say = useSay();
  const { session, host, act, newId } = useKiosk();
  const { booking, paper } = step;
  const timeZone = host.info?.timeZone ?? 'Asia/Shanghai';
  const end = () => act({ type: 'end', request: newId() });
  const unsure = paper.step === 'done' && paper.report.outcome !== 'printed';
  const unknown = paper.step === 'done' && paper.report.outcome === 'unknown';
  const tone = paper.step === 'printing' || unknown ? 'wait' : unsure ? 'bad' : 'good';
  return (
    <div className="result" data-testid="screen-booked">
      <section className="ticket-face">
        <h1>{say(R.booked)}</h1>
        <p className="ticket-label">{say(R.bookingCode)}</p>
        <p className="booking-code number" data-testid="booking-code">
          {booking.code}
        </p>
      </section>
      <section className="panel">
        <Facts
          facts={[
            {
              label: say(R.bookWhen),
              value: `${say(dateWords(booking.from, timeZone))} ${clockOf(booking.from, timeZone)}–${clockOf(booking.to, timeZone)}`,
              strong: true,
            },
            { label: say(R.bookFor), value: [booking.queueName, ...booking.items].map(say).join(' · ') },
          ]}
        />
        <p className="result-note">{say(R.bookedMore)}</p>
      </section>
      <Notice tone={tone} testId="paper">
        {paper.step === 'printing' ? (
          say(R.printingSlip)
        ) : (
          <strong data-testid={`paper-${paper.report.outcome}`}>{say(paper.text)}</strong>
        )}
      </Notice>
      {session.card && paper.step === 'done' && <Notice tone="card">{say(W.takeCard)}</Notice>}
      <Actions>
        {unsure && (
          <Button
            icon="printer"
            testId="print-booking"
            onPress={() => act({ type: 'print-booking', request: newId() })}
          >
            {say(unknown ? W.paperNo : W.reprint)}
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
            {say(W.done)}
          </Button>
        )}
      </Actions>
    </div>
  );
}
