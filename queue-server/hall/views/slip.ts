import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { WaitRange } from '@hall/shared/contracts/identifiers';
import type { TicketClass } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';
import type { Live } from '../config/live.ts';
import { classWords } from '../domain/classes.ts';
import type { TicketPlace } from '../domain/place.ts';
import type { Ticket } from '../domain/state.ts';
import { queueConfig } from './serving.ts';

type Words = Omit<TicketSlip, keyof TicketPlace | 'estimate'> & Pick<TicketSlip, 'classReason'>;
/** What differs from ticket to ticket and is not said in the same words by the place itself. */
type Own = Pick<TicketSlip, 'estimate' | 'route' | 'notices'> & Partial<Pick<TicketSlip, 'rule'>>;

/** The words of the hall around a place in a line; they are the same for all tickets of a queue and class. */
function wordsOf(id: string, classed: Parameters<typeof classWords>[0], config: HallConfig): Words {
  const queue = queueConfig(config, id);
  const zone = config.zones.find((entry) => entry.id === queue.zone)!;
  const department = config.departments.find((entry) => entry.id === queue.department)!;
  return {
    hall: config.name,
    zone: zone.id,
    zoneName: zone.name,
    place: zone.place,
    queueName: queue.name,
    department: department.name,
    classReason: classWords(classed, config),
    rule: RULE,
  };
}

function namesOf(items: readonly string[], config: HallConfig): Text[] {
  return items.flatMap((id) => config.items.find((item) => item.id === id)?.name ?? []);
}

const RULE: Text = {
  zh: '听到叫号请及时前往；过号请到咨询台。',
  en: 'Please come when called. If you miss it, go to the guide desk.',
};

/** People combine services as they like: so many lists are kept. */
const NAMES_KEPT = 1_000;

/** Makes slips, as JSON text: what a paper or a screen says of a place in a line. */
export class Slips {
  readonly #live: Live & { readonly at?: (instant: number) => HallConfig };
  /** Queue and class → the words as JSON; they are most of a slip, and the configuration seldom changes. */
  readonly #words = new Map<string, string>();
  /** The same of services: their ids as JSON → their names. */
  readonly #names = new Map<string, string>();
  #of: HallConfig | null = null;

  constructor(live: Live & { readonly at?: (instant: number) => HallConfig }) {
    this.#live = live;
  }

  /**
   * `plain`: for a machine of before 0.2, whose page knows neither notices nor a route and refuses what it does not
   * know: there they stand in the words of the rule, which it prints.
   */
  text(
    { route, notices, classReason, ...place }: TicketPlace,
    estimate: WaitRange | null,
    plain = false,
  ): string {
    const config = this.#configOf(place, route);
    const words = this.#wordsFor(place.queue, place.class, classReason ?? null, config);
    const own: Own = { estimate, ...moreOf(route, notices, config, plain) };
    const head = JSON.stringify(withWindows(place, config));
    return merged(this.#withNames(head, place.items, config), words, JSON.stringify(own));
  }

  /** As {@link text}, to the byte, of a place without way and notices whose JSON is new: nobody reads it for this. */
  given(json: string, ticket: Ticket, estimate: WaitRange | null): string {
    const config = this.#configOf({ queue: ticket.queue, at: ticket.arrival });
    const words = this.#wordsFor(ticket.queue, ticket.class, ticket.classReason, config);
    const head =
      ticket.classReason === null
        ? json
        : json.replace(`,"classReason":${JSON.stringify(ticket.classReason)}`, '');
    return merged(this.#withNames(head, ticket.items, config), words, JSON.stringify({ estimate }));
  }

  /** The JSON of a place with the names of its items where their ids stood. */
  #withNames(head: string, items: readonly string[], config: HallConfig): string {
    if (items.length === 0) return head;
    const ids = JSON.stringify(items);
    let names = this.#names.get(ids);
    if (names === undefined) {
      names = ascii(JSON.stringify(namesOf(items, config)));
      if (this.#names.size >= NAMES_KEPT) this.#names.clear();
      this.#names.set(ids, names);
    }
    return head.replace(`"items":${ids}`, () => `"items":${names}`);
  }

  #wordsFor(queue: string, ticketClass: TicketClass, classReason: string | null, config: HallConfig): string {
    if (config !== this.#of) {
      this.#words.clear();
      this.#names.clear();
    }
    this.#of = config;
    const key = `${queue} ${ticketClass} ${classReason ?? ''}`;
    let words = this.#words.get(key);
    if (words === undefined) {
      words = ascii(JSON.stringify(wordsOf(queue, { class: ticketClass, classReason }, config)));
      this.#words.set(key, words);
    }
    return words;
  }

  /** An answer that is given again may name a queue that is gone from the settings since: then those of its time. */
  #configOf({ queue, at }: Pick<TicketPlace, 'queue' | 'at'>, route: TicketPlace['route'] = []): HallConfig {
    const { current } = this.#live;
    const known = [queue, ...route].every((id) => current.queues.some((entry) => entry.id === id));
    return known ? current : (this.#live.at?.(at) ?? current);
  }
}

/** An answer of before 0.2, given again after the upgrade, does not hold the windows. */
function withWindows<P extends Pick<TicketPlace, 'queue'>>(
  place: P & { windows?: readonly number[] },
  config: HallConfig,
) {
  if (place.windows !== undefined) return place;
  const windows = config.windows
    .filter(({ queues }) => queues.includes(place.queue))
    .map(({ number }) => number);
  return { ...place, windows };
}

function moreOf(
  route: TicketPlace['route'],
  notices: TicketPlace['notices'],
  config: HallConfig,
  plain: boolean,
): Pick<Own, 'route' | 'notices' | 'rule'> {
  if (route === undefined && notices === undefined) return {};
  const stations = (route ?? []).map((id) => {
    const queue = queueConfig(config, id);
    const zone = config.zones.find((entry) => entry.id === queue.zone)!;
    return { queueName: queue.name, zoneName: zone.name };
  });
  if (!plain) {
    return {
      ...(stations.length === 0 ? {} : { route: stations }),
      ...(notices === undefined ? {} : { notices: [...notices] }),
    };
  }
  const way = stations.map(({ queueName, zoneName }) => ({
    zh: `之后请到${zoneName.zh}办理“${queueName.zh}”，号码不变。`,
    en: `Then go on to ${zoneName.en} for “${queueName.en}” with the same number.`,
  }));
  const all = [RULE, ...(notices ?? []), ...way];
  return {
    rule: { zh: all.map(({ zh }) => zh).join(''), en: all.map(({ en }) => en).join(' ') },
  };
}

/**
 * The same JSON in ASCII: a text that is one byte a character is put together and sent for a fraction of the work.
 * Written out and read again, because what is replaced in a text of two bytes a character keeps two.
 */
function ascii(json: string): string {
  const escaped = json.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(escaped, 'latin1').toString('latin1');
}

/** JSON texts of objects, none empty, as one object; where a key comes twice, the last one counts. */
function merged(first: string, second: string, third: string): string {
  return `${first.slice(0, -1)},${second.slice(1, -1)},${third.slice(1)}`;
}
