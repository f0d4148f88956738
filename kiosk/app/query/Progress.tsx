import type { CaseProgress } from '@hall/shared/contracts/public-info';
import { CaseProgressAnswer } from '@hall/shared/contracts/public-info';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect, useRef, useState } from 'react';
import { useKiosk, useScan } from '../kiosk.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Paged } from '../parts/Paged.tsx';
import { Title } from '../parts/Title.tsx';
import { whyNoCard } from '../session/availability.ts';
import { PROGRESS, type ProgressView, sameQuery } from '../session/query.ts';
import { caseCount, longDay, Q, STAGES } from '../words/query.ts';
import { CaseSteps } from './CaseSteps.tsx';
import { DIGITS, DigitKeys, RECEIPT } from './DigitKeys.tsx';
import { receiptFrom } from './receipt.ts';

/** How far a case is: by the card, or by the receipt with the end of the applicant's ID number. */
export function Progress({ view }: { view: ProgressView }) {
  return view.answer === null || view.answer.cases.length === 0 ? (
    <Ask view={view} />
  ) : (
    <Cases cases={view.answer.cases} />
  );
}

function Ask({ view }: { view: ProgressView }) {
  const say = useSay();
  const { host, session, act, ask } = useKiosk();
  const [asking, setAsking] = useState(false);
  // An answer for somebody who has gone is an answer for nobody.
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const change = (more: Partial<ProgressView>): void => act(sameQuery({ ...view, trouble: null, ...more }));
  useScan((text) => {
    const receipt = receiptFrom(text);
    if (receipt !== null && !asking) change({ receipt, field: 'digits' });
  });

  const { card } = session;
  const noReader = whyNoCard(host);
  const complete = RECEIPT.test(view.receipt) && DIGITS.test(view.digits);
  const away = !host.online;
  async function look(by: 'card' | 'receipt'): Promise<void> {
    if (asking || (by === 'card' && card === null)) return;
    setAsking(true);
    const result = await ask({
      name: 'case-progress',
      of:
        by === 'card'
          ? { by, card: card?.card ?? '' }
          : { by, receipt: view.receipt, lastDigits: view.digits },
    });
    if (!here.current) return;
    setAsking(false);
    const parsed = result.ok ? CaseProgressAnswer.safeParse(result.value) : null;
    if (parsed?.success) {
      const none = parsed.data.cases.length === 0;
      change({ answer: parsed.data, trouble: none ? (by === 'card' ? Q.noCasesCard : Q.noCases) : null });
      return;
    }
    const code = result.ok ? 'INTERNAL' : result.error.code;
    change({
      trouble:
        code === 'TOO_MANY_REQUESTS'
          ? Q.tooMany
          : code === 'SERVER_AWAY'
            ? Q.progressAway
            : result.ok
              ? Q.progressAway
              : result.error.text,
    });
  }

  const press = (key: string): void => {
    const now = view[view.field];
    const max = view.field === 'receipt' ? 12 : 4;
    const typed = key === 'back' ? now.slice(0, -1) : now.length < max ? now + key : now;
    const full = view.field === 'receipt' && typed.length === 12;
    change({ [view.field]: typed, field: full ? 'digits' : view.field });
  };
  return (
    <div className="query-progress" data-testid="screen-progress">
      <Title>{say(Q.progressTitle)}</Title>
      <section className="progress-card">
        <Icon name="card" />
        <p>{noReader ? say(noReader) : say(Q.byCard)}</p>
        {noReader === null && (
          <Button
            kind="primary"
            testId="progress-card"
            disabled={card === null || away || asking}
            onPress={() => void look('card')}
          >
            {say(card === null ? Q.byCardWait : asking ? Q.looking : Q.byCardLook)}
          </Button>
        )}
      </section>
      <section className="progress-receipt">
        <p>{say(Q.byReceipt)}</p>
        <Field
          view={view}
          field="receipt"
          label={say(Q.receipt)}
          onFocus={() => change({ field: 'receipt' })}
        />
        <Field view={view} field="digits" label={say(Q.digits)} onFocus={() => change({ field: 'digits' })} />
        <Button
          kind="primary"
          testId="progress-look"
          disabled={!complete || away || asking}
          onPress={() => void look('receipt')}
        >
          {say(asking ? Q.looking : Q.look)}
        </Button>
      </section>
      <DigitKeys withX={view.field === 'digits' && view.digits.length === 3} onKey={press} />
      {away ? (
        <Notice tone="bad" testId="progress-away">
          {say(Q.progressAway)}
        </Notice>
      ) : view.trouble ? (
        <Notice tone="bad" testId="progress-trouble">
          {say(view.trouble)}
        </Notice>
      ) : (
        <p className="query-note">{say(Q.privacy)}</p>
      )}
    </div>
  );
}

function Field(props: {
  readonly view: ProgressView;
  readonly field: 'receipt' | 'digits';
  readonly label: string;
  readonly onFocus: () => void;
}) {
  const value = props.view[props.field];
  // A whole case number comes from a scanner: its end is what people compare.
  const shown = value.length > 12 ? `…${value.slice(-12)}` : value;
  return (
    <button
      type="button"
      className="progress-field"
      data-testid={`field-${props.field}`}
      aria-pressed={props.view.field === props.field}
      onClick={props.onFocus}
    >
      <small>{props.label}</small>
      <span className="number">{shown === '' ? '　' : shown}</span>
    </button>
  );
}

function Cases({ cases }: { cases: readonly CaseProgress[] }) {
  const say = useSay();
  const { act } = useKiosk();
  const again = (
    <Button testId="progress-again" onPress={() => act(sameQuery(PROGRESS))}>
      {say(Q.again)}
    </Button>
  );
  return (
    <div className="list query-cases" data-testid="screen-cases">
      <Title more={say(caseCount(cases.length))}>{say(Q.progress)}</Title>
      <Paged list="cases" entries={cases} lines={2} testId="cases" beside={again}>
        {(one) => <Case key={one.caseNumber} progress={one} />}
      </Paged>
    </div>
  );
}

function Case({ progress }: { progress: CaseProgress }) {
  const say = useSay();
  const { catalogue } = useKiosk();
  const item = catalogue.items.find(({ code }) => code === progress.itemCode);
  const { result, promisedOn, note } = progress;
  return (
    <li className="case" data-testid="case">
      <header>
        <h2>{item ? say(item.name) : progress.itemName}</h2>
        <strong className={`case-stage case-${progress.stage}`} data-testid="case-stage">
          {say(STAGES[progress.stage])}
          {result && ` · ${say(result === 'granted' ? Q.granted : Q.refused)}`}
        </strong>
      </header>
      <p className="case-facts">
        <span className="number">…{progress.caseNumber.slice(-12)}</span>
        <span>
          {say(Q.applicant)} {progress.applicant}
        </span>
        {promisedOn && (
          <span>
            {say(Q.promised)} {say(longDay(promisedOn))}
          </span>
        )}
      </p>
      <CaseSteps steps={progress.steps} />
      {note && <p className="case-note">{say(note)}</p>}
    </li>
  );
}
