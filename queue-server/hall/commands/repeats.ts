import { COMMAND_ENTRIES, type CommandName } from '@hall/shared/contracts/commands';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import { err, type Fault, fault, type Result } from '@hall/shared/contracts/result';
import { storageFault } from '../access/disk.ts';
import type { Handlers } from './administration.ts';
import { noteId } from './note.ts';

/** A page asks again within seconds when an answer got lost; later the person sees how things stand. */
const KEEP_MS = 2 * 60_000;
const MAX_KEPT = 500;
/** Nothing was decided: the next try is judged anew. */
const UNDECIDED: readonly ErrorCode[] = ['STORAGE_FULL', 'STORAGE_FAILED', 'TOO_MANY_REQUESTS'];

type Answer = Result<unknown, Fault<ErrorCode>>;

interface Kept {
  /** Stands for command and body. */
  readonly what: string;
  readonly answer: Promise<Answer>;
  readonly at: number;
}

interface Asked {
  readonly actor: { readonly id: string };
  readonly body: unknown;
  readonly requestId: string;
}

/**
 * Answers to repeat: the same asker, id, command and body get the same end, not a second act; the id with
 * anything else is refused. In memory only, because some answers are secrets that are shown once; after a
 * restart a repeat is judged anew, and what it does is noted anew.
 */
export class Repeats {
  readonly #answers = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * The same handlers, each change behind {@link once}. One object for all commands of administration: an id
   * belongs to its asker, not to a command.
   */
  guard<N extends CommandName>(handlers: Handlers<N>): Handlers<N> {
    const guarded = Object.entries(handlers).map(([name, handle]) => {
      const act = handle as (asked: Asked) => Promise<Answer>;
      if (COMMAND_ENTRIES[name as N].reads) return [name, act];
      return [name, (asked: Asked) => this.once(name, asked, () => act(asked))];
    });
    return Object.fromEntries(guarded);
  }

  /** Runs `act` unless the request is known. A failing disk is answered so; what else it throws is a bug. */
  once(command: string, asked: Asked, act: () => Promise<Answer>): Promise<Answer> {
    this.#makeRoom();
    const key = `${asked.actor.id} ${asked.requestId}`;
    const what = noteId(command, asked.body, '');
    const known = this.#answers.get(key);
    if (known) {
      if (known.what === what) return known.answer;
      return Promise.resolve(err(fault('REQUEST_ID_REUSED', 'the id belongs to another request')));
    }
    const answer = act().catch((error: unknown) => {
      const failed = storageFault(error);
      if (!failed) throw error;
      return err(failed);
    });
    this.#answers.set(key, { what, answer, at: this.#now() });
    const forget = () => this.#answers.delete(key);
    void answer.then((given) => {
      if (!given.ok && UNDECIDED.includes(given.error.code)) forget();
    }, forget);
    return answer;
  }

  #makeRoom(): void {
    const now = this.#now();
    for (const [old, { at }] of this.#answers) {
      if (now - at < KEEP_MS && this.#answers.size <= MAX_KEPT) break;
      this.#answers.delete(old);
    }
  }
}
