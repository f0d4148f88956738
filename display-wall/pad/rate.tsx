import { GRADES, type Grade } from '@hall/shared/contracts/ratings';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import type { ScreenLink } from '@hall/shared/ui/screen/screen-link.ts';
import { useHallNow } from '@hall/shared/ui/screen/use-screen.ts';
import { secondsLeft } from '@hall/shared/ui/time.ts';
import { Button, Label, TextArea, TextField, ToggleButton } from 'react-aria-components';
import { Face } from './face.tsx';
import type { Flow } from './flow.ts';
import { type Rating, useRating } from './use-rating.ts';
import { PAD_WORDS, timeLeft } from './words.ts';

const GRADES_SHOWN: readonly Grade[] = [5, 4, 3, 2, 1];
/** The last part of the time is said more plainly, s (WCAG 2.2.1 warns 20 s ahead). */
const WARN_S = 20;

function Countdown({ link, until }: { link: ScreenLink; until: number }) {
  const say = useSay();
  const left = secondsLeft(until, useHallNow(link, 250));
  return (
    <p className={left <= WARN_S ? 'countdown soon' : 'countdown'} role="timer">
      {say(timeLeft(left))}
    </p>
  );
}

function Grades({ rating }: { rating: Rating }) {
  const say = useSay();
  return (
    <div className="grades">
      {GRADES_SHOWN.map((grade) => (
        <Button
          key={grade}
          className="grade"
          onPress={() => rating.send({ type: 'choose', grade })}
          data-grade={grade}
        >
          <Face grade={grade} />
          <span>{say(GRADES[grade].name)}</span>
        </Button>
      ))}
    </div>
  );
}

function Reasons({ rating, flow }: { rating: Rating; flow: Extract<Flow, { step: 'reasons' }> }) {
  const say = useSay();
  const { commentMax } = flow.form;
  return (
    <div className="reasons">
      <fieldset className="reason-list">
        <legend className="visually-hidden">{say(PAD_WORDS.whyTitle)}</legend>
        {GRADES[flow.grade].reasons.map(({ code, text }) => (
          <ToggleButton
            key={code}
            className="reason"
            isSelected={flow.reasons.includes(code)}
            onChange={() => rating.send({ type: 'toggle', reason: code })}
            data-reason={code}
          >
            <svg viewBox="0 0 24 24" className="tick" aria-hidden="true">
              <path d="M5 12.5l4.6 4.6L19.5 7" />
            </svg>
            <span>{say(text)}</span>
          </ToggleButton>
        ))}
      </fieldset>
      {commentMax === 0 ? null : (
        <TextField
          className="comment"
          value={flow.comment}
          maxLength={commentMax}
          onChange={(comment) => rating.send({ type: 'comment', comment })}
        >
          <Label className="visually-hidden">{say(PAD_WORDS.comment)}</Label>
          <TextArea rows={1} placeholder={say(PAD_WORDS.comment)} autoComplete="off" />
          <span className="number comment-count" aria-hidden="true">
            {flow.comment.length}/{commentMax}
          </span>
        </TextField>
      )}
    </div>
  );
}

function Ending({ flow }: { flow: Extract<Flow, { step: 'done' | 'over' }> }) {
  const say = useSay();
  const title =
    flow.step === 'over'
      ? PAD_WORDS.over
      : flow.what === 'rating.give'
        ? PAD_WORDS.thanks
        : PAD_WORDS.declined;
  const hint = flow.step === 'over' ? (flow.text ?? PAD_WORDS.overHint) : PAD_WORDS.goodbye;
  return (
    <main className="pad-say" data-step={flow.step}>
      <h1>{say(title)}</h1>
      <p>{say(hint)}</p>
    </main>
  );
}

function Title({ flow }: { flow: Extract<Flow, { step: 'grade' | 'reasons' }> }) {
  const say = useSay();
  return (
    <div className="rate-title">
      <h1>{say(flow.step === 'grade' ? PAD_WORDS.rateTitle : PAD_WORDS.whyTitle)}</h1>
      <p>
        <span className="number rate-number">{flow.form.number}</span>
        <span className="rate-items">{flow.form.items.map(say).join(' · ')}</span>
      </p>
    </div>
  );
}

/** The rating of one reference; another reference is another instance (`key={ref}`). */
export function Rate({
  link,
  window,
  reference,
  until,
}: {
  link: ScreenLink;
  window: string;
  reference: string;
  until: number | null;
}) {
  const say = useSay();
  const rating = useRating(link, window, reference, until);
  const { flow } = rating;
  if (flow.step === 'done' || flow.step === 'over') return <Ending flow={flow} />;
  if (flow.step === 'loading') {
    return (
      <main className="pad-say" data-step="loading">
        <h1>{say(PAD_WORDS.loading)}</h1>
      </main>
    );
  }
  if (flow.step === 'sending') {
    return (
      <main className="pad-say" data-step="sending" aria-busy="true">
        <h1>{say(PAD_WORDS.sending)}</h1>
      </main>
    );
  }
  if (flow.step === 'failed') {
    return (
      <main className="pad-say" data-step="failed">
        <h1>{say(PAD_WORDS.failed)}</h1>
        <p>{say(flow.text)}</p>
        <Button className="primary" onPress={() => rating.send({ type: 'again' })}>
          {say(PAD_WORDS.again)}
        </Button>
      </main>
    );
  }
  return (
    <main className="rate" data-step={flow.step}>
      <div className="rate-head">
        <Title flow={flow} />
        <Countdown link={link} until={flow.form.until} />
      </div>
      {flow.step === 'grade' ? <Grades rating={rating} /> : <Reasons rating={rating} flow={flow} />}
      <div className="rate-foot">
        <Button className="plain" data-action="decline" onPress={rating.decline}>
          {say(PAD_WORDS.decline)}
        </Button>
        {flow.step === 'grade' ? (
          <p className="rate-hint">{say(PAD_WORDS.rateHint)}</p>
        ) : (
          <>
            <Button className="plain chosen" data-action="back" onPress={() => rating.send({ type: 'back' })}>
              <Face grade={flow.grade} />
              <span>
                {say(GRADES[flow.grade].name)}
                <small>{say(PAD_WORDS.back)}</small>
              </span>
            </Button>
            <Button className="primary" data-action="submit" onPress={rating.submit}>
              {say(PAD_WORDS.submit)}
            </Button>
          </>
        )}
      </div>
    </main>
  );
}
