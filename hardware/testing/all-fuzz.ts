import type { FuzzSubject } from './fuzz.ts';
import { READER_SCANNER_LED_FUZZ } from './fuzz-subjects.ts';
import { ESCPOS_FUZZ } from './fuzz-subjects-escpos.ts';
import { PAGES_FUZZ } from './fuzz-subjects-ipp.ts';
import { KEYPAD_FUZZ } from './fuzz-subjects-keypad.ts';
import { UPS_FUZZ } from './fuzz-subjects-nut.ts';
import { PANELS_FUZZ } from './fuzz-subjects-panels.ts';
import { USB_FUZZ } from './fuzz-subjects-usb.ts';

/** Every decoder of this package that reads what a device sends. */
export const DECODER_FUZZ: readonly FuzzSubject[] = [
  ...READER_SCANNER_LED_FUZZ,
  ...ESCPOS_FUZZ,
  ...PAGES_FUZZ,
  ...UPS_FUZZ,
  ...PANELS_FUZZ,
  ...KEYPAD_FUZZ,
  ...USB_FUZZ,
];
