import { type Message, parseTopic, TOPIC_ENTRIES, type TopicName } from '../../contracts/messages.ts';

/** Why a message was not believed. */
export type Drop =
  | 'unknown-topic'
  | 'not-for-screens'
  | 'too-long'
  | 'not-json'
  | 'not-valid'
  | 'out-of-order'
  | 'repeated'
  | 'too-late'
  | 'kept-announcement';

export type Arrival =
  | {
      readonly accepted: true;
      readonly name: TopicName;
      readonly part: string | null;
      readonly message: Message<TopicName>;
      /** Said just now, not kept by the broker from earlier. */
      readonly live: boolean;
    }
  /** The server took a kept message away. */
  | {
      readonly accepted: true;
      readonly name: TopicName;
      readonly part: string | null;
      readonly message: null;
    }
  | { readonly accepted: false; readonly drop: Drop };

interface Position {
  readonly epoch: string;
  readonly seq: number;
}

interface Kept {
  readonly message: Message<TopicName>;
  readonly generation: number;
}

/** Key of a kept message: `board/a`, `info`. */
export function keptKey(name: TopicName, part: string | null): string {
  return part === null ? name : `${name}/${part}`;
}

/** Announcements that are remembered to recognise one that comes twice (QoS 1, two connections at renewal). */
const REMEMBERED_CALLS = 64;

const decoder = new TextDecoder('utf-8', { fatal: true });
const drop = (why: Drop): Arrival => ({ accepted: false, drop: why });

/** An answer is for one ask and may be older than the newest: its id orders it, not its position. */
const UNORDERED: ReadonlySet<TopicName> = new Set(['answer']);

/**
 * What the screen believes: the newest valid message of each topic. A message that is malformed, too long,
 * older than the one kept (same epoch, lower seq) or late is dropped and never reaches the page.
 */
export class TopicStore {
  readonly #hall: string;
  readonly #kept = new Map<string, Kept>();
  readonly #positions = new Map<string, Position>();
  readonly #calls = new Set<string>();
  #generation = 0;

  constructor(hall: string) {
    this.#hall = hall;
  }

  /** @param now hall time, ms: judges `validUntil` */
  accept(topic: string, payload: Uint8Array, retained: boolean, now: number): Arrival {
    const place = parseTopic(this.#hall, topic);
    if (place === null) return drop('unknown-topic');
    const { name, part } = place;
    const entry = TOPIC_ENTRIES[name];
    if (entry.from !== 'server') return drop('not-for-screens');
    const key = keptKey(name, part);
    if (payload.length === 0 && entry.retain) {
      this.#kept.delete(key);
      return { accepted: true, name, part, message: null };
    }
    if (payload.length > entry.maxBytes) return drop('too-long');
    let json: unknown;
    try {
      json = JSON.parse(decoder.decode(payload));
    } catch {
      return drop('not-json');
    }
    const parsed = entry.schema.safeParse(json);
    if (!parsed.success) return drop('not-valid');
    const message = parsed.data as Message<TopicName>;

    if (!UNORDERED.has(name)) {
      const { epoch, seq } = message as Message<'server'>;
      const before = this.#positions.get(key);
      if (before !== undefined && before.epoch === epoch && seq < before.seq) return drop('out-of-order');
      this.#positions.set(key, { epoch, seq });
    }
    if (name === 'call' || name === 'do') {
      // An announcement or an action is of its moment; a broker that kept one must not bring it back.
      if (retained) return drop('kept-announcement');
      if ((message as Message<'call'>).validUntil <= now) return drop('too-late');
    }
    if (name === 'call' && !this.#firstTime(message as Message<'call'>)) return drop('repeated');
    if (entry.retain) this.#kept.set(key, { message, generation: this.#generation });
    return { accepted: true, name, part, message, live: !retained };
  }

  /** Before (re)connecting: what the broker does not repeat from now on no longer belongs. */
  beginGeneration(): void {
    this.#generation += 1;
  }

  /** Forgets what was not repeated since {@link beginGeneration}. @returns whether anything went */
  sweep(): boolean {
    const before = this.#kept.size;
    for (const [key, kept] of this.#kept) if (kept.generation < this.#generation) this.#kept.delete(key);
    return this.#kept.size < before;
  }

  /** Forgets one topic, after it was unsubscribed. */
  forget(name: TopicName, part: string | null): void {
    this.#kept.delete(keptKey(name, part));
    this.#positions.delete(keptKey(name, part));
  }

  snapshot(): ReadonlyMap<string, Message<TopicName>> {
    return new Map(Array.from(this.#kept, ([key, kept]) => [key, kept.message]));
  }

  #firstTime(call: Message<'call'>): boolean {
    const key = `${call.epoch}/${call.seq}/${call.call}`;
    if (this.#calls.has(key)) return false;
    this.#calls.add(key);
    if (this.#calls.size > REMEMBERED_CALLS) {
      for (const oldest of this.#calls) {
        this.#calls.delete(oldest);
        break;
      }
    }
    return true;
  }
}
