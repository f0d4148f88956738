import { readFileSync } from 'node:fs';
import { isSigned, LedgerHead, LedgerHeads } from '@hall/shared/contracts/ledger-heads';
import type { HeadCheck } from './head-checks.ts';

/** A platform far away may take this long. */
const TIMEOUT_MS = 15_000;

/**
 * Reads heads from a file (one JSON object a line, as devices keep them, or a platform's answer) or from an http
 * address. Throws an Error with a sentence where nothing can be read.
 */
export async function readOutsideHeads(source: string, credential: string | null): Promise<LedgerHead[]> {
  return headsIn(/^https?:/.test(source) ? await fetched(source, credential) : readFileSync(source, 'utf8'));
}

/** Throws where the text holds something else than heads. */
export function headsIn(text: string): LedgerHead[] {
  if (text.trimStart().startsWith('{"heads"')) return LedgerHeads.parse(JSON.parse(text)).heads;
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => LedgerHead.parse(JSON.parse(line)));
}

async function fetched(url: string, credential: string | null): Promise<string> {
  const response = await fetch(url, {
    headers: credential === null ? {} : { authorization: `Bearer ${credential}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}

/**
 * Divides heads into those that this hall signed and problems with the rest. `key` is the hall's public key; a
 * head under another key proves that somebody else signed in the hall's name, or that the key was replaced.
 */
export async function signedHeads(
  heads: readonly HeadCheck[],
  key: string,
): Promise<{ readonly heads: HeadCheck[]; readonly problems: string[] }> {
  const problems: string[] = [];
  const good: HeadCheck[] = [];
  for (const check of heads) {
    const { source, head } = check;
    if (!(await isSigned(head)))
      problems.push(`${source} holds a head at event ${head.seq} that nobody signed`);
    else if (head.key !== key)
      problems.push(`${source} holds a head at event ${head.seq} signed with another key`);
    else good.push(check);
  }
  return { heads: good, problems };
}
