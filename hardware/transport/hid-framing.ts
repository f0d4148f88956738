import type { HidFramingName } from './transport.ts';

/**
 * How a byte protocol is cut into HID reports. No maker of such ID-card readers publishes it, so it is a setting;
 * both layouts below are unverified against a device. Reports have 64 bytes (VID 2B8B, PID 2721, unverified).
 *
 * - `sdt-64`: a frame begins at the start of a report and runs on through the next ones; the rest of its last
 *   report is filled with zeros.
 * - `sdt-64-counted`: byte 0 of each report says how many of the 63 bytes behind it count.
 */
export interface HidFraming {
  /** Output reports for one frame, each 64 bytes, without a report number. */
  toReports(frame: Uint8Array): Uint8Array<ArrayBuffer>[];
  createDecoder(): HidFramingDecoder;
}

export interface HidFramingDecoder {
  /** One input report, without a report number; returns the bytes of the stream that it holds. */
  feed(report: Uint8Array): Uint8Array;
}

const REPORT_BYTES = 64;

/** How the SDT frame says where it ends; see `codec/sdt-frame.ts` for the frame and its source. */
const SYNC = [0xaa, 0xaa, 0x96, 0x69] as const;
/** `AA AA AA 96 69` and, as seen in the field, `AA 00 AA AA 96 69`: the mark begins at one of these. */
const SYNC_AT = [0, 1, 2] as const;
const LENGTH_BYTES = 2;
/** The longest published frame (text, photo, two fingerprints); a Len beyond it ends nothing. */
const LONGEST_FRAME_BYTES = 2_321;

export const HID_FRAMINGS: Readonly<Record<HidFramingName, HidFraming>> = {
  'sdt-64': { toReports: (frame) => cut(frame, REPORT_BYTES, (part) => part), createDecoder: paddedDecoder },
  'sdt-64-counted': {
    toReports: (frame) => cut(frame, REPORT_BYTES - 1, (part) => [part.length, ...part]),
    createDecoder: () => ({ feed: (report) => report.subarray(1, 1 + Math.min(report[0] ?? 0, 63)) }),
  },
};

function cut(
  frame: Uint8Array,
  step: number,
  lay: (part: Uint8Array) => ArrayLike<number>,
): Uint8Array<ArrayBuffer>[] {
  const reports: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < frame.length; at += step) {
    const report = new Uint8Array(REPORT_BYTES);
    report.set(lay(frame.subarray(at, at + step)));
    reports.push(report);
  }
  return reports;
}

/**
 * Keeps the padding out of the stream. A frame may itself end with zeros, so its length decides. What is no frame
 * passes unchanged: the decoder behind judges it. A report that begins with a whole preamble always begins a frame,
 * so that one lost report costs one frame only.
 */
function paddedDecoder(): HidFramingDecoder {
  let missing = 0;
  return {
    feed(report) {
      const begun = frameLength(report);
      if (begun !== undefined) missing = begun;
      else if (missing === 0) return report;
      const taken = report.subarray(0, missing);
      missing -= taken.length;
      return taken;
    },
  };
}

function frameLength(report: Uint8Array): number | undefined {
  const mark = SYNC_AT.find((at) => SYNC.every((byte, i) => report[at + i] === byte));
  if (mark === undefined || mark + SYNC.length + LENGTH_BYTES > report.length) return undefined;
  const at = mark + SYNC.length;
  const whole = at + LENGTH_BYTES + report[at]! * 256 + report[at + 1]!;
  return whole <= LONGEST_FRAME_BYTES + 1 ? whole : undefined;
}
