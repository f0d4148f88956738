import { z } from 'zod';
import { CommandName } from './commands.ts';
import type { DeviceKind } from './hall-config.ts';
import {
  BusinessDay,
  DeviceId,
  Instant,
  QueueId,
  RequestId,
  TicketId,
  TicketNumber,
  WaitRange,
  WindowId,
  ZoneId,
} from './identifiers.ts';
import { LedgerHead } from './ledger-heads.ts';
import { OfflineKnowledge } from './offline.ts';
import { RemoteOrder } from './remote.ts';
import { Text } from './text.ts';
import { TICKET_CLASSES, TicketClass } from './ticket-class.ts';

/**
 * Every MQTT topic of a hall, one entry each: schema, QoS, retain, direction. Builder and parser read this
 * table, the broker's access rules are computed from it, `docs/messages.md` is generated from it.
 */

export const CONTRACT_VERSION = 1;

/** On every message from the server: contract version, ledger epoch (new after a restore) and position, time. */
const envelope = {
  v: z.literal(CONTRACT_VERSION),
  epoch: z.string().regex(/^[0-9a-f]{8}$/),
  seq: z.number().int().min(0),
  at: Instant,
};
/** On every message from a device. */
const fromDevice = { v: z.literal(CONTRACT_VERSION), at: Instant };

/**
 * Device clock minus hall time, ms, as the heartbeat told it; left out before the first one, and by devices of
 * before 0.2. Ten years either way: what lies beyond is a dead clock, and says no more.
 */
const SkewMs = z.number().int().min(-315_360_000_000).max(315_360_000_000).optional();

export { TICKET_CLASSES, TicketClass };

export const WindowState = z.enum(['open', 'paused', 'closed']);
export const ServingState = z.enum(['called', 'serving']);

export const ServerMessage = z.strictObject({
  ...envelope,
  hall: z.string(),
  startedAt: Instant,
  /** The next beat is due after this; older than three beats means "connection lost since". */
  heartbeatMs: z.number().int().positive(),
  demo: z.boolean(),
});

export const InfoMessage = z.strictObject({
  ...envelope,
  hall: z.string(),
  name: Text,
  address: Text,
  phone: z.string(),
  opening: Text,
  timeZone: z.string(),
  notices: z.array(Text),
  languages: z.array(z.enum(['zh', 'en'])),
  zones: z.array(z.strictObject({ id: ZoneId, name: Text, place: Text })),
  demo: z.boolean(),
  /**
   * Where a phone opens a ticket's progress: this with the ticket's token behind it. Null where the hall has no
   * address that phones reach: then papers carry no QR code.
   */
  progressUrl: z.url().max(200).nullable(),
  /** Changes when the catalogue of items does; read it again then. */
  catalogue: z.string(),
});

const Serving = z.strictObject({
  number: TicketNumber,
  state: ServingState,
  since: Instant,
  call: z.number().int(),
});

export const WindowMessage = z.strictObject({
  ...envelope,
  window: WindowId,
  number: z.number().int(),
  zone: ZoneId,
  state: WindowState,
  /** Of a pause, with the time of return: 用餐，约 13:15 返回. */
  reason: Text.nullable(),
  serving: Serving.nullable(),
  clerk: z
    .strictObject({ name: z.string(), staffNumber: z.string(), post: Text, stars: z.number().int() })
    .nullable(),
  queues: z.array(Text),
});

export const QueueMessage = z.strictObject({
  ...envelope,
  queue: QueueId,
  prefix: z.string(),
  name: Text,
  zone: ZoneId,
  waiting: z.number().int().min(0),
  estimate: WaitRange.nullable(),
  /** Windows open for it now. */
  windows: z.array(z.number().int()),
  open: z.boolean(),
  /** Why no ticket can be taken, where `open` is false. */
  why: Text.nullable(),
  /** The wait is above the hall's target. */
  late: z.boolean(),
});

export const BoardRow = z.strictObject({
  number: TicketNumber,
  window: WindowId,
  windowNumber: z.number().int(),
  call: z.number().int(),
  at: Instant,
  class: TicketClass,
  state: ServingState,
});
export type BoardRow = z.infer<typeof BoardRow>;

/** So many of a zone's paused windows are listed at most. */
export const MOST_AWAY = 20;

export const BoardMessage = z.strictObject({
  ...envelope,
  zone: ZoneId,
  name: Text,
  place: Text,
  /** Latest calls, newest first, at most twelve. */
  calls: z.array(BoardRow).max(12),
  waiting: z.number().int().min(0),
  openWindows: z.number().int().min(0),
  queues: z.array(
    z.strictObject({
      prefix: z.string(),
      name: Text,
      waiting: z.number().int(),
      estimate: WaitRange.nullable(),
      /** [P2] It goes on with pre-printed numbers; absent: machines give its numbers. */
      paper: z.literal(true).optional(),
    }),
  ),
  /** [W1] Paused windows with reason and return, by number: 3 号窗口 用餐，约 13:15 返回. Absent where there is none. */
  away: z
    .array(z.strictObject({ windowNumber: z.number().int(), text: Text }))
    .max(MOST_AWAY)
    .optional(),
});

