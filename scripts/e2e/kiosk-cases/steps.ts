import type { Flow } from './cases.ts';
import type { Visitor } from './person.ts';
import type { Look } from './screen.ts';

/** What a person does next, from what stands on the screen, their errand and what they have with them. Pure. */

export type Move =
  | { readonly do: 'wait' }
  | { readonly do: 'press'; readonly key: string }
  | { readonly do: 'type'; readonly keys: readonly string[] }
  /** The card on the reader. */
  | { readonly do: 'lay' }
  /** The press after which something is given out. */
  | { readonly do: 'decide'; readonly key: string }
  /** Somebody comes who puts right what is out of order. */
  | { readonly do: 'repair' }
  | { readonly do: 'served' }
  /** The hall says no, and why. */
  | { readonly do: 'refused'; readonly code: string };

export interface Around {
  readonly cardLies: boolean;
  readonly readerDown: boolean;
  /** A whole paper of what the screen speaks of came out. */
  readonly paperInHand: boolean;
  /** Something is out of order that a guide would put right. */
  readonly troubled: boolean;
  /** The server was away so long that what was chosen before may be over. */
  readonly late: boolean;
  readonly told: {
    readonly failures: readonly string[];
    readonly cases: boolean;
    /** The hall knows that this machine's bell rings, or a guide has answered. */
    readonly bell: boolean;
  };
}

/** Not a code of the hall: the key for another paper is not there. */
export const PRINTED_BEFORE = 'PRINTED_BEFORE';

const WAIT: Move = { do: 'wait' };
const ITEM = 'social-card';
const THEME = 'social-insurance';
/** Where a second thing for the same number is found, in another queue. */
const OTHER_THEME = 'tax';

/** From the start screen into the errand. */
const DOORS: Readonly<Record<Flow, string>> = {
  'ticket-card': `theme-${THEME}`,
  'ticket-free': 'home-guide',
  basket: `theme-${THEME}`,
  'check-in': 'home-booking',
  book: `theme-${THEME}`,
  own: 'home-queue',
  certificate: 'home-certificate',
  query: 'home-query',
  helper: 'home-guide',
};

const press = (key: string): Move => ({ do: 'press', key });
const decide = (key: string): Move => ({ do: 'decide', key });

/** Presses what is there, else waits. */
function first(look: Look, keys: readonly string[]): Move {
  const key = keys.find((one) => look.keys.includes(one));
  return key === undefined ? WAIT : press(key);
}

function decided(look: Look, key: string): Move {
  return look.keys.includes(key) ? decide(key) : WAIT;
}

export function moveOf(look: Look, flow: Flow, who: Visitor, around: Around): Move {
  switch (look.screen) {
    case 'screen-home':
      return flow === 'basket' && look.keys.includes('basket-bar')
        ? press(`theme-${OTHER_THEME}`)
        : first(look, [DOORS[flow]]);
    case 'screen-list':
      return inList(look, flow);
    case 'screen-item':
      return atItem(look, flow);
    case 'screen-basket':
      return look.ids.includes('leg-2') ? first(look, ['basket-take']) : first(look, ['basket-more']);
    case 'screen-guide':
      return atGuide(look, flow, around);
    case 'screen-card':
      if (around.readerDown) return { do: 'repair' };
      if (!around.cardLies) return { do: 'lay' };
      return flow === 'book' ? first(look, ['card-continue']) : decided(look, 'card-continue');
    case 'screen-certificates':
      return first(look, ['certificate-insurance']);
    case 'screen-who':
      return atWho(look, flow, who, around);
    case 'screen-bookings':
      return atBookings(look, who);
    case 'screen-my-tickets':
      return atMyTickets(look, who);
    case 'screen-book-when':
      return atBookWhen(look);
    case 'screen-book-check':
      return decided(look, 'book');
    case 'screen-query':
      return first(look, [around.told.cases ? 'query-guides' : 'query-progress']);
    case 'screen-progress':
      return atProgress(look, around);
    case 'screen-cases':
      return press('home');
    case 'screen-guides':
      return first(look, [`guides-${THEME}`]);
    case 'screen-guide-list':
      return look.ids.includes('list-paper') ? { do: 'served' } : decided(look, 'list-print');
    case 'screen-ticket':
    case 'screen-booked':
    case 'screen-certificate':
      return atPaper(look, around);
    case 'screen-trouble':
      return atTrouble(look, around);
    default:
      return WAIT;
  }
}

function inList(look: Look, flow: Flow): Move {
  const second = flow === 'basket' && look.ids.includes('basket-bar');
  const wanted = second ? look.keys.find((key) => key.startsWith('item-')) : `item-${ITEM}`;
  return first(look, [wanted ?? '', 'page-next']);
}

