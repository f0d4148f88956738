import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { LedgerHead } from '@hall/shared/contracts/ledger-heads';
import { CONTRACT_VERSION, TOPIC_ENTRIES, type TopicName, topicOf } from '@hall/shared/contracts/messages';
import type { StaffLookup } from '../access/directory.ts';
import type { StoredEvent } from '../domain/events.ts';
import type { HallState } from '../domain/state.ts';
import { announcement } from '../voice/wording.ts';
import { boardBody, infoBody, padBody, queueBody, windowBody } from './snapshots.ts';

/** Queue counts change with every ticket; screens need them this often at most. */
const COALESCE_MS = 100;
const HEARTBEAT_MS = 5_000;
/** Retained topics under a device's id. */
const OF_A_DEVICE = ['presence', 'health', 'settings'] as const;
/** How often an announcement is said. */
const REPEAT = 2;

interface Outgoing {
  publish(topic: string, message: unknown, qos: 0 | 1, retain: boolean): void;
  /** Takes a retained message away. */
  clear(topic: string): void;
}

export interface PublisherOptions {
  readonly config: HallConfig;
  readonly staff: StaffLookup;
  readonly epoch: string;
  readonly catalogue: string;
  readonly progressUrl: string | null;
  readonly demo: boolean;
  readonly out: Outgoing;
  /** Whether a device has a good credential. */
  readonly enrolled: (device: string) => boolean;
  readonly state: () => HallState;
  readonly now: () => number;
}

/**
 * Turns committed events into messages: calls, windows and pads at once, counts coalesced. Retained messages
 * go out only where they changed, so a restart changes nothing and announces nothing.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #last = new Map<string, string>();
  readonly #due = new Set<string>();
  readonly #startedAt: number;
  #timer: NodeJS.Timeout | null = null;
  #heart: NodeJS.Timeout | null = null;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#startedAt = options.now();
  }

  /** Everything that a screen needs, retained; then the heartbeat. Called once, before anyone may connect. */
  start(): void {
    const { config, catalogue, progressUrl, demo } = this.#options;
    this.#retain('info', undefined, infoBody(config, catalogue, progressUrl, demo));
    for (const device of config.devices) this.settings(device.id);
    for (const window of config.windows) this.#window(window.id);
    this.#counts(config.queues.map((queue) => queue.id));
    this.#beat();
    this.#heart = setInterval(() => {
      this.#beat();
      // Estimates and opening hours move with the clock, not only with events.
      this.#counts(config.queues.map((queue) => queue.id));
    }, HEARTBEAT_MS);
  }

  /** What an enrolled device is and where. */
  settings(id: string): void {
    const device = this.#options.config.devices.find((entry) => entry.id === id);
    if (!device || !this.#options.enrolled(id)) return;
    const { kind, name, zone = null, windows = [] } = device;
    this.#retain('settings', id, { device: id, kind, name, zone, windows });
  }

  /** A device has no credential any more: nothing that is kept under its id stays. */
  forget(id: string): void {
    this.#last.delete(`settings/${id}`);
    for (const name of OF_A_DEVICE) this.#options.out.clear(topicOf(this.#options.config.id, name, id));
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#heart) clearInterval(this.#heart);
  }

  handle(events: readonly StoredEvent[]): void {
    const state = this.#options.state();
    const windows = new Set<string>();
    const zones = new Set<string>();
    for (const event of events) {
      const data = event.data as { window?: string; ticket?: string; zone?: string };
      if (data.window !== undefined) windows.add(data.window);
      const queue =
        event.type === 'ticket.taken'
          ? event.data.queue
          : data.ticket === undefined
            ? undefined
            : state.tickets.get(data.ticket)?.queue;
      if (queue !== undefined) this.#later(queue);
      if (event.type === 'ticket.called' || event.type === 'ticket.recalled') zones.add(event.data.zone);
      if (event.type === 'day.began') this.#everything();
      if (
        event.type === 'window.opened' ||
        event.type === 'window.closed' ||
        event.type === 'window.paused'
      ) {
        for (const served of this.#options.config.windows.find((w) => w.id === event.data.window)?.queues ??
          []) {
          this.#later(served);
        }
      }
    }
    // What people look for first goes out first: the board, the window, then the voice.
    for (const zone of zones) this.#board(zone);
    for (const window of windows) this.#window(window);
    for (const event of events) {
      if (event.type === 'ticket.called' || event.type === 'ticket.recalled') this.#announce(event, state);
    }
  }

  /** The newest signed head of the ledger, for devices to keep. */
  head(head: LedgerHead): void {
    this.#retain('head', undefined, { head });
  }

  #announce(
    event: Extract<StoredEvent, { type: 'ticket.called' | 'ticket.recalled' }>,
    state: HallState,
  ): void {
    const ticket = state.tickets.get(event.data.ticket);
    if (!ticket) return;
    const { zone, window, windowNumber } = event.data;
    this.#send('call', zone, {
      call: event.seq,
      zone,
      number: ticket.number,
      window,
      windowNumber,
      wording: announcement(ticket.number, windowNumber),
      repeat: REPEAT,
      validUntil: this.#options.now() + this.#options.config.calling.announceSeconds * 1000,
    });
  }

  #everything(): void {
    for (const queue of this.#options.config.queues) this.#later(queue.id);
    for (const window of this.#options.config.windows) this.#window(window.id);
  }

  #later(queue: string): void {
    this.#due.add(queue);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const queues = [...this.#due];
      this.#due.clear();
      this.#counts(queues);
    }, COALESCE_MS);
  }

  #counts(queues: readonly string[]): void {
    const { config, state, now } = this.#options;
    const zones = new Set<string>();
    for (const queue of queues) {
      this.#retain('queue', queue, queueBody(state(), config, queue, now()));
      zones.add(config.queues.find((entry) => entry.id === queue)!.zone);
    }
    for (const zone of zones) this.#board(zone);
  }

  /** Pads whose thanks are over go idle though nothing happened in the ledger. */
  tick(): void {
    for (const [id, window] of this.#options.state().windows)
      if (window.pad.show === 'thanks') this.#window(id);
  }

  #board(zone: string): void {
    this.#retain('board', zone, boardBody(this.#options.state(), this.#options.config, zone));
  }

  #window(id: string): void {
    const { config, staff, state, now } = this.#options;
    const window = config.windows.find((entry) => entry.id === id);
    if (!window) return;
    this.#retain('window', id, windowBody(state(), config, staff, window));
    this.#retain('pad', id, padBody(state(), config, staff, window, now()));
  }

  #beat(): void {
    this.#send('server', undefined, {
      hall: this.#options.config.id,
      startedAt: this.#startedAt,
      heartbeatMs: HEARTBEAT_MS,
      demo: this.#options.demo,
    });
  }

  #retain(name: TopicName, part: string | undefined, body: object): void {
    const key = `${name}/${part ?? ''}`;
    const text = JSON.stringify(body);
    if (this.#last.get(key) === text) return;
    this.#last.set(key, text);
    this.#send(name, part, body);
  }

  #send(name: TopicName, part: string | undefined, body: object): void {
    const { config, epoch, out, state, now } = this.#options;
    const entry = TOPIC_ENTRIES[name];
    const message = { v: CONTRACT_VERSION, epoch, seq: state().seq, at: now(), ...body };
    out.publish(topicOf(config.id, name, part), message, entry.qos, entry.retain);
  }
}
