/** Decompositions: cjk-decomp (Gavin Grover), USourceData (Unicode), and simplified forms by their traditional ones. */

export interface Split {
  /** How the parts stand, in cjk-decomp's letters: `a` across, `d` down, `s…` around, `r…` repeated. */
  readonly how: string;
  /** Characters, or five-digit numbers for parts that Unicode does not have. */
  readonly parts: readonly string[];
}
export type Splits = ReadonlyMap<string, Split>;

export function readDecomposition(text: string): Map<string, Split> {
  const splits = new Map<string, Split>();
  for (const line of text.replace(/^module\.exports = `/, '').split('\n')) {
    const match = /^(.+?):([^(]*)\((.*)\)/.exec(line);
    if (match) splits.set(match[1]!, { how: match[2]!, parts: match[3] ? match[3].split(',') : [] });
  }
  return splits;
}

/** How often a repeated part stands, by cjk-decomp's letters: `ra` twice, `r3tr` three times, `r4sq` four times. */
export function repeats(how: string): number {
  if (/^r[34]/.test(how)) return Number(how[1]);
  return /^(ra|rd|rrefr|rrefl|rrefd|rrot|rs)/.test(how) ? 2 : 1;
}

/** U-source records of Unicode: `UTC-…;block;U+…;radical;…;IDS;…`. */
export function readUSource(text: string): Map<string, Split> {
  const splits = new Map<string, Split>();
  for (const line of text.split('\n')) {
    const fields = line.split(';');
    const [code, ids] = [fields[2] ?? '', fields[5] ?? ''];
    if (!code.startsWith('U+') || ids === '') continue;
    const parts = [...ids].filter((one) => !/[\u2ff0-\u2fff\u303e\u31ef？?]/.test(one));
    if (parts.length < 2) continue;
    const how = ids.startsWith('⿺') ? 'sbl' : 'd';
    splits.set(String.fromCodePoint(Number.parseInt(code.slice(2), 16)), { how, parts });
  }
  return splits;
}

/** Radicals that are simplified wherever they stand (《简化字总表》第二表 and the radicals after it), old before new. */
const SIMPLER: Readonly<Record<string, string>> = Object.fromEntries(
  '金钅 釒钅 言讠 訁讠 糸纟 糹纟 馬马 魚鱼 鳥鸟 車车 門门 頁页 食饣 飠饣 貝贝 見见 風风 韋韦 齒齿 龍龙 黽黾 麥麦 鹵卤 長长'
    .split(' ')
    .map((pair) => [...pair]),
);

/** 𬭎 is 鋐 with 金 → 钅: a simplified character is split as its traditional one, each part simplified. */
export function simplifiedSplit(
  traditional: Split | undefined,
  simplify: (part: string) => string | undefined,
): Split | undefined {
  if (!traditional) return undefined;
  const parts = traditional.parts.map((part) => SIMPLER[part] ?? simplify(part) ?? part);
  return parts.some((part, index) => part !== traditional.parts[index])
    ? { ...traditional, parts }
    : undefined;
}

/** Direct parts that Unicode has; parts without a code point are opened further. */
export function partsOf(character: string, splits: Splits, depth = 0): string[] {
  const split = splits.get(character);
  if (!split || depth > 8) return [];
  const times = repeats(split.how);
  const once = split.parts.flatMap((part) =>
    /^\d+$/.test(part) ? partsOf(part, splits, depth + 1) : [part],
  );
  return Array.from({ length: times }, () => once).flat();
}
