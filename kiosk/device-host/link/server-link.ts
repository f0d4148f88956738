import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { COMMANDS } from '@hall/shared/contracts/commands';
import { ERRORS, isErrorCode } from '@hall/shared/contracts/errors';
import { HallOffset } from '@hall/shared/contracts/hall-offset';
import { beatTime, isStale } from '@hall/shared/contracts/liveness';
import type { Message, TopicName } from '@hall/shared/contracts/messages';
import {
  CONTRACT_VERSION,
  parseTopic,
  TOPIC_ENTRIES,
  TOPICS,
  topicOf,
} from '@hall/shared/contracts/messages';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';
import mqtt from 'mqtt';
import type { HostClock } from '../clock.ts';
import type { HostLog } from '../log.ts';
import { kindsForServer } from './health-kinds.ts';

/** A person in front of a machine waits this long before the guide desk is the better answer. */
export const ASK_VALID_MS = 12_000;
/** Between two tries to reach the broker; on a LAN a restart takes about this long. */
export const RECONNECT_MS = 1_000;
/** A refused credential is shown again ever more seldom: it can come back after a restore, but not soon. */
const REFUSED_LONGEST_MS = 60_000;
/** CONNACK codes of MQTT 3.1.1 for bad user name or password, and not authorised. */
const REFUSALS: readonly unknown[] = [4, 5];
/** The heartbeat's age is looked at this often. */
const LOOK_MS = 500;
/** Until the server has said its own period. */
const DEFAULT_HEARTBEAT_MS = 5_000;
/** A dead TCP connection is noticed after 1.5 of these. */
const KEEPALIVE_S = 10;
/** Time for the last words (presence) when the host stops. */
const CLOSE_MS = 2_000;
/** The server hears again how far this machine's clock is off when that changed by more than this. */
const SKEW_NEWS_MS = 500;

/** Why an ask was not answered with `ok`. `text` is what people are shown. */
export interface AskFault {
  readonly code: string;
  /** English, for logs; never personal data. */
  readonly message: string;
  readonly text: Text;
}

export function askFault(code: string, message: string): AskFault {
  return { code, message, text: ERRORS[isErrorCode(code) ? code : 'INTERNAL'].text };
}

export interface Incoming<N extends TopicName = TopicName> {
  readonly name: N;
  readonly part: string | null;
  readonly message: Message<N>;
  /** Kept by the broker and sent on subscribing: state, but never news. */
  readonly retained: boolean;
}

export interface Heard {
  readonly name: TopicName;
  readonly part?: string;
}

export interface ServerLinkOptions {
  readonly url: string;
  readonly hall: string;
  readonly device: string;
  readonly secret: string;
  /** PEM of the CA of the server's certificate; absent: the machine's own list. */
  readonly ca?: string | undefined;
  readonly version: string;
  /** What to hear besides `server` and the own answers; `part` may be `+`. */
  readonly hear: ReadonlyArray<Heard>;
  /** The same, where the host can do without: a server of an older version may refuse it. */
  readonly hearIfOffered?: ReadonlyArray<Heard>;
  /** Whether the server lets this host hear one of {@link hearIfOffered}; told after each connect. */
  readonly onOffered?: (heard: Heard, offered: boolean) => void;
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly onMessage: (incoming: Incoming) => void;
  /** The server came back or went away. */
  readonly onLiveness: (online: boolean) => void;
  /** The broker does not know this credential (any more), or knows it again. */
  readonly onRefused?: (refused: boolean) => void;
}

type Peripherals = Message<'health'>['peripherals'];

export interface ServerLink {
  readonly device: string;
  /** Milliseconds since the epoch by the hall's clock, as far as its heartbeat has told it. */
  hallNow(): number;
  /** Whether the server's heartbeat is fresh. */
  online(): boolean;
  /** Ms since the epoch of the last sign of life, or of this link's start; null while online. */
  lostSince(): number | null;
  /**
   * Asks a command. The id is also the requestId: after a reconnect the ask is sent again under the same id while
   * it is valid, and an id that is under way gets the same promise. Fails at once with `SERVER_AWAY` while the
   * heartbeat is stale, and after `validMs` without an answer.
   */
  ask<N extends CommandName>(
    command: N,
    body: CommandInput<N>,
    options: { readonly id: string; readonly validMs?: number },
  ): Promise<Result<CommandAnswer<N>, AskFault>>;
  /** Published now and after each reconnect. */
  health(peripherals: Peripherals): void;
  shown(call: number, how: Message<'shown'>['how']): void;
  close(): Promise<void>;
}

interface Pending {
  readonly command: CommandName;
  readonly payload: string;
  readonly promise: Promise<Result<unknown, AskFault>>;
  settle(result: Result<unknown, AskFault>): void;
}

