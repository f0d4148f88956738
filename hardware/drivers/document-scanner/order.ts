import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { SaneAbilities, SaneRange } from '../../codec/sane-options.ts';
import type { DocumentScannerFaultCode } from './status.ts';

export type ScanSource = 'flatbed' | 'feeder' | 'feeder-duplex';
export type ScanMode = 'lineart' | 'gray' | 'color';
export type ScanFormat = 'png' | 'jpeg' | 'pdf';

/** Millimetres from the glass's upper left corner. */
export interface ScanArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface ScanOrder {
  /** Default flatbed, where the device has a choice. */
  readonly source?: ScanSource;
  /** Default grey. */
  readonly mode?: ScanMode;
  /** Dots per inch; the nearest that the device has is taken. Default 200: a stamp and small print stay legible. */
  readonly resolution?: number;
  /** Default A4; cut to what the device can. */
  readonly area?: ScanArea;
  /** `pdf`: one file of all pages; `png` and `jpeg`: a file a page. Default pdf. */
  readonly format?: ScanFormat;
  /** From a feeder; the scan ends there. */
  readonly mostPages?: number;
  /** Milliseconds from now, waiting for others included. */
  readonly deadlineMs?: number;
}

/** ISO 216 */
export const A4_AREA: ScanArea = { left: 0, top: 0, width: 210, height: 297 };
export const DEFAULT_RESOLUTION = 200;

/** Backends name their parts as they like: matched by these words (sane-airscan, fujitsu, epson2, hpaio, test). */
const SOURCES: Readonly<Record<ScanSource, readonly RegExp[]>> = {
  flatbed: [/flatbed|platen|^normal$/i],
  feeder: [/^(adf|automatic document feeder)$/i, /(adf|feeder)(?!.*(duplex|both))/i],
  'feeder-duplex': [/duplex|both sides/i],
};
const MODES: Readonly<Record<ScanMode, readonly RegExp[]>> = {
  lineart: [/^(lineart|black|binary|monochrome)/i],
  gray: [/^(true )?gr[ae]y/i],
  color: [/^(24bit )?colou?r/i],
};

export interface PlannedScan {
  /** Without device, format and output. */
  readonly args: readonly string[];
  readonly resolution: number;
  readonly isFeeder: boolean;
}

/** The options for this device, from what it says it can do. Fails with `UNSUPPORTED`: no such part or mode. */
export function planScan(
  order: ScanOrder,
  abilities: SaneAbilities,
  extra: Readonly<Record<string, string>>,
): Result<PlannedScan, Fault<DocumentScannerFaultCode>> {
  const args: string[] = [];
  const source = order.source ?? 'flatbed';
  const sourceWord = wordFor(SOURCES[source], abilities.sources);
  // A device with one way to take paper names none, or one that says nothing of it.
  const isOnly = abilities.sources.length === 0 || (order.source === undefined && sourceWord === null);
  if (sourceWord !== null) args.push(`--source=${sourceWord}`);
  else if (!isOnly) return err(fault('UNSUPPORTED', `no ${source} among: ${abilities.sources.join(', ')}`));

  const mode = order.mode ?? 'gray';
  const modeWord = wordFor(MODES[mode], abilities.modes);
  if (modeWord !== null) args.push(`--mode=${modeWord}`);
  else if (order.mode !== undefined && abilities.modes.length > 0)
    return err(fault('UNSUPPORTED', `no ${mode} among: ${abilities.modes.join(', ')}`));

  const resolution = nearest(order.resolution ?? DEFAULT_RESOLUTION, abilities.resolutions);
  if (abilities.resolutions !== null) args.push(`--resolution=${resolution}`);

  if (abilities.area) {
    const { left, top, width, height } = order.area ?? A4_AREA;
    const { l, t, x, y } = abilities.area;
    args.push('-l', fit(left, l), '-t', fit(top, t), '-x', fit(width, x), '-y', fit(height, y));
  }
  for (const [name, value] of Object.entries(extra)) args.push(`--${name}=${value}`);
  return ok({ args, resolution, isFeeder: source !== 'flatbed' });
}

function wordFor(patterns: readonly RegExp[], words: readonly string[]): string | null {
  for (const pattern of patterns) {
    const word = words.find((one) => pattern.test(one));
    if (word !== undefined) return word;
  }
  return null;
}

function nearest(wanted: number, offered: SaneAbilities['resolutions']): number {
  if (offered === null) return wanted;
  if ('low' in offered) return Math.min(offered.high, Math.max(offered.low, wanted));
  return offered.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
}

function fit(millimetres: number, { low, high }: SaneRange): string {
  return String(Math.min(high, Math.max(low, millimetres)));
}

/** Options that decide where pictures go or which device is used are the driver's. */
const OWN =
  /^(batch.*|output-file|device-name|format|formatted-device-list|list-devices|help|test|progress)$/;

/** Settings of a device beyond what an order says, e.g. `{ 'swdeskew': 'yes' }`; the name of the first that is none. */
export function badExtraOption(extra: Readonly<Record<string, string>>): string | null {
  const bad = Object.entries(extra).find(
    ([name, value]) => !/^[a-z][a-z0-9-]{0,60}$/.test(name) || OWN.test(name) || /[\0\r\n]/.test(value),
  );
  return bad ? bad[0] : null;
}
