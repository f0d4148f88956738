import type { CommandInput, CommandName } from '../../contracts/commands.ts';
import type { DeviceSession } from '../../contracts/feed.ts';
import { HallOffset } from '../../contracts/hall-offset.ts';
import {
  CONTRACT_VERSION,
  type Message,
  TOPIC_ENTRIES,
  type TopicName,
  topicOf,
} from '../../contracts/messages.ts';
import { type Asked, Asks } from './asks.ts';
import { backOffMs } from './back-off.ts';
import { browserClock, randomId, type ScreenClock } from './clock.ts';
import type { Credential } from './credential.ts';
import { login } from './device-session.ts';
import { beatAt, type Connection, judge } from './heartbeat.ts';
import { MqttConnection } from './mqtt-connection.ts';
import { type Drop, keptKey, TopicStore } from './topic-store.ts';

/** A new token is fetched when this part of its life is over. */
const RENEW_AT = 0.8;
/** Never renew more often than this, ms, whatever a server says of its tokens. */
const SHORTEST_RENEWAL_MS = 5_000;
/** Kept messages come right after the subscription; what is missing after this long is gone, ms. */
const SWEEP_AFTER_MS = 3_000;
/** How often the age of the heartbeat is judged, ms. */
const JUDGE_EVERY_MS = 500;
/** The last will of a broken connection may come after the new one said "online": say it again, ms. */
const PRESENCE_EVERY_MS = 60_000;

export type { Connection } from './heartbeat.ts';

/** A topic a page wants: `part` fills the braces of its pattern, `+` wants all of them. */
export interface Want {
  readonly name: TopicName;
  readonly part?: string;
}

/** What a page draws from; a new object with every change. */
export interface ScreenState {
  readonly connection: Connection;
  /** By `keptKey`; read it with {@link kept}. */
  readonly kept: ReadonlyMap<string, Message<TopicName>>;
  /** How many messages were dropped, by reason. */
  readonly dropped: Readonly<Partial<Record<Drop, number>>>;
  /** Filters that the broker does not grant. */
  readonly denied: readonly string[];
}

/** The kept message of a topic: `kept(state, 'board', 'a')`. */
export function kept<N extends TopicName>(state: ScreenState, name: N, part?: string): Message<N> | null {
  return (state.kept.get(keptKey(name, part ?? null)) as Message<N> | undefined) ?? null;
}

export interface ScreenLinkOptions {
  readonly credential: Credential;
  /** `https://host` of the hall server. */
  readonly origin: string;
  readonly version: string;
  /** What this page wants, by what its settings say; `server`, `info`, settings and answers come by themselves. */
  readonly wants: (settings: Message<'settings'> | null) => readonly Want[];
  readonly clock?: ScreenClock;
  readonly random?: () => number;
  readonly request?: typeof fetch;
}

/**
 * A screen's one link to the hall server: logs in, keeps the connection for ever, believes only valid and
 * newest messages, and says how far what is shown may be believed. Knows nothing of React.
 */
export class ScreenLink {
  readonly #options: Required<ScreenLinkOptions>;
  readonly #page = randomId().slice(0, 8);
  readonly #asks: Asks;
  readonly #listeners = new Set<() => void>();
  readonly #callListeners = new Set<(call: Message<'call'>) => void>();
  readonly #doListeners = new Set<(action: Message<'do'>) => void>();
  readonly #startedAt: number;

  #state: ScreenState = { connection: { is: 'connecting' }, kept: new Map(), dropped: {}, denied: [] };
  #store: TopicStore | null = null;
  #session: DeviceSession | null = null;
  #connection: MqttConnection | null = null;
  #candidate: MqttConnection | null = null;
  /** Client ids take turns, so that a new connection can stand before the old one goes: that of the present one. */
  #turn = 0;
  #offset = 0;
  readonly #hallOffset = new HallOffset();
  /** Whether a live heartbeat told the hall's time: a login's date is too coarse to judge a clock by. */
  #timeKnown = false;
  #upSince: number | null = null;
  #downSince: number | null = null;
  #beat: { at: number; everyMs: number } | null = null;
  #unknownCredential = false;
  #failures = 0;
  #stopped = false;
  #cancels = new Map<'attempt' | 'renew' | 'judge' | 'sweep' | 'presence', () => void>();

