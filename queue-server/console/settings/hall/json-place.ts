import type { Text } from '@hall/shared/contracts/text';
import { t } from '../../words/words.ts';

/** Where text stops being JSON, for the person who types it; null where it is JSON. */
export function jsonProblem(text: string): Text | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    const before = text.slice(0, new Reader(text).stop()).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    return t(
      `第 ${line} 行第 ${column} 列附近不是有效的 JSON，尚未计入更改。`,
      `Not valid JSON near line ${line}, column ${column}: not counted as a change yet.`,
    );
  }
}

const SPACE = /[ \t\r\n]*/y;
const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\n]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Reads as far as it is JSON: browsers name the place each in their own words, or not at all. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Offset of the first character that does not fit. */
  stop(): number {
    if (this.#value()) this.#match(SPACE);
    return this.#at;
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found !== null;
  }

  #sign(sign: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #value(): boolean {
    if (this.#sign('{')) return this.#list('}', () => this.#key() && this.#sign(':') && this.#value());
    if (this.#sign('[')) return this.#list(']', () => this.#value());
    return this.#match(STRING) || this.#match(WORD);
  }

  #key(): boolean {
    this.#match(SPACE);
    return this.#match(STRING);
  }

  #list(end: string, entry: () => boolean): boolean {
    if (this.#sign(end)) return true;
    do if (!entry()) return false;
    while (this.#sign(','));
    return this.#sign(end);
  }
}
