import { sentenceOf } from '@hall/queue-server/hall/supervision/report';
import { type HealthState, worstOf } from '@hall/shared/contracts/health';
import type { Section } from './examine.ts';

/** What a script reads: 0 all is well, 1 something deserves a look, 2 something must be done now. */
export const EXIT_CODES: Readonly<Record<HealthState, number>> = { good: 0, attention: 1, trouble: 2 };

const MARKS: Readonly<Record<'zh' | 'en', Readonly<Record<HealthState, string>>>> = {
  zh: { good: '正常', attention: '留意', trouble: '故障' },
  en: { good: 'ok       ', attention: 'attention', trouble: 'TROUBLE  ' },
};

export function stateOf(sections: readonly Section[]): HealthState {
  return worstOf(sections.flatMap((section) => section.findings.map((finding) => finding.state)));
}

/** Lines for a terminal: every finding in a sentence, and below it what to do. */
export function printed(sections: readonly Section[], language: 'zh' | 'en'): string {
  const lines = sections.flatMap(({ name, findings }) => [
    name[language],
    ...findings.flatMap(({ state, says, act }) => [
      `  ${MARKS[language][state]}  ${says[language]}`,
      ...(act === null ? [] : [`  ${' '.repeat(language === 'zh' ? 4 : 9)}  → ${act[language]}`]),
    ]),
    '',
  ]);
  return [...lines, sentenceOf(sections.flatMap((section) => section.findings))[language]].join('\n');
}
