import type { IncomingMessage, Server as WebServer } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Broker } from '../broker/broker.ts';
import { ConnectionGate } from '../broker/connection-gate.ts';
import { guardWeb } from '../broker/guard.ts';
import { HANDSHAKE_MS, REQUEST_CHECK_MS, REQUEST_MS, WEB_GATE } from '../broker/limits.ts';
import { MQTT_PATH } from '../routes/devices.ts';
import { isOwnHost, isOwnOrigin } from '../routes/own-host.ts';
import type { ServerTls } from './tls.ts';

const LOOPBACK = '127.0.0.1';
/** A browser sends a dozen headers. */
const MAX_HEADERS = 64;
/** An idle kept-alive connection is closed after this. */
const KEEP_ALIVE_MS = 15_000;

/** What every web server of the hall is made with, plain or TLS. */
export const WEB_SERVER = {
  noDelay: true,
  requestTimeout: REQUEST_MS,
  headersTimeout: REQUEST_MS,
  connectionsCheckingInterval: REQUEST_CHECK_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
} as const;

export interface FrontDoorOptions {
  readonly app: FastifyInstance;
  readonly broker: Broker;
  readonly tls: ServerTls;
  readonly hosts: () => ReadonlySet<string>;
  readonly port: number;
  readonly mqttPort: number;
  /** Where the TLS listeners stand; null: loopback. The plain ones never leave loopback. */
  readonly lan: string | null;
  /** Null: no such listener. */
  readonly httpsPort: number | null;
  readonly mqttsPort: number | null;
}

export interface FrontDoors {
  readonly port: number;
  readonly mqttPort: number;
  readonly httpsPort: number | null;
  readonly mqttsPort: number | null;
  close(): Promise<void>;
}

/** Opens every listener of the hall: the same app and the same broker behind each of them. */
export async function openFrontDoors(options: FrontDoorOptions): Promise<FrontDoors> {
  const { app, broker, tls } = options;
  const gate = new ConnectionGate(WEB_GATE);
  const plain = app.server as WebServer;
  guardWeb(plain, gate);
  acceptScreens(plain, broker, options.hosts);
  const mqttPort = await broker.listen(options.mqttPort, LOOPBACK);
  await app.listen({ port: options.port, host: LOOPBACK });

  let https: HttpsServer | null = null;
  let httpsPort: number | null = null;
  let mqttsPort: number | null = null;
  const host = options.lan ?? LOOPBACK;
  if (options.httpsPort !== null) {
    https = createHttpsServer(
      { ...WEB_SERVER, ...tls.context(), minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS },
      (request, response) => app.routing(request, response),
    );
    https.maxHeadersCount = MAX_HEADERS;
    https.on('tlsClientError', (_error, socket) => socket.destroy());
    guardWeb(https as unknown as WebServer, gate);
    acceptScreens(https as unknown as WebServer, broker, options.hosts);
    httpsPort = await listen(https, options.httpsPort, host);
  }
  if (options.mqttsPort !== null) {
    mqttsPort = await broker.listenTls(options.mqttsPort, host, tls.context());
  }
  tls.onRenewed((context) => {
    https?.setSecureContext({ ...context, minVersion: 'TLSv1.2' });
    broker.setContext(context);
  });
  const address = plain.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    mqttPort,
    httpsPort,
    mqttsPort,
    async close() {
      tls.stop();
      const closing = https;
      if (closing === null) return;
      const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
      closing.closeAllConnections();
      await closed;
    },
  };
}

/** MQTT over WebSocket on the server's own port; any other upgrade is refused. */
function acceptScreens(server: WebServer, broker: Broker, hosts: () => ReadonlySet<string>): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const { origin, host } = request.headers;
    const isMqtt = request.url?.split('?')[0] === MQTT_PATH;
    if (!isMqtt || !isOwnHost(host, hosts()) || !isOwnOrigin(origin, host)) {
      socket.destroy();
      return;
    }
    broker.webSockets.handleUpgrade(request, socket as never, head, (webSocket) =>
      broker.webSockets.emit('connection', webSocket, request),
    );
  });
}

function listen(server: HttpsServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
