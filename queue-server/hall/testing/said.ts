import type { Answer } from '../ledger/ledger.ts';

/** What an answer says to whoever asked; how it travels there is not part of it. */
export function said(answer: Answer | undefined): string {
  if (answer === undefined) throw new Error('nothing was answered');
  return answer.ok ? answer.json : JSON.stringify(answer.error);
}
