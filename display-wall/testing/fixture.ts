import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COMMANDS } from '@hall/shared/contracts/commands';
import { type Message, TOPIC_ENTRIES, type TopicName, topicOf } from '@hall/shared/contracts/messages';
import {
  boardMessage,
  DEVICES,
  envelope,
  HALL,
  infoMessage,
  padMessage,
  SEQ,
  text,
  windowMessage,
  ZONES,
} from './hall-state.ts';

/**
 * A hall in miniature for tests and for looking at the screens: broker over WebSocket, login, the built pages,
 * and a pad's answers. It speaks the contract, decides nothing.
 */

export const SECRET = '00112233445566778899aabbccddeeff';
const HEARTBEAT_MS = 1000;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** The parts of aedes that are used; it belongs to the queue server's package and is borrowed for tests. */
interface Packet {
  topic: string;
  payload: Buffer | string;
  qos: 0 | 1;
  retain: boolean;
  cmd: 'publish';
  dup: boolean;
}
interface Broker {
  handle: (stream: unknown, request?: unknown) => unknown;
  publish: (packet: Packet, done: (error?: Error | null) => void) => void;
  on(event: 'publish', listener: (packet: Packet, client: { id: string } | null) => void): unknown;
  on(event: 'clientReady', listener: (client: { id: string }) => void): unknown;
  close: (done?: () => void) => void;
  authenticate: unknown;
}
interface WebSockets {
  on(event: 'connection', listener: (socket: { terminate(): void }) => void): unknown;
  clients: Set<{ terminate(): void }>;
  close(): void;
}

async function borrowed(): Promise<{
  createBroker: (options: object) => Promise<Broker>;
  WebSocketServer: new (options: object) => WebSockets;
  createWebSocketStream: (socket: unknown) => unknown;
}> {
  const require = createRequire(new URL('../../queue-server/package.json', import.meta.url));
  const load = async (name: string) =>
    (await import(pathToFileURL(require.resolve(name)).href)) as Record<string, never>;
  const [aedes, ws] = [await load('aedes'), await load('ws')];
  const sockets = ('WebSocketServer' in ws ? ws : ws.default) as Record<string, never>;
  return {
    createBroker: (options) =>
      (aedes.Aedes as unknown as { createBroker(o: object): Promise<Broker> }).createBroker(options),
    WebSocketServer: sockets.WebSocketServer as never,
    createWebSocketStream: sockets.createWebSocketStream as never,
  };
}

/** What the pad is answered. `silent` answers nothing, as when the answer is lost. */
export type PadAnswers = 'done' | 'silent' | 'closed';

export class Fixture {
  readonly #http: Server;
  readonly #pages: string | null;
  readonly #broker: Broker;
  readonly #sockets: WebSockets;
  readonly #beat: NodeJS.Timeout;
  readonly #startedAt = Date.now();
  readonly #seenIds = new Set<string>();
  /** Everything that screens said, in order. */
  readonly heard: { readonly topic: string; readonly message: unknown }[] = [];
  /** MQTT client ids in the order in which they connected. */
  readonly clients: string[] = [];
  /** Ratings and declines that were carried out: each id once, as the ledger would. */
  readonly carriedOut: { readonly command: string; readonly body: unknown }[] = [];
  padAnswers: PadAnswers = 'done';
  ratingUntil = 0;
  tokenLifeMs = 600_000;
  demo = true;
  beating = true;

  /** @param pages the folder of the built pages; without one only login and broker are there */
  static async start(pages: string | null = null): Promise<Fixture> {
    const { createBroker, WebSocketServer, createWebSocketStream } = await borrowed();
    const broker = await createBroker({ heartbeatInterval: 60_000 });
    const http = createServer();
    const sockets = new WebSocketServer({ server: http, path: '/mqtt', perMessageDeflate: false });
    sockets.on('connection', (socket) => broker.handle(createWebSocketStream(socket)));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const fixture = new Fixture(http, broker, sockets, pages);
    await fixture.#retainAll();
    return fixture;
  }

