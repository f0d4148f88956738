import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { CardView } from '@hall/shared/contracts/kiosk-link';
import { describe, expect, it } from 'vitest';
import type { Session, SessionEvent } from './session.ts';
import { isUntouched, next, START } from './session.ts';

const CARD: CardView = { card: 'card-1', maskedName: '张**', age: 67, senior: true, kind: 'resident' };
const TICKET = '0123456789abcdef0123456789abcdef';
const SLIP = { ticket: TICKET, number: 'A012', ordinal: 1 } as TicketSlip;
const REAL_NAME = { kind: 'ticket', target: { kind: 'item', item: 'social-card' }, realName: true } as const;
const AWAY = {
  zh: '暂时连不上服务器，请到咨询台。',
  en: 'The server cannot be reached. Please go to the guide desk.',
};

function run(...events: SessionEvent[]) {
  let session: Session = START;
  const sent: unknown[] = [];
  for (const event of events) {
    const step = next(session, event);
    session = step.session;
    if (step.send) sent.push(step.send);
  }
  return { session, sent };
}

const TO_CARD: SessionEvent[] = [
  { type: 'go', to: { at: 'find' } },
  { type: 'browse', change: { query: 'sbk' } },
  { type: 'go', to: { at: 'item', item: 'social-card' } },
  { type: 'go', to: { at: 'card', errand: REAL_NAME } },
  { type: 'card', card: CARD },
];
const TO_TICKET: SessionEvent[] = [
  ...TO_CARD,
  { type: 'card-continue', request: 'request-1' },
  { type: 'answered', request: 'request-1', body: SLIP },
];
const failedPaper: SessionEvent = {
  type: 'paper',
  id: TICKET,
  state: { step: 'done', report: { outcome: 'failed', reason: 'PAPER_OUT' }, text: AWAY, mayReprint: true },
};

describe('taking a ticket', () => {
  it('asks once with the card that lies there, however often the button is pressed', () => {
    const { session, sent } = run(
      ...TO_CARD,
      { type: 'card-continue', request: 'request-1' },
      { type: 'card-continue', request: 'request-2' },
    );
    expect(sent).toEqual([
      { id: 'request-1', request: { name: 'take', items: ['social-card'], queue: null, card: 'card-1' } },
    ]);
    expect(session.step.at).toBe('working');
  });

  it('does not send the card for a queue that needs none', () => {
    const errand = { kind: 'ticket', target: { kind: 'queue', queue: 'guide' }, realName: false } as const;
    const { sent } = run({ type: 'card', card: CARD }, { type: 'take', errand, request: 'request-1' });
    expect(sent).toEqual([
      { id: 'request-1', request: { name: 'take', items: [], queue: 'guide', card: null } },
    ]);
  });

  it('stays at the card screen, and asks for nothing, when the card is lifted again', () => {
    const { session, sent } = run(
      ...TO_CARD,
      { type: 'card', card: null },
      { type: 'card-continue', request: 'request-1' },
    );
    expect(session.step.at).toBe('card');
    expect(sent).toEqual([]);
  });

  it('is three touches away with the card on the reader, and asks once for two presses', () => {
    const { session, sent } = run(
      { type: 'card', card: CARD },
      { type: 'go', to: { at: 'list', by: 'theme', group: 'social-insurance' } },
      { type: 'go', to: { at: 'item', item: 'social-card' } },
      { type: 'take', errand: REAL_NAME, request: 'request-1' },
      { type: 'take', errand: REAL_NAME, request: 'request-2' },
    );
    expect(sent).toEqual([
      { id: 'request-1', request: { name: 'take', items: ['social-card'], queue: null, card: 'card-1' } },
    ]);
    expect(session.step).toMatchObject({ at: 'working', request: 'request-1' });
  });

  it('asks for the card where one is needed, and for nothing more once it lies there', () => {
    const item = { type: 'go', to: { at: 'item', item: 'social-card' } } as const;
    const asked = run(item, { type: 'take', errand: REAL_NAME, request: 'request-1' });
    expect(asked.session.step).toEqual({ at: 'card', errand: REAL_NAME });
    expect(asked.sent).toEqual([]);
    const { session, sent } = run(
      item,
      { type: 'take', errand: REAL_NAME, request: 'request-1' },
      { type: 'card-continue', request: 'too-early' },
      { type: 'card', card: CARD },
      { type: 'card-continue', request: 'request-2' },
      { type: 'answered', request: 'request-2', body: SLIP },
      { type: 'take', errand: REAL_NAME, request: 'request-3' },
    );
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ id: 'request-2', request: { name: 'take', card: 'card-1' } });
    expect(session.step.at).toBe('ticket');
  });

  it('ignores answers to other requests', () => {
    const { session } = run(
      ...TO_CARD,
      { type: 'card-continue', request: 'request-1' },
      { type: 'answered', request: 'other-id', body: SLIP },
    );
    expect(session.step.at).toBe('working');
  });

  it('knows a paper that was faster than its answer', () => {
    const { session } = run(...TO_CARD, { type: 'card-continue', request: 'request-1' }, failedPaper, {
      type: 'answered',
      request: 'request-1',
      body: SLIP,
    });
    expect(session.step).toMatchObject({
      at: 'ticket',
      paper: { step: 'done', report: { outcome: 'failed' } },
    });
  });

  it('ignores a paper of an earlier visit', () => {
    const { session } = run(failedPaper);
    expect(session).toEqual(START);
  });
});

