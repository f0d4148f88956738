import { inRepertoire } from '../../rare-han/repertoire.ts';
import { characterOf, namesOf } from './component-names.ts';
import type { Dictionary } from './dictionary.ts';
import type { Engine, Lookup } from './lookup.ts';
import { unpackLists } from './unpack.ts';

export interface ComponentData {
  readonly components: string;
  readonly radicals: string;
}

/** Parts of parts of parts: 𰻝 needs two. */
const DEPTH = 4;
/** One letter begins a third of all characters. */
const TYPED_MIN = 2;
/** With fewer characters than this the parts may also have been named in another order. */
const FEW = 8;
/** What opening a part costs against naming it whole. */
const OPENED = 1;
const LEFT_OVER = 4;
const RADICALS = 214;
const FIRST_RADICAL = 0x2f00;

/** `u20bb7`: staff read the number from a list, or from a character's record. No syllable begins with u. */
const CODE_POINT = /^u([0-9a-f]{4,6})$/;
/** `jin7`: the name of the radical and the number of strokes besides it (部首检字法). */
const RADICAL_AND_STROKES = /^([a-z']+)(\d{1,2})$/;

/**
 * 拆字: the names of the parts, in the order of writing (`tukou` is 吉 and 𠮷, `qiqiqi` is 㐂); or a radical's name
 * and the strokes besides (`jin7`); or a code point (`u20bb7`). Exact ones first, then those with parts left.
 */
export function createComponentEngine(data: ComponentData, dictionary: Dictionary): Engine {
  const parts = readComponents(data.components);
  const radicals = unpackLists(data.radicals);
  const spokenAs = remembered((part: string): readonly string[] => [
    ...new Set([...dictionary.readings(characterOf(part)), ...namesOf(part)]),
  ]);
  const opensAs = remembered((part: string) => openings(part, parts, spokenAs));
  const known: Known = { parts, spokenAs, opensAs, rank: dictionary.rank };
  const ordered = indexOf(parts, (list) => orders(list).flatMap((order) => opensAs(order[0]!)));
  const anywhere = remembered(() => indexOf(parts, (list) => list.flatMap(spokenAs)));
  return (input): Lookup => {
    const typed = input.toLowerCase().replaceAll('ü', 'v').replace(/[' ]/g, '');
    if (typed === '') return { candidates: [], reading: typed };
    const code = CODE_POINT.exec(typed);
    if (code) return byCodePoint(code[1]!, input.length, typed);
    const radical = RADICAL_AND_STROKES.exec(typed);
    if (radical) return shown(byRadical(radical[1]!, Number(radical[2]), radicals, known), input, typed);
    if (typed.length < TYPED_MIN) return { candidates: [], reading: typed };
    const inOrder = best(ordered, typed, known, (list) =>
      Math.min(...orders(list).map((order) => costOf(queueOf(order), typed, DEPTH, known))),
    );
    const found = new Set(inOrder);
    if (found.size < FEW)
      for (const one of best(anywhere(''), typed, known, (list) => costAnyOrder(list, typed, known)))
        found.add(one);
    return shown([...found], input, typed);
  };
}

interface Known {
  readonly parts: ReadonlyMap<string, readonly string[]>;
  readonly spokenAs: (part: string) => readonly string[];
  /** What the typing for a part can begin with. */
  readonly opensAs: (part: string) => readonly string[];
  readonly rank: (character: string) => number;
}

/** Name of a part → the characters that can be begun with it. */
type Index = ReadonlyMap<string, readonly string[]>;

const shown = (found: readonly string[], input: string, reading: string): Lookup => ({
  candidates: found.map((text) => ({ text, used: input.length })),
  reading,
});

function remembered<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

/** 辶 is written last and often named first. */
function orders(list: readonly string[]): readonly (readonly string[])[] {
  const first = list[0] ?? '';
  return '辶⻌⻍⻎廴'.includes(first) && list.length > 1 ? [list, [...list.slice(1), first]] : [list];
}

/** What the typing for a part can begin with: its own names, or those of its first part. */
function openings(part: string, parts: Known['parts'], spokenAs: Known['spokenAs']): readonly string[] {
  const found: string[] = [];
  let one: string | undefined = part;
  for (let depth = 0; one !== undefined && depth <= DEPTH; depth += 1) {
    found.push(...spokenAs(one));
    one = parts.get(one)?.[0];
  }
  return [...new Set(found)];
}

function indexOf(
  parts: ReadonlyMap<string, readonly string[]>,
  namesFor: (list: readonly string[]) => readonly string[],
): Index {
  const byName = new Map<string, string[]>();
  for (const [character, list] of parts) {
    if (!inRepertoire(character)) continue;
    for (const name of new Set(namesFor(list))) {
      const characters = byName.get(name);
      if (characters) characters.push(character);
      else byName.set(name, [character]);
    }
  }
  return byName;
}

/** Characters with a cost, the least first. */
function best(
  index: Index,
  typed: string,
  { parts, rank }: Known,
  cost: (list: readonly string[]) => number,
): string[] {
  const begun = new Set<string>();
  for (const [name, characters] of index)
    if (typed.startsWith(name) || name.startsWith(typed)) for (const one of characters) begun.add(one);
  const hits: { one: string; cost: number; rank: number }[] = [];
  for (const one of begun) {
    const found = cost(parts.get(one)!);
    if (found < Number.POSITIVE_INFINITY) hits.push({ one, cost: found, rank: rank(one) });
  }
  return hits.sort((a, b) => a.cost - b.cost || a.rank - b.rank).map((hit) => hit.one);
}

interface Queue {
  readonly part: string;
  readonly next: Queue | null;
  readonly length: number;
}

function queueOf(list: readonly string[], next: Queue | null = null): Queue | null {
  let queue = next;
  for (let at = list.length - 1; at >= 0; at -= 1)
    queue = { part: list[at]!, next: queue, length: (queue?.length ?? 0) + 1 };
  return queue;
}

/** The cost of reading the typing as these parts, or infinity. */
function costOf(queue: Queue | null, typed: string, depth: number, known: Known): number {
  if (typed === '') return (queue?.length ?? 0) * LEFT_OVER;
  if (queue === null) return Number.POSITIVE_INFINITY;
  let found = Number.POSITIVE_INFINITY;
  for (const name of known.spokenAs(queue.part)) {
    if (typed.startsWith(name))
      found = Math.min(found, costOf(queue.next, typed.slice(name.length), depth, known));
    else if (name.startsWith(typed)) found = Math.min(found, queue.length * LEFT_OVER - 1);
  }
  if (depth === 0 || found <= OPENED) return found;
  const inner = known.parts.get(queue.part);
  return inner && known.opensAs(inner[0]!).some((name) => typed.startsWith(name) || name.startsWith(typed))
    ? Math.min(found, OPENED + costOf(queueOf(inner, queue.next), typed, depth - 1, known))
    : found;
}

/** As above for parts named in any order, none of them opened. */
function costAnyOrder(list: readonly string[], typed: string, known: Known): number {
  if (typed === '') return list.length * LEFT_OVER;
  let found = Number.POSITIVE_INFINITY;
  list.forEach((part, index) => {
    if (list.indexOf(part) < index) return;
    for (const name of known.spokenAs(part)) {
      if (typed.startsWith(name)) {
        const rest = list.filter((_, at) => at !== index);
        found = Math.min(found, costAnyOrder(rest, typed.slice(name.length), known));
      } else if (name.startsWith(typed)) found = Math.min(found, list.length * LEFT_OVER - 1);
    }
  });
  return found;
}

function readComponents(text: string): Map<string, readonly string[]> {
  return new Map(
    text.split(' ').map((entry) => {
      const [character, ...parts] = entry;
      return [character!, parts];
    }),
  );
}

function byCodePoint(hex: string, used: number, reading: string): Lookup {
  const code = Number.parseInt(hex, 16);
  const text = code <= 0x10ffff ? String.fromCodePoint(code) : '';
  if (text !== '' && inRepertoire(text)) return { candidates: [{ text, used }], reading };
  return { candidates: [], reading, missing: `U+${hex.toUpperCase()}` };
}

/** Radicals of 1 to 214 that go by this name, in their full or their side form. */
function byRadical(
  name: string,
  strokes: number,
  radicals: ReadonlyMap<string, string>,
  { spokenAs, rank }: Known,
): string[] {
  const wanted = name.replaceAll("'", '');
  const found: string[] = [];
  for (let number = 1; number <= RADICALS; number += 1) {
    const radical = String.fromCodePoint(FIRST_RADICAL + number - 1);
    if (spokenAs(radical).includes(wanted)) found.push(...(radicals.get(`${number}.${strokes}`) ?? ''));
  }
  return [...new Set(found)].sort((a, b) => rank(a) - rank(b));
}
