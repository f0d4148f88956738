import { createServer, type Server as TcpServer } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import { parseTopic, TOPIC_ENTRIES } from '@hall/shared/contracts/messages';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { DeviceActor } from '../access/store.ts';
import type { Context } from '../access/tls.ts';
import { mayPublish, maySubscribe, mayWill } from '../access/topic-rules.ts';
import { LogLimit } from '../supervision/log-limit.ts';
import { ConnectRate } from './connect-rate.ts';
import { ConnectionGate } from './connection-gate.ts';
import { BrokerGuard } from './guard.ts';
import {
  CLIENT_ID_MAX,
  CONNECT_MS,
  CONNECTS,
  DRAIN_MS,
  HANDSHAKE_MS,
  KEEPALIVE_MAX_S,
  MQTT_GATE,
  OUTGOING_BYTES,
  PACKET_BYTES,
  TAKE_OVERS,
} from './limits.ts';

/** Deliveries of one message that run at once; about the number of screens of a large hall. */
const CONCURRENCY = 600;
/** Packets that a connecting screen may send before its session stands. */
const QUEUE_LIMIT = 200;

/** CONNACK return codes of MQTT 3.1.1 (3.2.2.3). */
const UNAVAILABLE = 3;
const BAD_CREDENTIALS = 4;

export interface BrokerOptions {
  readonly hall: string;
  readonly log: Logger;
  /** The device behind a user name and password, or null. */
  readonly authenticate: (device: string, password: string) => DeviceActor | null;
  /** Which device a client id belongs to. */
  readonly ownerOf: (clientId: string) => string | null;
  /** Generation of a device's credential; changes when the credential does, null where it has none. */
  readonly generation: (device: string) => number | null;
  readonly now: () => number;
  /** What a device published, allowed by the topic table but not yet validated. */
  readonly onMessage: (device: DeviceActor, topic: string, payload: Buffer) => void;
}

type Known = Client & { device?: DeviceActor | undefined; generation?: number | null };

