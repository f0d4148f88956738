import type { Catalogue, TicketSlip } from '@hall/shared/contracts/commands';
import type { Issued } from './book.ts';
import { OFFLINE_WORDS } from './words.ts';

/** An offline ticket as the page and the paper say it: what only the server knows is left out. */
export function offlineSlip(issued: Issued, ordinal: number, catalogue: Catalogue): TicketSlip | null {
  const queue = catalogue.queues.find(({ id }) => id === issued.queue);
  const zone = catalogue.zones.find(({ id }) => id === queue?.zone);
  if (queue === undefined || zone === undefined) return null;
  const { seniorAge } = catalogue;
  return {
    ticket: ticketNameOf(issued),
    number: issued.number,
    ordinal,
    day: issued.day,
    at: issued.takenAt,
    hall: catalogue.hall,
    zone: zone.id,
    zoneName: zone.name,
    place: zone.place,
    queue: queue.id,
    queueName: queue.name,
    department: queue.department,
    items: issued.items.flatMap((id) => catalogue.items.find((item) => item.id === id)?.name ?? []),
    class: issued.class,
    classReason:
      issued.class === 'senior'
        ? {
            zh: `您已满${seniorAge}岁，优先办理。`,
            en: `You are ${seniorAge} or older: you are served earlier.`,
          }
        : null,
    ahead: 0,
    estimate: null,
    windows: [],
    rule: OFFLINE_WORDS.rule,
    progressToken: issued.progressToken,
    shortCode: issued.shortCode,
    offline: true,
    ...(issued.clockSure ? {} : { daySure: false as const }),
  };
}

/** What page and printer call it, until the hall has a name of its own for it. */
export function ticketNameOf({ requestId }: Pick<Issued, 'requestId'>): string {
  return requestId;
}
