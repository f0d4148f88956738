import type { CommandInput } from '@hall/shared/contracts/commands';
import { Text } from '@hall/shared/contracts/text';
import { z } from 'zod';
import type { Failure } from '../api/failure.ts';
import type { DeskCommand } from './use-desk-actions.ts';

/**
 * A refusal that only asks: the same command goes through once somebody has said yes. [K13] a call would end the
 * running service; [W3] the window is the last one of a queue in which people wait.
 */
export type Question =
  | { readonly asks: 'end'; readonly command: 'window.call'; readonly body: CommandInput<'window.call'> }
  | {
      readonly asks: 'anyway';
      readonly command: 'window.pause' | 'window.close';
      readonly body: CommandInput<'window.pause'> | CommandInput<'window.close'>;
      /** The server's own words. */
      readonly text: Text;
      /** Whom it would strand, where the server says. */
      readonly stranded: readonly { readonly name: Text; readonly waiting: number }[];
    };

const Stranded = z.array(z.object({ name: Text, waiting: z.number() }));

/** Null: an ordinary refusal. Said yes and refused again is one too. */
export function questionOf(command: DeskCommand, body: object, failure: Failure): Question | null {
  if (failure.kind !== 'problem') return null;
  if (failure.code === 'CONFIRM_END' && command === 'window.call' && !('end' in body)) {
    return { asks: 'end', command, body: body as CommandInput<'window.call'> };
  }
  const leaves = command === 'window.pause' || command === 'window.close';
  if (failure.code !== 'LAST_WINDOW' || !leaves || 'anyway' in body) return null;
  // Where the hall refuses it altogether, no yes will help.
  if (failure.details?.['anyway'] === false) return null;
  const stranded = Stranded.safeParse(failure.details?.['queues']);
  return {
    asks: 'anyway',
    command,
    body: body as CommandInput<'window.close'>,
    text: failure.text,
    stranded: stranded.success ? stranded.data : [],
  };
}
