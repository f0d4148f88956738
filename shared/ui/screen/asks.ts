import {
  COMMAND_ENTRIES,
  type CommandAnswer,
  type CommandInput,
  type CommandName,
} from '../../contracts/commands.ts';
import { ERRORS } from '../../contracts/errors.ts';
import { CONTRACT_VERSION, type Message } from '../../contracts/messages.ts';
import { err, type Fault, ok, type Result } from '../../contracts/result.ts';
import type { Text } from '../../contracts/text.ts';
import type { ScreenClock } from './clock.ts';

/** An ask that is not carried out within this time is refused by the server and given up by the screen, ms. */
export const ASK_VALID_MS = 10_000;

/** A failed ask: `SERVER_AWAY` was never sent, `NO_ANSWER` was sent and may have been carried out. */
export interface AskFault extends Fault {
  /** What to say to the person. */
  readonly text: Text;
}

export type Asked<N extends CommandName> = Result<CommandAnswer<N>, AskFault>;

const away = (code: 'SERVER_AWAY' | 'NO_ANSWER', message: string): AskFault => ({
  code,
  message,
  text: ERRORS.SERVER_AWAY.text,
});

interface Waiting {
  readonly command: CommandName;
  readonly settle: (result: Result<unknown, AskFault>) => void;
}

interface AsksOptions {
  readonly clock: ScreenClock;
  /** Hall time, ms. */
  readonly hallNow: () => number;
  readonly newId: () => string;
  /** @returns false where there is no connection: nothing is ever kept for later. */
  readonly send: (ask: Message<'ask'>) => boolean;
}

/** The asks that wait for their answer. Nothing is queued: an ask goes out now or not at all. */
export class Asks {
  readonly #options: AsksOptions;
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: AsksOptions) {
    this.#options = options;
  }

  /** @param id the same id asks for the same answer again; a new one where none is given */
  ask<N extends CommandName>(
    command: N,
    body: CommandInput<N>,
    id = this.#options.newId(),
  ): Promise<Asked<N>> {
    const { clock, hallNow, send } = this.#options;
    const at = Math.round(hallNow());
    return new Promise((resolve) => {
      const cancel = clock.after(ASK_VALID_MS, () =>
        settle(err(away('NO_ANSWER', 'no answer within the validity of the ask'))),
      );
      const settle = (result: Result<unknown, AskFault>) => {
        cancel();
        if (this.#waiting.get(id) === entry) this.#waiting.delete(id);
        resolve(result as Asked<N>);
      };
      const entry: Waiting = { command, settle };
      // The newer of two asks with one id takes the answer; the older one runs into its timeout.
      this.#waiting.set(id, entry);
      const sent = send({ v: CONTRACT_VERSION, at, id, command, body, validUntil: at + ASK_VALID_MS });
      if (!sent) settle(err(away('SERVER_AWAY', 'there is no connection')));
    });
  }

  answer(answer: Message<'answer'>): void {
    const entry = this.#waiting.get(answer.id);
    if (entry === undefined) return;
    if (!answer.ok) {
      entry.settle(err(answer.error));
      return;
    }
    const parsed = COMMAND_ENTRIES[entry.command].answer.safeParse(answer.body);
    entry.settle(
      parsed.success
        ? ok(parsed.data)
        : err({
            code: 'INTERNAL',
            message: 'the answer does not fit its schema',
            text: ERRORS.INTERNAL.text,
          }),
    );
  }
}
