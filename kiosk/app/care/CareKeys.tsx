import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useCare } from './care.tsx';
import { C, VOLUME_WORDS } from './words.ts';

/** Beside the keys of every screen while care mode is on: hear it again, louder, other colours. */
export function CareKeys() {
  const say = useSay();
  const care = useCare();
  if (care === null) return null;
  return (
    <>
      {care.speaks && (
        <>
          <button type="button" className="bar-key" data-testid="care-again" onClick={care.again}>
            <Icon name="again" />
            <span>{say(C.again)}</span>
          </button>
          <button type="button" className="bar-key" data-testid="care-volume" onClick={care.louder}>
            <Icon name="sound" />
            <span>{say(VOLUME_WORDS[care.volume])}</span>
          </button>
        </>
      )}
      <button type="button" className="bar-key" data-testid="care-invert" onClick={care.invert}>
        <Icon name="contrast" />
        <span>{say(care.inverted ? C.light : C.dark)}</span>
      </button>
    </>
  );
}
