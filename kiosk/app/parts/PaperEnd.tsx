import type { Text } from '@hall/shared/contracts/text';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import type { PaperState } from '../session/session.ts';
import { W } from '../words/words.ts';
import { Actions, Button } from './Button.tsx';
import { CameOut } from './CameOut.tsx';
import { Notice } from './Notice.tsx';

/** What became of a paper, and the way on: once more, "it came out", or the end of the visit. */
export function PaperEnd(props: {
  readonly paper: PaperState;
  readonly printing: Text;
  /** Another try; `words` where it failed: where nobody knows, the person is asked. */
  readonly again: { readonly testId: string; readonly words: Text; readonly onPress: () => void };
  /** The key that ends the visit after a failure. */
  readonly failedEnd?: Text;
}) {
  const say = useSay();
  const { session, act, newId } = useKiosk();
  const { paper, again } = props;
  const outcome = paper.step === 'done' ? paper.report.outcome : null;
  const unknown = outcome === 'unknown';
  const failed = outcome === 'failed';
  return (
    <>
      <Notice tone={failed ? 'bad' : outcome === 'printed' ? 'good' : 'wait'} testId="paper">
        {paper.step === 'printing' ? (
          say(props.printing)
        ) : (
          <strong data-testid={`paper-${paper.report.outcome}`}>{say(paper.text)}</strong>
        )}
      </Notice>
      {session.card && outcome !== null && <Notice tone="card">{say(W.takeCard)}</Notice>}
      <Actions>
        {(failed || unknown) && (
          <Button icon="printer" testId={again.testId} onPress={again.onPress}>
            {say(unknown ? W.paperNo : again.words)}
          </Button>
        )}
        {unknown ? (
          <CameOut />
        ) : (
          <Button
            kind="primary"
            testId="done"
            disabled={paper.step === 'printing'}
            onPress={() => act({ type: 'end', request: newId() })}
          >
            {say(failed ? (props.failedEnd ?? W.done) : W.done)}
          </Button>
        )}
      </Actions>
    </>
  );
}
