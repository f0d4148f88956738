import type { ScanDecoded, ScanDecoder } from './scan-text.ts';
import { decodeScan, LONGEST_SCAN_BYTES } from './scan-text.ts';

/** HID usage page of bar code scanners (USB-IF, HID Point of Sale Usage Tables 1.02, chapter 3). */
export const SCANNER_USAGE_PAGE = 0x8c;

/** Where the fields of a scanner's input report stand, counted from the report's number. */
export interface HidPosLayout {
  readonly reportId: number;
  /** Whole report, its number included. */
  readonly reportBytes: number;
  /** How many bytes of the data field count. */
  readonly lengthAt: number;
  readonly dataAt: number;
  readonly dataBytes: number;
  /** Three characters, e.g. `]Q0` (AIM symbology identifier), where the maker sends them. */
  readonly aimAt?: number;
  /** The maker's own letter for the kind of code; 0 where it is switched off. */
  readonly symbologyAt: number;
  /** Non-zero: the code goes on in the next report. Published as bit 0; other bits are reserved. */
  readonly moreAt: number;
}

const COMMON = { reportId: 0x02, reportBytes: 64, lengthAt: 1, dataBytes: 56, moreAt: 63 } as const;

export const HID_POS_LAYOUTS = {
  /**
   * Honeywell HID POS. The same layout, with examples of whole reports, is printed by Access-IS for its readers
   * (LSR118 product manual, appendix B: manualshive.com/en/manual/access-is/lsr118/lsr118_product-manual_455317-68.html).
   */
  honeywell: { ...COMMON, aimAt: 2, dataAt: 5, symbologyAt: 61 },
  /** Newland HID-POS (NLS-FM420 integration guide, page 47: manualshive.com/ru/manual/newland/nls-fm420/1679532). */
  newland: { ...COMMON, dataAt: 2, symbologyAt: 62 },
} as const satisfies Record<string, HidPosLayout>;

export type HidPosLayoutName = keyof typeof HID_POS_LAYOUTS;

/**
 * Puts the reports of a code together and reads the whole of it as text: a character may begin in one report and
 * end in the next. Each `feed` is exactly one report.
 *
 * A report has no ordinal: one that got lost inside a code cannot be noticed here (what reads the code checks it:
 * an ID number has its check digit, a ticket's link is unguessable), a lost last one shows through time (`idle`) or
 * when the next code is of another kind. USB itself repeats a damaged transfer, so reports are lost only where
 * this program reads too late for the kernel's queue of 64 (HIDRAW_BUFFER_SIZE in linux/hidraw.h).
 */
export function createHidPosDecoder(layout: HidPosLayout): ScanDecoder {
  let held: number[] = [];
  let length = 0;
  let parts = 0;
  let kind = '';
  /** A part was wrong: what follows of the same code is of no use. */
  let spoilt: 'length' | undefined;

  const reset = (): void => {
    held = [];
    length = 0;
    parts = 0;
    kind = '';
    spoilt = undefined;
  };
  const rejected = (reason: 'length' | 'unfinished' | 'mixed' | 'too-long' | 'undecodable'): ScanDecoded => {
    const one = { kind: 'rejected', reason, bytes: length } as const;
    reset();
    return one;
  };

  const finish = (): ScanDecoded => {
    if (spoilt !== undefined) return rejected(spoilt);
    if (length > LONGEST_SCAN_BYTES) return rejected('too-long');
    const text = decodeScan(withoutEnding(Uint8Array.from(held)));
    if (text === undefined) return rejected('undecodable');
    const aim = kind.slice(0, layout.aimAt === undefined ? 0 : 3);
    reset();
    return { kind: 'text', ...text, endedBy: 'report', ...(aim.startsWith(']') ? { aim } : {}) };
  };

  return {
    feed(report) {
      // Scanners send other reports too: battery, answers, a status (usage tables, chapter 3).
      if (report[0] !== layout.reportId || report.length === 0) return [];
      const decoded: ScanDecoded[] = [];
      const says = report[layout.lengthAt] ?? 0;
      const more = (report[layout.moreAt] ?? 0) !== 0;
      const whole = report.length >= layout.reportBytes;
      const thisKind = kindOf(report, layout);
      if (parts > 0 && spoilt === undefined && thisKind !== kind) decoded.push(rejected('mixed'));
      kind = thisKind;
      parts += 1;
      // A code that goes on has filled its report; an empty report can only be the end of one that did.
      const wrong =
        !whole || says > layout.dataBytes || (more && says < layout.dataBytes) || (says === 0 && parts === 1);
      if (wrong) spoilt = 'length';
      else {
        length += says;
        // Counted but not kept: a code that never ends must not fill the memory.
        if (length <= LONGEST_SCAN_BYTES) {
          held.push(...report.subarray(layout.dataAt, layout.dataAt + says));
        }
      }
      if (!more || !whole) decoded.push(finish());
      return decoded;
    },
    get pending() {
      return parts > 0;
    },
    idle: () => (parts > 0 ? rejected(spoilt ?? 'unfinished') : undefined),
    reset,
  };
}

/** Newland's data end with CR, others where a suffix is set: as with serial scanners it is no part of the code. */
function withoutEnding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0d || bytes[end - 1] === 0x0a || bytes[end - 1] === 0x09)) end -= 1;
  return bytes.subarray(0, end);
}

function kindOf(report: Uint8Array, layout: HidPosLayout): string {
  const aim = layout.aimAt === undefined ? [] : report.subarray(layout.aimAt, layout.aimAt + 3);
  return String.fromCharCode(...aim, report[layout.symbologyAt] ?? 0);
}