export const CallMessage = z.strictObject({
  ...envelope,
  /** Ledger position of the call: what a screen acknowledges. */
  call: z.number().int(),
  zone: ZoneId,
  number: TicketNumber,
  window: WindowId,
  windowNumber: z.number().int(),
  wording: Text,
  repeat: z.number().int().min(1).max(5),
  validUntil: Instant,
});

export const PadMessage = z.strictObject({
  ...envelope,
  window: WindowId,
  windowNumber: z.number().int(),
  show: z.enum(['closed', 'idle', 'serving', 'rate', 'thanks']),
  /** Opaque; what it stands for is fetched once over HTTP by the pad of this window. */
  ref: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  /** When the present showing ends by itself. */
  until: Instant.nullable(),
  clerk: WindowMessage.shape.clerk,
});

/** The newest signed head of the ledger: devices keep it, so that the hall's own machine is not its only witness. */
export const HeadMessage = z.strictObject({ ...envelope, head: LedgerHead });

export const PresenceMessage = z.strictObject({
  ...fromDevice,
  online: z.boolean(),
  version: z.string().max(40),
  skewMs: SkewMs,
});

export const PeripheralHealth = z.strictObject({
  name: z.string().max(40),
  kind: z.enum([
    'card-reader',
    'scanner',
    'ticket-printer',
    'page-printer',
    // Servers of 0.2 refuse the whole message for it: a host says `scanner` to its server, see health-kinds.ts.
    'document-scanner',
    'window-led',
    'keypad',
    'ups',
    'ledger-heads',
  ]),
  state: z.enum(['up', 'degraded', 'down']),
  reason: z.string().max(200).nullable(),
  since: Instant,
  counters: z.record(z.string().max(40), z.number()),
});
export type PeripheralHealth = z.infer<typeof PeripheralHealth>;
export const HealthMessage = z.strictObject({
  ...fromDevice,
  peripherals: z.array(PeripheralHealth).max(64),
  skewMs: SkewMs,
});

export const SettingsMessage = z.strictObject({
  ...envelope,
  device: DeviceId,
  kind: z.string(),
  name: Text,
  zone: ZoneId.nullable(),
  windows: z.array(WindowId),
  /** [N4] Of a kiosk that keeps numbers for times without a server: what it may give on this day. */
  numbers: z
    .strictObject({
      day: BusinessDay,
      ranges: z.array(
        z.strictObject({
          queue: QueueId,
          prefix: z.string(),
          digits: z.number().int(),
          first: z.number().int(),
          last: z.number().int(),
          /** The first of them that the server has not seen on a ticket of this day; absent: it has seen none. */
          next: z.number().int().optional(),
        }),
      ),
    })
    .optional(),
  /** [N4] What a kiosk needs to know for times without a server. */
  offline: OfflineKnowledge.optional(),
  /** At a kiosk: since when its bell rings for a guide; null: it does not, or a guide has answered. */
  bell: Instant.nullable().optional(),
});

export const DoMessage = z.strictObject({
  ...envelope,
  id: RequestId,
  action: z.enum(['reload', 'self-test', 'restart', 'print', 'remote']),
  /** Of `print`: the number that is to be printed again. */
  ticket: TicketId.optional(),
  /** Of `remote`, which goes only to hosts that have said that they know it. */
  order: RemoteOrder.optional(),
  validUntil: Instant,
});

export const AskMessage = z.strictObject({
  ...fromDevice,
  /** Also the requestId of the command: asking again gets the same answer. */
  id: RequestId,
  command: CommandName,
  body: z.unknown(),
  /** An ask that arrives after this is refused with EXPIRED. */
  validUntil: Instant,
});

export const AnswerMessage = z.discriminatedUnion('ok', [
  z.strictObject({ ...envelope, id: z.string(), ok: z.literal(true), body: z.unknown() }),
  z.strictObject({
    ...envelope,
    id: z.string(),
    ok: z.literal(false),
    error: z.strictObject({ code: z.string(), message: z.string(), text: Text }),
  }),
]);

export const ShownMessage = z.strictObject({
  ...fromDevice,
  call: z.number().int(),
  how: z.enum(['shown', 'spoken', 'captioned']),
});

interface TopicEntry {
  /** Below `hall/{hall}/`; names in braces are filled in. */
  readonly pattern: string;
  readonly schema: z.ZodType;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  readonly from: 'server' | 'device';
  /** `everyone` is any enrolled device; `own` only the device in the topic (for `pad`: the window's pad and its window host). */
  readonly to: 'everyone' | 'own' | 'server' | readonly DeviceKind[];
  /** Bytes; a longer payload is refused. */
  readonly maxBytes: number;
  readonly says: string;
}

const KIB = 1024;

