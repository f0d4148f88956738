import mqtt from 'mqtt';
import type { DeviceSession } from '../../contracts/feed.ts';

/** A dead network is noticed within one and a half of these, seconds. */
const KEEPALIVE_S = 20;
/** How long broker and subscriptions may take until an attempt counts as failed, ms. */
const CONNECT_TIMEOUT_MS = 10_000;

export interface ConnectionEvents {
  /** Connected, and the first subscriptions are granted. */
  ready(): void;
  message(topic: string, payload: Uint8Array, retained: boolean): void;
  /** Over, whether it was ever ready or not; said once. */
  closed(refused: boolean): void;
  /** The broker's rules do not grant this filter to this screen. */
  denied(filter: string): void;
}

interface ConnectionOptions {
  /** `http(s)://host`, turned into `ws(s)://`. */
  readonly origin: string;
  readonly session: DeviceSession;
  readonly clientId: string;
  readonly will: { readonly topic: string; readonly payload: string };
  readonly filters: ReadonlyMap<string, 0 | 1>;
  readonly events: ConnectionEvents;
}

/** One MQTT 3.1.1 connection over WebSocket; it never reconnects by itself and keeps nothing for later. */
export class MqttConnection {
  readonly #client: ReturnType<typeof mqtt.connect>;
  readonly #events: ConnectionEvents;
  readonly #granted = new Map<string, 0 | 1>();
  #ready = false;
  #over = false;

  constructor({ origin, session, clientId, will, filters, events }: ConnectionOptions) {
    this.#events = events;
    this.#client = mqtt.connect(`${origin.replace(/^http/, 'ws')}${session.mqttPath}`, {
      protocolVersion: 4,
      clean: true,
      clientId,
      username: session.device,
      password: session.token,
      keepalive: KEEPALIVE_S,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      timerVariant: 'native',
      will: { topic: will.topic, payload: will.payload as unknown as Buffer, qos: 1, retain: true },
    });
    let refused = false;
    this.#client.on('connect', () => this.subscribe(filters));
    this.#client.on('message', (topic, payload, packet) => events.message(topic, payload, packet.retain));
    this.#client.on('error', (error) => {
      // CONNACK 4 and 5 of MQTT 3.1.1: bad user name or password, not authorised.
      if ('code' in error && (error.code === 4 || error.code === 5)) refused = true;
      this.#client.end(true);
    });
    this.#client.on('close', () => {
      if (this.#over) return;
      this.#over = true;
      this.#client.end(true);
      events.closed(refused);
    });
  }

  /** Makes the subscriptions exactly these; what is already granted is left alone. */
  subscribe(filters: ReadonlyMap<string, 0 | 1>): void {
    const gone = [...this.#granted.keys()].filter((filter) => !filters.has(filter));
    if (gone.length > 0) this.#client.unsubscribe(gone);
    for (const filter of gone) this.#granted.delete(filter);
    const fresh = [...filters].filter(([filter]) => !this.#granted.has(filter));
    for (const [filter, qos] of fresh) this.#granted.set(filter, qos);
    if (fresh.length === 0) return;
    const wanted = Object.fromEntries(fresh.map(([filter, qos]) => [filter, { qos }]));
    this.#client.subscribe(wanted, (_error, granted) => {
      for (const grant of granted ?? []) if ((grant.qos as number) === 128) this.#events.denied(grant.topic);
      if (this.#ready || this.#over || !this.#client.connected) return;
      this.#ready = true;
      this.#events.ready();
    });
  }

  get open(): boolean {
    return this.#ready && !this.#over && this.#client.connected;
  }

  /** @returns false where there is no connection; nothing is sent later then. */
  publish(topic: string, payload: string, qos: 0 | 1, retain: boolean): boolean {
    if (!this.open) return false;
    this.#client.publish(topic, payload, { qos, retain });
    return true;
  }

  /** Says goodbye, so that the broker does not publish the last will. */
  end(): void {
    this.#over = true;
    this.#client.end();
  }
}