describe('after a failure', () => {
  it('tries again under the same id where the server was away, so that one press is one ticket', () => {
    const { sent, session } = run(
      ...TO_CARD,
      { type: 'card-continue', request: 'request-1' },
      { type: 'failed', request: 'request-1', code: 'SERVER_AWAY', text: AWAY },
      { type: 'again' },
    );
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(session.step.at).toBe('working');
  });

  it('offers no second try where the answer is final, and goes back to where the card was laid', () => {
    const { session } = run(
      ...TO_CARD,
      { type: 'card-continue', request: 'request-1' },
      { type: 'failed', request: 'request-1', code: 'QUOTA_USED_UP', text: AWAY },
    );
    expect(session.step).toMatchObject({ at: 'trouble', again: null });
    expect(next(session, { type: 'back' }).session.step.at).toBe('card');
  });
});

describe('paper', () => {
  it('is reprinted once for two presses, and the second ordinal starts with printing', () => {
    const { session, sent } = run(
      ...TO_TICKET,
      failedPaper,
      { type: 'reprint', request: 'reprint-1' },
      { type: 'reprint', request: 'reprint-2' },
      { type: 'answered', request: 'reprint-1', body: { ...SLIP, ordinal: 2 } },
    );
    expect(sent.slice(1)).toEqual([{ id: 'reprint-1', request: { name: 'reprint', ticket: TICKET } }]);
    expect(session.step).toMatchObject({ at: 'ticket', slip: { ordinal: 2 }, paper: { step: 'printing' } });
  });

  it('says why a reprint was refused and keeps the number on the screen', () => {
    const { session } = run(
      ...TO_TICKET,
      failedPaper,
      { type: 'reprint', request: 'reprint-1' },
      { type: 'failed', request: 'reprint-1', code: 'REPRINT_LIMIT', text: AWAY },
    );
    expect(session.step).toMatchObject({ at: 'ticket', reprintRefused: AWAY });
  });

  it('counts as out when the person says so', () => {
    const { session } = run(...TO_TICKET, failedPaper, { type: 'paper-came-out' });
    expect(session.step).toMatchObject({ paper: { report: { outcome: 'printed' }, mayReprint: false } });
  });
});

describe('moving about', () => {
  it('keeps what was typed when one goes back', () => {
    const { session } = run(...TO_CARD, { type: 'back' }, { type: 'back' });
    expect(session.step.at).toBe('find');
    expect(session.browse.query).toBe('sbk');
  });

  it('does not go back from a number that was taken', () => {
    const { session } = run(...TO_TICKET, { type: 'back' });
    expect(session.step.at).toBe('ticket');
  });

  it('keeps language, care and the card on the way home before a number was taken', () => {
    const { session, sent } = run(
      { type: 'language', language: 'en' },
      { type: 'care', care: true },
      ...TO_CARD,
      {
        type: 'home',
        request: 'home-id-1',
      },
    );
    expect(session).toMatchObject({
      step: { at: 'home' },
      language: 'en',
      care: true,
      card: CARD,
      browse: { query: '' },
    });
    expect(sent).toEqual([]);
  });

  it('wipes everything of the person at the end', () => {
    const { session, sent } = run({ type: 'care', care: true }, ...TO_TICKET, {
      type: 'end',
      request: 'end-id-1',
    });
    expect(session).toEqual(START);
    expect(sent.at(-1)).toEqual({ id: 'end-id-1', request: { name: 'end' } });
    expect(isUntouched(session)).toBe(true);
  });

  it('tells the host that nobody is served while the machine closes, and keeps nothing', () => {
    const { session, sent } = run(
      { type: 'language', language: 'en' },
      { type: 'closed', request: 'closed-1' },
    );
    expect(session).toEqual(START);
    expect(sent).toEqual([{ id: 'closed-1', request: { name: 'closed' } }]);
  });

  it('counts a card on the reader as somebody being there', () => {
    expect(isUntouched({ ...START, card: CARD })).toBe(false);
  });
});
