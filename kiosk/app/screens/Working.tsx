import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import type { Errand } from '../session/session.ts';
import { R } from '../words/resident.ts';
import { W } from '../words/words.ts';

export function Working({ errand }: { errand: Errand | null }) {
  const say = useSay();
  return (
    <div className="working" role="status" data-testid="screen-working">
      <span className="pulse" />
      <h1>{say(errand === null ? W.workingTicket : WORDS[errand.kind])}</h1>
      <p>{say(W.workingMore)}</p>
    </div>
  );
}

const WORDS = {
  ticket: W.workingTicket,
  certificate: W.workingCertificate,
  booking: R.workingBooking,
  'check-in': R.workingCheckIn,
  'print-mine': R.workingReprint,
} as const satisfies Record<Errand['kind'], unknown>;
