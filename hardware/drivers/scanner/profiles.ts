import { createHidPosDecoder, HID_POS_LAYOUTS } from '../../codec/hid-pos.ts';
import type { ScanDecoder } from '../../codec/scan-text.ts';
import { createScanTextDecoder } from '../../codec/scan-text.ts';

/**
 * A line quiet for this long ends a code without terminator. A byte takes 1 ms at 9600 baud and USB adapters
 * deliver in steps of 16 ms; far longer than both, far shorter than a person's next code.
 */
export const SCAN_IDLE_MS = 150;

/**
 * How long the next report of an unfinished code may take. An interrupt endpoint is asked at least every 255 ms
 * (USB 2.0, 9.6.6: bInterval of a full-speed device); a person needs longer to bring the next code.
 */
export const HID_POS_PART_MS = 600;

/** A scanner that is started by command. Its acknowledgement comes on the same line as the codes. */
export interface ScanTrigger {
  readonly command: Uint8Array;
  /** Removed where the first data after a trigger begin with it; of HID POS the report that begins with it. */
  readonly acknowledgement: Uint8Array;
}

/**
 * GM65 and its kin, 9600 8N1, in command mode. The command is published; the acknowledgement is as commonly
 * reported and was not checked against a module: another answer would show as a code or as a rejected one.
 */
export const GM65_TRIGGER: ScanTrigger = {
  command: Uint8Array.of(0x7e, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0xab, 0xcd),
  acknowledgement: Uint8Array.of(0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31),
};

const NEWLAND_TRIGGER_START = [0x04, 0x09, 0x7e, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0x02, 0xda];

/**
 * Newland in command trigger mode: output report 04, length, command; filled up to 64 bytes.
 * Source: newlandaidc.com/en/Services/wiki_info/435.html (example 2, printed for FM30; FM430 unverified).
 */
export const NEWLAND_TRIGGER: ScanTrigger = {
  command: Uint8Array.from({ length: 64 }, (_, at) => NEWLAND_TRIGGER_START[at] ?? 0),
  acknowledgement: Uint8Array.of(0x02, 0x07, 0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31),
};

export interface ScannerProfile {
  readonly createDecoder: () => ScanDecoder;
  /** Milliseconds of silence after which an unfinished code is over. */
  readonly idleMs: number;
  /** What comes in one chunk: any portion of a stream, or one report. */
  readonly chunk: 'bytes' | 'report';
  /** Sent on each opening, its number first. */
  readonly openFeature?: Uint8Array;
  /** Used by `Scanner.trigger()` where the options name no other. */
  readonly trigger?: ScanTrigger;
}

export type ScannerProfileName = 'serial' | 'honeywell-hid-pos' | 'newland-hid-pos';

export const SCANNER_PROFILES: Readonly<Record<ScannerProfileName, ScannerProfile>> = {
  serial: { createDecoder: createScanTextDecoder, idleMs: SCAN_IDLE_MS, chunk: 'bytes' },
  'honeywell-hid-pos': {
    createDecoder: () => createHidPosDecoder(HID_POS_LAYOUTS.honeywell),
    idleMs: HID_POS_PART_MS,
    chunk: 'report',
    /** Report 254 = 01 when a host opens it; unverified against a device, and a refusal is only told. */
    openFeature: Uint8Array.of(0xfe, 0x01),
  },
  /** FM430: VID 1EAB, PID 1D10. */
  'newland-hid-pos': {
    createDecoder: () => createHidPosDecoder(HID_POS_LAYOUTS.newland),
    idleMs: HID_POS_PART_MS,
    chunk: 'report',
    trigger: NEWLAND_TRIGGER,
  },
};
