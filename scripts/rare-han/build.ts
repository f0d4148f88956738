/**
 * Rebuilds `shared/ui/rare-han`: the fonts for characters that the page font's slices do not hold.
 *
 * `node scripts/rare-han/build.ts [/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc]`
 *
 * Sources, both SIL Open Font License 1.1: Noto Sans SC, complete, of the npm package
 * `@expo-google-fonts/noto-sans-sc`; Noto Sans CJK SC of Debian's package `fonts-noto-cjk` (1:20220127+repack1-1)
 * for what Noto Sans SC lacks. The result is committed: a kiosk must not depend on what its system has installed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT } from '../checks/sources.ts';
import { woff2 } from './sfnt.ts';
import { notoSansSc, openSource, subset } from './subset.ts';

const CJK = process.argv[2] ?? '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
const OUT = path.join(ROOT, 'shared/ui/rare-han');
/** Characters a file: one rare name fetches about 180 kB. */
const SLICE = 1_000;

/** CJK unified ideographs of Unicode 16: blocks, and the twelve unified ones among the compatibility block. */
const UNIFIED: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xfa0e, 0xfa0f],
  [0xfa11, 0xfa11],
  [0xfa13, 0xfa14],
  [0xfa1f, 0xfa1f],
  [0xfa21, 0xfa21],
  [0xfa23, 0xfa24],
  [0xfa27, 0xfa29],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2ebe0],
  [0x2ebf0, 0x2ee5d],
  [0x30000, 0x323af],
];
const FIRST_HAN = [0x3007];

function* unified(): Generator<number> {
  yield* FIRST_HAN;
  for (const [first, last] of UNIFIED) for (let code = first; code <= last; code += 1) yield code;
}

const hex = (code: number): string => code.toString(16).toUpperCase();

function ranges(codes: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const code of codes) {
    const last = found.at(-1);
    if (last && last[1] + 1 === code) last[1] = code;
    else found.push([code, code]);
  }
  return found;
}

const cssRange = (codes: readonly number[]): string =>
  ranges(codes)
    .map(([first, last]) => (first === last ? `U+${hex(first)}` : `U+${hex(first)}-${hex(last)}`))
    .join(', ');

const shared = createRequire(path.join(ROOT, 'shared/package.json'));
const css = readFileSync(shared.resolve('@fontsource-variable/noto-sans-sc/wght.css'), 'utf8');
const inPages = new Set<number>();
for (const [, list] of css.matchAll(/unicode-range:\s*([^;]+);/g)) {
  for (const [, first, last] of list!.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/gi)) {
    for (let code = Number.parseInt(first!, 16); code <= Number.parseInt(last ?? first!, 16); code += 1)
      inPages.add(code);
  }
}

const simplified = openSource(notoSansSc());
const wide = openSource(CJK, 'NotoSansCJKsc-Regular');
const all = [...unified()];
const inSimplified = all.filter((code) => simplified.font.hasGlyphForCodePoint(code));
const middle = inSimplified.filter((code) => !inPages.has(code));
const beyond = all.filter(
  (code) => !simplified.font.hasGlyphForCodePoint(code) && wide.font.hasGlyphForCodePoint(code),
);

mkdirSync(OUT, { recursive: true });
for (const old of readdirSync(OUT)) if (/\.(woff2|otf)$/.test(old)) rmSync(path.join(OUT, old));
const faces: string[] = [];
const face = (file: string, format: string, codes: readonly number[]): void => {
  faces.push(`@font-face {
  font-family: "Hall Rare Han";
  font-style: normal;
  font-weight: 100 900;
  font-display: block;
  src: url("./${file}") format("${format}");
  unicode-range: ${cssRange(codes)};
}
`);
};
for (let at = 0; at < middle.length; at += SLICE) {
  const codes = middle.slice(at, at + SLICE);
  const file = `rare-han-${String(at / SLICE + 1).padStart(2, '0')}.woff2`;
  writeFileSync(path.join(OUT, file), woff2(subset(simplified, codes, 'Hall Rare Han')));
  face(file, 'woff2', codes);
}
writeFileSync(path.join(OUT, 'beyond.otf'), subset(wide, beyond, 'Hall Rare Han Beyond'));
face('beyond.otf', 'opentype', beyond);

const repertoire = [...inSimplified, ...beyond].sort((a, b) => a - b);
const packed = ranges(repertoire)
  .map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`))
  .join(' ');
writeFileSync(
  path.join(OUT, 'rare-han.css'),
  `/* Made by scripts/rare-han/build.ts from Noto Sans SC and Noto Sans CJK SC (SIL OFL 1.1). */\n${faces.join('')}`,
);
writeFileSync(
  path.join(OUT, 'ranges.ts'),
  `/** Made by scripts/rare-han/build.ts: code points in hexadecimal, ranges with both ends. */\nexport const REPERTOIRE_RANGES =\n  '${packed}';\n`,
);
execFileSync(path.join(ROOT, 'node_modules/.bin/biome'), ['format', '--write', OUT], { stdio: 'ignore' });
console.log(
  `${repertoire.length} characters; ${inSimplified.length - middle.length} in the page font, ${middle.length} sliced, ${beyond.length} beyond Noto Sans SC`,
);
