import type { SettingsProblem } from '@hall/shared/contracts/settings';
import type { Text } from '@hall/shared/contracts/text';
import type { Document } from './draft.ts';
import { sayProblem } from './problem-words.ts';

/** Something wrong, where the editor can show it. */
export interface Placed {
  /** Dotted, with ids for the steps into lists that have them: `queues.invoices.lastNumber`. */
  readonly path: string;
  readonly says: Text;
}

/** `document`: what the problems were found in, for the ids behind their indices. */
export function placed(problems: readonly SettingsProblem[], document: Document): Placed[] {
  return problems.map(({ path, reason }) => {
    let at: unknown = document;
    const steps = path.map((step) => {
      at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step];
      const id = (at as { id?: unknown } | null | undefined)?.id;
      return typeof step === 'number' && KEYED.has(String(path[0])) && typeof id === 'string' ? id : step;
    });
    return { path: steps.join('.'), says: sayProblem(reason) };
  });
}

/** Lists whose entries the editor names by id; others it shows as rows. */
const KEYED: ReadonlySet<string> = new Set([
  ...['zones', 'departments', 'queues', 'windows', 'items'],
  ...['announcements', 'questions'],
]);

/**
 * What is wrong with a field: with itself, with a row in it (`第 2 行：…`), or with the small group it is part of
 * (first and last pre-printed number).
 */
export function problemsOf(problems: readonly Placed[], path: string): Text[] {
  const group = path.slice(0, path.lastIndexOf('.'));
  return problems.flatMap((problem): Text[] => {
    if (problem.path === path) return [problem.says];
    if (problem.path === group && group.endsWith('.paperNumbers')) return [problem.says];
    if (!problem.path.startsWith(`${path}.`)) return [];
    const row = Number.parseInt(problem.path.slice(path.length + 1), 10);
    if (Number.isNaN(row)) return [problem.says];
    return [{ zh: `第 ${row + 1} 行：${problem.says.zh}`, en: `Row ${row + 1}: ${problem.says.en}` }];
  });
}
