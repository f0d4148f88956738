import { mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { DeviceTokens } from './access/device-token.ts';
import { AccessStore } from './access/store.ts';
import { Broker } from './broker/broker.ts';
import { Publisher } from './broker/publisher.ts';
import { hallClock } from './clock.ts';
import { certificateIssuer } from './commands/certificates.ts';
import { Executor } from './commands/executor.ts';
import { type DemoCredentials, demoCredentials } from './demo.ts';
import { handleDevices } from './devices/asks.ts';
import { DeviceRegistry } from './devices/registry.ts';
import { LedgerClient } from './ledger/client.ts';
import type { HallOptions } from './options.ts';
import { DocumentStore } from './papers/documents.ts';
import { CertificateRenderer } from './papers/renderer.ts';
import { buildApp } from './routes/app.ts';
import { MQTT_PATH } from './routes/devices.ts';
import { Feed } from './routes/feed.ts';
import { Outbox } from './sync/outbox.ts';
import { PlatformClient } from './sync/platform-client.ts';
import { startTimers } from './timers.ts';
import { loadHallKeys } from './vault/hall-key.ts';

const HOST = '127.0.0.1';
const VERSION = '0.1.0';
const BUILT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

export interface RunningHall {
  readonly port: number;
  readonly mqttPort: number;
  readonly demo: DemoCredentials | null;
  stop(): Promise<void>;
}

/** Puts the parts of a hall server together and starts them in the order that they need each other. */
export async function startHall(options: HallOptions, config: HallConfig, log: Logger): Promise<RunningHall> {
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const access = new AccessStore(path.join(options.data, 'access.db'));
  const hallKeyFile = path.join(options.keys, 'hall.key');
  const key = loadHallKeys(hallKeyFile, path.join(options.data, 'vault.db')).certificates;
  const ledger = await LedgerClient.open(
    {
      ledgerFile: path.join(options.data, 'ledger.db'),
      vaultFile: path.join(options.data, 'vault.db'),
      hallKeyFile,
      config,
    },
    (notBefore) => hallClock(notBefore),
  );
  const { now } = ledger;
  ledger.onFailure((error) => {
    // Without its writer a hall server can keep no promise: end, and let the supervisor start it again.
    log.fatal({ event: 'writer.failed', reason: error.message }, 'the ledger writer failed');
    process.exit(1);
  });
  const demo = options.demo
    ? await demoCredentials(path.join(options.keys, 'demo-credentials.json'), config, access)
    : null;

  const devices = new DeviceRegistry(config);
  const tokens = new DeviceTokens();
  const documents = new DocumentStore();
  const renderer = new CertificateRenderer();
  const platform = new PlatformClient(
    options.platformUrl,
    readFileSync(options.platformCredentialFile, 'utf8').trim(),
  );
  const issueCertificate = certificateIssuer({ config, ledger, platform, renderer, documents, key, now });
  const executor = new Executor({ config, ledger, devices, issueCertificate, administration: {}, now });
  const feed = new Feed(ledger);

  const broker: Broker = await Broker.start({
    hall: config.id,
    log,
    authenticate: (device, password) =>
      access.hasDevice(device) &&
      (tokens.check(device, password, now()) || access.checkDevice(device, password))
        ? devices.actor(device)
        : null,
    onMessage: (device, topic, payload) => onMessage(device, topic, payload),
  });
  const onMessage = handleDevices({
    hall: config.id,
    ledger,
    executor,
    devices,
    publish: (topic, message, qos, retain) => broker.publish(topic, message, qos, retain),
    onDevices: () => feed.nudge('device.changed'),
    log,
    now,
  });
  const publisher = new Publisher({
    config,
    epoch: ledger.epoch,
    catalogue: executor.catalogue.version,
    progressUrl: options.publicUrl === null ? null : `${options.publicUrl}/p/`,
    demo: options.demo,
    out: broker,
    state: () => ledger.state,
    now,
  });
  const outbox = new Outbox({ ledger, platform, config, log, now });
  ledger.onEvents((events) => publisher.handle(events));
  // The day begins with the start of the server, not with the first resident.
  await ledger.submit('day.begin', {}, 'hall', `start-${now()}`);
  publisher.start();

  const app = await buildApp({
    doors: { access, devices, config, now },
    executor,
    ledger,
    feed,
    tokens,
    documents,
    demo: options.demo,
    demoSurfaces: () => (options.demo ? readSurfaces(options.surfacesFile) : null),
    pages: {
      console: path.join(BUILT, 'dist', 'console'),
      display: path.resolve(BUILT, '..', 'display-wall', 'dist'),
    },
    version: VERSION,
    log,
  });
  acceptScreens(app, broker);
  const mqttPort = await broker.listen(options.mqttPort, HOST);
  await app.listen({ port: options.port, host: HOST });
  const timers = startTimers({ ledger, config, feed, devices, publisher, now });
  outbox.start();
  const address = app.server.address();
  log.info({ event: 'hall.ready', seq: ledger.state.seq }, 'ready');
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    mqttPort,
    demo,
    async stop() {
      outbox.stop();
      timers.stop();
      publisher.stop();
      feed.close();
      // Screens first: a server does not end while one of their connections is open.
      await broker.close();
      await app.close();
      await renderer.close();
      await ledger.close();
      access.close();
    },
  };
}

/** MQTT over WebSocket on the server's own port; any other upgrade is refused. */
function acceptScreens(app: FastifyInstance, broker: Broker): void {
  (app.server as Server).on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    // Anything may stand in these headers, "null" and worse: nothing of it may throw.
    const { origin, host } = request.headers;
    const sameOrigin = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
    if (request.url?.split('?')[0] !== MQTT_PATH || !sameOrigin) {
      socket.destroy();
      return;
    }
    broker.webSockets.handleUpgrade(request, socket, head, (webSocket) =>
      broker.webSockets.emit('connection', webSocket, request),
    );
  });
}

function readSurfaces(file: string | null): unknown | null {
  try {
    return file === null ? null : JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
