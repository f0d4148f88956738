import type { Text } from '@hall/shared/contracts/text';

/** One thing that was found. `bad` makes the command end with exit code 1. */
export interface Finding {
  readonly mark: 'ok' | 'look' | 'bad';
  /** Stable, for scripts. */
  readonly code: string;
  readonly says: Text;
  /** What to do next. */
  readonly act?: Text;
}

/** What a command has to say: findings for people, and the same with particulars for `--json`. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly data?: Readonly<Record<string, unknown>>;
}

const MARKS = { ok: '✓', look: '!', bad: '✗' } as const;

export function found(mark: Finding['mark'], code: string, zh: string, en: string, act?: Text): Finding {
  return { mark, code, says: { zh, en }, ...(act === undefined ? {} : { act }) };
}

/** Chinese first, English below, and what to do behind an arrow. */
export function printed(findings: readonly Finding[]): string {
  return findings
    .flatMap(({ mark, code, says, act }) => [
      `${MARKS[mark]} ${says.zh}`,
      `  ${says.en}${mark === 'bad' ? ` [${code}]` : ''}`,
      ...(act === undefined ? [] : [`  → ${act.zh}`, `    ${act.en}`]),
    ])
    .join('\n');
}

export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ mark }) => mark !== 'bad');
}