export const TOPICS = {
  server: {
    pattern: 'server',
    schema: ServerMessage,
    qos: 0,
    retain: true,
    from: 'server',
    to: 'everyone',
    maxBytes: KIB,
    says: 'heartbeat: alive since, epoch',
  },
  info: {
    pattern: 'info',
    schema: InfoMessage,
    qos: 1,
    retain: true,
    from: 'server',
    to: 'everyone',
    maxBytes: 32 * KIB,
    says: 'name, zones, opening, notices, languages, catalogue version',
  },
  head: {
    pattern: 'head',
    schema: HeadMessage,
    qos: 1,
    retain: true,
    from: 'server',
    to: 'everyone',
    maxBytes: 2 * KIB,
    says: 'the newest signed head of the ledger, which devices keep',
  },
  window: {
    pattern: 'window/{window}',
    schema: WindowMessage,
    qos: 0,
    retain: true,
    from: 'server',
    to: 'everyone',
    maxBytes: 4 * KIB,
    says: 'open, paused with reason or closed; the number being served; the clerk card by rule',
  },
  queue: {
    pattern: 'queue/{queue}',
    schema: QueueMessage,
    qos: 0,
    retain: true,
    from: 'server',
    to: 'everyone',
    maxBytes: 4 * KIB,
    says: 'waiting, estimate, windows, open or why not',
  },
  board: {
    pattern: 'board/{zone}',
    schema: BoardMessage,
    qos: 0,
    retain: true,
    from: 'server',
    to: 'everyone',
    maxBytes: 16 * KIB,
    says: 'one snapshot a zone: latest calls with windows, newest first, and its queues',
  },
  call: {
    pattern: 'call/{zone}',
    schema: CallMessage,
    qos: 1,
    retain: false,
    from: 'server',
    to: ['wall', 'board', 'window-screen', 'window-host', 'sound'],
    maxBytes: 4 * KIB,
    says: 'one announcement: ticket, window, wording, repeat; worthless after validUntil',
  },
  pad: {
    pattern: 'pad/{window}',
    schema: PadMessage,
    qos: 1,
    retain: true,
    from: 'server',
    to: 'own',
    maxBytes: 4 * KIB,
    says: 'what the pad of this window shows, by opaque reference',
  },
  presence: {
    pattern: 'device/{device}/presence',
    schema: PresenceMessage,
    qos: 1,
    retain: true,
    from: 'device',
    to: 'server',
    maxBytes: KIB,
    says: 'online, version; its last will says offline',
  },
  health: {
    pattern: 'device/{device}/health',
    schema: HealthMessage,
    qos: 1,
    retain: true,
    from: 'device',
    to: 'server',
    maxBytes: 16 * KIB,
    says: 'state and reason of each peripheral',
  },
  settings: {
    pattern: 'device/{device}/settings',
    schema: SettingsMessage,
    qos: 1,
    retain: true,
    from: 'server',
    to: 'own',
    maxBytes: 32 * KIB,
    says: 'what this device is and where',
  },
  do: {
    pattern: 'device/{device}/do',
    schema: DoMessage,
    qos: 1,
    retain: false,
    from: 'server',
    to: 'own',
    maxBytes: 4 * KIB,
    says: 'an action asked of the device until validUntil',
  },
  ask: {
    pattern: 'device/{device}/ask',
    schema: AskMessage,
    qos: 1,
    retain: false,
    from: 'device',
    to: 'server',
    maxBytes: 64 * KIB,
    says: 'a command of the device, by id',
  },
  answer: {
    pattern: 'device/{device}/answer',
    schema: AnswerMessage,
    qos: 1,
    retain: false,
    from: 'server',
    to: 'own',
    maxBytes: 256 * KIB,
    says: 'the answer to an ask: ok with body, or an error with code',
  },
  shown: {
    pattern: 'device/{device}/shown',
    schema: ShownMessage,
    qos: 1,
    retain: false,
    from: 'device',
    to: 'server',
    maxBytes: KIB,
    says: 'this screen showed, or this sound spoke, call n',
  },
} as const satisfies Record<string, TopicEntry>;

export type TopicName = keyof typeof TOPICS;
export type Message<N extends TopicName> = z.infer<(typeof TOPICS)[N]['schema']>;
export const TOPIC_NAMES = Object.keys(TOPICS) as TopicName[];
export const TOPIC_ENTRIES: Readonly<Record<TopicName, TopicEntry>> = TOPICS;

/** `topicOf('county', 'window', 'w3')` → `hall/county/window/w3`; a `+` as part makes a filter. */
export function topicOf(hall: string, name: TopicName, part?: string): string {
  return `hall/${hall}/${TOPICS[name].pattern.replace(/\{[a-z]+\}/, part ?? '')}`;
}

/** The entry and the name inside a concrete topic of this hall, or null for a topic that no table knows. */
export function parseTopic(hall: string, topic: string): { name: TopicName; part: string | null } | null {
  const prefix = `hall/${hall}/`;
  if (!topic.startsWith(prefix)) return null;
  const segments = topic.slice(prefix.length).split('/');
  for (const name of TOPIC_NAMES) {
    const wanted = TOPICS[name].pattern.split('/');
    if (wanted.length !== segments.length) continue;
    const hole = wanted.findIndex((segment) => segment.startsWith('{'));
    if (wanted.every((segment, i) => i === hole || segment === segments[i])) {
      return { name, part: hole < 0 ? null : (segments[hole] as string) };
    }
  }
  return null;
}
