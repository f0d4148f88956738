import type { Person } from '@hall/shared/contracts/identity';
import { ageOn, maskName } from '@hall/shared/contracts/identity';
import type { CardView } from '@hall/shared/contracts/kiosk-link';
import { localTime } from '@hall/shared/contracts/time';
import type { HostClock } from '../clock.ts';

/** A card that slips on the reader is not a person who leaves. */
export const FORGET_AFTER_LIFT_MS = 1_000;

/** The fields of a read card that a command needs; see `IdCard` of the hardware package. */
export interface ReadCard {
  readonly kind: Person['cardKind'];
  readonly name: string;
  readonly number: string;
  readonly birth: string;
}

export interface CardHold {
  laid(card: ReadCard): void;
  lifted(): void;
  /** The visit is over: nothing of the person stays, even if the card still lies there. */
  end(): void;
  view(): CardView | null;
  /** The person of exactly that card, or null when it is gone or another one lies there. */
  personOf(card: string | null): Person | null;
  /** Another card lies there by now: what was asked with this one is not for whoever reads the screen. */
  replaced(card: string): boolean;
}

/** Holds what the reader read, in memory only. Outside, only a masked name is seen. */
export function openCardHold(options: {
  readonly clock: HostClock;
  readonly newId: () => string;
  readonly timeZone: () => string;
  /** From this age on a person is served first; null while the catalogue is not known. */
  readonly seniorAge: () => number | null;
  readonly onView: (view: CardView | null) => void;
}): CardHold {
  let held: { readonly id: string; readonly person: Person; readonly view: CardView } | null = null;
  let cancelForget: () => void = () => undefined;

  const forget = (): void => {
    cancelForget();
    if (held === null) return;
    held = null;
    options.onView(null);
  };

  return {
    laid(card) {
      cancelForget();
      const person: Person = {
        name: card.name,
        idNumber: card.number,
        cardKind: card.kind,
        birth: card.birth,
      };
      const age = ageOn(card.birth, localTime(options.clock.now(), options.timeZone()).day);
      const seniorAge = options.seniorAge();
      // Read anew after it slipped, or after the reader was away: what was pressed with it meanwhile still holds.
      const id = held !== null && isSame(held.person, person) ? held.id : options.newId();
      held = {
        id,
        person,
        view: {
          card: id,
          maskedName: maskName(card.name),
          age,
          senior: seniorAge !== null && age >= seniorAge,
          kind: card.kind,
        },
      };
      options.onView(held.view);
    },
    lifted() {
      cancelForget();
      cancelForget = options.clock.after(FORGET_AFTER_LIFT_MS, forget);
    },
    end: forget,
    view: () => held?.view ?? null,
    personOf: (card) => (held !== null && card === held.id ? held.person : null),
    replaced: (card) => held !== null && card !== held.id,
  };
}

function isSame(a: Person, b: Person): boolean {
  return a.idNumber === b.idNumber && a.cardKind === b.cardKind && a.name === b.name && a.birth === b.birth;
}