function atItem(look: Look, flow: Flow): Move {
  if (flow === 'basket') return first(look, ['basket-add']);
  if (flow === 'book') return first(look, ['book-item']);
  if (flow === 'query') return first(look, ['to-list', 'part-materials']);
  return first(look, ['take']);
}

function atGuide(look: Look, flow: Flow, { told, troubled }: Around): Move {
  if (flow !== 'helper') return decided(look, 'guide-take');
  if (told.bell && look.ids.includes('bell-notice')) return { do: 'served' };
  // It says that it is calling, or that nobody could be called.
  if (told.failures.length === 0)
    return look.ids.includes('bell-notice') ? WAIT : decided(look, 'call-guide');
  return troubled ? { do: 'repair' } : decided(look, 'call-guide');
}

function atWho(look: Look, flow: Flow, who: Visitor, around: Around): Move {
  if (look.ids.includes('proof-0')) return typed(look, flow, who);
  if (around.readerDown) return first(look, ['way-type']);
  if (!around.cardLies) return { do: 'lay' };
  return first(look, ['use-card']);
}

/** Phone number and booking code, or number and code of the paper: typed once, then asked. */
function typed(look: Look, flow: Flow, who: Visitor): Move {
  if (look.keys.includes('look-up')) return press('look-up');
  if (look.ids.includes('who-trouble')) return WAIT;
  const [one, two] =
    flow === 'check-in' ? [who.phone, who.code ?? ''] : [who.ticket?.number ?? '', who.ticket?.code ?? ''];
  if (!look.keys.includes(`pad-${one[0]}`)) return WAIT;
  return {
    do: 'type',
    keys: [
      'proof-0',
      ...[...one].map((key) => `pad-${key}`),
      'proof-1',
      ...[...two].map((key) => `pad-${key}`),
    ],
  };
}

function atBookings(look: Look, who: Visitor): Move {
  const key = `check-in-${who.code}`;
  if (look.keys.includes(key)) return decide(key);
  // It was used before this page was loaded anew: the screen says so, and nothing else is to be had.
  const used = !look.ids.includes(key) && !look.ids.includes(`cancel-${who.code}`);
  return used && look.ids.includes('booking-state') ? { do: 'refused', code: 'BOOKING_USED' } : WAIT;
}

function atMyTickets(look: Look, who: Visitor): Move {
  const number = who.ticket?.number;
  const key = `print-${number}`;
  if (look.ids.includes(key) || !look.ids.includes(`my-${number}`)) return decided(look, key);
  // Whoever shows a sound paper needs no other one: it came out before this page was loaded anew.
  return { do: 'refused', code: PRINTED_BEFORE };
}

function atProgress(look: Look, around: Around): Move {
  if (around.readerDown) return { do: 'repair' };
  if (!around.cardLies) return { do: 'lay' };
  return first(look, ['progress-card']);
}

/** Any time that is free; where a day has none, or its times could not be read, the last one of the days. */
function atBookWhen(look: Look): Move {
  const slot = look.keys.find((key) => key.startsWith('slot-'));
  if (slot !== undefined) return press(slot);
  const stuck = look.ids.includes('no-slots') || look.ids.includes('slots-trouble');
  return stuck ? first(look, [look.keys.findLast((key) => key.startsWith('day-')) ?? '']) : WAIT;
}

/** The paper: out, not out, or nobody knows but who stands there. */
function atPaper(look: Look, around: Around): Move {
  if (look.ids.includes('paper-printed')) return { do: 'served' };
  if (look.ids.includes('paper-unknown')) {
    if (around.paperInHand) return first(look, ['paper-yes']);
    if (around.troubled) return { do: 'repair' };
    return first(look, ['paper-no', 'print-booking', 'certificate-again']);
  }
  if (!look.ids.includes('paper-failed')) return WAIT;
  if (around.troubled) return { do: 'repair' };
  // No more paper from here: the screen says so and sends them to the desk with their number.
  if (around.told.failures.includes('REPRINT_LIMIT')) return { do: 'served' };
  return first(look, ['reprint', 'print-booking', 'certificate-again']);
}

function atTrouble(look: Look, around: Around): Move {
  if (around.troubled) return { do: 'repair' };
  if (look.keys.includes('again')) return press('again');
  // The hour that they had chosen has begun meanwhile: they choose another.
  if (around.late && around.told.failures.at(-1) === 'BOOKING_FULL') return first(look, ['home']);
  return { do: 'refused', code: around.told.failures.at(-1) ?? 'nothing was said' };
}
