import { type Property, toneless } from './unihan.ts';

/** A syllable as people type it, and how much of the character's use is that reading (0–1). */
export interface Reading {
  readonly syllable: string;
  readonly share: number;
}

/** What a reading that is only in a dictionary is worth beside the usual one. */
const RARE_SHARE = 0.03;
/** `m`, `n`, `ng`, `hm`: interjections that would make every initial ambiguous. */
const UNTYPED = /^(m|n|ng|hm|hng|ê|e)$/;
/** Full pinyin; Unihan holds a few dialect readings that no keyboard expects. */
const SYLLABLE =
  /^(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:[aeiouv]|ai|ei|ao|ou|an|en|ang|eng|ong|er|ia|ie|iao|iu|ian|in|iang|ing|iong|ua|uo|uai|ui|uan|un|uang|ue|ve|van|vn)$/;

export interface ReadingSources {
  readonly kMandarin: Property;
  readonly kHanyuPinlu: Property;
  readonly kTGHZ2013: Property;
  readonly kXHC1983: Property;
  readonly kHanyuPinyin: Property;
}

/** Every reading of a character; those of rare dictionaries only where the standard ones have none. */
export function readingsOf(character: string, sources: ReadingSources): Reading[] {
  const shares = new Map<string, number>();
  const add = (reading: string, share: number): void => {
    const syllable = toneless(reading);
    if (!SYLLABLE.test(syllable) || (UNTYPED.test(syllable) && syllable !== 'e')) return;
    shares.set(syllable, (shares.get(syllable) ?? 0) + share);
  };
  const counted = [...(sources.kHanyuPinlu.get(character) ?? '').matchAll(/(\S+?)\((\d+)\)/g)];
  const total = counted.reduce((sum, match) => sum + Number(match[2]), 0);
  for (const match of counted) add(match[1]!, Number(match[2]) / total);
  const usual = (sources.kMandarin.get(character) ?? '').split(' ')[0];
  if (usual && counted.length === 0) add(usual, 1);
  const standard = [sources.kTGHZ2013.get(character), sources.kXHC1983.get(character)]
    .flatMap((value) => (value ?? '').split(' '))
    .flatMap((entry) => (entry.split(':')[1] ?? '').split(','));
  for (const reading of standard) if (reading && !shares.has(toneless(reading))) add(reading, RARE_SHARE);
  if (shares.size === 0) {
    const old = (sources.kHanyuPinyin.get(character) ?? '')
      .split(' ')
      .flatMap((entry) => (entry.split(':')[1] ?? '').split(','));
    for (const reading of old) if (reading) add(reading, RARE_SHARE);
  }
  return [...shares].map(([syllable, share]) => ({ syllable, share }));
}
