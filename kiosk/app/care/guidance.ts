import type { Catalogue } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { themesOf } from '@hall/shared/contracts/themes';
import {
  type HostState,
  whyAllClosed,
  whyNoCard,
  whyNoTickets,
  whyQueueClosed,
} from '../session/availability.ts';
import type { PaperState, Session, Step } from '../session/session.ts';
import { F } from '../words/finding.ts';
import { W } from '../words/words.ts';
import { QUERY_GUIDES } from './query-guides.ts';
import { RESIDENT_GUIDES } from './resident-guides.ts';
import { C, chose, numberWords } from './words.ts';

/**
 * What a person is told on each screen: where they are, what has been chosen, the one thing to do. Pure, and made of
 * the catalogue's and the screens' own words only: of the card no more than that it was read, never what stands on it.
 */

export interface Told {
  readonly session: Pick<Session, 'step' | 'card' | 'cardTrouble'>;
  readonly host: HostState;
  readonly catalogue: Catalogue;
  /** The machine asks whether anybody is still there. */
  readonly warned: boolean;
}

type Guide<At extends Step['at']> = (step: Extract<Step, { at: At }>, told: Told) => readonly Text[];
type Guides = { readonly [At in Step['at']]?: Guide<At> };

const GUIDES: Guides = {
  home: (_step, { session, host, catalogue }) => [
    W.greeting,
    ...(session.card ? [C.cardThere] : []),
    whyNoTickets(host) ?? whyAllClosed(host, catalogue) ?? C.home,
  ],
  find: () => [F.searchTitle, C.find],
  list: ({ by, group }, { catalogue }) => {
    const groups = by === 'zone' ? catalogue.zones : themesOf(catalogue);
    const name = groups.find(({ id }) => id === group)?.name;
    return [...(name ? [chose(name)] : []), C.chosenList, C.nextPage];
  },
  zones: () => [F.zonesTitle, C.zones],
  item: ({ item: id }, { session, host, catalogue }) => {
    const item = catalogue.items.find((one) => one.id === id);
    if (!item) return [W.unavailable];
    const realName = catalogue.queues.find((one) => one.id === item.queue)?.realName ?? false;
    const why = whyNoTickets(host) ?? whyQueueClosed(host, item.queue) ?? (realName ? whyNoCard(host) : null);
    if (why) return [chose(item.name), why, C.notOpen];
    return [chose(item.name), realName && session.card === null ? C.takeCard : C.take];
  },
  guide: (_step, { host, catalogue }) => [
    W.guideTitle,
    whyNoTickets(host) ?? whyQueueClosed(host, catalogue.guideQueue) ?? C.guide,
  ],
  certificates: () => [W.certificatesTitle, C.certificates],
  card: ({ errand }, { session, host }) => {
    const noReader = whyNoCard(host);
    if (noReader) return [noReader];
    if (session.card) return [errand.kind === 'certificate' ? C.cardCertificate : C.cardTicket];
    return [session.cardTrouble ?? C.card];
  },
  working: ({ errand }) => [
    errand?.kind === 'certificate' ? W.workingCertificate : W.workingTicket,
    C.working,
  ],
  ticket: ({ slip, paper }, { session }) => [
    numberWords(slip.number),
    ...paperWords(paper, C.ticketPrinting),
    ...(paper.step === 'done' ? [C.wait, ...(session.card && isOut(paper) ? [C.takeAll] : [])] : []),
  ],
  certificate: ({ paper }, { session }) => [
    C.certificate,
    ...paperWords(paper, C.certificatePrinting),
    ...(session.card && isOut(paper) ? [C.takeAll] : []),
  ],
  trouble: ({ text }) => [C.trouble, text],
  ...RESIDENT_GUIDES,
  ...QUERY_GUIDES,
};

export function guidanceOf(told: Told): Text {
  if (told.warned) return C.idle;
  const { step } = told.session;
  const guide = GUIDES[step.at] as Guide<Step['at']> | undefined;
  return joined(guide?.(step, told) ?? [C.other]);
}

function paperWords(paper: PaperState, printing: Text): readonly Text[] {
  return [paper.step === 'done' ? paper.text : printing];
}

function isOut(paper: PaperState): boolean {
  return paper.step === 'done' && paper.report.outcome === 'printed';
}

function joined(parts: readonly Text[]): Text {
  return {
    zh: parts.map(({ zh }) => ended(zh, '。')).join(''),
    en: parts.map(({ en }) => ended(en, '.')).join(' '),
  };
}

/** A title has no full stop: without one the voice, and the eye, run on into the next sentence. */
function ended(words: string, stop: string): string {
  return /[.。?？!！…:：]["”’)）]?$/u.test(words) ? words : words + stop;
}
