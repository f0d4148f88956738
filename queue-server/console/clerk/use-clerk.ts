import type { CommandInput, Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { useCallback, useState } from 'react';
import { useNavigate } from 'react-router';
import { t } from '../words/words.ts';
import * as can from './can.ts';
import type { KeyAction } from './keyboard.ts';
import { primaryOf } from './primary.ts';
import type { Question } from './question.ts';
import { focusRows } from './row-list.tsx';
import { type DeskActions, type DeskCommand, useDeskActions } from './use-desk-actions.ts';

type Waiting = Desk['waiting'][number];

export type Dialog =
  | { readonly is: 'no-show' | 'pause' | 'transfer' | 'serve' | 'note' | 'paper' | 'help' }
  | { readonly is: 'out-of-turn'; readonly ticket: Waiting };

export interface Clerk extends Omit<DeskActions, 'run'> {
  /** What went well and cannot be seen elsewhere; until the next act. */
  readonly notice: Text | null;
  readonly dialog: Dialog | null;
  close(): void;
  act(action: KeyAction): void;
  callOutOfTurn(ticket: Waiting): void;
  run<N extends DeskCommand>(command: N, body: CommandInput<N>): void;
  resume(ticket: string): void;
  reactivate(ticket: string): void;
  yes(question: Question): void;
}

/** What each key, button and row of the clerk's page does. */
export function useClerk(window: string, view: Desk | undefined, now: number, away: boolean): Clerk {
  const go = useNavigate();
  const { run: command, ...actions } = useDeskActions(window);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [notice, setNotice] = useState<Text | null>(null);
  const idle = actions.busy === null && !away;

  const run = useCallback(
    async <N extends DeskCommand>(name: N, body: CommandInput<N>) => {
      setDialog(null);
      setNotice(null);
      const answer = await command(name, body);
      if (answer && name === 'window.close') await go('/windows');
      return answer;
    },
    [command, go],
  );

  const act = useCallback(
    (action: KeyAction) => {
      if (action === 'help') return setDialog({ is: 'help' });
      if (action === 'list') return void (focusRows('waiting') || focusRows('secondary'));
      if (action === 'back') return void focusRows('parked');
      if (action === 'passed') return void focusRows('passed');
      if (!view || !idle) return;
      const open = (is: Exclude<Dialog['is'], 'out-of-turn'>, may: boolean) => {
        if (may) setDialog({ is });
      };
      switch (action) {
        case 'primary': {
          const primary = primaryOf(view, now);
          if (primary.blocked) return;
          if (primary.command === 'paper.call') return open('paper', true);
          return void run(primary.command, { window });
        }
        case 'recall':
          if (can.canRecall(view)) void run('window.recall', { window });
          return;
        case 'park':
          if (can.canPark(view)) void run('window.park', { window });
          return;
        case 'end-and-call':
          // The hall's rule decides: it asks, or it refuses [K13].
          if (can.canEndAndCall(view)) void run('window.call', { window });
          return;
        case 'undo':
          if (view.undo) void run('window.undo', { window });
          return;
        case 'leave':
          if (can.canLeave(view)) void run('window.close', { window });
          return;
        case 'no-show':
          return open('no-show', can.canNoShow(view));
        case 'transfer':
          return open('transfer', can.canTransfer(view));
        case 'serve':
          return open('serve', can.canServe(view));
        case 'note':
          return open('note', can.canNote(view));
        case 'pause':
          return open('pause', can.canPause(view));
        case 'paper':
          return open('paper', can.canCallPaper(view));
      }
    },
    [view, idle, now, run, window],
  );

  return {
    ...actions,
    notice,
    dialog,
    close: () => setDialog(null),
    act,
    callOutOfTurn: (ticket) => {
      if (idle) setDialog({ is: 'out-of-turn', ticket });
    },
    run: (name, body) => void run(name, body),
    resume: (ticket) => {
      if (idle) void run('window.resume', { window, ticket });
    },
    reactivate: async (ticket) => {
      if (!idle) return;
      const answer = await run('ticket.reactivate', { ticket });
      if (!answer) return;
      const { number, ahead } = answer;
      setNotice(t(`${number} 已重排，前面 ${ahead} 人`, `${number} is back in line, ${ahead} ahead`));
    },
    yes: (question) => {
      if (question.asks === 'end') void run(question.command, { ...question.body, end: true });
      else if (question.command === 'window.close') void run('window.close', { window, anyway: true });
      else void run('window.pause', { ...question.body, anyway: true });
    },
  };
}
