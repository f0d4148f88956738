import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { Fault, Result } from '@hall/shared/contracts/result';

/** A page asks again within seconds when an answer got lost; later the person sees how things stand. */
const KEEP_MS = 2 * 60_000;
const MAX_KEPT = 500;

type Answer = Result<unknown, Fault<ErrorCode>>;

/**
 * Answers to repeat: the same asker and request get the same end, not a second act. In memory only, because
 * some of them are secrets that are shown once; after a restart a repeat is judged anew.
 */
export class Repeats {
  readonly #answers = new Map<string, { readonly answer: Promise<Answer>; readonly at: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  once<A extends Answer>(
    asker: string,
    command: string,
    requestId: string,
    act: () => Promise<A>,
  ): Promise<A> {
    const key = `${asker}\0${command}\0${requestId}`;
    const now = this.#now();
    for (const [old, { at }] of this.#answers) {
      if (now - at < KEEP_MS && this.#answers.size <= MAX_KEPT) break;
      this.#answers.delete(old);
    }
    const known = this.#answers.get(key);
    if (known) return known.answer as Promise<A>;
    const answer = act();
    this.#answers.set(key, { answer, at: now });
    return answer;
  }
}
