import type { ReadIdCard } from '../../codec/sdt-card.ts';
import { parseIdCard } from '../../codec/sdt-card.ts';
import type { SdtCommand, SdtReply } from '../../codec/sdt-command.ts';
import { NEWEST_ADDRESS_BYTES, readBlocks, replyFits, SW3 } from '../../codec/sdt-command.ts';
import type { PortState } from '../../supervisor.ts';
import type { CardTroubleAsk, CardTroubleCode } from './trouble.ts';
import { askFor, troubleOf } from './trouble.ts';

export type { CardTroubleAsk, CardTroubleCode } from './trouble.ts';

/** Published minimum between two searches (SDT descriptions named in sdt-frame.ts). */
export const POLL_MS = 300;
/** Published for find and select; status is given the same. */
export const ANSWER_TIMEOUT_MS = 1_000;
/** Published: from the read command to the header of its answer. */
export const READ_START_TIMEOUT_MS = 3_000;
/** Published: from there to its end. 1295 bytes at 115200 baud take 113 ms. */
export const READ_REST_TIMEOUT_MS = 2_000;
/** One lost answer is a glitch on the line; three in a row are a reader that does not work. */
export const SILENCES_BEFORE_RESTART = 3;
/** A single failed "still there?" can be a glitch: a wrong "lifted" would end a person's session. */
export const MISSES_BEFORE_LIFTED = 2;

/**
 * A person who lifts a card and lays it again leaves the reader empty for about a second. After this many searches
 * in a row without a card, the same trouble is told again: it may be the next person's.
 */
export const EMPTY_BEFORE_TOLD_AGAIN = 3;

/** Health words while the reader works: nothing on it, and a card that was read and still lies there. */
export const READY = 'ready';
export const HELD = 'a card lies on the reader';

export interface CardTrouble {
  readonly type: 'trouble';
  readonly code: CardTroubleCode;
  readonly ask: CardTroubleAsk;
  /** English, for technicians; no personal data. */
  readonly message: string;
}

export type CardEvent =
  /** The receiver calls `card.clear()` as soon as it has what it needs. */
  { readonly type: 'laid'; readonly card: ReadIdCard } | { readonly type: 'lifted' } | CardTrouble;

/**
 * - `away`: no port.
 * - `greeting`: status asked; nothing is known of the reader yet.
 * - `searching`: polls for a card.
 * - `selecting`, `reading`, `completing`: on the way to a card's content.
 * - `present`: the card was read and is polled for with 30 03.
 */
export type CardReaderState =
  | (Told & { readonly at: 'away' })
  | (Told & { readonly at: 'greeting'; readonly asked: boolean })
  | (Counting & { readonly at: 'searching'; readonly asked: boolean })
  | (Counting & { readonly at: 'selecting' })
  | (Counting & { readonly at: 'reading'; readonly begun: boolean })
  | (Counting & { readonly at: 'completing'; readonly card: ReadIdCard })
  | (Counting & { readonly at: 'present'; readonly asked: boolean; readonly misses: number });

interface Told {
  /** The trouble that was told last and is not over: it is told once. */
  readonly troubled?: CardTroubleCode | undefined;
}

interface Counting extends Told {
  /** Questions in a row that were not answered, or not understood. */
  readonly silences: number;
  /** Searches in a row that found no card. */
  readonly empty: number;
}

export type CardReaderInput =
  | { readonly type: 'opened' }
  | { readonly type: 'lost' }
  /** A frame of an answer has begun. */
  | { readonly type: 'begun' }
  | { readonly type: 'reply'; readonly reply: SdtReply }
  /** A whole frame came, with a wrong checksum. */
  | { readonly type: 'garbled' }
  /** The one timer has run out. */
  | { readonly type: 'timer' };

export type CardReaderEffect =
  | { readonly do: 'send'; readonly command: SdtCommand }
  /** Replaces the one timer. */
  | { readonly do: 'timer'; readonly ms: number }
  | { readonly do: 'stop-timer' }
  | { readonly do: 'emit'; readonly event: CardEvent }
  /** A card that nobody will get. */
  | { readonly do: 'clear'; readonly card: ReadIdCard }
  | { readonly do: 'health'; readonly state: PortState; readonly reason: string }
  | { readonly do: 'restart'; readonly reason: string }
  | { readonly do: 'count'; readonly counter: string };

export interface CardReaderStep {
  readonly state: CardReaderState;
  readonly effects: readonly CardReaderEffect[];
}

export const initialCardReaderState: CardReaderState = { at: 'away' };

/** The protocol without ports and timers: what follows from an input, and what is to be done about it. */
export function stepCardReader(state: CardReaderState, input: CardReaderInput): CardReaderStep {
  switch (input.type) {
    case 'opened':
      return {
        state: { at: 'greeting', asked: true, troubled: state.troubled },
        effects: ask('status', ANSWER_TIMEOUT_MS),
      };
    case 'lost':
      return {
        state: { at: 'away', troubled: state.troubled },
        effects: [{ do: 'stop-timer' }, ...letGo(state)],
      };
    case 'begun':
      if (state.at !== 'reading' || state.begun) return { state, effects: [] };
      return { state: { ...state, begun: true }, effects: [{ do: 'timer', ms: READ_REST_TIMEOUT_MS }] };
    case 'reply':
      return onReply(state, input.reply);
    case 'garbled':
      return onGarbled(state);
    case 'timer':
      return onTimer(state);
  }
}

