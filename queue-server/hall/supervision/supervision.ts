import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import path from 'node:path';
import type { CommandName } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { HealthReport } from '@hall/shared/contracts/health';
import { ok } from '@hall/shared/contracts/result';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Broker } from '../broker/broker.ts';
import type { Handlers } from '../commands/administration.ts';
import type { DeviceRegistry } from '../devices/registry.ts';
import type { LedgerClient } from '../ledger/client.ts';
import { sizeOutlook } from '../ledger/size.ts';
import type { EstimateFacts } from '../stats/estimates/service.ts';
import { checkDevices } from './checks/devices.ts';
import { checkEstimates } from './checks/estimates.ts';
import { checkHousekeeping } from './checks/housekeeping.ts';
import {
  type BackupFacts,
  type CertificateFacts,
  checkBackup,
  checkCertificates,
  checkKeys,
  checkLedger,
  checkLedgerSize,
  checkPlatform,
} from './checks/keeping.ts';
import { checkPower } from './checks/power.ts';
import { checkSettings } from './checks/settings.ts';
import {
  checkDisk,
  checkLogs,
  checkLoop,
  checkMemory,
  checkUptime,
  checkWriting,
  type LogFacts,
} from './checks/storage.ts';
import { checkClock, checkSkew } from './checks/time.ts';
import { ClockWatch, COMPARE_EVERY_MS } from './clock-watch.ts';
import { clockSynchronised, machineZone } from './facts/clock.ts';
import { diskFacts } from './facts/disk.ts';
import { addressesOf, certificatesIn, keyFolderFacts } from './facts/keys.ts';
import { DAY_MS } from './finding.ts';
import { Metrics, type Readings } from './metrics.ts';
import { probeRoutes } from './probes.ts';
import { ledgerProbe, Readiness } from './readiness.ts';
import { reportOf } from './report.ts';

/** Certificates, time source and key files are looked at this often at most, however many look at the page. */
const SLOW_FACTS_MS = 30_000;
/** What the page says of the event loop is about this long. */
const LOOP_WINDOW_MS = 5 * 60_000;
const SHORT_HEAD = 6;

export interface SupervisionOptions {
  readonly config: HallConfig;
  readonly data: string;
  readonly keys: string;
  /** Address that the TLS doors are bound to, 0.0.0.0 for all; null: this machine only. */
  readonly lan: string | null;
  readonly version: string;
  readonly ledger: LedgerClient;
  readonly devices: DeviceRegistry;
  /** Null until it is started. */
  readonly broker: () => Pick<Broker, 'clients' | 'counts' | 'listening'> | null;
  readonly platformLinked: boolean;
  readonly backup: () => BackupFacts;
  /** When a signed head was last kept outside, ms; null: never; undefined: nobody counts it here. */
  readonly anchoredAt: () => number | null | undefined;
  /** Where the ledger and what others keep of it do not fit together; null: nowhere. */
  readonly contradictedAt: () => number | null;
  /** Versions of the settings that cannot be used. */
  readonly settings: () => readonly { readonly version: number; readonly reason: string }[];
  readonly estimates: () => EstimateFacts;
  /** Whether the purge by time is held back. */
  readonly purgeHeld: () => boolean;
  /** Null where the log goes to a terminal. */
  readonly logs: () => LogFacts | null;
  readonly log: Logger;
}

interface SlowFacts {
  readonly at: number;
  readonly synchronised: boolean | null;
  readonly certificates: readonly CertificateFacts[];
}

/** What watches the hall from inside: figures for machines, one page for people. */
export class Supervision {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly #options: SupervisionOptions;
  readonly #clock: ClockWatch;
  readonly #startedAt = Date.now();
  #slow: Promise<SlowFacts> | null = null;
  #slowAt = Number.NEGATIVE_INFINITY;
  #certificates: readonly CertificateFacts[] = [];
  /** Smoothed over about ten commits. */
  #commitMs: number | null = null;
  #timers: NodeJS.Timeout[] = [];

  constructor(options: SupervisionOptions) {
    this.#options = options;
    const { ledger, log } = options;
    this.metrics = new Metrics(() => this.#readings());
    this.readiness = new Readiness({
      probe: ledgerProbe(ledger, randomUUID),
      brokerListening: () => options.broker()?.listening ?? false,
      vaultOpen: () => this.#vaultOpen(),
    });
    this.#clock = new ClockWatch((jump) =>
      log.warn({ event: 'clock.jumped', byMs: jump.byMs }, 'the machine’s clock was set'),
    );
    ledger.onCommit((size, commitMs, failure) => {
      this.readiness.committed(failure);
      if (failure !== null) return;
      this.#commitMs = this.#commitMs === null ? commitMs : this.#commitMs * 0.9 + commitMs * 0.1;
      this.metrics.commit.observe('', commitMs / 1000);
      this.metrics.batch.observe('', size);
    });
    ledger.onFailure(() => this.readiness.writerFailed());
  }

