import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect } from 'react';
import { useKiosk } from '../../kiosk.ts';
import { Notice } from '../../parts/Notice.tsx';
import { Paged } from '../../parts/Paged.tsx';
import { Title } from '../../parts/Title.tsx';
import type { Step } from '../../session/session.ts';
import { bookDayWords, freePlaces, R } from '../../words/resident.ts';
import { fromFirstFree } from './from-first-free.ts';

/** Day and time on one screen: one press chooses the day, the next one goes on. */
export function BookWhen({ step }: { step: Extract<Step, { at: 'book-when' }> }) {
  const say = useSay();
  const { session, catalogue, host, act, newId } = useKiosk();
  const { known, asking } = session.offers;
  const queue = catalogue.queues.find(({ id }) => id === step.queue);
  const item = catalogue.items.find(({ id }) => id === step.items[0]);
  const days = known?.queues.find(({ queue }) => queue === step.queue)?.days ?? [];
  const first = days[0];
  useEffect(() => {
    if (known === null && asking === null && host.online) act({ type: 'ask-offers', request: newId() });
  }, [known, asking, host.online, act, newId]);
  useEffect(() => {
    if (step.day === null && first !== undefined) act({ type: 'book-day', request: newId(), day: first });
  }, [step.day, first, act, newId]);
  return (
    <div className="book" data-testid="screen-book-when">
      <Title more={say((item ?? queue)?.name ?? R.bookTitle)}>{say(R.bookTitle)}</Title>
      {!host.online && <Notice tone="bad">{say(R.needsServer)}</Notice>}
      {known !== null && days.length === 0 && <Notice tone="bad">{say(R.noBookings)}</Notice>}
      <ul className="book-days">
        {days.map((day) => {
          const about = known?.days.find((one) => one.day === day);
          const words = bookDayWords(day, about?.weekday ?? 1, about?.name ?? null);
          return (
            <li key={day}>
              <button
                type="button"
                className="book-day"
                data-testid={`day-${day}`}
                aria-pressed={day === step.day}
                onClick={() => act({ type: 'book-day', request: newId(), day })}
              >
                <strong>{say(words.day)}</strong>
                <span>{say(words.more)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {step.trouble && (
        <Notice tone="bad" testId="slots-trouble">
          {say(step.trouble)}
        </Notice>
      )}
      <Paged list={`slots ${step.day}`} entries={fromFirstFree(step.slots ?? [])} lines={2} testId="slots">
        {(slot) => (
          <li key={slot.from}>
            <button
              type="button"
              className="book-slot"
              data-testid={`slot-${slot.from}`}
              disabled={slot.free === 0}
              onClick={() => act({ type: 'book-slot', slot })}
            >
              <strong className="number">
                {slot.from}–{slot.to}
              </strong>
              <span>{say(freePlaces(slot.free))}</span>
            </button>
          </li>
        )}
      </Paged>
      {step.slots?.every(({ free }) => free === 0) && step.trouble === null && (
        <Notice tone="wait" testId="no-slots">
          {say(R.noSlots)}
        </Notice>
      )}
    </div>
  );
}
