import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Rebuilds `shared/ui/search/traditional-characters.ts` with ICU's transliterator Hant-Hans, which is made from
 * Unicode's CLDR and Unihan data (licence Unicode-3.0). Needs `uconv` (Debian: icu-devtools).
 *
 *     node scripts/data/traditional-characters.ts
 */
const FIRST = 0x4e00;
const LAST = 0x9fff;
const PAIRS_A_LINE = 25;

const all = Array.from({ length: LAST - FIRST + 1 }, (_, i) => String.fromCodePoint(FIRST + i));
const converted = execFileSync('uconv', ['-f', 'utf-8', '-t', 'utf-8', '-x', 'Hant-Hans'], {
  input: all.join('\n'),
  maxBuffer: 4_000_000,
})
  .toString()
  .split('\n');

const pairs = all.flatMap((traditional, i) => {
  const simplified = converted[i]?.trim();
  const one = simplified !== undefined && [...simplified].length === 1;
  return one && simplified !== traditional ? [traditional + simplified] : [];
});
const lines: string[] = [];
for (let i = 0; i < pairs.length; i += PAIRS_A_LINE) {
  lines.push(`  '${pairs.slice(i, i + PAIRS_A_LINE).join('')}',`);
}
const file = fileURLToPath(new URL('../../shared/ui/search/traditional-characters.ts', import.meta.url));
writeFileSync(
  file,
  `/**
 * Traditional characters of the basic CJK block, each followed by its simplified form. Made by
 * scripts/data/traditional-characters.ts with ICU's Hant-Hans (Unicode CLDR and Unihan data, licence Unicode-3.0).
 */
export const TRADITIONAL_SIMPLIFIED = [
${lines.join('\n')}
].join('');
`,
);
process.stdout.write(`${pairs.length} pairs\n`);
