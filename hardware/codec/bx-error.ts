/**
 * The error byte of a NACK. Source: the maker's protocol of the K series, "CmdError"
 * (onbonlab.github.io, onbon-docs, k/potocol).
 */
export const BX_NACK = {
  group: 1,
  command: 2,
  busy: 3,
  memory: 4,
  crc: 5,
  noFile: 6,
  flash: 7,
  download: 8,
  fileName: 9,
  fileType: 10,
  fileCrc: 11,
  fontMissing: 12,
  firmware: 13,
  date: 14,
  fileExists: 15,
  block: 16,
} as const;

export type BxErrorName = keyof typeof BX_NACK;

/** English words for the health record; what a technician does about it stands in docs/hardware/window-led.md. */
const MEANINGS: Readonly<Record<BxErrorName, string>> = {
  group: 'it does not know this group of commands',
  command: 'it does not know this command',
  busy: 'it is busy',
  memory: 'its memory is full: too many areas or too much text',
  crc: 'the frame arrived damaged',
  noFile: 'the file does not exist',
  flash: 'its flash memory cannot be used',
  download: 'a file could not be loaded',
  fileName: 'a file name is wrong',
  fileType: 'a file has the wrong type',
  fileCrc: 'a file is damaged',
  fontMissing: 'the font is not in the panel',
  firmware: 'the firmware is for another controller',
  date: 'the date or time is wrong',
  fileExists: 'the file exists already',
  block: 'the area does not fit, or a block number is wrong',
};

/** The word for an error byte, for counters and logs. */
export function bxErrorName(error: number): string {
  return Object.entries(BX_NACK).find(([, code]) => code === error)?.[0] ?? `error ${error}`;
}

/** What the panel says with an error byte, in English, for technicians. */
export function bxErrorMeaning(error: number): string {
  return MEANINGS[bxErrorName(error) as BxErrorName] ?? `it answered with the unknown error ${error}`;
}

/** What to do about a NACK: a damaged frame is sent again at once, a busy panel gets its time, the rest stays. */
export function bxErrorRetry(error: number): 'at-once' | 'later' | 'never' {
  if (error === BX_NACK.crc) return 'at-once';
  return error === BX_NACK.busy ? 'later' : 'never';
}
