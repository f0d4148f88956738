import type { CommandInput, CommandName } from '../../contracts/commands.ts';
import type { Asked } from './asks.ts';
import { backOffMs } from './back-off.ts';

/** Outcomes after which the same ask may be sent again under the same id. */
const AGAIN: ReadonlySet<string> = new Set([
  'SERVER_AWAY',
  'NO_ANSWER',
  'STORAGE_FAILED',
  'STORAGE_FULL',
  'TOO_MANY_REQUESTS',
  'EXPIRED',
]);

interface AskUntilOptions {
  readonly id: string;
  /** Hall time, ms: no attempt begins at or after it. */
  readonly until: number;
  readonly hallNow: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/**
 * Asks until there is an answer, always under one id, so that however often it arrives it is carried out once.
 * @returns the first final answer, or the last failure when `until` has come
 */
export async function askUntil<N extends CommandName>(
  ask: (command: N, body: CommandInput<N>, id: string) => Promise<Asked<N>>,
  command: N,
  body: CommandInput<N>,
  { id, until, hallNow, sleep, random }: AskUntilOptions,
): Promise<Asked<N>> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask(command, body, id);
    if (answer.ok || !AGAIN.has(answer.error.code)) return answer;
    const pause = backOffMs(attempt, random());
    if (hallNow() + pause >= until) return answer;
    await sleep(pause);
  }
}
