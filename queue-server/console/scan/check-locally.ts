import {
  hallTagText,
  isPaperScan,
  isSignedPaper,
  readPaperCode,
  tagOf,
} from '@hall/shared/contracts/paper-code';
import type { PaperKeys } from '@hall/shared/contracts/paper-scan';

/** What a console can tell of a paper by itself. */
export type LocalScan =
  | { readonly is: 'genuine'; readonly number: string; readonly day: string; readonly ordinal: number }
  | { readonly is: 'forged' | 'other-hall' | 'no-code' }
  /** It has no keys, or the paper no signature. */
  | { readonly is: 'unknown' };

/** `keys` as the hall said last; null: it never did. Which paper is the newest only the hall knows. */
export async function checkLocally(scanned: string, keys: PaperKeys | null): Promise<LocalScan> {
  const code = readPaperCode(scanned);
  if (code === null) return { is: isPaperScan(scanned) ? 'unknown' : 'no-code' };
  if (keys === null || keys.keys.length === 0) return { is: 'unknown' };
  if (code.hallTag !== (await tagOf(hallTagText(keys.hall)))) return { is: 'other-hall' };
  const key = await isSignedPaper(
    code,
    keys.keys.map((entry) => entry.key),
  );
  if (key === null) return { is: 'forged' };
  const { number, day, ordinal } = code;
  return { is: 'genuine', number, day, ordinal };
}
