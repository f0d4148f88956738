import type { CommandInput, Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { deskKey } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { rememberWhy } from './why.ts';

/** After an action the button means something else: two taps of a double press must not do both. Windows' default double-click time. */
const SETTLE_MS = 500;

export type DeskCommand =
  | 'window.open'
  | 'window.call'
  | 'window.recall'
  | 'window.start'
  | 'window.finish'
  | 'window.no-show'
  | 'window.pause'
  | 'window.close';

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
  readonly problem: Text | null;
  /** True when done; false when refused, failed, or another one is running. */
  run<N extends DeskCommand>(command: N, body: CommandInput<N>): Promise<boolean>;
}

/** One command at a time for one window; the view is read again before the next may start. */
export function useDeskActions(window: string): DeskActions {
  const queries = useQueryClient();
  const running = useRef(false);
  const unknown = useRef<Unknown | null>(null);
  const [busy, setBusy] = useState<DeskActions['busy']>(null);
  const [problem, setProblem] = useState<Text | null>(null);

  const run = useCallback(
    async <N extends DeskCommand>(command: N, body: CommandInput<N>): Promise<boolean> => {
      if (running.current) return false;
      running.current = true;
      setBusy(command);
      setProblem(null);
      const key = deskKey(window);
      const readAt = queries.getQueryState(key)?.dataUpdatedAt ?? 0;
      const text = JSON.stringify(body);
      const before = unknown.current;
      const same = before && before.command === command && before.body === text && before.readAt === readAt;
      const answer = await client.command(command, body, same ? { requestId: before.requestId } : {});
      unknown.current = null;
      if (answer.ok) {
        if (command === 'window.call') {
          const called = answer.value as { ticket: string; why: Text };
          rememberWhy(called.ticket, called.why);
        }
        if (isDesk(answer.value)) queries.setQueryData(key, answer.value);
        else await queries.refetchQueries({ queryKey: key });
      } else {
        setProblem(answer.error.text);
        if (answer.error.kind === 'network' && answer.error.requestId !== null) {
          unknown.current = { command, body: text, requestId: answer.error.requestId, readAt };
        } else await queries.refetchQueries({ queryKey: key });
      }
      setBusy('settling');
      setTimeout(() => {
        running.current = false;
        setBusy(null);
      }, SETTLE_MS);
      return answer.ok;
    },
    [queries, window],
  );
  return { busy, problem, run };
}

function isDesk(answer: unknown): answer is Desk {
  return typeof answer === 'object' && answer !== null && 'waitingTotal' in answer;
}
