import { encodeSdtFrame } from './sdt-frame.ts';

/** What the driver asks a reader for. Source: eastcoms.com service/downdrive/508; yzsam.com CNvfzM. */
export type SdtCommand = 'reset' | 'status' | 'samId' | 'find' | 'select' | 'read' | 'newestAddress';

/** CMD PARA. */
export const SDT_COMMANDS: Readonly<Record<SdtCommand, readonly [number, number]>> = {
  reset: [0x10, 0xff],
  status: [0x11, 0xff],
  samId: [0x12, 0xff],
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  read: [0x30, 0x01],
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
 * earlier, timed-out question may still arrive. Error replies (no data) fit every command.
 */
export function replyFits(command: SdtCommand, { sw3, data }: SdtReply): boolean {
  if (sw3 === SW3.found) return command === 'find' && data.length === FOUND_DATA_BYTES;
  if (sw3 === SW3.absent) return command === 'newestAddress' && data.length === 0;
  if (sw3 !== SW3.ok) return data.length === 0;
  switch (command) {
    case 'reset':
    case 'status':
      return data.length === 0;
    case 'samId':
      return data.length === 16;
    case 'find':
      return false;
    case 'select':
      return data.length === SELECTED_DATA_BYTES;
    case 'read':
      return readBlocks(data) !== undefined;
    case 'newestAddress':
      return data.length === NEWEST_ADDRESS_BYTES;
  }
}

/** The two blocks of a read, as views; `undefined` if the lengths are not those of a card. */
export function readBlocks(
  data: Uint8Array,
): { readonly text: Uint8Array; readonly photo: Uint8Array } | undefined {
  if (data.length !== READ_LENGTH_BYTES + TEXT_BYTES + PHOTO_BYTES) return undefined;
  const textLength = (data[0]! << 8) | data[1]!;
  const photoLength = (data[2]! << 8) | data[3]!;
  if (textLength !== TEXT_BYTES || photoLength !== PHOTO_BYTES) return undefined;
  return {
    text: data.subarray(READ_LENGTH_BYTES, READ_LENGTH_BYTES + TEXT_BYTES),
    photo: data.subarray(READ_LENGTH_BYTES + TEXT_BYTES),
  };
}
