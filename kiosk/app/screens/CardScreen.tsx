import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect } from 'react';
import { useKiosk } from '../kiosk.ts';
import { Actions, Button } from '../parts/Button.tsx';
import { CardPicture } from '../parts/CardPicture.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Title } from '../parts/Title.tsx';
import { ToGuide } from '../parts/ToGuide.tsx';
import { whyNoCard } from '../session/availability.ts';
import type { Errand } from '../session/session.ts';
import { R } from '../words/resident.ts';
import { seniorWords, W } from '../words/words.ts';

/** So long one sees that the card was read, and may still go back, before it says yes for its owner. */
const CARD_SHOWN_MS = 2_500;

export function CardScreen({ errand }: { errand: Errand }) {
  const say = useSay();
  const { session, host, catalogue, act, newId } = useKiosk();
  const { card, cardTrouble } = session;
  const noReader = whyNoCard(host);
  const certificate = errand.kind === 'certificate';
  const booking = errand.kind === 'booking';
  const laid = card?.card ?? null;
  // The person has pressed for this ticket and laid the card that it asked for: that is all there is to say.
  useEffect(() => {
    if (certificate || laid === null) return;
    const timer = setTimeout(() => act({ type: 'card-continue', request: newId() }), CARD_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [certificate, laid, act, newId]);
  return (
    <div className="card-screen" data-testid="screen-card">
      {noReader ? (
        <Title>{say(W.cardNoReader)}</Title>
      ) : (
        <Title more={say(certificate ? W.cardCertificateWhy : booking ? R.bookCardWhy : W.cardTicketWhy)}>
          {say(W.cardTitle)}
        </Title>
      )}
      <div className="card-stage">
        {noReader === null && <CardPicture laid={card !== null} />}
        {noReader ? (
          <Notice tone="bad">{say(noReader)}</Notice>
        ) : card ? (
          <Notice tone="good" testId="card-read">
            <strong className="card-name">
              {say(W.cardRead)}　{card.maskedName}
            </strong>
            <span>{say(W.cardKeep)}</span>
            {card.senior && !certificate && (
              <span data-testid="senior">{say(seniorWords(catalogue.seniorAge))}</span>
            )}
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
        {noReader === null && <p className="card-privacy">{say(W.cardPrivacy)}</p>}
      </div>
      <Actions>
        {card === null && (
          <Button icon="guide" testId="no-card" onPress={() => act({ type: 'go', to: { at: 'no-card' } })}>
            {say(R.noCard)}
          </Button>
        )}
        {noReader && card === null ? (
          <ToGuide kind="primary" />
        ) : (
          <Button
            kind="primary"
            testId="card-continue"
            disabled={card === null}
            onPress={() => act({ type: 'card-continue', request: newId() })}
          >
            {say(
              card === null
                ? W.cardWaiting
                : certificate
                  ? W.cardPrint
                  : booking
                    ? R.bookCardContinue
                    : W.itemTake,
            )}
          </Button>
        )}
      </Actions>
    </div>
  );
}
