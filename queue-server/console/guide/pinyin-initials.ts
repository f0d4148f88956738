/** First characters of each letter's syllables in pinyin order; no syllable begins with I, U or V. */
const LETTERS = 'abcdefghjklmnopqrstwxyz';
const FIRST = [...'阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀'];
const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin').compare;

/** 社保卡 → sbk: initials of Chinese characters by the browser's own pinyin order; other letters stay. */
export function pinyinInitials(text: string): string {
  let initials = '';
  for (const character of text.normalize('NFKC').toLowerCase()) {
    if (/\p{Script=Han}/u.test(character)) {
      const after = FIRST.findIndex((first) => order(character, first) < 0);
      initials += LETTERS[(after < 0 ? FIRST.length : Math.max(after, 1)) - 1];
    } else if (/[a-z0-9]/.test(character)) initials += character;
  }
  return initials;
}
