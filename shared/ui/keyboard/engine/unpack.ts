/** Reads what scripts/keyboard-data/pack.ts wrote: `<letters shared with the key before><rest>:<values>`. */
export function* unpackFrontCoded(text: string): Generator<readonly [string, string]> {
  let key = '';
  for (const entry of text.split(' ')) {
    const colon = entry.indexOf(':');
    key = key.slice(0, Number.parseInt(entry[0]!, 36)) + entry.slice(1, colon);
    yield [key, entry.slice(colon + 1)];
  }
}

/** `key:characters key:characters` → key → characters. */
export function unpackLists(text: string): Map<string, string> {
  return new Map(
    text.split(' ').map((entry) => {
      const colon = entry.indexOf(':');
      return [entry.slice(0, colon), entry.slice(colon + 1)];
    }),
  );
}
