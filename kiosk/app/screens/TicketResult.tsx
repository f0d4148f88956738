import { aheadWords, CLASS_WORDS } from '@hall/shared/contracts/wording';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { waitWords } from '@hall/shared/ui/time.ts';
import { useKiosk } from '../kiosk.ts';
import { Actions, Button } from '../parts/Button.tsx';
import { CameOut } from '../parts/CameOut.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Notice } from '../parts/Notice.tsx';
import { ToMap } from '../query/ToMap.tsx';
import type { Step } from '../session/session.ts';
import { noteNumber, R } from '../words/resident.ts';
import { W, windowNumbers } from '../words/words.ts';

type TicketStep = Extract<Step, { at: 'ticket' }>;

/** The number is the hero; below it, where to go and what the paper does. */
export function TicketResult({ step }: { step: TicketStep }) {
  const say = useSay();
  const { session } = useKiosk();
  const { slip } = step;
  return (
    <div className="result" data-testid="screen-ticket">
      <section className="ticket-face">
        <h1 className="ticket-label">
          {say(W.yourNumber)}
          {slip.ordinal > 1 && (
            <span className="ticket-ordinal">
              {say(W.reprintOrdinal)} {slip.ordinal}
            </span>
          )}
        </h1>
        <p className="ticket-number number" data-testid="ticket-number">
          {slip.number}
        </p>
        <p className="ticket-queue">{say(slip.queueName)}</p>
        {slip.class !== 'ordinary' && (
          <p className="ticket-class">
            {say(CLASS_WORDS[slip.class])}
            {slip.classReason && <span>{say(slip.classReason)}</span>}
          </p>
        )}
      </section>
      <section className="panel">
        <Facts
          facts={[
            ...(slip.offline
              ? []
              : [
                  { label: say(W.ahead), value: say(aheadWords(slip.ahead)), strong: true },
                  { label: say(W.estimate), value: say(waitWords(slip.estimate)), strong: true },
                ]),
            { label: say(W.goTo), value: `${say(slip.zoneName)} · ${say(slip.place)}`, strong: true },
            { label: say(W.windows), value: say(windowNumbers(slip.windows)) },
            ...(slip.route ? [{ label: say(W.thenGoTo), value: wayOf(slip.route, say) }] : []),
          ]}
        />
        {(slip.notices ?? []).map((notice) => (
          <p className="result-note" data-testid="ticket-notice" key={notice.zh}>
            {say(notice)}
          </p>
        ))}
        {slip.offline && (
          <p className="result-note" data-testid="offline-valid">
            {say(W.offlineValid)}
          </p>
        )}
        <p className="result-note">{say(W.waitForCall)}</p>
        {step.paper.step === 'done' && step.paper.report.outcome === 'printed' && (
          <ToMap windows={slip.windows} zone={slip.zone} />
        )}
      </section>
      <TicketPaper step={step} />
      {session.card && step.paper.step === 'done' && <Notice tone="card">{say(W.takeCard)}</Notice>}
      <TicketActions step={step} />
    </div>
  );
}

/** [K10] Zones and queues behind the first one, in order. */
function wayOf(route: NonNullable<TicketStep['slip']['route']>, say: ReturnType<typeof useSay>): string {
  return route.map(({ queueName, zoneName }) => `${say(zoneName)} · ${say(queueName)}`).join(' → ');
}

function TicketPaper({ step }: { step: TicketStep }) {
  const say = useSay();
  const { paper } = step;
  if (paper.step === 'printing') {
    return (
      <Notice tone="wait" testId="paper">
        {say(W.printing)}
      </Notice>
    );
  }
  const tone = { printed: 'good', failed: 'bad', unknown: 'wait' } as const;
  return (
    <Notice tone={tone[paper.report.outcome]} testId="paper">
      <strong data-testid={`paper-${paper.report.outcome}`}>{say(paper.text)}</strong>
      {paper.report.outcome !== 'printed' && !step.slip.offline && (
        <span data-testid="note-number">{say(noteNumber(step.slip.number, step.slip.shortCode))}</span>
      )}
      {step.reprintRefused && <span>{say(step.reprintRefused)}</span>}
    </Notice>
  );
}

function TicketActions({ step }: { step: TicketStep }) {
  const say = useSay();
  const { session, act, newId } = useKiosk();
  const { paper } = step;
  const end = () => act({ type: 'end', request: newId() });
  const reprint = () => act({ type: 'reprint', request: newId() });
  if (paper.step === 'done' && paper.report.outcome !== 'printed' && step.reprintRefused) {
    // No more paper from here; the number stands, and people help.
    return (
      <Actions>
        <Button testId="paper-yes" icon="check" onPress={() => act({ type: 'paper-came-out' })}>
          {say(R.paperHere)}
        </Button>
        <Button kind="primary" icon="guide" testId="done" onPress={end}>
          {say(W.guideDesk)}
        </Button>
      </Actions>
    );
  }
  if (paper.step === 'done' && paper.report.outcome === 'unknown') {
    return (
      <Actions>
        <Button testId="paper-no" icon="printer" disabled={session.reprinting !== null} onPress={reprint}>
          {say(W.paperNo)}
        </Button>
        <CameOut />
      </Actions>
    );
  }
  if (paper.step === 'done' && paper.report.outcome === 'failed') {
    return (
      <Actions>
        <Button testId="done" onPress={end}>
          {say(W.guideDesk)}
        </Button>
        <Button
          kind="primary"
          icon="printer"
          testId="reprint"
          disabled={session.reprinting !== null || !paper.mayReprint}
          onPress={reprint}
        >
          {say(W.reprint)}
        </Button>
      </Actions>
    );
  }
  return (
    <Actions>
      <Button kind="primary" testId="done" disabled={paper.step === 'printing'} onPress={end}>
        {say(W.done)}
      </Button>
    </Actions>
  );
}
