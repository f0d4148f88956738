import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Metric, Registry } from 'prom-client';
import { Histogram, LATENCY_BOUNDS_S, PairCounter } from './tally.ts';

/** Seconds of a commit: a solid-state disk to one that is failing. */
const COMMIT_BOUNDS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.03, 0.1, 0.3, 1] as const;
const BATCH_BOUNDS = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const;
/** Resolution of the event loop's histogram, ms: fine enough to see a 20 ms stall, and nearly free. */
const LOOP_RESOLUTION_MS = 10;
const NS = 1e9;

/** What is read when somebody scrapes; numbers only, never anything about a person. */
export interface Readings {
  readonly queues: readonly { readonly queue: string; readonly waiting: number }[];
  readonly ticketsToday: number;
  readonly mqttClients: number;
  readonly mqttReceived: number;
  readonly mqttSent: number;
  readonly outboxWaiting: number;
  readonly diskFreeBytes: number;
  readonly certificateDaysLeft: number | null;
  readonly backupAgeSeconds: number | null;
  readonly skews: readonly { readonly device: string; readonly seconds: number }[];
  readonly ready: boolean;
  readonly logBytes: number;
  readonly logLinesLost: number;
  readonly clockJumps: number;
}

/** The hall's figures for Prometheus. One registry a hall, so that tests may run several in a process. */
export class Metrics {
  readonly http = new Histogram(
    'hall_http_request_seconds',
    'HTTP answers by route pattern',
    'route',
    LATENCY_BOUNDS_S,
  );
  readonly commands = new PairCounter('hall_commands_total', 'Commands by name and outcome', [
    'command',
    'outcome',
  ]);
  readonly commit = new Histogram(
    'hall_ledger_commit_seconds',
    'Time that the disk takes for a commit',
    null,
    COMMIT_BOUNDS_S,
  );
  readonly batch = new Histogram('hall_ledger_batch_commands', 'Commands of one commit', null, BATCH_BOUNDS);
  readonly #loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  readonly #registry = new Registry();
  readonly #readings: () => Readings;
  #now: Readings;

  constructor(readings: () => Readings) {
    this.#readings = readings;
    this.#now = NOTHING;
    for (const metric of [this.http, this.commands, this.commit, this.batch]) {
      // The registry reads nothing of a metric but its name and `get`.
      this.#registry.registerMetric(metric as unknown as Metric);
    }
    this.#gauges();
    this.#loop.enable();
  }

  /** 99th percentile of the event loop's delay since the last reset, ms. */
  loopP99Ms(): number {
    return Math.max(0, this.#loop.percentile(99) / 1e6 - LOOP_RESOLUTION_MS);
  }

  /** What the page judges is the last minutes, not the time since the start. */
  forgetLoop(): void {
    this.#loop.reset();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  scrape(): Promise<string> {
    this.#now = this.#readings();
    return this.#registry.metrics();
  }

  stop(): void {
    this.#loop.disable();
  }

  #gauges(): void {
    const single = (name: string, help: string, read: (now: Readings) => number | null) => {
      const all = () => this.#now;
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        collect() {
          const value = read(all());
          this.reset();
          if (value !== null) this.set(value);
          else this.remove();
        },
      });
    };
    const many = (
      name: string,
      help: string,
      label: string,
      read: (now: Readings) => readonly (readonly [string, number])[],
    ) => {
      const all = () => this.#now;
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers: [this.#registry],
        collect() {
          this.reset();
          for (const [series, value] of read(all())) this.set({ [label]: series }, value);
        },
      });
    };
    many('hall_queue_waiting', 'People waiting', 'queue', (now) =>
      now.queues.map(({ queue, waiting }) => [queue, waiting] as const),
    );
    single('hall_tickets_today', 'Numbers given today', (now) => now.ticketsToday);
    single('hall_mqtt_clients', 'Connected devices and screens', (now) => now.mqttClients);
    single('hall_mqtt_messages_received', 'Messages from devices since the start', (now) => now.mqttReceived);
    single(
      'hall_mqtt_messages_sent',
      'Messages published by the server since the start',
      (now) => now.mqttSent,
    );
    single('hall_outbox_waiting', 'Records that wait for the platform', (now) => now.outboxWaiting);
    single('hall_disk_free_bytes', 'Free space where the databases lie', (now) => now.diskFreeBytes);
    single(
      'hall_certificate_days_left',
      'Days until the first certificate ends',
      (now) => now.certificateDaysLeft,
    );
    single('hall_backup_age_seconds', 'Age of the newest good backup', (now) => now.backupAgeSeconds);
    many('hall_device_clock_skew_seconds', 'Device clock minus hall clock', 'device', (now) =>
      now.skews.map(({ device, seconds }) => [device, seconds] as const),
    );
    single('hall_ready', '1 where the hall can keep its promises', (now) => (now.ready ? 1 : 0));
    single('hall_log_bytes', 'Size of all log files', (now) => now.logBytes);
    single('hall_log_lines_lost', 'Log lines that the disk did not take', (now) => now.logLinesLost);
    single('hall_clock_jumps', 'Jumps of the clock since the start', (now) => now.clockJumps);
    single(
      'hall_event_loop_p50_seconds',
      'Delay of the event loop, median',
      () => this.#loop.percentile(50) / NS,
    );
    single(
      'hall_event_loop_p99_seconds',
      'Delay of the event loop, p99',
      () => this.#loop.percentile(99) / NS,
    );
    single('hall_event_loop_max_seconds', 'Delay of the event loop, worst', () => this.#loop.max / NS);
    single('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss());
    single('nodejs_heap_used_bytes', 'Heap in use', () => process.memoryUsage().heapUsed);
    single('process_cpu_seconds_total', 'Processor time, user and system', () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
    single('process_start_time_seconds', 'When the process began', () =>
      Math.round(Date.now() / 1000 - process.uptime()),
    );
  }
}

const NOTHING: Readings = {
  queues: [],
  ticketsToday: 0,
  mqttClients: 0,
  mqttReceived: 0,
  mqttSent: 0,
  outboxWaiting: 0,
  diskFreeBytes: 0,
  certificateDaysLeft: null,
  backupAgeSeconds: null,
  skews: [],
  ready: false,
  logBytes: 0,
  logLinesLost: 0,
  clockJumps: 0,
};
