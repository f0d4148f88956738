import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Logger } from 'pino';
import { absenceBefore } from './absence.ts';
import { openDeviceDoors } from './access/device-doors.ts';
import { DeviceTokens } from './access/device-token.ts';
import { openFrontDoors } from './access/front-doors.ts';
import { openStaffDoors } from './access/staff-doors.ts';
import { AccessStore } from './access/store.ts';
import { Broker } from './broker/broker.ts';
import { reloadOldPages } from './broker/old-pages.ts';
import { Publisher } from './broker/publisher.ts';
import { hallClock } from './clock.ts';
import { controlledClock } from './clock-control.ts';
import { accountHandlers } from './commands/accounts.ts';
import { bookingReads } from './commands/bookings.ts';
import { calendarHandlers } from './commands/calendar.ts';
import { certificateIssuer } from './commands/certificates.ts';
import { enrolmentHandlers } from './commands/enrolment.ts';
import { Executor } from './commands/executor.ts';
import { guideDeskHandlers } from './commands/guide-desk.ts';
import { backupHandlers } from './commands/maintenance.ts';
import { paperScanHandlers } from './commands/paper-scan.ts';
import { privacyCommands } from './commands/privacy.ts';
import { publicInfoHandlers } from './commands/public-info.ts';
import { queueLineHandlers } from './commands/queue-line.ts';
import { remoteHandlers } from './commands/remote.ts';
import { Repeats } from './commands/repeats.ts';
import { reportHandlers } from './commands/reports.ts';
import { residentHandlers } from './commands/resident.ts';
import { settingsHandlers } from './commands/settings.ts';
import { LiveConfig } from './config/live.ts';
import { type DemoCredentials, demoCredentials, wrongMode } from './demo.ts';
import { handleDevices } from './devices/asks.ts';
import { DeviceRegistry } from './devices/registry.ts';
import { RemoteDesk } from './devices/remote/remote-desk.ts';
import { LedgerClient } from './ledger/client.ts';
import { HeadKeeper } from './ledger/head-keeper.ts';
import { loadSigner } from './ledger/signing-key.ts';
import type { LogFiles } from './log-files.ts';
import { startBackups } from './maintenance/start.ts';
import { prepareData } from './maintenance/upgrade.ts';
import type { HallOptions } from './options.ts';
import { DocumentStore } from './papers/documents.ts';
import { CertificateRenderer } from './papers/renderer.ts';
import { buildApp } from './routes/app.ts';
import { Feed } from './routes/feed.ts';
import { seedSettings } from './settings-seed.ts';
import { Estimates } from './stats/estimates/service.ts';
import { Reports } from './stats/reports.ts';
import { powerNotices } from './supervision/power.ts';
import { startSntp } from './supervision/sntp.ts';
import { Supervision } from './supervision/supervision.ts';
import { Outbox } from './sync/outbox.ts';
import { PlatformClient } from './sync/platform-client.ts';
import { startTimers } from './timers.ts';
import { loadHallKeys } from './vault/hall-key.ts';
import { startVaultHousekeeping, type VaultHousekeeping } from './vault/housekeeping.ts';
import { sealToOf } from './vault/sealed-person.ts';

const VERSION = '0.2.0';
const BUILT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

export interface RunningHall {
  readonly port: number;
  readonly mqttPort: number;
  /** Null where there is no such listener. */
  readonly httpsPort: number | null;
  readonly mqttsPort: number | null;
  /** SHA-256 of the hall CA's certificate, hex. */
  readonly caFingerprint: string;
  readonly demo: DemoCredentials | null;
  /** Makes the first administrator; to be shown at this machine only. Null where there is one. */
  readonly setupCode: string | null;
  /** Of the newest event in the ledger. */
  position(): number;
  stop(): Promise<void>;
}

