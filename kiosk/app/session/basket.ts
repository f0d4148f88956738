import type { Catalogue } from '@hall/shared/contracts/commands';
import type { Errand } from './session.ts';

/** Several items for one number (一次取号) [K10]. */

/** As the contract of `ticket.take` has it; a hall may allow fewer and then says so. */
export const BASKET_MOST = 5;

export type BasketEvent =
  | { readonly type: 'basket-add'; readonly item: string }
  | { readonly type: 'basket-remove'; readonly item: string };

export function basketAfter(basket: readonly string[], event: BasketEvent): readonly string[] {
  const others = basket.filter((item) => item !== event.item);
  if (event.type === 'basket-remove') return others;
  return basket.includes(event.item) || basket.length >= BASKET_MOST ? basket : [...others, event.item];
}

export interface Leg {
  readonly queue: Catalogue['queues'][number];
  readonly zone: Catalogue['zones'][number] | undefined;
  readonly items: readonly Catalogue['items'][number][];
}

/** Queue by queue in the order in which the items were chosen, each queue once: as the hall makes it [K10]. */
export function itineraryOf(catalogue: Catalogue, basket: readonly string[]): Leg[] {
  const legs = new Map<string, Catalogue['items'][number][]>();
  for (const id of basket) {
    const item = catalogue.items.find((one) => one.id === id);
    if (item) legs.set(item.queue, [...(legs.get(item.queue) ?? []), item]);
  }
  return [...legs].flatMap(([id, items]) => {
    const queue = catalogue.queues.find((one) => one.id === id);
    return queue ? [{ queue, zone: catalogue.zones.find((one) => one.id === queue.zone), items }] : [];
  });
}

/** A card is needed as soon as one of the queues needs it. */
export function basketErrand(
  catalogue: Catalogue,
  basket: readonly string[],
): Errand & { readonly kind: 'ticket' } {
  const realName = itineraryOf(catalogue, basket).some(({ queue }) => queue.realName);
  return { kind: 'ticket', target: { kind: 'items', items: basket }, realName };
}
