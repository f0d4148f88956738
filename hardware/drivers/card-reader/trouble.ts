import { SW3 } from '../../codec/sdt-command.ts';

/**
 * What a status word means for the person at the machine and for the technician.
 *
 * The words of SW3 are those of the Synjones list (named in sdt-frame.ts); which remedy helps is our judgement.
 */
export type CardTroubleCode =
  /** The card was not read whole: it moved, or the line is bad. */
  | 'CARD_READ_FAILED'
  /** Card and security module do not accept each other, or the card is of no known kind. */
  | 'CARD_REJECTED'
  /** Read whole, and what it says cannot be. */
  | 'CARD_CONTENT_INVALID'
  | 'READER_SILENT'
  /** It answers that it did not understand, again and again. */
  | 'READER_REFUSES'
  | 'READER_SELF_TEST'
  | 'READER_UNLICENSED';

/** What helps: the person lays the card again, or somebody looks after the machine. */
export type CardTroubleAsk = 'lift-and-lay-again' | 'call-staff';

export interface StatusTrouble {
  readonly code: CardTroubleCode;
  readonly ask: CardTroubleAsk;
  /** English: the vendor's word and what the technician does. No personal data. */
  readonly message: string;
}

type Row = readonly [code: CardTroubleCode, means: string, technician: string];

const CARD = 'clean the reader; if other cards fail too, replace it';
const LINE = 'check cable, earthing and baud rate (115200 8N1)';
const FOREIGN_CARD =
  'if only this card fails, it is damaged, cancelled or no identity card; its holder asks the police';
const FIRMWARE = 'the firmware does not know this command; ask the maker';
const LICENCE = 'the security module (SAM) is not licensed; the maker or the police must activate it';

const ROWS: Readonly<Record<number, Row>> = {
  [SW3.checksum]: ['CARD_READ_FAILED', 'it received a wrong checksum', LINE],
  [SW3.length]: ['CARD_READ_FAILED', 'it received a wrong length', LINE],
  [SW3.wrongCommand]: ['CARD_READ_FAILED', 'it received a wrong command', LINE],
  [SW3.unauthorised]: ['READER_UNLICENSED', 'unauthorised operation', LICENCE],
  [SW3.unknownCommand]: ['CARD_READ_FAILED', 'unknown command', FIRMWARE],
  [SW3.cardRejectsSam]: ['CARD_REJECTED', 'the card rejects the SAM', FOREIGN_CARD],
  [SW3.samRejectsCard]: ['CARD_REJECTED', 'the SAM rejects the card', FOREIGN_CARD],
  [SW3.verification]: ['CARD_REJECTED', 'verification of the information failed', FOREIGN_CARD],
  [SW3.informationLength]: ['CARD_READ_FAILED', 'wrong length of the information', CARD],
  [SW3.unknownCardType]: ['CARD_REJECTED', 'unknown card type', FOREIGN_CARD],
  [SW3.readFailed]: ['CARD_READ_FAILED', 'reading failed', CARD],
  [SW3.random]: ['CARD_READ_FAILED', 'no random number', CARD],
  [SW3.selfTest]: [
    'READER_SELF_TEST',
    'self-test failed',
    'switch the reader off and on; if it stays so, replace it',
  ],
  [SW3.samUnlicensed]: ['READER_UNLICENSED', 'SAM unlicensed', LICENCE],
  [SW3.findFailed]: ['CARD_READ_FAILED', 'no card found', CARD],
  [SW3.selectFailed]: ['CARD_READ_FAILED', 'the card was not selected', CARD],
};

const UNKNOWN: Row = ['CARD_READ_FAILED', 'a status word of no known list', 'ask the maker what it means'];

const STAFF: ReadonlySet<CardTroubleCode> = new Set([
  'READER_SILENT',
  'READER_REFUSES',
  'READER_SELF_TEST',
  'READER_UNLICENSED',
]);

/** The trouble that an error reply stands for. Success words (90, 91, 9F) are not asked for here. */
export function troubleOf(sw3: number): StatusTrouble {
  const [code, means, technician] = ROWS[sw3] ?? UNKNOWN;
  return { code, ask: askFor(code), message: `${statusWord(sw3)}, ${means}: ${technician}` };
}

export function askFor(code: CardTroubleCode): CardTroubleAsk {
  return STAFF.has(code) ? 'call-staff' : 'lift-and-lay-again';
}

export function statusWord(sw3: number): string {
  return `SW3 ${sw3.toString(16).toUpperCase().padStart(2, '0')}`;
}