/** Puts the parts of a hall server together and starts them in the order that they need each other. */
export async function startHall(
  options: HallOptions,
  config: HallConfig,
  log: Logger,
  logFiles: LogFiles | null = null,
): Promise<RunningHall> {
  const hallKeyFile = path.join(options.keys, 'hall.key');
  prepareData({ data: options.data, hallKeyFile, say: (text) => log.info({ event: 'upgrade' }, text) });
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const { certificates: key, unseal } = loadHallKeys(hallKeyFile, path.join(options.data, 'vault.db'));
  const wall = options.clockControl === null ? Date.now : controlledClock(options.clockControl);
  const access = new AccessStore({
    ...{ file: path.join(options.data, 'access.db'), settings: config.access, key },
    ...{ suite: config.privacy.cipherSuite, issuer: config.name.zh, wall },
  });
  const demoFile = path.join(options.keys, 'demo-credentials.json');
  const refusal = wrongMode(options.demo, access, demoFile);
  if (refusal !== null) {
    access.close();
    throw new Error(refusal);
  }
  const ledger = await LedgerClient.open(
    {
      ledgerFile: path.join(options.data, 'ledger.db'),
      vaultFile: path.join(options.data, 'vault.db'),
      hallKeyFile,
      config,
      platform: options.platformUrl !== null,
    },
    (notBefore) => hallClock(notBefore, wall),
  );
  const { now } = ledger;
  // Before the start writes anything: its own events are no sign of life of the server before.
  const absence = absenceBefore(ledger.state.at, now());
  // What managers change while the hall runs; `config` is its file, whose other sections count until the next start.
  const live = new LiveConfig({
    ...{ file: config, now, versions: () => ledger.state.settings },
    read: (version) => ledger.reader.settings(version),
  });
  await seedSettings(live, ledger, log);
  ledger.onArchive((reason) => {
    if (reason === null) log.info({ event: 'ledger.archiving' }, 'old days are archived again');
    else log.error({ event: 'ledger.archive-failed', reason }, 'old days cannot be archived');
  });
  ledger.onFailure((error) => {
    // Without its writer a hall server can keep no promise: end, and let the supervisor start it again.
    log.fatal({ event: 'writer.failed', reason: error.message }, 'the ledger writer failed');
    process.exit(1);
  });
  const staffDoors = await openStaffDoors({
    ...{ access, config, ledger, keys: options.keys, demo: options.demo, log, now },
  });
  const { staff } = staffDoors;
  const demo = options.demo ? await demoCredentials(demoFile, config, access) : null;

  const remoteDesk = new RemoteDesk(now);
  const devices = new DeviceRegistry(live, remoteDesk);
  const tokens = new DeviceTokens();
  const deviceDoors = await openDeviceDoors({ options, config, access, devices, tokens, log, now });
  const documents = new DocumentStore();
  const renderer = new CertificateRenderer();
  const platform = new PlatformClient(
    options.platformUrl,
    options.platformCredentialFile === null
      ? ''
      : readFileSync(options.platformCredentialFile, 'utf8').trim(),
  );
  const issueCertificate = certificateIssuer({ live, ledger, platform, renderer, documents, key, now });
  const backups = startBackups({
    ...{ options, config, ledger, log, now, hallKeyFile, program: VERSION },
    onChange: () => feed.nudge('backup.changed'),
  });
  const supervision: Supervision = new Supervision({
    ...{ config, ledger, devices, log, version: VERSION, data: options.data, keys: options.keys },
    lan: options.lan,
    broker: () => supervised.broker,
    platformLinked: options.platformUrl !== null,
    backup: () => backups.facts(),
    anchoredAt: () => heads.anchoredAt,
    contradictedAt: () => heads.trouble?.seq ?? null,
    settings: () => live.unsound(),
    estimates: () => estimates.facts(),
    purgeHeld: () => supervised.housekeeping?.held() != null,
    logs: () => logFiles?.facts() ?? null,
  });
  const supervised: { broker: Broker | null; housekeeping: VaultHousekeeping | null } = {
    broker: null,
    housekeeping: null,
  };
  const enrolment = enrolmentHandlers({
    ...{ config, ledger, now, credentials: access.devices, enrolments: deviceDoors.enrolments },
    isOnline: (device) => devices.isOnline(device),
    onEnrolled: (device) => publisher.settings(device),
    onEnded: (device) => {
      broker.drop(device);
      publisher.forget(device);
      remoteDesk.forget(device);
      devices.presence(device, false, now());
    },
    onChange: () => feed.nudge('device.changed'),
  });
  const estimates = new Estimates({
    ...{ config: () => live.current, data: options.data, epoch: ledger.epoch, now, log },
    state: () => ledger.state,
  });
  const { waits } = estimates;
  const reports = new Reports({
    ...{ ledgerFile: path.join(options.data, 'ledger.db'), timeZone: config.timeZone },
    config: () => live.current,
  });
  const executor = new Executor({
    ...{ live, staff, ledger, devices, waits, issueCertificate, now },
    administration: new Repeats(now).guard({
      ...accountHandlers({ access, staff, config, ledger, notes: staffDoors.notes, now }),
      ...enrolment,
      ...supervision.handlers(),
      ...backupHandlers({ ledger, backups }),
      ...estimates.handlers(),
      ...privacyCommands({ ledger, now }),
      ...bookingReads({ ledger, config: () => live.current, configAt: (at) => live.at(at), now }),
      ...calendarHandlers(),
      ...reportHandlers({ reports, config: () => live.current, staff, now }),
      ...settingsHandlers({ ledger, live, staff, now }),
      ...residentHandlers({ ledger, config: () => live.current, waits, now }),
      ...queueLineHandlers({ ledger, config: () => live.current, now }),
      ...publicInfoHandlers({ config: () => live.current, platform, reports, now }),
      ...paperScanHandlers({
        ...{ config: () => live.current, ledger, keys: access.paperKeys, now },
        isOnline: (device) => devices.isOnline(device),
        isLetIn: (device) => access.devices.has(device),
      }),
      ...guideDeskHandlers({
        ...{ config: () => live.current, ledger, devices, now },
        print: (device, ticket, id) => publisher.print(device, ticket, id),
      }),
      ...remoteHandlers({
        ...{ desk: remoteDesk, config: () => live.current, devices, ledger, now },
        send: (device, id, order) => publisher.remote(device, id, order),
        onChange: () => feed.nudge('device.changed'),
      }),
    }),
    told: supervision.command,
  });
  const feed = new Feed(ledger);

  const broker: Broker = await Broker.start({
    hall: config.id,
    log,
    authenticate: deviceDoors.authenticate,
    ownerOf: deviceDoors.ownerOf,
    generation: deviceDoors.generation,
    now,
    onMessage: (device, topic, payload) => onMessage(device, topic, payload),
  });
  supervised.broker = broker;
  const onMessage = handleDevices({
    hall: config.id,
    ledger,
    executor,
    devices,
    publish: (topic, message, qos, retain) => broker.publish(topic, message, qos, retain),
    onDevices() {
      feed.nudge('device.changed');
      publisher.info();
    },
    onSeen: deviceDoors.seen,
    onOnline: reloadOldPages({
      kindOf: (device) => devices.actor(device)?.device ?? null,
      knows: (device) => devices.isFrom(device, 0, 2),
      reload: (device) => publisher.reload(device),
    }),
    log,
    now,
  });
  const publisher = new Publisher({
    live,
    staff,
    waits,
    epoch: ledger.epoch,
    catalogue: () => executor.catalogue.version,
    progressUrl: options.publicUrl === null ? null : `${options.publicUrl}/p/`,
    sealTo: sealToOf(unseal),
    demo: options.demo,
    urgent: () => powerNotices(devices.serverUps()),
    out: broker,
    enrolled: (device) => access.devices.has(device),
    state: () => ledger.state,
    now,
  });
  const outbox =
    options.platformUrl === null
      ? null
      : new Outbox({ ...{ ledger, platform, staff, log, now }, configAt: (instant) => live.at(instant) });
  live.onChange((after, before) => {
    publisher.reconfigure(after, before);
    feed.nudge('settings.in-force');
  });
  ledger.onEvents((events) => {
    if (events.some(({ type }) => type === 'settings.changed')) live.tick();
    publisher.handle(events);
  });
  // The day begins with the start of the server, not with the first resident.
  await ledger.submit('day.begin', {}, 'hall', `start-${now()}`);
  publisher.start();
  estimates.onChange((queues) => publisher.waits(queues));
  estimates.start();
  const heads: HeadKeeper = new HeadKeeper({
    ...{ hall: config.id, ledger, log, now, platform: options.platformUrl === null ? null : platform },
    signer: loadSigner(options.keys),
    publish: (head) => publisher.head(head),
  });

  const app = await buildApp({
    doors: { access, staff, devices, config, now },
    staffDoors,
    executor,
    waits,
    live,
    supervision,
    ledger,
    feed,
    tokens,
    deviceDoors,
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
  const { port, mqttPort, lan, httpsPort, mqttsPort } = options;
  const front = await openFrontDoors({
    ...{ app, broker, tls: deviceDoors.tls, hosts: deviceDoors.hosts },
    ...{ port, mqttPort, lan, httpsPort, mqttsPort },
  });
  const timers = startTimers({ ledger, live, feed, devices, publisher, now, absence });
  outbox?.start();
  heads.start();
  supervision.start();
  const sntp =
    options.sntpPort === null
      ? null
      : await startSntp({ port: options.sntpPort, host: lan ?? '127.0.0.1', now, wall }, log);
  const vaultHousekeeping = startVaultHousekeeping({ ledger, log, now, wall });
  supervised.housekeeping = vaultHousekeeping;
  log.info({ event: 'hall.ready', seq: ledger.state.seq }, 'ready');
  return {
    port: front.port,
    mqttPort: front.mqttPort,
    httpsPort: front.httpsPort,
    mqttsPort: front.mqttsPort,
    caFingerprint: deviceDoors.authority.fingerprint,
    demo,
    setupCode: staffDoors.setupCode,
    position: () => ledger.state.seq,
    async stop() {
      outbox?.stop();
      await heads.stop();
      await vaultHousekeeping.stop();
      supervision.stop();
      await sntp?.stop();
      await backups.stop();
      timers.stop();
      await estimates.stop();
      publisher.stop();
      feed.close();
      staffDoors.stop();
      // Screens first: a server does not end while one of their connections is open.
      await broker.close();
      await front.close();
      deviceDoors.stop();
      await app.close();
      await renderer.close();
      await reports.close();
      await ledger.close();
      access.close();
    },
  };
}

function readSurfaces(file: string | null): unknown | null {
  try {
    return file === null ? null : JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
