/** Reads Unihan (Unicode Standard Annex #38): tab-separated code point, property, value. */
export type Property = ReadonlyMap<string, string>;

/** `property` → character → value, for the properties asked for. */
export function readUnihan(text: string, wanted: readonly string[]): Map<string, Map<string, string>> {
  const found = new Map(wanted.map((name) => [name, new Map<string, string>()]));
  for (const line of text.split('\n')) {
    if (!line.startsWith('U+')) continue;
    const [code, property, value] = line.split('\t');
    found.get(property ?? '')?.set(String.fromCodePoint(Number.parseInt(code!.slice(2), 16)), value ?? '');
  }
  return found;
}

/** `U+92D0 U+2CB4E<kMatthews` → characters. */
export function characters(value: string | undefined): string[] {
  return [...(value ?? '').matchAll(/U\+([0-9A-F]+)/g)].map((match) =>
    String.fromCodePoint(Number.parseInt(match[1]!, 16)),
  );
}

/** `chóng` → `chong`, `lǜ` → `lv`, `ḿ` → `m`. */
export function toneless(reading: string): string {
  return reading
    .normalize('NFD')
    .replace(/u\u0308/g, 'v')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ü/g, 'v')
    .toLowerCase();
}
