import type { KeyPress } from '@hall/hardware/drivers/keypad/driver';
import type { Message } from '@hall/shared/contracts/messages';
import { requestIdFor } from '../ids.ts';
import type { ServerLink } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';

/** Refusals that a second press of the same person cannot change. */
const FINAL: ReadonlySet<string> = new Set(['RATING_CLOSED', 'ALREADY_RATED', 'FORBIDDEN', 'NOT_FOUND']);

/** What became of a press. No grade is ever told here: staff must not see who gave which. */
export type PressOutcome =
  /** Nothing asks for a rating now, or the key is no grade. */
  | 'nothing-asked'
  /** One was given already, or is on its way. */
  | 'already'
  | 'away'
  | 'given'
  | 'refused'
  | 'failed';

export interface RatingKeys {
  /** What the window's pad shows now. */
  pad(message: Message<'pad'>): void;
  pressed(press: KeyPress): Promise<PressOutcome>;
}

/**
 * Gives the grade that was pressed for the rating that the window's pad asks for, once: every press for one reference
 * has the same request id, and what was pressed first counts. Without a question a press does nothing.
 */
export function ratingKeys(options: {
  readonly window: string;
  readonly link: () => Pick<ServerLink, 'ask' | 'hallNow' | 'online' | 'device'>;
  readonly log: HostLog;
}): RatingKeys {
  const { window, log } = options;
  let asked: Message<'pad'> | null = null;
  /** The reference that a rating is given for, or on its way. */
  let taken: string | null = null;

  function open(now: number): string | null {
    if (asked === null || asked.show !== 'rate' || asked.ref === null) return null;
    return asked.until !== null && now > asked.until ? null : asked.ref;
  }

  async function pressed(press: KeyPress): Promise<PressOutcome> {
    const link = options.link();
    const ref = open(link.hallNow());
    if (ref === null || !('grade' in press)) return 'nothing-asked';
    if (taken === ref) return 'already';
    // What was kept from before the server went away says nothing about now.
    if (!link.online()) return 'away';
    taken = ref;
    const given = await link.ask(
      'rating.give',
      { window, ref, grade: press.grade, reasons: [] },
      { id: requestIdFor(link.device, ref, 'rating.give') },
    );
    if (given.ok) return 'given';
    const final = FINAL.has(given.error.code);
    // Not carried out, as far as anybody knows: the next press tries again, under the same id.
    if (!final && taken === ref) taken = null;
    return final ? 'refused' : 'failed';
  }

  return {
    pad(message) {
      if (message.window === window) asked = message;
    },
    async pressed(press) {
      const outcome = await pressed(press);
      log.info({ window, outcome }, 'keypad');
      return outcome;
    },
  };
}
