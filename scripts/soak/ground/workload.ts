import type { Seeded } from '@hall/hardware/testing/seeded';
import type { HallState } from '@hall/queue-server/hall/domain/state';
import type { Answer } from '@hall/queue-server/hall/ledger/ledger';
import type { Submission, SubmissionName, Submissions } from '@hall/queue-server/hall/ledger/protocol';
import { citizenCheckCharacter } from '@hall/shared/contracts/identity';

/** What somebody was told, as the workload writes it down after the commit. */
export interface Acknowledged {
  readonly actor: string;
  readonly requestId: string;
  readonly command: SubmissionName;
  readonly answer: Answer;
  /** Of a real-name ticket: made up, never anybody's. */
  readonly idNumber: string | null;
}

const WINDOWS = ['w18', 'w19', 'w24'];
const MINUTE_MS = 60_000;

/** A hall's hours, one batch after the other: tickets with and without a card, calls, services, ratings, a night. */
export class Workload {
  readonly #random: Seeded;
  readonly #tag: string;
  #serial = 0;
  #at: number;

  /** `tag` keeps the request ids of several runs apart; `at` is the hall's time of the first command, ms. */
  constructor(random: Seeded, tag: string, at: number) {
    this.#random = random;
    this.#tag = tag;
    this.#at = at;
  }

  /** Commands that make sense in this state, mostly. */
  batch(state: HallState): Submission[] {
    this.#at = Math.max(this.#at, state.at) + this.#random.whole(0, MINUTE_MS / 2);
    if (this.#random.unit() < 0.005) this.#at += 24 * 60 * MINUTE_MS;
    return Array.from({ length: this.#random.whole(1, 5) }, () => this.#one(state));
  }

  #one(state: HallState): Submission {
    const random = this.#random;
    const window = random.pick(WINDOWS);
    const status = state.windows.get(window);
    const ticket = state.tickets.get(status?.ticket ?? '');
    const what = random.unit();
    if (what < 0.3) {
      return this.#make('kiosk-1', 'ticket.take', { queue: 'invoices', items: [], paperless: true });
    }
    if (what < 0.6) {
      const person = somebody(random);
      return this.#make('kiosk-1', 'ticket.take', {
        queue: 'insurance',
        items: [],
        paperless: true,
        person,
      });
    }
    const rating = status?.pad.rating ?? null;
    if (what < 0.7 && rating !== null && state.ratings.get(rating)?.outcome === 'open') {
      const words = { comment: `说得很清楚 ${random.whole(0, 1e9)}` };
      const comment = random.unit() < 0.5 ? words : {};
      return this.#make(`pad-${window}`, 'rating.give', {
        window,
        ref: rating,
        grade: 5,
        reasons: [],
        ...comment,
      });
    }
    const clerk = `clerk-${window}`;
    if (status?.state !== 'open') return this.#make(clerk, 'window.open', { window });
    if (!ticket) return this.#make(clerk, 'window.call', { window });
    if (ticket.state === 'called') {
      return random.unit() < 0.1
        ? this.#make(clerk, 'window.no-show', { window, reason: 'absent' })
        : this.#make(clerk, 'window.start', { window });
    }
    return this.#make(clerk, 'window.finish', { window });
  }

  #make<N extends SubmissionName>(actor: string, command: N, body: Submissions[N]): Submission {
    this.#serial += 1;
    const requestId = `${this.#tag}-${this.#serial}`;
    return { command, body, actor, requestId, repeatable: true, at: this.#at } as Submission;
  }
}

/** One of some thousand made-up people, so that some come twice. */
function somebody(random: Seeded): Submissions['ticket.take']['person'] & object {
  const serial = random.whole(0, 4000);
  const born = `${1940 + (serial % 60)}${String(1 + (serial % 12)).padStart(2, '0')}15`;
  const digits = `110101${born}${String(serial % 1000).padStart(3, '0')}`;
  return {
    name: `试${serial}`,
    idNumber: `${digits}${citizenCheckCharacter(digits)}`,
    cardKind: 'resident',
  };
}

/** What the answers of a committed batch promised. */
export function acknowledgements(batch: readonly Submission[], answers: readonly Answer[]): Acknowledged[] {
  return batch.map((submission, i) => {
    const answer = answers[i] as Answer;
    const person = 'person' in submission.body ? submission.body.person : undefined;
    return {
      actor: submission.actor,
      requestId: submission.requestId,
      command: submission.command,
      answer,
      idNumber: person && answer.ok ? person.idNumber : null,
    };
  });
}
