import iconv from 'iconv-lite';

/** A QR code holds at most 2953 bytes (version 40-L, ISO/IEC 18004); more is a stuck line. */
export const LONGEST_SCAN_BYTES = 4_096;

const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;

export interface ScannedText {
  readonly kind: 'text';
  readonly text: string;
  readonly encoding: 'utf-8' | 'gb18030';
  /** `report`: by the scanner's own report (HID POS). */
  readonly endedBy: 'terminator' | 'idle' | 'report';
  /** AIM symbology identifier, e.g. `]Q0` for a QR code, where the scanner sends it. */
  readonly aim?: string;
}

export interface ScanRejected {
  readonly kind: 'rejected';
  /**
   * `too-long`: more than {@link LONGEST_SCAN_BYTES}; `undecodable`: neither UTF-8 nor GB 18030 text. Of HID POS:
   * `length`: a report whose length is impossible; `unfinished`: the rest of a code never came; `mixed`: a code
   * began before the last one was complete.
   */
  readonly reason: 'too-long' | 'undecodable' | 'length' | 'unfinished' | 'mixed';
  /** How many bytes of it came. */
  readonly bytes: number;
}

export type ScanDecoded = ScannedText | ScanRejected;

export interface ScanDecoder {
  /** Takes what comes: of a serial line bytes in any portions, of HID POS one report a time. */
  feed(bytes: Uint8Array): ScanDecoded[];
  /** Bytes of an unfinished code are held. */
  readonly pending: boolean;
  /** The scanner was quiet long enough: what is held is all that comes. */
  idle(): ScanDecoded | undefined;
  /** Forgets what is held. */
  reset(): void;
}

/**
 * Scanners with a serial line send the code's text, nothing else. CR, LF, CRLF and TAB end it, or silence where a
 * scanner sends no terminator.
 */
export function createScanTextDecoder(): ScanDecoder {
  let held: number[] = [];
  let length = 0;

  const finish = (endedBy: ScannedText['endedBy']): ScanDecoded | undefined => {
    const bytes = Uint8Array.from(held);
    const whole = length;
    held = [];
    length = 0;
    if (whole === 0) return undefined;
    if (whole > LONGEST_SCAN_BYTES) return { kind: 'rejected', reason: 'too-long', bytes: whole };
    const decoded = decodeScan(bytes);
    if (decoded === undefined) return { kind: 'rejected', reason: 'undecodable', bytes: whole };
    return { kind: 'text', ...decoded, endedBy };
  };

  return {
    feed(bytes) {
      const decoded: ScanDecoded[] = [];
      for (const byte of bytes) {
        if (byte !== CR && byte !== LF && byte !== TAB) {
          length += 1;
          // Counted but not kept: a line that never ends must not fill the memory.
          if (length <= LONGEST_SCAN_BYTES) held.push(byte);
          continue;
        }
        const ended = finish('terminator');
        if (ended !== undefined) decoded.push(ended);
      }
      return decoded;
    },
    get pending() {
      return length > 0;
    },
    idle: () => finish('idle'),
    reset() {
      held = [];
      length = 0;
    },
  };
}

/** UTF-8 first: text in GB 18030 is hardly ever well-formed UTF-8, while nearly every UTF-8 text is valid GB 18030. */
export function decodeScan(
  bytes: Uint8Array,
): { readonly text: string; readonly encoding: ScannedText['encoding'] } | undefined {
  const utf8 = decodeUtf8(bytes);
  if (utf8 !== undefined) return isText(utf8) ? { text: utf8, encoding: 'utf-8' } : undefined;
  const gb = iconv.decode(Buffer.from(bytes), 'gb18030');
  return isText(gb) ? { text: gb, encoding: 'gb18030' } : undefined;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Group separators (1C–1F) are part of GS1 codes; other control characters mean line noise. */
function isText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return text.isWellFormed() && !/[\u0000-\u001B\u007F\uFFFD]/.test(text);
}
