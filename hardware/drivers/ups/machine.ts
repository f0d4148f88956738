import { isSameQuery, parseNutReply } from '../../codec/nut.ts';

/**
 * The conversation with upsd, pure: log in (where a user is set), then ask `LIST VAR` again and again. One question
 * is under way at a time. The caller owns port and timers.
 */

/** Between an answer and the next question: POLLFREQ and POLLFREQALERT of upsmon.conf(5) are 5 s each. */
export const POLL_MS = 5_000;
/** upsd answers from its memory at once; a list that takes longer than this does not come any more. */
export const ANSWER_WITHIN_MS = 5_000;
/** A device of NUT's library has up to about 150 variables; more is no answer to our question. */
export const MOST_VARIABLES = 1_000;

export interface UpsUser {
  readonly name: string;
  readonly password: string;
}

export interface UpsMachine {
  readonly step: 'closed' | 'login' | 'idle' | 'asked' | 'listing';
  /** Questions of the log-in that have not been asked. */
  readonly login: readonly (readonly string[])[];
  /** Error code with which the log-in was refused; polling needs none. */
  readonly loginRefused: string | null;
  readonly variables: ReadonlyMap<string, string>;
}

export type UpsInput =
  | { readonly type: 'opened' }
  | { readonly type: 'lost' }
  | { readonly type: 'line'; readonly words: readonly string[] }
  | { readonly type: 'timer' };

export type UpsEffect =
  | { readonly do: 'send'; readonly words: readonly string[] }
  /** A timer in place of the present one. */
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'variables'; readonly variables: ReadonlyMap<string, string> }
  /** An error code of upsd in place of the variables. */
  | { readonly do: 'refused'; readonly code: string }
  /** The line is out of step; a new connection begins anew. */
  | { readonly do: 'restart'; readonly reason: string };

export interface UpsStep {
  readonly machine: UpsMachine;
  readonly effects: readonly UpsEffect[];
}

const NOTHING: ReadonlyMap<string, string> = new Map();
export const CLOSED: UpsMachine = { step: 'closed', login: [], loginRefused: null, variables: NOTHING };

export function stepUps(
  machine: UpsMachine,
  input: UpsInput,
  settings: { readonly name: string; readonly user: UpsUser | null; readonly pollMs: number },
): UpsStep {
  const query = ['VAR', settings.name];
  switch (input.type) {
    case 'lost':
      return { machine: CLOSED, effects: [] };
    case 'opened':
      return askNext({ ...CLOSED, login: loginOf(settings.name, settings.user) });
    case 'timer':
      if (machine.step === 'idle') return askNext(machine);
      return machine.step === 'closed' ? none(machine) : outOfStep('no answer');
    case 'line':
      return take(machine, input.words);
  }

  function askNext(from: UpsMachine): UpsStep {
    const [next, ...login] = from.login;
    if (next !== undefined) {
      return {
        machine: { ...from, step: 'login', login },
        effects: [
          { do: 'send', words: next },
          { do: 'wait', ms: ANSWER_WITHIN_MS },
        ],
      };
    }
    return {
      machine: { ...from, step: 'asked', variables: NOTHING },
      effects: [
        { do: 'send', words: ['LIST', ...query] },
        { do: 'wait', ms: ANSWER_WITHIN_MS },
      ],
    };
  }

  function take(from: UpsMachine, words: readonly string[]): UpsStep {
    const reply = parseNutReply(words);
    switch (from.step) {
      case 'closed':
        return none(from);
      case 'idle':
        return outOfStep('an answer without a question');
      case 'login':
        if (reply.kind === 'ok') return askNext(from);
        // Status is for everybody; what is lost is that the UPS's own machine waits for this one.
        return reply.kind === 'error'
          ? askNext({ ...from, login: [], loginRefused: reply.code })
          : outOfStep('not an answer to the log-in');
      case 'asked':
        if (reply.kind === 'begin' && isSameQuery(reply.query, query)) {
          return { machine: { ...from, step: 'listing' }, effects: [] };
        }
        return reply.kind === 'error'
          ? rest(from, { do: 'refused', code: reply.code })
          : outOfStep('not an answer to the question');
      case 'listing':
        if (reply.kind === 'end' && isSameQuery(reply.query, query)) {
          return rest(from, { do: 'variables', variables: from.variables });
        }
        if (reply.kind === 'error') return rest(from, { do: 'refused', code: reply.code });
        if (reply.kind !== 'var' || reply.ups !== settings.name) return outOfStep('not a line of the list');
        if (from.variables.size >= MOST_VARIABLES) return outOfStep('a list without an end');
        return {
          machine: { ...from, variables: new Map(from.variables).set(reply.name, reply.value) },
          effects: [],
        };
    }
  }

  function rest(from: UpsMachine, effect: UpsEffect): UpsStep {
    return {
      machine: { ...from, step: 'idle', variables: NOTHING },
      effects: [effect, { do: 'wait', ms: settings.pollMs }],
    };
  }
}

function none(machine: UpsMachine): UpsStep {
  return { machine, effects: [] };
}

function outOfStep(reason: string): UpsStep {
  return { machine: CLOSED, effects: [{ do: 'restart', reason }] };
}

/** `LOGIN` tells upsd that this machine draws from the UPS: its primary waits for it before it cuts the power. */
function loginOf(name: string, user: UpsUser | null): string[][] {
  return user === null
    ? []
    : [
        ['USERNAME', user.name],
        ['PASSWORD', user.password],
        ['LOGIN', name],
      ];
}
