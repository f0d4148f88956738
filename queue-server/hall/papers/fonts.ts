import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

export type Weight = 'regular' | 'bold';

/** One parsed font and what it can draw. */
export interface FontFace {
  /** Its PostScript name; one face has one name. */
  readonly name: string;
  readonly font: fontkit.Font;
}

/** The faces of papers in both weights: the first that has a character draws it. */
export interface PaperFonts {
  /** The face for a code point, or null where no installed font has it. */
  faceFor(codePoint: number, weight: Weight): FontFace | null;
}

/** A font file and the face to take from it. */
export interface FontFile {
  readonly file: string;
  /** PostScript name of the face in a collection (TTC). */
  readonly face?: string;
}

const fromPackage = (name: string) =>
  createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${name}`);

const MAIN: Readonly<Record<Weight, FontFile>> = {
  regular: { file: fromPackage('400Regular/NotoSansSC_400Regular.ttf') },
  bold: { file: fromPackage('700Bold/NotoSansSC_700Bold.ttf') },
};

/** Where distributions put Noto Sans CJK: Debian and Kylin, Arch, Fedora and openEuler. */
const NOTO_CJK_FOLDERS = [
  '/usr/share/fonts/opentype/noto',
  '/usr/share/fonts/noto-cjk',
  '/usr/share/fonts/google-noto-cjk',
  '/usr/share/fonts/google-noto-sans-cjk-fonts',
];

const notoCjk = (weight: 'Regular' | 'Bold') =>
  NOTO_CJK_FOLDERS.map((folder) => ({
    file: `${folder}/NotoSansCJK-${weight}.ttc`,
    face: `NotoSansCJKsc-${weight}`,
  }));

/** Fonts with characters beyond even Noto Sans CJK; they come in one weight. */
const RARE_FILES: readonly FontFile[] = [
  { file: '/usr/share/fonts/truetype/hanazono/HanaMinB.ttf' },
  { file: '/usr/share/fonts/truetype/hanazono/HanaMinA.ttf' },
  { file: 'C:\\Windows\\Fonts\\simsunb.ttf' },
];

/** What is looked through, in this order, for a character that the main font lacks. */
export const FALLBACK_FILES: Readonly<Record<Weight, readonly FontFile[]>> = {
  regular: [...notoCjk('Regular'), ...RARE_FILES],
  // A rare character in the lighter weight is better than none.
  bold: [...notoCjk('Bold'), ...notoCjk('Regular'), ...RARE_FILES],
};

function parse({ file, face }: FontFile): FontFace {
  const opened =
    face === undefined ? fontkit.create(readFileSync(file)) : fontkit.create(readFileSync(file), face);
  // A collection is only returned where no face was named, and null where it has none of that name.
  if (!opened || 'fonts' in opened) throw new Error(`${file} has no face ${face ?? '(none was named)'}`);
  const font = opened as fontkit.Font;
  return { name: font.postscriptName, font };
}

/**
 * The fonts of papers. A file is read and parsed once, when it is first needed (about 10 MB each), and the parsed
 * object is shared by all papers: keep what this returns for the life of the process.
 */
export function loadPaperFonts(
  fallback: Readonly<Record<Weight, readonly FontFile[]>> = FALLBACK_FILES,
): PaperFonts {
  const parsed = new Map<string, FontFace | null>();
  const open = (entry: FontFile): FontFace | null => {
    const key = `${entry.file}#${entry.face ?? ''}`;
    let face = parsed.get(key);
    if (face === undefined) {
      face = existsSync(entry.file) ? parse(entry) : null;
      parsed.set(key, face);
    }
    return face;
  };
  const find = (codePoint: number, weight: Weight): FontFace | null => {
    for (const entry of [MAIN[weight], ...fallback[weight]]) {
      const face = open(entry);
      if (face?.font.hasGlyphForCodePoint(codePoint)) return face;
    }
    return null;
  };
  const known: Record<Weight, Map<number, FontFace | null>> = { regular: new Map(), bold: new Map() };
  return {
    faceFor(codePoint, weight) {
      let face = known[weight].get(codePoint);
      if (face === undefined) {
        face = find(codePoint, weight);
        known[weight].set(codePoint, face);
      }
      return face;
    },
  };
}
