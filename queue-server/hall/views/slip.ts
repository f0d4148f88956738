import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { TicketPlace } from '../domain/tickets.ts';
import { queueConfig } from './serving.ts';

/** A place in a line with the hall's words around it: what a paper or a screen says. */
export function slipOf(place: TicketPlace, config: HallConfig): TicketSlip {
  const queue = queueConfig(config, place.queue);
  const zone = config.zones.find((entry) => entry.id === queue.zone)!;
  const department = config.departments.find((entry) => entry.id === queue.department)!;
  const { seniorAge } = config.priority;
  return {
    ...place,
    hall: config.name,
    zone: zone.id,
    zoneName: zone.name,
    place: zone.place,
    queueName: queue.name,
    department: department.name,
    items: place.items.flatMap((id) => config.items.find((item) => item.id === id)?.name ?? []),
    classReason:
      place.class === 'senior'
        ? {
            zh: `您已满${seniorAge}岁，优先办理。`,
            en: `You are ${seniorAge} or older: you are served earlier.`,
          }
        : null,
    windows: config.windows
      .filter((window) => window.queues.includes(queue.id))
      .map((window) => window.number),
    rule: {
      zh: '听到叫号请及时前往；过号请到咨询台。',
      en: 'Please come when called. If you miss it, go to the guide desk.',
    },
  };
}
