import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { TicketPlace } from '../domain/tickets.ts';
import { queueConfig } from './serving.ts';

type Words = Omit<TicketSlip, keyof TicketPlace>;

/** The words of the hall around a place in a line; they are the same for all tickets of a queue and class. */
function wordsOf({ queue: id, class: ticketClass }: TicketPlace, config: HallConfig): Words {
  const queue = queueConfig(config, id);
  const zone = config.zones.find((entry) => entry.id === queue.zone)!;
  const department = config.departments.find((entry) => entry.id === queue.department)!;
  const { seniorAge } = config.priority;
  return {
    hall: config.name,
    zone: zone.id,
    zoneName: zone.name,
    place: zone.place,
    queueName: queue.name,
    department: department.name,
    classReason:
      ticketClass === 'senior'
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

/** Makes slips, as JSON text: what a paper or a screen says of a place in a line. */
export class Slips {
  readonly #config: HallConfig;
  /** Queue and class → the words as JSON; they are most of a slip, and the configuration does not change. */
  readonly #words = new Map<string, string>();

  constructor(config: HallConfig) {
    this.#config = config;
  }

  text({ items, ...place }: TicketPlace): string {
    const key = `${place.queue} ${place.class}`;
    let words = this.#words.get(key);
    if (words === undefined) {
      words = JSON.stringify(wordsOf({ items, ...place }, this.#config));
      this.#words.set(key, words);
    }
    const names: Pick<TicketSlip, 'items'> = {
      items: items.flatMap((id) => this.#config.items.find((item) => item.id === id)?.name ?? []),
    };
    return merged(JSON.stringify(place), JSON.stringify(names), words);
  }
}

/** JSON texts of objects without a common key, none empty, as one object. */
function merged(first: string, second: string, third: string): string {
  return `${first.slice(0, -1)},${second.slice(1, -1)},${third.slice(1)}`;
}
