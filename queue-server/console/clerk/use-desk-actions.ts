import type { CommandAnswer, CommandInput, CommandName, Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { deskKey } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { type Question, questionOf } from './question.ts';

/** After an action the button means something else: two taps of a double press must not do both. Windows' default double-click time. */
const SETTLE_MS = 500;

export type DeskCommand =
  | Exclude<Extract<CommandName, `window.${string}`>, 'window.assign'>
  | 'ticket.reactivate'
  | 'ticket.note'
  | 'paper.call';

interface Unknown {
  readonly command: DeskCommand;
  readonly body: string;
  readonly requestId: string;
  /** Desk readings so far: one more, and the outcome is known. */
  readonly readAt: number;
}

export interface DeskActions {
  /** The command that runs, `settling` shortly after one, or null. */
  readonly busy: DeskCommand | 'settling' | null;
  /** What went wrong; stays until the next act. */
  readonly problem: Text | null;
  /** What the server asks before it goes on [K13] [W3]. */
  readonly question: Question | null;
  drop(): void;
  /** The answer when done; null when refused, failed, asked about, or another one is running. */
  run<N extends DeskCommand>(command: N, body: CommandInput<N>): Promise<CommandAnswer<N> | null>;
}

/** One command at a time for one window; the view is read again before the next may start. */
export function useDeskActions(window: string): DeskActions {
  const queries = useQueryClient();
  const running = useRef(false);
  const unknown = useRef<Unknown | null>(null);
  const [busy, setBusy] = useState<DeskActions['busy']>(null);
  const [problem, setProblem] = useState<Text | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);

  const run = useCallback(
    async <N extends DeskCommand>(command: N, body: CommandInput<N>): Promise<CommandAnswer<N> | null> => {
      if (running.current) return null;
      running.current = true;
      setBusy(command);
      setProblem(null);
      setQuestion(null);
      const key = deskKey(window);
      const readAt = queries.getQueryState(key)?.dataUpdatedAt ?? 0;
      const text = JSON.stringify(body);
      const before = unknown.current;
      const same = before && before.command === command && before.body === text && before.readAt === readAt;
      const answer = await client.command(command, body, same ? { requestId: before.requestId } : {});
      unknown.current = null;
      if (answer.ok) {
        if (isDesk(answer.value)) queries.setQueryData(key, answer.value);
        else await queries.refetchQueries({ queryKey: key });
      } else {
        const asks = questionOf(command, body, answer.error);
        if (asks) setQuestion(asks);
        else setProblem(answer.error.text);
        if (answer.error.kind === 'network' && answer.error.requestId !== null) {
          unknown.current = { command, body: text, requestId: answer.error.requestId, readAt };
        } else await queries.refetchQueries({ queryKey: key });
      }
      setBusy('settling');
      setTimeout(() => {
        running.current = false;
        setBusy(null);
      }, SETTLE_MS);
      return answer.ok ? answer.value : null;
    },
    [queries, window],
  );
  const drop = useCallback(() => setQuestion(null), []);
  return { busy, problem, question, drop, run };
}

function isDesk(answer: unknown): answer is Desk {
  return typeof answer === 'object' && answer !== null && 'waitingTotal' in answer;
}
