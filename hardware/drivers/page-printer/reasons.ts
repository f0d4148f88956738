/** Printer reasons that keep paper from coming, most telling first (RFC 8011, 5.4.12; PWG 5100.9 for `door`). */
const BLOCKING = {
  'media-empty': 'MEDIA_EMPTY',
  'media-needed': 'MEDIA_EMPTY',
  'media-jam': 'MEDIA_JAM',
  'cover-open': 'COVER_OPEN',
  'door-open': 'COVER_OPEN',
  'interlock-open': 'COVER_OPEN',
  'input-tray-missing': 'TRAY_MISSING',
  'output-tray-missing': 'TRAY_MISSING',
  'toner-empty': 'TONER_EMPTY',
  'marker-supply-empty': 'TONER_EMPTY',
  'marker-supply-missing': 'TONER_EMPTY',
  'marker-waste-full': 'WASTE_FULL',
  'output-area-full': 'OUTPUT_FULL',
  'fuser-over-temp': 'PRINTER_STOPPED',
  'opc-life-over': 'PRINTER_STOPPED',
  'spool-area-full': 'PRINTER_STOPPED',
  'timed-out': 'PRINTER_STOPPED',
  shutdown: 'PRINTER_STOPPED',
  stopping: 'PRINTER_STOPPED',
  stopped: 'PRINTER_STOPPED',
  paused: 'PRINTER_STOPPED',
  other: 'PRINTER_STOPPED',
} as const;

/** Reasons that announce a trouble: the printer goes on, somebody should come. */
const WARNING = {
  'media-low': 'MEDIA_LOW',
  'toner-low': 'TONER_LOW',
  'marker-supply-low': 'TONER_LOW',
  'marker-waste-almost-full': 'WASTE_NEARLY_FULL',
  'output-area-almost-full': 'OUTPUT_NEARLY_FULL',
  'opc-near-eol': 'DRUM_LOW',
} as const;

export type BlockingCode = (typeof BLOCKING)[keyof typeof BLOCKING];
export type WarningCode = (typeof WARNING)[keyof typeof WARNING];

export interface ReasonsView {
  /** Without `-error`, `-warning`, `-report`; without `none`. */
  readonly reasons: readonly string[];
  /** What keeps it from printing. */
  readonly code: BlockingCode | null;
  /** What somebody should see to; it prints all the same. */
  readonly warning: BlockingCode | WarningCode | null;
}

/** One colour of several may be out: with a mild ending the printer goes on with the others. */
const SUPPLIES: readonly string[] = ['toner-empty', 'marker-supply-empty', 'marker-supply-missing'];

/**
 * Reads `printer-state-reasons`. Their endings say how bad it is (RFC 8011, 5.4.12), but not reliably: CUPS'
 * ippeveprinter says `media-empty-warning` of a job that waits for paper. So they are taken off, and count only for
 * supplies, while the printer has not stopped. `ignored`: reasons that mean nothing at this printer, such as
 * `media-empty` where only a second tray is empty.
 */
export function readReasons(
  texts: readonly string[],
  isStopped: boolean,
  ignored: readonly string[] = [],
): ReasonsView {
  const read = texts
    .map((text) => /^(.*?)(?:-(error|warning|report))?$/s.exec(text)!)
    .map(([, name = '', ending]) => ({ name, isMild: ending === 'warning' || ending === 'report' }))
    .filter(({ name }) => name !== 'none' && name !== '' && !ignored.includes(name));
  const names = read.map(({ name }) => name);
  const hard = read
    .filter(({ name, isMild }) => isStopped || !isMild || !SUPPLIES.includes(name))
    .map(({ name }) => name);
  return {
    reasons: names,
    code: firstOf(BLOCKING, hard),
    warning: firstOf(
      { ...BLOCKING, ...WARNING },
      names.filter((name) => !hard.includes(name) || name in WARNING),
    ),
  };
}

function firstOf<C extends string>(table: Readonly<Record<string, C>>, names: readonly string[]): C | null {
  for (const [name, code] of Object.entries(table)) if (names.includes(name)) return code;
  return null;
}
