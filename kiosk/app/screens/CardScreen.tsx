import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Actions, Button } from '../parts/Button.tsx';
import { CardPicture } from '../parts/CardPicture.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Title } from '../parts/Title.tsx';
import { whyNoCard } from '../session/availability.ts';
import type { Errand } from '../session/session.ts';
import { W } from '../words/words.ts';

export function CardScreen({ errand }: { errand: Errand }) {
  const say = useSay();
  const { session, host, act, newId } = useKiosk();
  const { card, cardTrouble } = session;
  const noReader = whyNoCard(host);
  const certificate = errand.kind === 'certificate';
  return (
    <div className="card-screen" data-testid="screen-card">
      <Title more={say(certificate ? W.cardCertificateWhy : W.cardTicketWhy)}>{say(W.cardTitle)}</Title>
      <div className="card-stage">
        <CardPicture laid={card !== null} />
        {noReader ? (
          <Notice tone="bad">{say(noReader)}</Notice>
        ) : card ? (
          <Notice tone="good" testId="card-read">
            <strong className="card-name">
              {say(W.cardRead)}　{card.maskedName}
            </strong>
            <span>{say(W.cardKeep)}</span>
          </Notice>
        ) : cardTrouble ? (
          <Notice tone="bad" testId="card-trouble">
            {say(cardTrouble)}
          </Notice>
        ) : (
          <Notice tone="wait">
            <strong>{say(W.cardHow)}</strong>
            <span>{say(W.cardAlready)}</span>
          </Notice>
        )}
        <p className="card-privacy">{say(W.cardPrivacy)}</p>
      </div>
      <Actions>
        <Button icon="guide" testId="to-guide" onPress={() => act({ type: 'go', to: { at: 'guide' } })}>
          {say(W.guideDesk)}
        </Button>
        <Button
          kind="primary"
          testId="card-continue"
          disabled={card === null}
          onPress={() => act({ type: 'card-continue', request: newId() })}
        >
          {say(card === null ? W.cardWaiting : certificate ? W.cardPrint : W.cardContinue)}
        </Button>
      </Actions>
    </div>
  );
}
