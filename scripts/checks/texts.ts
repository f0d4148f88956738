import { ERROR_CODES } from '@hall/shared/contracts/errors';
import { lineAt, type SourceFile, type Violation } from './sources.ts';

const MAX_LINES = 500;
const ERROR_TABLE = 'shared/contracts/errors.ts';
const ERROR_PAGE = 'docs/errors.md';

/** Written so that this file does not hold what it looks for. */
const LEFT_OVER = /\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b|\.onl[y]\(/g;

export function tooLong(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ file, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    return lines <= MAX_LINES
      ? []
      : [{ file, line: MAX_LINES + 1, reason: `${lines} lines: a file has at most ${MAX_LINES}` }];
  });
}

export function leftOvers(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ file, text }) =>
    [...text.matchAll(LEFT_OVER)].map((match) => ({
      file,
      line: lineAt(text, match.index),
      reason: `${match[0]} is left over`,
    })),
  );
}

/**
 * Codes that no file gives, expects or explains by hand: a table that promises more than there is. The table
 * itself and the page made from it do not count.
 */
export function unusedCodes(files: readonly SourceFile[]): Violation[] {
  const text = files.find(({ file }) => file === ERROR_TABLE)?.text ?? '';
  const others = files.filter(({ file }) => file !== ERROR_TABLE && file !== ERROR_PAGE);
  return ERROR_CODES.filter(
    (code) => !others.some((source) => new RegExp(`['"\`]${code}['"\`]`).test(source.text)),
  ).map((code) => ({
    file: ERROR_TABLE,
    line: lineAt(text, text.indexOf(`${code}:`)),
    reason: `${code} is not used anywhere`,
  }));
}
