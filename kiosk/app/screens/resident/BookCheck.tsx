import { localTime } from '@hall/shared/contracts/time';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../../kiosk.ts';
import { Actions, Button } from '../../parts/Button.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Keypad } from '../../parts/Keypad.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Title } from '../../parts/Title.tsx';
import { isPhone } from '../../session/resident.ts';
import type { Step } from '../../session/session.ts';
import { bookDayWords, R } from '../../words/resident.ts';
import { W } from '../../words/words.ts';

const PHONE_MAX = 12;

/** What will be booked, in plain words; a phone number where the person wishes. */
export function BookCheck({ step }: { step: Extract<Step, { at: 'book-check' }> }) {
  const say = useSay();
  const { session, catalogue, host, act, newId } = useKiosk();
  const { errand, typing } = step;
  const queue = catalogue.queues.find(({ id }) => id === errand.queue);
  const zone = catalogue.zones.find(({ id }) => id === queue?.zone);
  const items = errand.items.flatMap((id) => catalogue.items.find((one) => one.id === id)?.name ?? []);
  const { weekday } = localTime(
    Date.parse(`${errand.day}T12:00:00+08:00`),
    host.info?.timeZone ?? 'Asia/Shanghai',
  );
  const words = bookDayWords(errand.day, weekday, null);
  const phoneOk = errand.phone === '' || isPhone(errand.phone);
  return (
    <div className="book-check" data-testid="screen-book-check">
      <Title>{say(R.bookCheckTitle)}</Title>
      <section className="panel">
        <Facts
          facts={[
            {
              label: say(R.bookWhen),
              value: `${say(words.day)} ${say(words.more)} ${errand.from}–${errand.to}`,
              strong: true,
            },
            {
              label: say(R.bookFor),
              value: items.length > 0 ? items.map(say).join(' · ') : queue && say(queue.name),
            },
            ...(zone ? [{ label: say(W.place), value: `${say(zone.name)} · ${say(zone.place)}` }] : []),
            ...(session.card ? [{ label: say(W.cardOwner), value: session.card.maskedName }] : []),
            {
              label: say(R.bookPhone),
              value: (
                <span className="book-phone">
                  <span className="number" data-testid="book-phone">
                    {errand.phone}
                  </span>
                  {!typing && (
                    <Button testId="phone-type" onPress={() => act({ type: 'book-typing', typing: true })}>
                      {say(errand.phone === '' ? R.bookPhoneAdd : R.bookPhoneChange)}
                    </Button>
                  )}
                </span>
              ),
            },
          ]}
        />
        <p className="result-note">{say(R.bookPhoneWhy)}</p>
      </section>
      {typing ? (
        <Keypad
          keys="1234567890"
          max={PHONE_MAX}
          value={errand.phone}
          onChange={(value) => act({ type: 'book-phone', value })}
        />
      ) : (
        session.card && <Notice tone="card">{say(W.cardKeep)}</Notice>
      )}
      <Actions>
        {typing ? (
          <Button
            kind="primary"
            testId="phone-done"
            disabled={!phoneOk}
            onPress={() => act({ type: 'book-typing', typing: false })}
          >
            {say(R.bookPhoneDone)}
          </Button>
        ) : (
          <Button
            kind="primary"
            icon="check"
            testId="book"
            disabled={!phoneOk || !host.online}
            onPress={() => act({ type: 'book', request: newId() })}
          >
            {say(R.bookYes)}
          </Button>
        )}
      </Actions>
    </div>
  );
}
