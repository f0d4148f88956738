import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Actions, Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { ToGuide } from '../parts/ToGuide.tsx';
import type { Step } from '../session/session.ts';
import { W } from '../words/words.ts';

/** What went wrong, in the hall's words, and always two ways on. */
export function Trouble({ step }: { step: Extract<Step, { at: 'trouble' }> }) {
  const say = useSay();
  const { act } = useKiosk();
  return (
    <div className="trouble" data-testid="screen-trouble">
      <span className="trouble-icon">
        <Icon name="warn" />
      </span>
      <h1>{say(W.troubleTitle)}</h1>
      <p data-testid="trouble-text">{say(step.text)}</p>
      <Actions>
        {step.again ? (
          <>
            <ToGuide />
            <Button kind="primary" testId="again" onPress={() => act({ type: 'again' })}>
              {say(W.tryAgain)}
            </Button>
          </>
        ) : (
          <>
            <Button icon="back" testId="trouble-back" onPress={() => act({ type: 'back' })}>
              {say(W.back)}
            </Button>
            <ToGuide kind="primary" />
          </>
        )}
      </Actions>
    </div>
  );
}
