import { createServer, type Server as TcpServer } from 'node:net';
import { parseTopic, TOPIC_ENTRIES } from '@hall/shared/contracts/messages';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { DeviceActor } from '../access/store.ts';
import { mayPublish, maySubscribe, mayWill } from '../access/topic-rules.ts';
import { streamOf } from './ws-stream.ts';

/** Deliveries of one message that run at once; about the number of screens of a large hall. */
const CONCURRENCY = 600;
/** Packets that a connecting screen may send before its session stands. */
const QUEUE_LIMIT = 200;
/** A screen that sends nothing for this long after connecting is dropped. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Above the largest payload of the topic table. */
const MAX_FRAME_BYTES = 300 * 1024;

/** CONNACK return code of MQTT 3.1.1 for bad user name or password. */
const BAD_CREDENTIALS = 4;

export interface BrokerOptions {
  readonly hall: string;
  readonly log: Logger;
  /** The device behind a user name and password, or null. */
  readonly authenticate: (device: string, password: string) => DeviceActor | null;
  /** What a device published, allowed by the topic table but not yet validated. */
  readonly onMessage: (device: DeviceActor, topic: string, payload: Buffer) => void;
}

type Known = Client & { device?: DeviceActor };

/** The embedded MQTT 3.1.1 broker: access rules in front, the hall's own messages in and out. */
export class Broker {
  readonly #aedes: Aedes;
  readonly #hall: string;
  readonly #log: Logger;
  readonly webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
  });
  #tcp: TcpServer | null = null;

  private constructor(aedes: Aedes, options: BrokerOptions) {
    this.#aedes = aedes;
    this.#hall = options.hall;
    this.#log = options.log;
    this.webSockets.on('connection', (socket, request) => aedes.handle(streamOf(socket) as never, request));
    aedes.preConnect = (client, packet, done) => {
      // The rules for a will need the user name, which only the packet has at this moment.
      (client as Known & { willTopic?: string }).willTopic = packet.will?.topic ?? '';
      done(null, packet.clean === true);
    };
    aedes.authenticate = (client, username, password, done) => {
      const device = options.authenticate(username ?? '', password?.toString() ?? '');
      const named = device !== null && (client.id === device.id || client.id.startsWith(`${device.id}-`));
      const will = (client as Known & { willTopic?: string }).willTopic ?? '';
      const allowed = named && (will === '' || mayWill(options.hall, device, will));
      if (!allowed) {
        this.#log.warn(
          { event: 'mqtt.refused', client: client.id.slice(0, 60), known: device !== null },
          'refused',
        );
        return done(
          Object.assign(new Error('refused'), { returnCode: BAD_CREDENTIALS }) as AuthenticateError,
          false,
        );
      }
      (client as Known).device = device;
      done(null, true);
    };
    aedes.authorizePublish = (client, packet, done) => {
      const device = (client as Known | null)?.device;
      const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
      const allowed =
        device !== undefined &&
        mayPublish(options.hall, device, {
          topic: packet.topic,
          qos: packet.qos,
          retain: packet.retain,
          bytes: payload.length,
        }) &&
        this.#retainable(packet.topic, payload);
      if (allowed) return done(null);
      this.#log.warn(
        { event: 'mqtt.publish-refused', device: device?.id, topic: packet.topic.slice(0, 120) },
        'refused',
      );
      done(new Error('refused'));
    };
    aedes.authorizeSubscribe = (client, subscription, done) => {
      const device = (client as Known | null)?.device;
      if (device && maySubscribe(options.hall, device, subscription.topic)) return done(null, subscription);
      this.#log.warn(
        { event: 'mqtt.subscribe-refused', device: device?.id, topic: subscription.topic.slice(0, 120) },
        'refused',
      );
      done(null, null);
    };
    aedes.on('publish', (packet, client) => {
      const device = (client as Known | null)?.device;
      if (device) options.onMessage(device, packet.topic, Buffer.from(packet.payload as Buffer));
    });
    aedes.on('clientError', (client, error) =>
      this.#log.info(
        { event: 'mqtt.client-error', client: client.id, reason: error.message },
        'client error',
      ),
    );
    aedes.on('connectionError', (client, error) =>
      this.#log.info(
        { event: 'mqtt.connection-error', client: client?.id, reason: error.message },
        'connection error',
      ),
    );
  }

  static async start(options: BrokerOptions): Promise<Broker> {
    const aedes = await Aedes.createBroker({
      concurrency: CONCURRENCY,
      queueLimit: QUEUE_LIMIT,
      connectTimeout: CONNECT_TIMEOUT_MS,
    });
    return new Broker(aedes, options);
  }

  /** What stays on the broker must be valid before it stays. */
  #retainable(topic: string, payload: Buffer): boolean {
    const parsed = parseTopic(this.#hall, topic);
    if (!parsed) return false;
    const entry = TOPIC_ENTRIES[parsed.name];
    if (!entry.retain) return true;
    try {
      return entry.schema.safeParse(JSON.parse(payload.toString())).success;
    } catch {
      return false;
    }
  }

  listen(port: number, host: string): Promise<number> {
    const server = createServer({ noDelay: true }, (socket) => this.#aedes.handle(socket));
    this.#tcp = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  publish(topic: string, message: unknown, qos: 0 | 1, retain: boolean): void {
    this.#aedes.publish(
      { cmd: 'publish', topic, payload: Buffer.from(JSON.stringify(message)), qos, retain, dup: false },
      (error) => {
        if (error)
          this.#log.error({ event: 'mqtt.publish-failed', topic, reason: error.message }, 'publish failed');
      },
    );
  }

  /** Ends the connections of a device, for instance when its credential was revoked. */
  drop(device: string): void {
    for (const client of Object.values(
      (this.#aedes as unknown as { clients: Record<string, Known> }).clients,
    )) {
      if (client.device?.id === device) client.close();
    }
  }

  async close(): Promise<void> {
    this.webSockets.close();
    for (const socket of this.webSockets.clients) socket.terminate();
    await new Promise<void>((resolve) => this.#aedes.close(() => resolve()));
    await new Promise<void>((resolve) => (this.#tcp ? this.#tcp.close(() => resolve()) : resolve()));
  }
}