  start(): void {
    this.#timers = [
      setInterval(() => this.#clock.compare(), COMPARE_EVERY_MS).unref(),
      setInterval(() => this.metrics.forgetLoop(), LOOP_WINDOW_MS).unref(),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.metrics.stop();
  }

  /** For the executor: arrow, so that it can be handed over. */
  readonly command = (name: CommandName, outcome: string): void => this.metrics.commands.add(name, outcome);

  routes(app: FastifyInstance): void {
    const tokenFile = path.join(this.#options.keys, 'metrics-token');
    probeRoutes(app, {
      reasons: () => this.readiness.reasons(),
      metrics: this.metrics,
      metricsToken: () => (existsSync(tokenFile) ? readFileSync(tokenFile, 'utf8').trim() : null),
    });
  }

  handlers(): Handlers<'maintenance.health'> {
    return { 'maintenance.health': async () => ok(await this.report()) };
  }

  async report(): Promise<HealthReport> {
    const { config, data, keys, version, ledger, devices, platformLinked } = this.#options;
    // A look at the page tries the disk again where the last commit failed.
    await this.readiness.reasons();
    const slow = await this.#slowFacts();
    const now = Date.now();
    const outbox = ledger.reader.outbox(1, null)[0];
    const logs = this.#options.logs();
    const seen = devices.view();
    return reportOf(ledger.now(), {
      server: [
        ...checkUptime(this.#startedAt, now, version),
        ...checkLoop(this.metrics.loopP99Ms()),
        ...checkMemory(freemem(), totalmem()),
        ...checkEstimates(this.#options.estimates()),
        ...checkPower(devices.serverUps()),
      ],
      storage: [
        ...checkWriting({ failure: this.readiness.storageFailure, vaultOpen: this.#vaultOpen() }),
        ...checkDisk(diskFacts('data', data, this.#commitMs)),
        ...(logs === null ? [] : checkLogs(logs, now)),
      ],
      devices: checkDevices(seen.map((device) => ({ ...device, seen: device.since !== null }))),
      time: [
        ...checkClock(
          {
            synchronised: slow.synchronised,
            jumps: this.#clock.jumps,
            hallAheadMs: ledger.now() - now,
            machineZone: machineZone(),
            hallZone: config.timeZone,
          },
          now,
        ),
        ...checkSkew(devices.skews()),
      ],
      certificates: [
        ...checkCertificates(slow.certificates, addressesOf(this.#options.lan), now),
        ...checkKeys(keyFolderFacts(keys, data)),
      ],
      backup: checkBackup(this.#options.backup(), now),
      platform: checkPlatform(
        {
          linked: platformLinked,
          waiting: ledger.reader.outboxCounts().pending,
          oldestAt: outbox?.created_at ?? null,
        },
        now,
      ),
      ledger: [
        ...checkLedger(
          {
            events: ledger.state.seq,
            shortHead: ledger.head.slice(0, SHORT_HEAD).toUpperCase(),
            anchoredAt: this.#options.anchoredAt(),
            contradictedAt: this.#options.contradictedAt(),
          },
          now,
        ),
        ...checkLedgerSize(sizeOutlook(ledger.reader.size(), config.ledger.budgetMiB)),
        ...checkHousekeeping({
          purgeHeld: this.#options.purgeHeld(),
          archiveFailure: ledger.archiveFailure,
        }),
        ...checkSettings(this.#options.settings()),
      ],
    });
  }

  #vaultOpen(): boolean {
    // The writer opened it before it said ready, and ends where it is lost; only its file can go.
    return existsSync(path.join(this.#options.data, 'vault.db'));
  }

  #slowFacts(): Promise<SlowFacts> {
    if (this.#slow === null || performance.now() - this.#slowAt > SLOW_FACTS_MS) {
      this.#slowAt = performance.now();
      this.#slow = clockSynchronised().then((synchronised) => {
        this.#certificates = certificatesIn(this.#options.keys);
        return { at: Date.now(), synchronised, certificates: this.#certificates };
      });
    }
    return this.#slow;
  }

  #readings(): Readings {
    const { ledger, devices, data } = this.#options;
    const broker = this.#options.broker();
    const logs = this.#options.logs();
    const backup = this.#options.backup();
    const now = Date.now();
    void this.#slowFacts();
    const ends = this.#certificates.map((certificate) => certificate.notAfter);
    return {
      queues: [...ledger.state.queues].map(([queue, { waiting }]) => ({ queue, waiting: waiting.size })),
      ticketsToday: [...ledger.state.queues.values()].reduce((sum, queue) => sum + queue.issued, 0),
      mqttClients: broker?.clients ?? 0,
      mqttReceived: broker?.counts.received ?? 0,
      mqttSent: broker?.counts.sent ?? 0,
      outboxWaiting: ledger.reader.outboxCounts().pending,
      diskFreeBytes: diskFacts('data', data, null).freeBytes,
      certificateDaysLeft: ends.length === 0 ? null : (Math.min(...ends) - now) / DAY_MS,
      backupAgeSeconds: backup.lastAt === null ? null : (now - backup.lastAt) / 1000,
      skews: devices.skews().map(({ device, skewMs }) => ({ device, seconds: skewMs / 1000 })),
      ready: this.readiness.storageFailure === null && (broker?.listening ?? false),
      logBytes: logs?.bytes ?? 0,
      logLinesLost: logs?.lostLines ?? 0,
      clockJumps: this.#clock.jumps.length,
    };
  }
}
