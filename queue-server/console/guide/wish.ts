import type { Catalogue, CommandInput } from '@hall/shared/contracts/commands';
import type { Agent, Claim } from '@hall/shared/contracts/queueing';
import type { Text } from '@hall/shared/contracts/text';
import type { TypedPerson } from './person-fields.tsx';

/** A number that somebody wants, as the guide puts it together. */
export interface Wish {
  /** Null where items lead to their queues. */
  readonly queue: string | null;
  readonly items: readonly string[];
}

/** What goes with it. Lives in the open form only: it holds a person's number. */
export interface WishDetails {
  readonly person: TypedPerson | null;
  readonly claim: Claim | null;
  readonly agent: { readonly person: TypedPerson; readonly authorisation: Agent['authorisation'] } | null;
}

export const PLAIN: WishDetails = { person: null, claim: null, agent: null };

/** One stop of a number on its way [K10]. */
export interface Stop {
  readonly queue: string;
  readonly queueName: Text;
  readonly zone: string;
  readonly realName: boolean;
  readonly items: readonly { readonly id: string; readonly name: Text }[];
}

/** The way of one number through its queues, items of the same queue together, in the order of asking. Pure. */
export function itinerary(wish: Wish, catalogue: Catalogue): Stop[] {
  const items = wish.items.flatMap((id) => catalogue.items.find((item) => item.id === id) ?? []);
  const queues = wish.queue === null ? items.map(({ queue }) => queue) : [wish.queue];
  return [...new Set(queues)].flatMap((id) => {
    const queue = catalogue.queues.find((entry) => entry.id === id);
    if (!queue) return [];
    return [
      {
        queue: id,
        queueName: queue.name,
        zone: queue.zone,
        realName: queue.realName,
        items: items
          .filter((item) => wish.queue !== null || item.queue === id)
          .map(({ id: item, name }) => ({ id: item, name })),
      },
    ];
  });
}

/** The command's body; always without paper: the number counts at once, and a kiosk prints it afterwards. Pure. */
export function takeBody(wish: Wish, details: WishDetails): CommandInput<'ticket.take'> {
  const { person, claim, agent } = details;
  return {
    ...(wish.queue === null ? {} : { queue: wish.queue }),
    items: [...wish.items],
    paperless: true,
    ...(person ? { person } : {}),
    ...(claim ? { claim } : {}),
    ...(agent ? { agent } : {}),
  };
}
