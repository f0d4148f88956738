import { paperOfScan } from '@hall/shared/contracts/resident-codes';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect, useRef } from 'react';
import { useKiosk, useScan } from '../../kiosk.ts';
import { Actions, Button } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Keypad } from '../../parts/Keypad.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Title } from '../../parts/Title.tsx';
import { ToGuide } from '../../parts/ToGuide.tsx';
import { whyNoCard } from '../../session/availability.ts';
import { proofOf } from '../../session/resident.ts';
import type { Step } from '../../session/session.ts';
import { R } from '../../words/resident.ts';
import { W } from '../../words/words.ts';

type WhoStep = Extract<Step, { at: 'who' }>;

/** How one shows that a booking or a ticket is one's own: a card, a paper, or what stands on it. */
export function Who({ step }: { step: WhoStep }) {
  const say = useSay();
  const { host } = useKiosk();
  const ask = useAsk(step);
  const bookings = step.of === 'bookings';
  useScan((text) => ask.scanned(text));
  return (
    <div className="who" data-testid="screen-who">
      <Title>{say(bookings ? R.whoBookings : R.whoTickets)}</Title>
      {!host.online && (
        <Notice tone="bad" testId="needs-server">
          {say(R.needsServer)}
        </Notice>
      )}
      {host.online && (step.way === 'choose' ? <Ways step={step} /> : <Typing step={step} />)}
      {step.trouble && (
        <Notice tone="bad" testId="who-trouble">
          {say(step.trouble)}
        </Notice>
      )}
      <WhoActions step={step} />
    </div>
  );
}

/** What is asked of the hall, by whatever was shown. */
function useAsk(step: WhoStep) {
  const { host, act, newId } = useKiosk();
  const bookings = step.of === 'bookings';
  return {
    card(card: string) {
      const by = { kind: 'card', card } as const;
      if (host.online) act({ type: bookings ? 'find-bookings' : 'find-tickets', request: newId(), by });
    },
    scanned(text: string) {
      const paper = paperOfScan(text);
      if (paper === null) act({ type: 'proof-useless', text: R.strangeCode });
      else if (paper.of === 'booking') act({ type: 'find-bookings', request: newId(), by: paper.by });
      else act({ type: 'find-tickets', request: newId(), by: paper.by });
    },
    typed() {
      const by = proofOf(step);
      if (by === null || !host.online) return;
      if (bookings && by.kind === 'code') act({ type: 'find-bookings', request: newId(), by });
      if (!bookings && by.kind === 'paper' && 'number' in by)
        act({ type: 'find-tickets', request: newId(), by });
    },
  };
}

function Ways({ step }: { step: WhoStep }) {
  const say = useSay();
  const { host, session, act } = useKiosk();
  const ask = useAsk(step);
  const noReader = whyNoCard(host);
  const scanner = host.peripherals.find(({ kind }) => kind === 'scanner');
  const { card } = session;
  // A card that is laid now is meant for this; one that lay there before is asked about.
  const before = useRef(card?.card ?? null);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (card !== null && card.card !== before.current) latest.current.card(card.card);
    before.current = card?.card ?? null;
  }, [card]);
  const bookings = step.of === 'bookings';
  return (
    <ul className="ways">
      <li className={noReader ? 'way way-off' : 'way'}>
        <Icon name="card" />
        <strong>
          {card ? (
            <>
              {say(R.wayCardLies)}　<bdi className="masked">{card.maskedName}</bdi>
            </>
          ) : (
            say(R.wayCard)
          )}
        </strong>
        <span>{say(noReader ?? R.wayCardMore)}</span>
        {card && (
          <Button testId="use-card" disabled={step.asking !== null} onPress={() => ask.card(card.card)}>
            {say(R.useCard)}
          </Button>
        )}
      </li>
      <li className={scanner === undefined || scanner.state === 'down' ? 'way way-off' : 'way'}>
        <Icon name="scan" />
        <strong>{say(R.wayScan)}</strong>
        <span>
          {say(scanner === undefined ? R.noScanner : bookings ? R.wayScanBooking : R.wayScanTicket)}
        </span>
      </li>
      <li>
        <button
          type="button"
          className="way way-press"
          data-testid="way-type"
          onClick={() => act({ type: 'proof-way', way: 'type' })}
        >
          <Icon name="keys" />
          <strong>{say(R.wayType)}</strong>
          <span>{say(bookings ? R.wayTypeBooking : R.wayTypeTicket)}</span>
          <Icon name="forward" />
        </button>
      </li>
    </ul>
  );
}

const DIGITS = '1234567890';
const CODE_KEYS = '1234567890ABCDEF';
const PHONE_MAX = 12;
const CODE_MAX = 6;
const NUMBER_MAX = 6;

function Typing({ step }: { step: WhoStep }) {
  const say = useSay();
  const { catalogue, act } = useKiosk();
  const bookings = step.of === 'bookings';
  const letters = [...new Set(catalogue.queues.flatMap(({ prefix }) => [...prefix]))].sort().join('');
  const fields = [
    bookings
      ? { label: R.fieldPhone, keys: DIGITS, max: PHONE_MAX }
      : { label: R.fieldNumber, keys: letters + DIGITS, max: NUMBER_MAX },
    { label: bookings ? R.fieldBookingCode : R.fieldPaperCode, keys: CODE_KEYS, max: CODE_MAX },
  ] as const;
  const field = fields[step.field];
  return (
    <div className="proof">
      <div className="proof-fields">
        {fields.map(({ label }, i) => (
          <button
            key={label.en}
            type="button"
            className="proof-field"
            data-testid={`proof-${i}`}
            aria-pressed={i === step.field}
            onClick={() => act({ type: 'proof-field', field: i as 0 | 1 })}
          >
            <span>{say(label)}</span>
            <strong className="number">{step.typed[i as 0 | 1]}</strong>
          </button>
        ))}
      </div>
      <Keypad
        keys={field.keys}
        max={field.max}
        value={step.typed[step.field]}
        onChange={(value) => {
          act({ type: 'proof-typed', value });
          // A complete phone number leads on to the code.
          if (bookings && step.field === 0 && /^1\d{10}$/.test(value)) act({ type: 'proof-field', field: 1 });
        }}
      />
    </div>
  );
}

function WhoActions({ step }: { step: WhoStep }) {
  const say = useSay();
  const { host, act, newId } = useKiosk();
  const ask = useAsk(step);
  const busy = step.asking !== null;
  if (!host.online) {
    return (
      <Actions>
        <ToGuide />
        <Button
          kind="primary"
          icon="ticket"
          testId="to-start"
          onPress={() => act({ type: 'home', request: newId() })}
        >
          {say(W.itemTake)}
        </Button>
      </Actions>
    );
  }
  if (step.way === 'choose') {
    return (
      <Actions>
        {busy && <p role="status">{say(R.searching)}</p>}
        <ToGuide />
      </Actions>
    );
  }
  return (
    <Actions>
      <Button
        icon="back"
        testId="way-choose"
        disabled={busy}
        onPress={() => act({ type: 'proof-way', way: 'choose' })}
      >
        {say(W.back)}
      </Button>
      <Button
        kind="primary"
        icon="search"
        testId="look-up"
        disabled={busy || proofOf(step) === null}
        onPress={ask.typed}
      >
        {say(busy ? R.searching : R.lookUp)}
      </Button>
    </Actions>
  );
}