  constructor(options: ScreenLinkOptions) {
    this.#options = {
      clock: browserClock,
      random: Math.random,
      request: (input, init) => fetch(input, init),
      ...options,
    };
    this.#startedAt = this.#options.clock.now();
    this.#asks = new Asks({
      clock: this.#options.clock,
      hallNow: () => this.hallNow(),
      newId: randomId,
      send: (ask) => this.#publish('ask', ask),
    });
  }

  start(): void {
    this.#judgeAgain();
    void this.#attempt();
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
    this.#candidate?.end();
    this.#connection?.end();
  }

  get state(): ScreenState {
    return this.#state;
  }

  get device(): string {
    return this.#options.credential.device;
  }

  /** The hall's time now, ms: the screen's clock, put right by what the server says. */
  hallNow(): number {
    return this.#options.clock.now() + this.#offset;
  }

  /** Screen time of {@link Connection} `since` as hall time. */
  toHallTime(screenTime: number): number {
    return screenTime + this.#offset;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Live announcements within their time, each once. Kept state never comes this way. */
  onCall(listener: (call: Message<'call'>) => void): () => void {
    this.#callListeners.add(listener);
    return () => void this.#callListeners.delete(listener);
  }

  onDo(listener: (action: Message<'do'>) => void): () => void {
    this.#doListeners.add(listener);
    return () => void this.#doListeners.delete(listener);
  }

  /** Asks now or not at all; see {@link Asks}. With the same `id` the same answer comes again. */
  ask<N extends CommandName>(command: N, body: CommandInput<N>, id?: string): Promise<Asked<N>> {
    return this.#asks.ask(command, body, id);
  }

  /** "I showed / spoke call n." @returns false where it could not be sent; it is not sent later. */
  shown(call: number, how: Message<'shown'>['how']): boolean {
    return this.#publish('shown', { v: CONTRACT_VERSION, at: Math.round(this.hallNow()), call, how });
  }

  #publish<N extends 'ask' | 'shown' | 'presence'>(name: N, message: Message<N>): boolean {
    const { qos, retain } = TOPIC_ENTRIES[name];
    if (this.#session === null || this.#connection === null) return false;
    const topic = topicOf(this.#session.hall, name, this.device);
    return this.#connection.publish(topic, JSON.stringify(message), qos, retain);
  }

  async #attempt(): Promise<void> {
    if (this.#stopped || this.#candidate !== null) return;
    this.#session ??= await this.#login();
    if (this.#stopped || this.#candidate !== null) return;
    if (this.#session === null) this.#attemptLater();
    else this.#open(this.#session);
  }

  async #login(): Promise<DeviceSession | null> {
    const { origin, credential, clock, request } = this.#options;
    const answer = await login(origin, credential, clock, request);
    if (!answer.ok) {
      this.#unknownCredential = answer.error.code === 'DEVICE_UNKNOWN';
      return null;
    }
    this.#unknownCredential = false;
    const { session, offset } = answer.value;
    // A date in a header has whole seconds; heartbeats, once heard, know better.
    if (offset !== null && this.#beat === null) this.#offset = offset;
    this.#renewIn((session.expiresAt - this.hallNow()) * RENEW_AT);
    return session;
  }

  #renewIn(ms: number): void {
    this.#later('renew', Math.max(SHORTEST_RENEWAL_MS, ms), async () => {
      const session = await this.#login();
      if (this.#stopped) return;
      if (session === null) return this.#renewIn(this.#backOff());
      this.#session = session;
      if (this.#candidate === null) this.#open(session);
    });
  }

  #open(session: DeviceSession): void {
    const { origin, version } = this.#options;
    const store = this.#storeOf(session.hall);
    // A reconnect takes over its own client id, so that the will of the dead connection comes first.
    const turn = this.#connection === null ? this.#turn : 1 - this.#turn;
    store.beginGeneration();
    const connection = new MqttConnection({
      origin,
      session,
      clientId: `${this.device}-${this.#page}${turn}`,
      filters: this.#filters(session.hall),
      will: {
        topic: topicOf(session.hall, 'presence', this.device),
        payload: JSON.stringify(this.#presence(false, version)),
      },
      events: {
        ready: () => this.#ready(connection, turn),
        message: (topic, payload, retained) => this.#message(store, topic, payload, retained),
        closed: (refused) => this.#closed(connection, refused),
        denied: (filter) => this.#change({ denied: [...new Set([...this.#state.denied, filter])] }),
      },
    });
    this.#candidate = connection;
  }

  #storeOf(hall: string): TopicStore {
    this.#store ??= new TopicStore(hall);
    return this.#store;
  }

  #presence(online: boolean, version: string): Message<'presence'> {
    const at = Math.round(this.hallNow());
    const wall = this.#timeKnown ? this.#options.clock.wall?.() : undefined;
    const skew = wall === undefined ? {} : { skewMs: Math.round(wall - this.hallNow()) };
    return { v: CONTRACT_VERSION, at, online, version, ...skew };
  }

  #ready(connection: MqttConnection, turn: number): void {
    if (this.#stopped) {
      connection.end();
      return;
    }
    const before = this.#connection;
    this.#turn = turn;
    this.#connection = connection;
    this.#candidate = null;
    before?.end();
    this.#failures = 0;
    this.#upSince = this.#options.clock.now();
    this.#downSince = null;
    connection.subscribe(this.#filters(this.#session?.hall ?? ''));
    this.#sayPresence();
    this.#later('sweep', SWEEP_AFTER_MS, () => {
      if (this.#store?.sweep()) this.#change({ kept: this.#store.snapshot() });
    });
    this.#judge();
  }

  #closed(connection: MqttConnection, refused: boolean): void {
    if (this.#stopped) return;
    if (refused) this.#session = null;
    if (connection === this.#connection) {
      this.#connection = null;
      this.#upSince = null;
    } else if (connection === this.#candidate) {
      this.#candidate = null;
    } else return;
    this.#judge();
    if (this.#candidate === null) this.#attemptLater();
  }

  #attemptLater(): void {
    if (this.#connection === null) this.#downSince ??= this.#options.clock.now();
    this.#later('attempt', this.#backOff(), () => this.#attempt());
    this.#judge();
  }

  #backOff(): number {
    const wait = backOffMs(this.#failures, this.#options.random());
    this.#failures += 1;
    return wait;
  }

  #filters(hall: string): ReadonlyMap<string, 0 | 1> {
    const settings = kept(this.#state, 'settings', this.device);
    const own = (['settings', 'do', 'answer'] as const).map((name) => ({ name, part: this.device }));
    const wants: readonly Want[] = [
      { name: 'server' },
      { name: 'info' },
      ...own,
      ...this.#options.wants(settings),
    ];
    return new Map(wants.map((want) => [topicOf(hall, want.name, want.part), TOPIC_ENTRIES[want.name].qos]));
  }

  #message(store: TopicStore, topic: string, payload: Uint8Array, retained: boolean): void {
    const arrival = store.accept(topic, payload, retained, this.hallNow());
    if (!arrival.accepted) {
      const { dropped } = this.#state;
      this.#change({ dropped: { ...dropped, [arrival.drop]: (dropped[arrival.drop] ?? 0) + 1 } });
      return;
    }
    const { name, message } = arrival;
    if (message === null) this.#change({ kept: store.snapshot() });
    else if (name === 'call')
      for (const listener of this.#callListeners) listener(message as Message<'call'>);
    else if (name === 'do') for (const listener of this.#doListeners) listener(message as Message<'do'>);
    else if (name === 'answer') this.#asks.answer(message as Message<'answer'>);
    else {
      this.#change({ kept: store.snapshot() });
      if (name === 'server') this.#heard(message as Message<'server'>, arrival.live);
      if (name === 'settings' && this.#session !== null) {
        const connection = this.#connection ?? this.#candidate;
        connection?.subscribe(this.#filters(this.#session.hall));
      }
    }
  }

  #heard(server: Message<'server'>, live: boolean): void {
    const now = this.#options.clock.now();
    if (live) {
      this.#offset = this.#hallOffset.hear(server, now);
      this.#timeKnown = true;
    }
    this.#beat = { at: beatAt(live, server.at, now, this.#offset), everyMs: server.heartbeatMs };
    this.#judge();
  }

  #sayPresence(): void {
    this.#publish('presence', this.#presence(true, this.#options.version));
    this.#later('presence', PRESENCE_EVERY_MS, () => this.#sayPresence());
  }

  #judgeAgain(): void {
    this.#judge();
    this.#later('judge', JUDGE_EVERY_MS, () => this.#judgeAgain());
  }

  #judge(): void {
    const pulse = {
      startedAt: this.#startedAt,
      upSince: this.#upSince,
      downSince: this.#downSince,
      beat: this.#beat,
    };
    const next: Connection =
      this.#unknownCredential && this.#connection === null
        ? { is: 'unknown-credential' }
        : judge(pulse, this.#options.clock.now());
    const present = this.#state.connection;
    const same =
      next.is === present.is && (next.is !== 'lost' || present.is !== 'lost' || next.since === present.since);
    if (!same) this.#change({ connection: next });
  }

  #change(change: Partial<ScreenState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #later(what: 'attempt' | 'renew' | 'judge' | 'sweep' | 'presence', ms: number, run: () => void): void {
    this.#cancels.get(what)?.();
    if (!this.#stopped) this.#cancels.set(what, this.#options.clock.after(ms, run));
  }
}