  private constructor(http: Server, broker: Broker, sockets: WebSockets, pages: string | null) {
    this.#pages = pages;
    this.#http = http;
    this.#broker = broker;
    this.#sockets = sockets;
    http.on('request', (request, response) => void this.#serve(request, response));
    broker.authenticate = (
      _client: unknown,
      name: string,
      password: Buffer,
      done: (e: null, ok: boolean) => void,
    ) => done(null, password?.toString() === `token-of-${name}`);
    broker.on('clientReady', (client) => void this.clients.push(client.id));
    broker.on('publish', (packet, client) => {
      if (client === null || packet.topic.startsWith('$SYS')) return;
      const message = JSON.parse(packet.payload.toString()) as unknown;
      this.heard.push({ topic: packet.topic, message });
      if (packet.topic.endsWith('/ask')) this.#answer(packet.topic, message as Message<'ask'>);
    });
    this.#beat = setInterval(() => {
      if (this.beating) void this.say('server', undefined, this.#server());
    }, HEARTBEAT_MS);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  url(page: string, device: string, secret = SECRET): string {
    return `${this.origin}/display/${page}.html#device=${device}&secret=${secret}`;
  }

  /** Publishes as the server would, by the table. Validates first: a fixture that lies proves nothing. */
  say<N extends TopicName>(name: N, part: string | undefined, message: Message<N>): Promise<void> {
    const entry = TOPIC_ENTRIES[name];
    const payload = JSON.stringify(entry.schema.parse(message));
    return this.sayRaw(topicOf(HALL, name, part), payload, entry.retain, entry.qos);
  }

  sayRaw(topic: string, payload: string, retain: boolean, qos: 0 | 1 = 0): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#broker.publish({ topic, payload, qos, retain, cmd: 'publish', dup: false }, (error) =>
        error ? reject(error) : resolve(),
      ),
    );
  }

  /** What screens said to topics that end like this. */
  heardOn(ending: string): unknown[] {
    return this.heard.filter(({ topic }) => topic.endsWith(ending)).map(({ message }) => message);
  }

  /** Cuts every socket, as a flickering network would; the server stays. */
  cut(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  async stop(): Promise<void> {
    clearInterval(this.#beat);
    this.cut();
    this.#sockets.close();
    await new Promise<void>((resolve) => this.#broker.close(resolve));
    await new Promise<void>((resolve) => {
      this.#http.close(() => resolve());
      this.#http.closeAllConnections();
    });
  }

  #server(): Message<'server'> {
    return {
      ...envelope(Date.now()),
      hall: HALL,
      startedAt: this.#startedAt,
      heartbeatMs: HEARTBEAT_MS,
      demo: this.demo,
    };
  }

  async #retainAll(): Promise<void> {
    const now = Date.now();
    await this.say('server', undefined, this.#server());
    await this.say('info', undefined, infoMessage(now));
    for (const zone of ZONES) await this.say('board', zone.id, boardMessage(now, zone));
    await this.say('window', 'w3', windowMessage(now));
    await this.say('pad', 'w3', padMessage(now));
    for (const [device, settings] of Object.entries(DEVICES)) {
      const name = text(device, device);
      await this.say('settings', device, { ...envelope(now), device, name, ...settings });
    }
  }

  #answer(topic: string, ask: Message<'ask'>): void {
    const device = topic.split('/').at(-2) as string;
    const head = { ...envelope(Date.now()), id: ask.id };
    const body = COMMANDS[ask.command].body.parse(ask.body);
    if (ask.command === 'pad.read') {
      const form = {
        window: 'w3',
        number: 'A012',
        items: [text('社会保障卡补换领', 'Social security card replacement')],
        until: this.ratingUntil,
        commentMax: 150,
      };
      void this.say('answer', device, { ...head, ok: true, body: form });
      return;
    }
    if (this.padAnswers === 'closed') {
      const error = {
        code: 'RATING_CLOSED',
        message: 'closed',
        text: text('本次评价已结束。', 'This rating is closed.'),
      };
      void this.say('answer', device, { ...head, ok: false, error });
      return;
    }
    if (!this.#seenIds.has(ask.id)) {
      this.#seenIds.add(ask.id);
      this.carriedOut.push({ command: ask.command, body });
    }
    if (this.padAnswers === 'done')
      void this.say('answer', device, { ...head, ok: true, body: { done: true } });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] as string;
    if (path === '/api/v1/device-session') return this.#login(request, response);
    const file = normalize(path.replace(/^\/display\//, ''));
    if (this.#pages === null || !path.startsWith('/display/') || file.startsWith('..'))
      return void response.writeHead(404).end();
    try {
      const content = await readFile(join(this.#pages, file));
      response
        .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
        .end(content);
    } catch {
      response.writeHead(404).end();
    }
  }

  async #login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let raw = '';
    for await (const chunk of request) raw += String(chunk);
    const { device, secret } = JSON.parse(raw) as { device: string; secret: string };
    const settings = DEVICES[device];
    response.setHeader('content-type', 'application/json');
    if (settings === undefined || secret !== SECRET) {
      return void response.writeHead(401).end('{"code":"DEVICE_UNKNOWN"}');
    }
    const session = {
      device,
      kind: settings.kind,
      hall: HALL,
      token: `token-of-${device}`,
      expiresAt: Date.now() + this.tokenLifeMs,
      mqttPath: '/mqtt',
    };
    response.end(JSON.stringify(session));
  }
}

export { SEQ };
