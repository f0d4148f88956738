import { encodeSdtFrame } from './sdt-frame.ts';

/**
 * What a reader can be asked for. Source: eastcoms.com service/downdrive/508; yzsam.com CNvfzM.
 *
 * `readWithFingerprint` is here to be known when it is seen; the driver never sends it: nothing in a hall needs a
 * fingerprint, and what is not read cannot be lost.
 */
export type SdtCommand =
  | 'reset'
  | 'status'
  | 'samId'
  | 'find'
  | 'select'
  | 'read'
  | 'readWithFingerprint'
  | 'newestAddress';

/** CMD PARA. */
export const SDT_COMMANDS: Readonly<Record<SdtCommand, readonly [number, number]>> = {
  reset: [0x10, 0xff],
  status: [0x11, 0xff],
  samId: [0x12, 0xff],
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  read: [0x30, 0x01],
  readWithFingerprint: [0x30, 0x10],
  newestAddress: [0x30, 0x03],
};

/** SW3 of a reply (the vendor's "status word"). */
export const SW3 = {
  ok: 0x90,
  absent: 0x91,
  found: 0x9f,
  checksum: 0x10,
  length: 0x11,
  wrongCommand: 0x21,
  unauthorised: 0x23,
  unknownCommand: 0x24,
  cardRejectsSam: 0x31,
  samRejectsCard: 0x32,
  verification: 0x33,
  informationLength: 0x3f,
  unknownCardType: 0x40,
  readFailed: 0x41,
  random: 0x47,
  selfTest: 0x60,
  samUnlicensed: 0x66,
  findFailed: 0x80,
  selectFailed: 0x81,
} as const;

const SW_BYTES = 3;
/** After the status words of a read: length of the text and of the photo, big endian. */
const READ_LENGTH_BYTES = 4;
export const TEXT_BYTES = 256;
export const PHOTO_BYTES = 1024;
/** UTF-16LE, 35 characters. */
export const NEWEST_ADDRESS_BYTES = 70;
/** Two fingers; the whole frame then has 2321 bytes, and 1297 where the card holds none. */
export const FINGERPRINT_BYTES = 1024;
/** Of a SAM id: Len 0x14. What its bytes mean differs between makers and is not interpreted. Unverified. */
export const SAM_ID_BYTES = 16;
const FOUND_DATA_BYTES = 4;
const SELECTED_DATA_BYTES = 8;

export interface SdtReply {
  readonly sw3: number;
  /** A view of the frame's body. */
  readonly data: Uint8Array;
}

export function encodeSdtCommand(command: SdtCommand): Uint8Array<ArrayBuffer> {
  return encodeSdtFrame(Uint8Array.from(SDT_COMMANDS[command]));
}

/** @param body of a decoded reply frame, so at least three bytes. */
export function parseSdtReply(body: Uint8Array): SdtReply {
  return { sw3: body[SW_BYTES - 1]!, data: body.subarray(SW_BYTES) };
}

/**
 * Whether a reply can be the answer to this command. A right checksum is not enough: the answer to an
 * earlier, timed-out question may still arrive. Error replies have no data and fit every command, but for the two
 * that name theirs; "is it still there?" may be answered by either.
 */
export function replyFits(command: SdtCommand, { sw3, data }: SdtReply): boolean {
  if (sw3 === SW3.found) return command === 'find' && data.length === FOUND_DATA_BYTES;
  if (sw3 === SW3.absent) return command === 'newestAddress' && data.length === 0;
  if (sw3 === SW3.findFailed && command !== 'find' && command !== 'newestAddress') return false;
  if (sw3 === SW3.selectFailed && command !== 'select' && command !== 'newestAddress') return false;
  if (sw3 !== SW3.ok) return data.length === 0;
  switch (command) {
    case 'reset':
    case 'status':
      return data.length === 0;
    case 'samId':
      return data.length === SAM_ID_BYTES;
    case 'find':
      return false;
    case 'select':
      return data.length === SELECTED_DATA_BYTES;
    case 'read':
      return readBlocks(data) !== undefined;
    case 'readWithFingerprint':
      return readBlocksWithFingerprint(data) !== undefined;
    case 'newestAddress':
      return data.length === NEWEST_ADDRESS_BYTES;
  }
}

interface CardBlocks {
  readonly text: Uint8Array;
  readonly photo: Uint8Array;
}

/** The two blocks of a read, as views; `undefined` if the lengths are not those of a card. */
export function readBlocks(data: Uint8Array): CardBlocks | undefined {
  if (data.length !== READ_LENGTH_BYTES + TEXT_BYTES + PHOTO_BYTES || !hasCardLengths(data)) return undefined;
  return {
    text: data.subarray(READ_LENGTH_BYTES, READ_LENGTH_BYTES + TEXT_BYTES),
    photo: data.subarray(READ_LENGTH_BYTES + TEXT_BYTES),
  };
}

/** As {@link readBlocks}, of the answer with three length words; the fingerprint may be empty. */
export function readBlocksWithFingerprint(
  data: Uint8Array,
): (CardBlocks & { readonly fingerprint: Uint8Array }) | undefined {
  const blocksAt = READ_LENGTH_BYTES + 2;
  const fingerprintAt = blocksAt + TEXT_BYTES + PHOTO_BYTES;
  if (data.length < fingerprintAt || !hasCardLengths(data)) return undefined;
  const length = wordAt(data, READ_LENGTH_BYTES);
  if (length !== 0 && length !== FINGERPRINT_BYTES) return undefined;
  if (data.length !== fingerprintAt + length) return undefined;
  return {
    text: data.subarray(blocksAt, blocksAt + TEXT_BYTES),
    photo: data.subarray(blocksAt + TEXT_BYTES, fingerprintAt),
    fingerprint: data.subarray(fingerprintAt),
  };
}

function hasCardLengths(data: Uint8Array): boolean {
  return wordAt(data, 0) === TEXT_BYTES && wordAt(data, 2) === PHOTO_BYTES;
}

function wordAt(data: Uint8Array, at: number): number {
  return (data[at]! << 8) | data[at + 1]!;
}
