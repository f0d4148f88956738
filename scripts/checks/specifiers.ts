import { lineAt } from './sources.ts';

export interface Specifier {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const FORMS: readonly RegExp[] = [
  // import … from 'x' and export … from 'x', over several lines
  /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])([^'"\n]+)\1/gm,
  // import 'x'
  /^[ \t]*import\s*(['"])([^'"\n]+)\1/gm,
  // import('x'), as a value or as a type
  /\bimport\(\s*(['"`])([^'"`\n]+)\1/g,
  // require('x') and require.resolve('x'), import.meta.resolve('x')
  /\b(?:require(?:\.resolve)?|import\.meta\.resolve)\(\s*(['"`])([^'"`\n]+)\1/g,
  // createRequire(…).resolve('x')
  /\bcreateRequire\([^)]*\)(?:\.resolve)?\(\s*(['"`])([^'"`\n]+)\1/g,
];
/** A worker or another program of ours, started from its file: new URL('./x.ts', import.meta.url) */
const PROGRAM = /\bnew\s+URL\(\s*(['"])([^'"\n]+\.(?:ts|tsx|js|mjs))\1\s*,\s*import\.meta\.url/g;

/** Everything that a file brings in, in the order of its lines. */
export function specifiersOf(text: string): Specifier[] {
  const found: Specifier[] = [];
  for (const form of FORMS) {
    for (const match of text.matchAll(form)) found.push(at(text, match, match[2] as string));
  }
  for (const match of text.matchAll(PROGRAM)) {
    const target = match[2] as string;
    found.push(at(text, match, target.startsWith('.') ? target : `./${target}`));
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Comments and plain strings blanked, lines kept: what is left is code. Template strings hold code and stay. */
export function codeOf(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g,
    (part) => (part.startsWith('`') ? part : part.replace(/[^\n]/g, ' ')),
  );
}

function at(text: string, match: RegExpMatchArray, specifier: string): Specifier {
  const end = (match.index ?? 0) + match[0].lastIndexOf(match[2] as string);
  return { text: specifier, line: lineAt(text, end) };
}
