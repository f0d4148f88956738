import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { clockOf, dateWords } from '@hall/shared/ui/time.ts';
import { useKiosk } from '../../kiosk.ts';
import { Facts } from '../../parts/Facts.tsx';
import { PaperEnd } from '../../parts/PaperEnd.tsx';
import type { Step } from '../../session/session.ts';
import { R } from '../../words/resident.ts';
import { W } from '../../words/words.ts';

/** A booking stands with or without its paper: the code is the hero. */
export function Booked({ step }: { step: Extract<Step, { at: 'booked' }> }) {
  const say = useSay();
  const { host, act, newId } = useKiosk();
  const { booking, paper } = step;
  const timeZone = host.info?.timeZone ?? 'Asia/Shanghai';
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
      <PaperEnd
        paper={paper}
        printing={R.printingSlip}
        again={{
          testId: 'print-booking',
          words: W.reprint,
          onPress: () => act({ type: 'print-booking', request: newId() }),
        }}
      />
    </div>
  );
}