/** The question that is open, if any: only its answer is listened to. */
export function openQuestion(state: CardReaderState): SdtCommand | undefined {
  switch (state.at) {
    case 'away':
      return undefined;
    case 'greeting':
      return state.asked ? 'status' : undefined;
    case 'searching':
      return state.asked ? 'find' : undefined;
    case 'selecting':
      return 'select';
    case 'reading':
      return 'read';
    case 'completing':
      return 'newestAddress';
    case 'present':
      return state.asked ? 'newestAddress' : undefined;
  }
}

function onReply(state: CardReaderState, reply: SdtReply): CardReaderStep {
  const question = openQuestion(state);
  if (question === undefined || !replyFits(question, reply)) {
    return { state, effects: [{ do: 'count', counter: 'staleReplies' }] };
  }
  switch (state.at) {
    case 'greeting':
      return onGreeted(state, reply);
    case 'searching':
      return onSearched(state, reply);
    case 'selecting':
      if (reply.sw3 !== SW3.ok) return onErrorWord(state, reply.sw3);
      return {
        state: { ...counting(state), at: 'reading', begun: false, silences: 0 },
        effects: ask('read', READ_START_TIMEOUT_MS),
      };
    case 'reading':
      return onRead(state, reply);
    case 'completing':
      return onCompleted(state.card, reply);
    case 'present':
      return onStillThere(state, reply);
    default:
      return { state, effects: [] };
  }
}

function onGreeted(state: CardReaderState, reply: SdtReply): CardReaderStep {
  if (reply.sw3 === SW3.ok) return search({ silences: 0, empty: 0 }, [working(READY)]);
  const { code, message } = troubleOf(reply.sw3);
  // What a reader answers instead of its status is its own trouble, whatever the word says elsewhere.
  return outOfOrder(state, askFor(code) === 'call-staff' ? code : 'READER_SELF_TEST', message);
}

type Searching = Extract<CardReaderState, { at: 'searching' }>;

function onSearched(state: Searching, reply: SdtReply): CardReaderStep {
  if (reply.sw3 === SW3.found) {
    return {
      state: { ...counting(state), at: 'selecting', silences: 0 },
      effects: ask('select', ANSWER_TIMEOUT_MS),
    };
  }
  if (reply.sw3 === SW3.findFailed) {
    return search({ ...counting(state), silences: 0, empty: state.empty + 1 });
  }
  const { ask: helps, code, message } = troubleOf(reply.sw3);
  if (helps === 'call-staff') return outOfOrder(state, code, message);
  const odd: CardReaderEffect = { do: 'count', counter: 'oddReplies' };
  const silences = state.silences + 1;
  if (silences >= SILENCES_BEFORE_RESTART) {
    const step = outOfOrder(state, 'READER_REFUSES', message);
    return { state: step.state, effects: [odd, ...step.effects] };
  }
  return search({ ...counting(state), silences }, [odd]);
}

type OnTheWay = Extract<CardReaderState, { at: 'selecting' | 'reading' }>;

function onRead(state: OnTheWay, reply: SdtReply): CardReaderStep {
  if (reply.sw3 !== SW3.ok) return onErrorWord(state, reply.sw3);
  const blocks = readBlocks(reply.data)!;
  const card = parseIdCard(blocks.text, blocks.photo);
  if (!card.ok) return readTrouble(state, { code: 'CARD_CONTENT_INVALID', message: card.error.message });
  return {
    state: { at: 'completing', card: card.value, silences: 0, empty: 0 },
    effects: ask('newestAddress', ANSWER_TIMEOUT_MS),
  };
}

/** A card may hold a newer address than its text block. Not getting it is no reason to refuse the card. */
function onCompleted(card: ReadIdCard, reply: SdtReply | undefined): CardReaderStep {
  const newer = reply?.data.length === NEWEST_ADDRESS_BYTES;
  return {
    state: { at: 'present', asked: false, misses: 0, silences: 0, empty: 0 },
    effects: [
      { do: 'count', counter: 'cardsRead' },
      working(HELD),
      { do: 'emit', event: { type: 'laid', card: newer ? card.withNewestAddress(reply.data) : card } },
      { do: 'timer', ms: POLL_MS },
    ],
  };
}

type Present = Extract<CardReaderState, { at: 'present' }>;

