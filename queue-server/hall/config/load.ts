import { readFileSync } from 'node:fs';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, type Fault, fault, type Result } from '@hall/shared/contracts/result';
import { LineCounter, parseDocument } from 'yaml';
import { checkHall } from './check.ts';
import { lineOf } from './locate.ts';
import { type ConfigProblem, pathText, problemText } from './problem.ts';

export type ConfigFault = Fault<'CONFIG_READ' | 'CONFIG_SYNTAX' | 'CONFIG_INVALID'>;

/**
 * Reads a hall's YAML file. A failure carries every problem at once: `message` has one line for each
 * (`file:line: path: reason`), `details.problems` the same as {@link ConfigProblem}s in the order of the file.
 *
 * CONFIG_READ: the file cannot be read. CONFIG_SYNTAX: it is no YAML. CONFIG_INVALID: it is YAML that
 * describes no hall. References (unknown zone, prefix used twice) are checked once every value has its right
 * type; a key that nobody knows does not hide them.
 */
export function loadHallConfig(file: string): Result<HallConfig, ConfigFault> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const reason = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    return failed('CONFIG_READ', [{ file, line: null, path: '', reason }]);
  }
  return parseHallConfig(text, file);
}

/** As {@link loadHallConfig}, from text; `file` only names it in problems. */
export function parseHallConfig(text: string, file: string): Result<HallConfig, ConfigFault> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      file,
      line: lines.linePos(error.pos[0]).line,
      path: '',
      reason: `not valid YAML: ${error.message}`,
    }));
    return failed('CONFIG_SYNTAX', problems);
  }
  let data: unknown;
  try {
    data = document.toJS();
  } catch (error) {
    // Aliases that point nowhere or multiply without end are only found here.
    const reason = `not valid YAML: ${(error as Error).message}`;
    return failed('CONFIG_SYNTAX', [{ file, line: null, path: '', reason }]);
  }
  const checked = checkHall(data);
  if (checked.ok) return checked;
  const problems = checked.error.map(
    ({ path, reason }): ConfigProblem => ({
      file,
      line: lineOf(document, lines, path),
      path: pathText(path),
      reason,
    }),
  );
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return failed('CONFIG_INVALID', problems);
}

function failed(code: ConfigFault['code'], problems: readonly ConfigProblem[]): Result<never, ConfigFault> {
  return err(fault(code, problems.map(problemText).join('\n'), { problems }));
}
