import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useCare } from './care.tsx';
import { C } from './words.ts';

/** The voice's words for the eyes, in the part of the screen that a seated hand does not reach. */
export function CareBand() {
  const say = useSay();
  const care = useCare();
  if (care === null) return null;
  return (
    <section
      className="care-band"
      data-testid="care-band"
      aria-label={say(C.captionLabel)}
      aria-live="polite"
    >
      <p>{say(care.caption)}</p>
    </section>
  );
}