function onStillThere(state: Present, reply: SdtReply): CardReaderStep {
  const there = reply.sw3 === SW3.ok || reply.sw3 === SW3.absent;
  const misses = there ? 0 : state.misses + 1;
  if (misses >= MISSES_BEFORE_LIFTED) {
    return search({ silences: 0, empty: 0 }, [working(READY), { do: 'emit', event: { type: 'lifted' } }]);
  }
  return {
    state: { ...counting(state), at: 'present', asked: false, misses, silences: 0 },
    effects: [
      { do: 'count', counter: there ? 'stillThere' : 'missed' },
      { do: 'timer', ms: POLL_MS },
    ],
  };
}

function onGarbled(state: CardReaderState): CardReaderStep {
  const counted: CardReaderEffect[] = [{ do: 'count', counter: 'garbled' }];
  if (state.at === 'selecting' || state.at === 'reading') {
    const step = readTrouble(state, { code: 'CARD_READ_FAILED', message: 'the answer was garbled' });
    return { state: step.state, effects: [...counted, ...step.effects] };
  }
  // Any other question is simply asked again when its time is over.
  return { state, effects: counted };
}

function onTimer(state: CardReaderState): CardReaderStep {
  switch (state.at) {
    case 'away':
      return { state, effects: [] };
    case 'greeting':
      return outOfOrder(state, 'READER_SILENT', 'the reader does not answer');
    case 'searching':
      if (!state.asked) return { state: { ...state, asked: true }, effects: ask('find', ANSWER_TIMEOUT_MS) };
      return onSilence(state, search);
    case 'present':
      if (!state.asked) {
        return { state: { ...state, asked: true }, effects: ask('newestAddress', ANSWER_TIMEOUT_MS) };
      }
      return onSilence(state, (counted) => ({
        state: { ...state, ...counted, asked: false },
        effects: [{ do: 'timer', ms: POLL_MS }],
      }));
    case 'completing':
      return onCompleted(state.card, undefined);
    case 'selecting':
    case 'reading':
      return onSilence(state, (counted) =>
        readTrouble(counted, { code: 'CARD_READ_FAILED', message: `no whole answer to ${state.at}` }),
      );
  }
}

function onSilence(
  state: Exclude<CardReaderState, { at: 'away' | 'greeting' }>,
  goOn: (counting: Counting) => CardReaderStep,
): CardReaderStep {
  const silences = state.silences + 1;
  if (silences >= SILENCES_BEFORE_RESTART) {
    return outOfOrder(state, 'READER_SILENT', 'the reader stopped answering');
  }
  const step = goOn({ ...counting(state), silences });
  return { state: step.state, effects: [{ do: 'count', counter: 'silences' }, ...step.effects] };
}

/**
 * The port is opened anew, and staff are called, once for one trouble. A card whose reader is dead counts as lifted:
 * nobody's session stays open on a machine that cannot see.
 */
function outOfOrder(state: CardReaderState, code: CardTroubleCode, message: string): CardReaderStep {
  const effects: CardReaderEffect[] = [
    { do: 'stop-timer' },
    ...letGo(state),
    { do: 'health', state: 'down', reason: message },
  ];
  if (state.troubled !== code) {
    effects.push({ do: 'emit', event: { type: 'trouble', code, ask: 'call-staff', message } });
  }
  effects.push({ do: 'restart', reason: message });
  return { state: { at: 'away', troubled: code }, effects };
}

function onErrorWord(state: OnTheWay, sw3: number): CardReaderStep {
  const { ask: helps, code, message } = troubleOf(sw3);
  return helps === 'call-staff' ? outOfOrder(state, code, message) : readTrouble(state, { code, message });
}

/**
 * Back to searching, telling the person once. Laid again, the card is found and read; one that is still there
 * and is found by itself is tried again without another word.
 */
function readTrouble(
  { silences, troubled, empty }: Counting,
  trouble: { readonly code: CardTroubleCode; readonly message: string },
): CardReaderStep {
  const effects: CardReaderEffect[] = [{ do: 'count', counter: 'readFailures' }];
  if (troubled !== trouble.code || empty >= EMPTY_BEFORE_TOLD_AGAIN) {
    effects.push({ do: 'emit', event: { type: 'trouble', ask: 'lift-and-lay-again', ...trouble } });
  }
  return search({ silences, empty: 0, troubled: trouble.code }, effects);
}

function search(counted: Counting, before: readonly CardReaderEffect[] = []): CardReaderStep {
  return {
    state: { at: 'searching', asked: false, ...counted },
    effects: [...before, { do: 'timer', ms: POLL_MS }],
  };
}

function counting({ silences, empty, troubled }: Counting): Counting {
  return { silences, empty, troubled };
}

function working(reason: string): CardReaderEffect {
  return { do: 'health', state: 'up', reason };
}

/** The timer first: on a line without delay the answer comes before `send` returns, and sets its own. */
function ask(command: SdtCommand, ms: number): CardReaderEffect[] {
  return [
    { do: 'timer', ms },
    { do: 'send', command },
  ];
}

function letGo(state: CardReaderState): CardReaderEffect[] {
  if (state.at === 'completing') return [{ do: 'clear', card: state.card }];
  return state.at === 'present' ? [{ do: 'emit', event: { type: 'lifted' } }] : [];
}
