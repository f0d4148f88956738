import type { CertificateSlip, TicketSlip } from '@hall/shared/contracts/commands';
import type { CardView, FromHost, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import type { Language, Text } from '@hall/shared/contracts/text';
import { type BasketEvent, basketAfter } from './basket.ts';
import { isSameQuery, type QueryStep } from './query.ts';
import {
  NO_OFFERS,
  type Offers,
  type OwnBooking,
  type ResidentErrand,
  type ResidentEvent,
  type ResidentStep,
  residentFailed,
  residentNext,
  residentRequest,
} from './resident.ts';

/** One person's visit to the machine: a pure machine of (session, event) → session and at most one request. */

export type Target =
  | { readonly kind: 'item'; readonly item: string }
  /** Several items for one number. */
  | { readonly kind: 'items'; readonly items: readonly string[] }
  | { readonly kind: 'queue'; readonly queue: string };

/** What the person came to do. */
export type Errand =
  | { readonly kind: 'ticket'; readonly target: Target; readonly realName: boolean }
  | { readonly kind: 'certificate'; readonly certificate: 'insurance' }
  | ResidentErrand;

export type PaperState = Extract<FromHost, { type: 'paper' }>['state'];

export type Step =
  | { readonly at: 'home' }
  /** Typing. */
  | { readonly at: 'find' }
  /** The items of a theme or of a zone. */
  | { readonly at: 'list'; readonly by: 'theme' | 'zone'; readonly group: string }
  | { readonly at: 'zones' }
  | { readonly at: 'item'; readonly item: string }
  | { readonly at: 'guide' }
  | { readonly at: 'certificates' }
  /** Several items for one number: what was chosen so far. */
  | { readonly at: 'basket' }
  | { readonly at: 'no-card' }
  | ResidentStep
  | QueryStep
  | { readonly at: 'card'; readonly errand: Errand }
  /** A request is on its way; `errand` is null for a reprint. */
  | { readonly at: 'working'; readonly request: string; readonly errand: Errand | null }
  | {
      readonly at: 'ticket';
      readonly slip: TicketSlip;
      readonly paper: PaperState;
      readonly reprintRefused: Text | null;
    }
  | { readonly at: 'certificate'; readonly slip: CertificateSlip; readonly paper: PaperState }
  /** `again` is the request id under which the same errand may be tried: the server then gives the same answer. */
  | { readonly at: 'trouble'; readonly code: string; readonly text: Text; readonly again: Again | null };

export interface Again {
  readonly request: string;
  readonly errand: Errand;
}

/** What was typed, and which page of which list was open: both are there again when one comes back. */
export interface Browse {
  readonly query: string;
  readonly pages: Readonly<Record<string, number>>;
}

export interface Session {
  readonly step: Step;
  /** Where `back` leads, newest last. */
  readonly trail: readonly Step[];
  readonly browse: Browse;
  readonly card: CardView | null;
  /** Why the card on the reader is of no use yet. */
  readonly cardTrouble: Text | null;
  readonly language: Language;
  /** 关怀: large type, contrast, low controls, voice and more time. */
  readonly care: boolean;
  /** Papers whose answer has not come yet: the host may be faster with paper than with words. */
  readonly papers: Readonly<Record<string, PaperState>>;
  /** Calling a guide: the request under way, and why the last one did not ring. */
  readonly helper: { readonly asking: string | null; readonly trouble: Text | null };
  /** The reprint that is under way, so that two presses make one. */
  readonly reprinting: string | null;
  /** Items for one number, in the order in which they were chosen. */
  readonly basket: readonly string[];
  readonly offers: Offers;
}

export type SessionEvent =
  | { readonly type: 'go'; readonly to: Step }
  | { readonly type: 'back' }
  /** To the start, keeping language and care: the person is still there. */
  | { readonly type: 'home'; readonly request: string }
  /** Done, or gone: nothing of the person stays. */
  | { readonly type: 'end'; readonly request: string }
  /** The same screen in another state: nothing that `back` would lead to. */
  | { readonly type: 'view'; readonly to: QueryStep }
  | { readonly type: 'browse'; readonly change: Partial<Browse> }
  | { readonly type: 'language'; readonly language: Language }
  | { readonly type: 'care'; readonly care: boolean }
  | { readonly type: 'card'; readonly card: CardView | null }
  | { readonly type: 'card-trouble'; readonly text: Text }
  /** The way into a queue: at once where nothing is missing, by the card screen where a card is. */
  | { readonly type: 'take'; readonly errand: Errand & { readonly kind: 'ticket' }; readonly request: string }
  /** The primary button of the card screen; for a ticket the card itself says yes, a moment after it was read. */
  | { readonly type: 'card-continue'; readonly request: string }
  | { readonly type: 'again' }
  | { readonly type: 'answered'; readonly request: string; readonly body: Answer }
  | { readonly type: 'failed'; readonly request: string; readonly code: string; readonly text: Text }
  | { readonly type: 'paper'; readonly id: string; readonly state: PaperState }
  | { readonly type: 'paper-came-out' }
  | { readonly type: 'call-helper'; readonly request: string }
  | { readonly type: 'helper-rings'; readonly request: string }
  | { readonly type: 'reprint'; readonly request: string }
  | BasketEvent
  | ResidentEvent
  /** The machine closes and nobody is being served: its host need not wait for anyone. */
  | { readonly type: 'closed'; readonly request: string };

export interface Outgoing {
  readonly id: string;
  readonly request: LinkRequest;
}

export interface Next {
  readonly session: Session;
  readonly send: Outgoing | null;
}

const PRINTING: PaperState = { step: 'printing' };

export const START: Session = {
  step: { at: 'home' },
  trail: [],
  browse: { query: '', pages: {} },
  card: null,
  cardTrouble: null,
  language: 'zh',
  care: false,
  papers: {},
  helper: { asking: null, trouble: null },
  reprinting: null,
  basket: [],
  offers: NO_OFFERS,
};

/** Failures after which the very same request may be sent again. */
const MAY_TRY_AGAIN: ReadonlySet<string> = new Set([
  'SERVER_AWAY',
  'STORAGE_FAILED',
  'STORAGE_FULL',
  'EXPIRED',
  'INTERNAL',
  'PLATFORM_AWAY',
  'TOO_MANY_REQUESTS',
]);

const CARD_LIFTED: Text = {
  zh: '证件已拿开。请放回，到出票后再取走。',
  en: 'The card was lifted. Lay it back and leave it until the paper is out.',
};

export function next(session: Session, event: SessionEvent): Next {
  switch (event.type) {
    case 'go':
      return only({ ...session, step: event.to, trail: [...session.trail, session.step], cardTrouble: null });
    case 'back':
      return only(backOf(session));
    case 'home':
      return {
        session: {
          ...{ ...START, card: session.card, language: session.language, care: session.care },
          // Who looks for one more thing often begins at the start.
          basket: hasPaper(session.step) ? [] : session.basket,
        },
        send: [session.step, ...session.trail].some(isOwn)
          ? { id: event.request, request: { name: 'end' } }
          : null,
      };
    case 'end':
      return { session: START, send: { id: event.request, request: { name: 'end' } } };
    case 'view':
      return only(isSameQuery(session.step, event.to) ? { ...session, step: event.to } : session);
    case 'browse':
      return only({ ...session, browse: { ...session.browse, ...event.change } });
    case 'language':
      return only({ ...session, language: event.language });
    case 'care':
      return only({ ...session, care: event.care });
    case 'card':
      return only(withCard(session, event.card));
    case 'card-trouble':
      return only({ ...session, cardTrouble: event.text });
    case 'take':
      return take(session, event.errand, event.request);
    case 'card-continue':
      return cardContinue(session, event.request);
    case 'again': {
      const { step } = session;
      if (step.at !== 'trouble' || step.again === null) return only(session);
      return submit(backOf(session), step.again.errand, step.again.request);
    }
    case 'answered':
      return only(answered(session, event.request, event.body));
    case 'failed':
      return only(failed(session, event));
    case 'paper':
      return only(withPaper(session, event.id, event.state));
    case 'paper-came-out':
      return only(cameOut(session));
    case 'call-helper':
      // Two presses are one call; the host sees to it while the bell rings already.
      return session.helper.asking !== null
        ? only(session)
        : {
            session: { ...session, helper: { asking: event.request, trouble: null } },
            send: { id: event.request, request: { name: 'helper' } },
          };
    case 'helper-rings':
      return only(
        session.helper.asking === event.request
          ? { ...session, helper: { asking: null, trouble: null } }
          : session,
      );
    case 'closed':
      return { session: START, send: { id: event.request, request: { name: 'closed' } } };
    case 'reprint': {
      const { step } = session;
      if (step.at !== 'ticket' || session.reprinting !== null || step.paper.step !== 'done')
        return only(session);
      // The paper of the first print says nothing of the second.
      const { [step.slip.ticket]: _before, ...papers } = session.papers;
      return {
        session: { ...session, reprinting: event.request, papers },
        send: { id: event.request, request: { name: 'reprint', ticket: step.slip.ticket } },
      };
    }
    case 'basket-add':
    case 'basket-remove':
      return only({ ...session, basket: basketAfter(session.basket, event) });
    default:
      return residentNext(session, event, { go, submit });
  }
}

function go(session: Session, to: Step): Next {
  return next(session, { type: 'go', to });
}

function only(session: Session): Next {
  return { session, send: null };
}

/** Screens that only lead on: what they tell is done. */
const PAPERS: readonly Step['at'][] = ['ticket', 'certificate', 'working', 'booked'];

function hasPaper(step: Step): boolean {
  return PAPERS.includes(step.at);
}

/** What stands there is of this person, and the host knows it too. */
function isOwn(step: Step): boolean {
  return hasPaper(step) || ['bookings', 'my-tickets', 'book-check'].includes(step.at);
}

function backOf(session: Session): Session {
  const step = session.trail.at(-1);
  if (!step || hasPaper(session.step)) return session;
  return { ...session, step, trail: session.trail.slice(0, -1), cardTrouble: null };
}

function withCard(session: Session, card: CardView | null): Session {
  const { step } = session;
  if (card === null && step.at === 'book-check') {
    return { ...backOf(session), card, cardTrouble: CARD_LIFTED };
  }
  return { ...session, card, cardTrouble: null };
}

function cardContinue(session: Session, request: string): Next {
  const { step, card } = session;
  if (step.at !== 'card' || card === null) return only(session);
  if (step.errand.kind === 'booking') {
    return go(session, { at: 'book-check', errand: step.errand, typing: false });
  }
  return submit(session, step.errand, request);
}

/** A press while a request is under way, or over a paper, is none. */
function take(session: Session, errand: Errand & { readonly kind: 'ticket' }, request: string): Next {
  if (hasPaper(session.step)) return only(session);
  return errand.realName && session.card === null
    ? next(session, { type: 'go', to: { at: 'card', errand } })
    : submit(session, errand, request);
}

/** From the screen on which the person said yes; that screen is where `back` leads after a failure. */
function submit(session: Session, errand: Errand, request: string): Next {
  const asked = requestFor(errand, session.card);
  if (asked === null) {
    // Only the screen before it asks for the card: after a failure one may stand at the check without one.
    const at = session.step.at === 'book-check' ? backOf(session) : session;
    return only({ ...at, cardTrouble: CARD_LIFTED });
  }
  return {
    session: {
      ...session,
      step: { at: 'working', request, errand },
      trail: [...session.trail, session.step],
      cardTrouble: null,
    },
    send: { id: request, request: asked },
  };
}

function requestFor(errand: Errand, card: CardView | null): LinkRequest | null {
  if (errand.kind !== 'certificate' && errand.kind !== 'ticket') return residentRequest(errand, card);
  if (errand.kind === 'certificate') {
    return card === null ? null : { name: 'certificate', kind: errand.certificate, card: card.card };
  }
  if (errand.realName && card === null) return null;
  const { target } = errand;
  return {
    name: 'take',
    items: target.kind === 'item' ? [target.item] : target.kind === 'items' ? [...target.items] : [],
    queue: target.kind === 'queue' ? target.queue : null,
    card: errand.realName ? (card?.card ?? null) : null,
  };
}

/** What an errand leads to. */
export type Answer = TicketSlip | CertificateSlip | OwnBooking;

function answered(session: Session, request: string, body: Answer): Session {
  const { step } = session;
  if (session.reprinting === request && step.at === 'ticket' && 'ticket' in body) {
    return {
      ...session,
      reprinting: null,
      step: { ...step, slip: body, paper: paperNow(session, body), reprintRefused: null },
    };
  }
  if (step.at !== 'working' || step.request !== request) return session;
  const paper = paperNow(session, body);
  if ('booking' in body) return { ...session, step: { at: 'booked', booking: body, paper }, trail: [] };
  return 'ticket' in body
    ? { ...session, step: { at: 'ticket', slip: body, paper, reprintRefused: null }, trail: [] }
    : { ...session, step: { at: 'certificate', slip: body, paper }, trail: [] };
}

function paperNow(session: Session, body: Answer): PaperState {
  const id = 'ticket' in body ? body.ticket : 'booking' in body ? body.booking : body.certificate;
  return session.papers[id] ?? PRINTING;
}

function failed(
  session: Session,
  { request, code, text }: Extract<SessionEvent, { type: 'failed' }>,
): Session {
  const { step } = session;
  const own = residentFailed(session, request, text);
  if (own !== null) return own;
  if (session.helper.asking === request) return { ...session, helper: { asking: null, trouble: text } };
  if (session.reprinting === request && step.at === 'ticket') {
    return { ...session, reprinting: null, step: { ...step, reprintRefused: text } };
  }
  if (step.at !== 'working' || step.request !== request) return session;
  const again = step.errand !== null && MAY_TRY_AGAIN.has(code) ? { request, errand: step.errand } : null;
  return { ...session, step: { at: 'trouble', code, text, again } };
}

function withPaper(session: Session, id: string, state: PaperState): Session {
  const papers = { ...session.papers, [id]: state };
  const { step } = session;
  if (step.at === 'ticket' && step.slip.ticket === id)
    return { ...session, papers, step: { ...step, paper: state } };
  if (step.at === 'certificate' && step.slip.certificate === id) {
    return { ...session, papers, step: { ...step, paper: state } };
  }
  if (step.at === 'booked' && step.booking.booking === id) {
    return { ...session, papers, step: { ...step, paper: state } };
  }
  // A paper of an earlier visit must not leave a trace in this one.
  return step.at === 'working' ? { ...session, papers } : session;
}

const PAPER_NAMES = {
  ticket: { zh: '号票', en: 'ticket' },
  certificate: { zh: '证明', en: 'certificate' },
  booked: { zh: '预约单', en: 'slip' },
} as const;

/** The person holds the paper that the printer could not vouch for. */
function cameOut(session: Session): Session {
  const { step } = session;
  if (step.at !== 'ticket' && step.at !== 'certificate' && step.at !== 'booked') return session;
  const what = PAPER_NAMES[step.at];
  const paper: PaperState = {
    step: 'done',
    report: { outcome: 'printed', proof: 'status' },
    text: { zh: `好的，请收好${what.zh}。`, en: `Good. Please keep your ${what.en}.` },
    mayReprint: false,
  };
  return { ...session, step: { ...step, paper } };
}

/** Whether anything would be lost, or shown to the next person, if the machine went back to its start. */
export function isUntouched(session: Session): boolean {
  return (
    session.step.at === 'home' &&
    session.language === START.language &&
    session.care === START.care &&
    session.card === null &&
    session.helper.trouble === null &&
    session.browse.query === '' &&
    session.basket.length === 0
  );
}