/** The embedded MQTT 3.1.1 broker: access rules in front, the hall's own messages in and out. */
export class Broker {
  readonly #aedes: Aedes;
  readonly #hall: string;
  readonly #log: Logger;
  readonly #limit: LogLimit;
  readonly webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: PACKET_BYTES,
  });
  readonly #guard: BrokerGuard;
  readonly #options: BrokerOptions;
  readonly #connects = new ConnectRate(CONNECTS.burst, CONNECTS.everyMs);
  readonly #takeOvers = new ConnectRate(TAKE_OVERS.burst, TAKE_OVERS.everyMs);
  #tcp: TcpServer | null = null;
  #tls: TlsServer | null = null;
  /** Messages since the start, for the metrics. */
  readonly counts = { received: 0, sent: 0 };

  private constructor(aedes: Aedes, options: BrokerOptions) {
    this.#aedes = aedes;
    this.#hall = options.hall;
    this.#log = options.log;
    this.#limit = new LogLimit((held) =>
      options.log.warn({ event: 'mqtt.held-back', ...held }, 'refusals not told'),
    );
    this.#options = options;
    this.#guard = new BrokerGuard(
      new ConnectionGate(MQTT_GATE),
      (stream, request) => void aedes.handle(stream as never, request as never),
    );
    this.webSockets.on('connection', (socket, request) => this.#guard.webSocket(socket, request));
    aedes.preConnect = (client, packet, done) => {
      // The rules for a will need the user name, which only the packet has at this moment.
      (client as Known & { willTopic?: string }).willTopic = packet.will?.topic ?? '';
      done(null, packet.clean === true && packet.clientId.length <= CLIENT_ID_MAX);
    };
    aedes.authenticate = (client, username, password, done) => {
      const device = options.authenticate(username ?? '', password?.toString() ?? '');
      const will = (client as Known & { willTopic?: string }).willTopic ?? '';
      const allowed =
        device !== null &&
        options.ownerOf(client.id) === device.id &&
        (will === '' || mayWill(options.hall, device, will));
      const refuse = (returnCode: number) => {
        const event = 'mqtt.refused';
        if (this.#tells(event)) {
          const known = device !== null;
          this.#log.warn({ event, client: shortened(client.id), known, returnCode }, 'refused');
        }
        done(Object.assign(new Error('refused'), { returnCode }) as AuthenticateError, false);
      };
      if (!allowed) return refuse(BAD_CREDENTIALS);
      if (!this.#mayConnect(device.id, client.id)) return refuse(UNAVAILABLE);
      (client as Known).device = device;
      (client as Known).generation = options.generation(device.id);
      this.#guard.proven(client.conn);
      done(null, true);
    };
    // A credential may end between the check above and this moment, when `drop` finds the client.
    aedes.on('clientReady', (client) => {
      if (!this.#isCurrent(client as Known)) this.#end(client as Known);
    });
    aedes.authorizeForward = (client, packet) => {
      if (client.conn.writableLength <= OUTGOING_BYTES) return packet;
      const event = 'mqtt.slow-reader';
      if (this.#tells(event, client)) this.#log.warn({ event, client: shortened(client.id) }, 'cut off');
      client.conn.destroy(new Error('does not read'));
      return null;
    };
    aedes.authorizePublish = (client, packet, done) => {
      const device = (client as Known | null)?.device;
      const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
      const mayPublishHere =
        device !== undefined &&
        this.#isCurrent(client as Known) &&
        mayPublish(options.hall, device, {
          topic: packet.topic,
          qos: packet.qos,
          retain: packet.retain,
          bytes: payload.length,
        });
      if (mayPublishHere && this.#retainable(packet.topic, payload)) return done(null);
      const event = 'mqtt.publish-refused';
      if (this.#tells(event, client)) {
        const code: ErrorCode = mayPublishHere ? 'BAD_REQUEST' : 'FORBIDDEN';
        const topic = packet.topic.slice(0, 120);
        this.#log.warn({ event, device: device?.id, topic, code }, 'refused');
      }
      done(new Error('refused'));
    };
    aedes.authorizeSubscribe = (client, subscription, done) => {
      const device = (client as Known | null)?.device;
      if (
        device &&
        this.#isCurrent(client as Known) &&
        maySubscribe(options.hall, device, subscription.topic)
      )
        return done(null, subscription);
      const event = 'mqtt.subscribe-refused';
      if (this.#tells(event, client)) {
        this.#log.warn({ event, device: device?.id, topic: subscription.topic.slice(0, 120) }, 'refused');
      }
      done(null, null);
    };
    aedes.on('publish', (packet, client) => {
      const device = (client as Known | null)?.device;
      if (device) this.counts.received += 1;
      if (device) options.onMessage(device, packet.topic, Buffer.from(packet.payload as Buffer));
    });
    aedes.on('clientError', (client, error) => this.#failed('mqtt.client-error', client, error));
    aedes.on('connectionError', (client, error) => this.#failed('mqtt.connection-error', client, error));
  }

  #failed(event: string, client: Client | undefined, { message }: Error): void {
    if (!this.#tells(event, client)) return;
    this.#log.info({ event, client: shortened(client?.id), reason: message }, event);
  }

  /** A device that has proved itself is counted for itself: a stranger's noise does not hide it. */
  #tells(event: string, client?: Client | null): boolean {
    const device = (client as Known | null | undefined)?.device?.id;
    return this.#limit.allows(device === undefined ? event : `${event} ${device}`);
  }

  static async start(options: BrokerOptions): Promise<Broker> {
    const aedes = await Aedes.createBroker({
      concurrency: CONCURRENCY,
      queueLimit: QUEUE_LIMIT,
      connectTimeout: CONNECT_MS,
      drainTimeout: DRAIN_MS,
      keepaliveLimit: KEEPALIVE_MAX_S,
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

  /** Plain MQTT; only ever on a loopback address. */
  listen(port: number, host: string): Promise<number> {
    this.#tcp = createServer({ noDelay: true });
    this.#guard.listenOn(this.#tcp, 'connection');
    return listening(this.#tcp, port, host);
  }

  /** MQTTS; the certificate can be changed while it runs. */
  listenTls(port: number, host: string, context: Context): Promise<number> {
    this.#tls = createTlsServer({
      ...context,
      minVersion: 'TLSv1.2',
      handshakeTimeout: HANDSHAKE_MS,
      noDelay: true,
    });
    this.#tls.on('tlsClientError', (_error, socket) => socket.destroy());
    this.#guard.listenOn(this.#tls, 'secureConnection');
    return listening(this.#tls, port, host);
  }

  setContext(context: Context): void {
    this.#tls?.setSecureContext({ ...context, minVersion: 'TLSv1.2' });
  }

  /** Connected devices and screens. */
  get clients(): number {
    return this.#aedes.connectedClients;
  }

  get listening(): boolean {
    return this.#tcp?.listening ?? false;
  }

  publish(topic: string, message: unknown, qos: 0 | 1, retain: boolean): void {
    this.counts.sent += 1;
    this.#aedes.publish(
      { cmd: 'publish', topic, payload: Buffer.from(JSON.stringify(message)), qos, retain, dup: false },
      (error) => {
        if (error)
          this.#log.error({ event: 'mqtt.publish-failed', topic, reason: error.message }, 'publish failed');
      },
    );
  }

  /** Takes a retained message away. */
  clear(topic: string): void {
    this.#aedes.publish(
      { cmd: 'publish', topic, payload: Buffer.alloc(0), qos: 0, retain: true, dup: false },
      () => {},
    );
  }

  /** Ends the connections of a device whose credential has ended. Its last wills are not published. */
  drop(device: string): void {
    const { clients } = this.#aedes as unknown as { clients: Record<string, Known> };
    for (const client of Object.values(clients)) if (client.device?.id === device) this.#end(client);
  }

  #end(client: Known): void {
    client.device = undefined;
    (client as unknown as { will: null }).will = null;
    client.close();
  }

  #isCurrent(client: Known): boolean {
    return client.device !== undefined && client.generation === this.#options.generation(client.device.id);
  }

  #mayConnect(device: string, clientId: string): boolean {
    const now = this.#options.now();
    const { clients } = this.#aedes as unknown as { clients: Record<string, Known> };
    if (clients[clientId] !== undefined && !this.#takeOvers.take(device, now)) return false;
    return this.#connects.take(device, now);
  }

  async close(): Promise<void> {
    this.#limit.flush();
    this.webSockets.close();
    for (const socket of this.webSockets.clients) socket.terminate();
    await new Promise<void>((resolve) => this.#aedes.close(() => resolve()));
    for (const server of [this.#tcp, this.#tls]) {
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    }
  }
}

/** Whatever a stranger calls itself. */
function shortened(clientId: string | undefined): string | undefined {
  return clientId?.slice(0, 60);
}

function listening(server: TcpServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