export function openServerLink(options: ServerLinkOptions): ServerLink {
  const { clock, device, hall, log } = options;
  const startedAt = clock.now();
  const pending = new Map<string, Pending>();
  /** Publishes that the broker has not acknowledged: they must not be sent by themselves after a reconnect. */
  const unacknowledged = new Set<number>();
  let lastBeatAt: number | null = null;
  let heartbeatMs = DEFAULT_HEARTBEAT_MS;
  let wasOnline = false;
  /** Hall time minus this machine's: an ask's validity is judged by the server's clock. */
  let hallOffsetMs = 0;
  const hallOffset = new HallOffset();
  /** As the server was told last; null before the first heartbeat. */
  let toldSkewMs: number | null = null;
  let peripherals: Peripherals | null = null;
  let closing = false;
  let cancelLook: () => void = () => undefined;

  const hallNow = (): number => Math.max(0, Math.round(clock.now() + hallOffsetMs));
  const presence = (online: boolean): string =>
    JSON.stringify({
      v: CONTRACT_VERSION,
      at: hallNow(),
      online,
      version: options.version,
      ...(toldSkewMs === null ? {} : { skewMs: toldSkewMs }),
    } satisfies Message<'presence'>);

  const client = mqtt.connect(options.url, {
    protocolVersion: 4,
    clean: true,
    clientId: device,
    username: device,
    password: options.secret,
    keepalive: KEEPALIVE_S,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    reconnectPeriod: RECONNECT_MS,
    // A broker that does not know this device yet (just restored, just enrolled) may know it a second later.
    reconnectOnConnackError: true,
    resubscribe: false,
    queueQoSZero: false,
    will: {
      topic: topicOf(hall, 'presence', device),
      payload: Buffer.from(presence(false)),
      qos: 1,
      retain: true,
    },
  });

  const online = (): boolean => !isStale(lastBeatAt, clock.now(), heartbeatMs);
  const look = (): void => {
    const isOnline = online();
    if (isOnline === wasOnline) return;
    wasOnline = isOnline;
    log.info({ online: isOnline }, isOnline ? 'server is there' : 'server is away');
    options.onLiveness(isOnline);
  };
  const lookAgain = (): void => {
    cancelLook = clock.after(LOOK_MS, () => {
      look();
      lookAgain();
    });
  };
  lookAgain();

  const send = (name: 'presence' | 'health' | 'ask' | 'shown', payload: string): void => {
    if (!client.connected) return;
    const entry = TOPIC_ENTRIES[name];
    let acknowledged = false;
    let id: number | undefined;
    client.publish(topicOf(hall, name, device), payload, { qos: entry.qos, retain: entry.retain }, () => {
      acknowledged = true;
      if (id !== undefined) unacknowledged.delete(id);
    });
    id = client.getLastMessageId();
    if (!acknowledged) unacknowledged.add(id);
  };
  const sendHealth = (): void => {
    if (peripherals === null) return;
    send(
      'health',
      JSON.stringify({ v: CONTRACT_VERSION, at: hallNow(), peripherals } satisfies Message<'health'>),
    );
  };

  client.on('connect', () => {
    if (refusals > 0) {
      refusals = 0;
      client.options.reconnectPeriod = RECONNECT_MS;
      options.onRefused?.(false);
    }
    const wanted = [{ name: 'server' as const }, { name: 'answer' as const, part: device }, ...options.hear];
    const filters = Object.fromEntries(
      wanted.map(({ name, ...rest }) => [
        topicOf(hall, name, 'part' in rest ? rest.part : undefined),
        { qos: TOPICS[name].qos },
      ]),
    );
    client.subscribe(filters, (problem) => {
      if (problem) {
        log.warn({ problem: problem.message }, 'subscribing failed');
        if (!closing) client.reconnect();
        return;
      }
      send('presence', presence(true));
      sendHealth();
      for (const ask of pending.values()) send('ask', ask.payload);
    });
    for (const { name, part } of options.hearIfOffered ?? []) {
      client.subscribe(topicOf(hall, name, part), { qos: TOPICS[name].qos }, (problem) => {
        if (problem) log.info({ topic: name, part }, 'this server does not offer it');
        options.onOffered?.(part === undefined ? { name } : { name, part }, !problem);
      });
    }
    log.info('connected to the broker');
  });
  client.on('close', () => {
    for (const id of unacknowledged) client.removeOutgoingMessage(id);
    unacknowledged.clear();
  });
  let refusals = 0;
  client.on('error', (problem) => {
    log.warn({ problem: problem.message }, 'broker connection');
    if (!('code' in problem) || !REFUSALS.includes(problem.code)) return;
    refusals += 1;
    client.options.reconnectPeriod = Math.min(REFUSED_LONGEST_MS, RECONNECT_MS * 2 ** Math.min(refusals, 10));
    options.onRefused?.(true);
  });

  client.on('message', (topic, payload, packet) => {
    const where = parseTopic(hall, topic);
    if (where === null) return;
    const entry = TOPIC_ENTRIES[where.name];
    if (payload.length === 0 || payload.length > entry.maxBytes) return;
    const parsed = entry.schema.safeParse(jsonOf(payload));
    if (!parsed.success) {
      log.warn(
        { topic: where.name, fields: parsed.error.issues.map((issue) => issue.path.join('.')) },
        'malformed message',
      );
      return;
    }
    if (where.name === 'server') {
      const beat = parsed.data as Message<'server'>;
      heartbeatMs = beat.heartbeatMs;
      if (!packet.retain) {
        hallOffsetMs = hallOffset.hear(beat, clock.now());
        tellSkew();
      }
      const saidAt = beatTime(beat, packet.retain, clock.now());
      // A kept beat is no news after a live one; a live one counts even where this machine's clock was set back.
      lastBeatAt = packet.retain ? Math.max(lastBeatAt ?? 0, saidAt) : saidAt;
      look();
    }
    if (where.name === 'answer') {
      if (where.part === device) takeAnswer(parsed.data as Message<'answer'>);
      return;
    }
    options.onMessage({ ...where, message: parsed.data as Message<TopicName>, retained: packet.retain });
  });

  function tellSkew(): void {
    const skewMs = Math.round(-hallOffsetMs);
    if (toldSkewMs !== null && Math.abs(skewMs - toldSkewMs) <= SKEW_NEWS_MS) return;
    toldSkewMs = skewMs;
    send('presence', presence(true));
  }

  function takeAnswer(answer: Message<'answer'>): void {
    const waiting = pending.get(answer.id);
    if (!waiting) return;
    if (!answer.ok) {
      waiting.settle(err(answer.error));
      return;
    }
    const body = COMMANDS[waiting.command].answer.safeParse(answer.body);
    if (body.success) {
      waiting.settle(ok(body.data));
      return;
    }
    const fields = body.error.issues.map((issue) => issue.path.join('.'));
    log.error({ command: waiting.command, fields }, 'the answer does not fit the contract');
    waiting.settle(err(askFault('INTERNAL', `malformed answer to ${waiting.command}`)));
  }

  function ask(
    command: CommandName,
    body: unknown,
    { id, validMs = ASK_VALID_MS }: { readonly id: string; readonly validMs?: number },
  ): Promise<Result<unknown, AskFault>> {
    const underWay = pending.get(id);
    if (underWay) return underWay.promise;
    if (closing || !online()) return Promise.resolve(err(askFault('SERVER_AWAY', 'the heartbeat is stale')));
    const at = hallNow();
    const payload = JSON.stringify({ v: CONTRACT_VERSION, at, id, command, body, validUntil: at + validMs });
    const { promise, resolve } = Promise.withResolvers<Result<unknown, AskFault>>();
    const cancel = clock.after(validMs, () =>
      settle(err(askFault('SERVER_AWAY', `no answer to ${command} within ${validMs} ms`))),
    );
    const settle = (result: Result<unknown, AskFault>): void => {
      cancel();
      pending.delete(id);
      resolve(result);
    };
    pending.set(id, { command, payload, promise, settle });
    send('ask', payload);
    return promise;
  }

  return {
    device,
    hallNow,
    online,
    lostSince: () => (online() ? null : Math.min(lastBeatAt ?? startedAt, clock.now())),
    ask: ask as ServerLink['ask'],
    health(now) {
      peripherals = kindsForServer(now);
      sendHealth();
    },
    shown(call, how) {
      send(
        'shown',
        JSON.stringify({ v: CONTRACT_VERSION, at: hallNow(), call, how } satisfies Message<'shown'>),
      );
    },
    async close() {
      if (closing) return;
      closing = true;
      cancelLook();
      for (const ask of [...pending.values()])
        ask.settle(err(askFault('SERVER_AWAY', 'the host is stopping')));
      // A clean end suppresses the last will, so the farewell is said here.
      if (client.connected) {
        const gone = Promise.withResolvers<void>();
        client.publish(topicOf(hall, 'presence', device), presence(false), { qos: 1, retain: true }, () =>
          gone.resolve(),
        );
        const cancel = clock.after(CLOSE_MS, gone.resolve);
        await gone.promise;
        cancel();
      }
      await client.endAsync(true);
    },
  };
}

function jsonOf(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}
