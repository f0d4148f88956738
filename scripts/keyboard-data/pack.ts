/** Sorted keys with what they share with the one before left out: `<shared as a digit of base 36><rest>:<values>`. */
export function frontCode(entries: readonly (readonly [string, string])[]): string {
  let before = '';
  return [...entries]
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
    .map(([key, value]) => {
      let same = 0;
      while (same < key.length && same < 35 && key[same] === before[same]) same += 1;
      before = key;
      return `${same.toString(36)}${key.slice(same)}:${value}`;
    })
    .join(' ');
}

/** A module with one long text: a bundler can load it late. The texts hold neither `"` nor `\\`. */
export function moduleOf(name: string, says: string, text: string): string {
  const quote = text.includes("'") ? '"' : "'";
  return `/** Made by scripts/keyboard-data/build.ts: ${says} */\nexport const ${name} =\n  ${quote}${text}${quote};\n`;
}
