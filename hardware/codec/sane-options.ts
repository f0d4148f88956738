/** What `scanimage -d DEVICE -A` says of one device, as far as a document needs it. */
export interface SaneAbilities {
  /** In the device's own words, e.g. `Automatic Document Feeder`. Empty: it has no such option. */
  readonly sources: readonly string[];
  readonly modes: readonly string[];
  readonly resolutions: SaneRange | readonly number[] | null;
  /** Of the four options of the scan area (`-l -t -x -y`), in millimetres; null: the device has none. */
  readonly area: Readonly<Record<SaneSide, SaneRange>> | null;
}

export interface SaneRange {
  readonly low: number;
  readonly high: number;
}

export type SaneSide = 'l' | 't' | 'x' | 'y';

/** `    --resolution 1..1200dpi (in steps of 1) [50]`: option, values, and in brackets what it stands at. */
const OPTION = /^ {4}(?:--([a-z0-9-]+)|-([ltxy]))(?:\[=\(yes\|no\)\])? ?(.*?) \[([^\]]*)\]\s*$/;
const RANGE = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)(dpi|mm)?(?: \(.*\))?$/;
const SIDES: readonly SaneSide[] = ['l', 't', 'x', 'y'];
/** A real device prints some 4 KB. */
const MOST_LINES = 2_000;

/**
 * Reads the option list of scanimage (sane-backends 1.1, `print_option`). Options that stand at `inactive` cannot be
 * set and are left out. Never throws: what is not understood says nothing.
 */
export function readSaneOptions(text: string): SaneAbilities {
  const values = new Map<string, string>();
  for (const line of text.split('\n', MOST_LINES)) {
    const read = OPTION.exec(line);
    if (read && read[4] !== 'inactive') values.set(read[1] ?? read[2]!, read[3] ?? '');
  }
  const words = (name: string): string[] =>
    (values.get(name) ?? '').split('|').filter((word) => word !== '' && RANGE.exec(word) === null);
  const sides = SIDES.map((side) => [side, rangeOf(values.get(side))] as const);
  const hasArea = sides.every(([, range]) => range !== null);
  return {
    sources: words('source'),
    modes: words('mode'),
    resolutions: rangeOf(values.get('resolution')) ?? numbersOf(values.get('resolution')),
    area: hasArea ? (Object.fromEntries(sides) as Record<SaneSide, SaneRange>) : null,
  };
}

function rangeOf(text: string | undefined): SaneRange | null {
  const read = text === undefined ? null : RANGE.exec(text);
  if (!read) return null;
  const [low, high] = [Number(read[1]), Number(read[2])];
  return low <= high ? { low, high } : null;
}

/** `75|150|300dpi` */
function numbersOf(text: string | undefined): number[] | null {
  const numbers = (text ?? '')
    .replace(/dpi$/, '')
    .split('|')
    .filter((word) => /^\d{1,6}$/.test(word))
    .map(Number);
  return numbers.length > 0 ? numbers : null;
}

/** One line of `scanimage -f '%d%t%v%t%m%n'`… with tabs written as given: device, vendor, model. */
export interface SaneDevice {
  readonly device: string;
  readonly vendor: string;
  readonly model: string;
}

/** Asked with this format: fields end with characters that no device name holds. */
export const SANE_LIST_FORMAT = '%d|%v|%m|%n';

export function readSaneDevices(text: string): SaneDevice[] {
  return text.split('\n').flatMap((line) => {
    const [device, vendor = '', model = ''] = line.split('|');
    return device === undefined || device === '' || !line.includes('|') ? [] : { device, vendor, model };
  });
}
