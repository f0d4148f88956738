import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { LedgerHead } from '@hall/shared/contracts/ledger-heads';
import { CONTRACT_VERSION, TOPIC_ENTRIES, type TopicName, topicOf } from '@hall/shared/contracts/messages';
import type { RemoteOrder } from '@hall/shared/contracts/remote';
import type { Text } from '@hall/shared/contracts/text';
import type { StaffLookup } from '../access/directory.ts';
import type { Live } from '../config/live.ts';
import { OBEY_WITHIN_MS } from '../devices/remote/limits.ts';
import { isSaid } from '../domain/board.ts';
import type { StoredEvent } from '../domain/events.ts';
import type { HallState } from '../domain/state.ts';
import type { WaitSource } from '../stats/estimates/waits.ts';
import { kioskNumbers, offlineKnowledge } from '../views/kiosk-numbers.ts';
import { announcement } from '../voice/wording.ts';
import { boardBody, infoBody, padBody, queueBody, windowBody } from './snapshots.ts';
import { type Announced, isAnnounced, touchedBy } from './touched.ts';

/** Queue counts change with every ticket; screens need them this often at most. */
const COALESCE_MS = 100;
const HEARTBEAT_MS = 5_000;
/** Whoever waits for a paper does not wait longer; later it would come out for nobody. */
const PRINT_VALID_MS = 15_000;
/** A page that hears it later has loaded itself or is asked again. */
const RELOAD_VALID_MS = 30_000;
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
  readonly live: Live;
  readonly staff: StaffLookup;
  readonly waits: WaitSource;
  readonly epoch: string;
  /** Version of the catalogue in force. */
  readonly catalogue: () => string;
  readonly progressUrl: string | null;
  /** The public key that kiosks seal persons to while they have no server. */
  readonly sealTo: string;
  readonly demo: boolean;
  /** What everybody must know now, before the hall's own notices: its power fails. */
  readonly urgent?: () => readonly Text[];
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
    this.#all();
    this.#beat();
    this.#heart = setInterval(() => {
      this.#beat();
      // Estimates and opening hours move with the clock, not only with events.
      this.#counts(this.#config.queues.map((queue) => queue.id));
      // [W1] A time of return that has passed is not promised any more.
      for (const [id, { state }] of this.#options.state().windows) if (state === 'paused') this.#window(id);
    }, HEARTBEAT_MS);
  }

  get #config(): HallConfig {
    return this.#options.live.current;
  }

  /** Other settings are in force: what is no more goes, what says something else now goes out again. */
  reconfigure(now: HallConfig, before: HallConfig): void {
    const gone = (list: 'windows' | 'queues' | 'zones') =>
      before[list].filter(({ id }) => !now[list].some((entry) => entry.id === id)).map(({ id }) => id);
    for (const window of gone('windows'))
      for (const name of ['window', 'pad'] as const) this.#clear(name, window);
    for (const queue of gone('queues')) this.#clear('queue', queue);
    for (const zone of gone('zones')) this.#clear('board', zone);
    this.#all();
  }

  /**
   * What goes out by QoS 1 comes last: the embedded broker takes a few steps more over it, and drops for a client
   * what is older than what that client was given already.
   */
  #all(): void {
    const config = this.#config;
    for (const window of config.windows) this.#window(window.id);
    this.#counts(config.queues.map((queue) => queue.id));
    this.#boards();
    for (const device of config.devices) this.settings(device.id);
    this.info();
  }

  /** The hall itself; goes out where it says something else than before. */
  info(): void {
    const { catalogue, progressUrl, demo, urgent } = this.#options;
    this.#retain('info', undefined, infoBody(this.#config, catalogue(), progressUrl, demo, urgent?.()));
  }

  #clear(name: TopicName, part: string): void {
    this.#last.delete(`${name}/${part}`);
    this.#options.out.clear(topicOf(this.#config.id, name, part));
  }

  /** What an enrolled device is and where. */
  settings(id: string): void {
    const device = this.#config.devices.find((entry) => entry.id === id);
    if (!device || !this.#options.enrolled(id)) return;
    const { kind, name, zone = null, windows = [] } = device;
    // A kiosk says on its screen whether a guide comes; others have no bell.
    const bell = kind === 'kiosk' ? { bell: this.#options.state().bells.get(id)?.at ?? null } : {};
    const numbers = kioskNumbers(this.#options.state(), this.#config, id);
    const { now, sealTo } = this.#options;
    const offline = kind === 'kiosk' ? offlineKnowledge(this.#config, now(), sealTo) : {};
    this.#retain('settings', id, { device: id, kind, name, zone, windows, ...bell, ...numbers, ...offline });
  }

  /** A kiosk prints a number again, once for each id. */
  print(device: string, ticket: string, id: string): void {
    const validUntil = this.#options.now() + PRINT_VALID_MS;
    this.#send('do', device, { id, action: 'print', ticket, validUntil });
  }

  /** A device host that knows remote orders carries this one out, once for each id. */
  remote(device: string, id: string, order: RemoteOrder): void {
    const validUntil = this.#options.now() + OBEY_WITHIN_MS;
    this.#send('do', device, { id, action: 'remote', order, validUntil });
  }

  /** A page of this server loads itself anew. */
  reload(device: string): void {
    const now = this.#options.now();
    this.#send('do', device, { id: `reload-${now}`, action: 'reload', validUntil: now + RELOAD_VALID_MS });
  }

  /** A device has no credential any more: nothing that is kept under its id stays. */
  forget(id: string): void {
    this.#last.delete(`settings/${id}`);
    for (const name of OF_A_DEVICE) this.#options.out.clear(topicOf(this.#config.id, name, id));
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#heart) clearInterval(this.#heart);
  }

  handle(events: readonly StoredEvent[]): void {
    const state = this.#options.state();
    const windows = new Set<string>();
    const zones = new Set<string>();
    const kiosks = new Set<string>();
    for (const event of events) {
      const touched = touchedBy(event, state, this.#config);
      for (const window of touched.windows) windows.add(window);
      for (const queue of touched.queues) this.#later(queue);
      for (const zone of touched.zones) zones.add(zone);
      if (event.type === 'day.began') this.#everything();
      // [N4] A kiosk that lost its memory must not begin its numbers anew.
      if (event.type === 'ticket.taken' && event.data.origin === 'offline') kiosks.add(event.data.source);
      if (event.type === 'helper.rung' || event.type === 'helper.answered') this.settings(event.data.device);
    }
    for (const kiosk of kiosks) this.settings(kiosk);
    // What people look for first goes out first: the board, the window, then the voice.
    for (const zone of zones) this.#board(zone);
    for (const window of windows) this.#window(window);
    for (const event of events) {
      if (isAnnounced(event)) this.#announce(event, state);
    }
  }

  /** The waits of these queues may be others now: what is told goes out where it changed. */
  waits(queues: readonly string[]): void {
    for (const queue of queues) this.#later(queue);
  }

  /** The newest signed head of the ledger, for devices to keep. */
  head(head: LedgerHead): void {
    this.#retain('head', undefined, { head });
  }

  #announce(event: Announced, state: HallState): void {
    const ticket = state.tickets.get(event.data.ticket);
    // Taken back within the same commit, or called again: an old call is never said.
    if (ticket?.call !== event.seq) return;
    // Whoever came without a number stands at the window, or knows which one it is.
    if (!isSaid(ticket)) return;
    const { zone, window, windowNumber } = event.data;
    // [P2] A paper number that is told a while after it was called: its person sits there already.
    const validUntil = event.occurredAt + this.#config.calling.announceSeconds * 1000;
    if (validUntil <= this.#options.now()) return;
    this.#send('call', zone, {
      call: event.seq,
      zone,
      number: ticket.number,
      window,
      windowNumber,
      wording: announcement(ticket.number, windowNumber),
      repeat: REPEAT,
      validUntil,
    });
  }

  #everything(): void {
    for (const queue of this.#config.queues) this.#later(queue.id);
    for (const window of this.#config.windows) this.#window(window.id);
    this.#boards();
    for (const device of this.#config.devices) this.settings(device.id);
  }

  /** Also of zones that have windows and no queue of their own. */
  #boards(): void {
    for (const { id } of this.#config.zones) this.#board(id);
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
    const { state, now } = this.#options;
    const config = this.#config;
    const zones = new Set<string>();
    for (const queue of queues) {
      const entry = config.queues.find(({ id }) => id === queue);
      // Taken away since it was put on the list.
      if (!entry) continue;
      this.#retain('queue', queue, queueBody(state(), config, queue, now(), this.#options.waits));
      zones.add(entry.zone);
    }
    for (const zone of zones) this.#board(zone);
  }

  /** Pads whose thanks are over go idle though nothing happened in the ledger. */
  tick(): void {
    for (const [id, window] of this.#options.state().windows)
      if (window.pad.show === 'thanks') this.#window(id);
  }

  #board(zone: string): void {
    if (!this.#config.zones.some(({ id }) => id === zone)) return;
    const { state, waits, now } = this.#options;
    this.#retain('board', zone, boardBody(state(), this.#config, zone, waits, now()));
  }

  #window(id: string): void {
    const { staff, state, now } = this.#options;
    const config = this.#config;
    const window = config.windows.find((entry) => entry.id === id);
    if (!window) return;
    this.#retain('window', id, windowBody(state(), config, staff, window, now()));
    this.#retain('pad', id, padBody(state(), config, staff, window, now()));
  }

  #beat(): void {
    this.#send('server', undefined, {
      hall: this.#config.id,
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
    const { epoch, out, state, now } = this.#options;
    const entry = TOPIC_ENTRIES[name];
    const message = { v: CONTRACT_VERSION, epoch, seq: state().seq, at: now(), ...body };
    out.publish(topicOf(this.#config.id, name, part), message, entry.qos, entry.retain);
  }
}
