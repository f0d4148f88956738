import { z } from 'zod';
import { type CommandEntry, Done, get, post } from './command-entry.ts';
import { SETTINGS_TEXT_MAX } from './device-settings.ts';
import { DeviceId, Instant, RequestId } from './identifiers.ts';
import { ScreenPicture } from './screen-picture.ts';

/**
 * Self-test, health and remote hands on a device host. A manager's command becomes an order on the device's `do`
 * topic; the host answers by `device.report` and `device.deliver`, under the order's id. A host that has reported
 * since it came online is one that knows all this: nothing of it is sent to another.
 */

/** In words that go to people; a device says them, so they are short. */
const Says = z.strictObject({ zh: z.string().min(1).max(160), en: z.string().min(1).max(240) });

/** `fail`: something does not work. `warn`: it works, and soon may not. */
export const SelfTestCheck = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]{0,39}$/),
  state: z.enum(['ok', 'warn', 'fail']),
  says: Says,
  /** Since when it is in this state. */
  since: Instant,
});
export type SelfTestCheck = z.infer<typeof SelfTestCheck>;

export const SelfTest = z.strictObject({
  at: Instant,
  why: z.enum(['start', 'opening', 'remote']),
  checks: z.array(SelfTestCheck).max(32),
});
export type SelfTest = z.infer<typeof SelfTest>;

const Count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Nothing personal: how the machine is, not what is done at it. */
export const DeviceHealth = z.strictObject({
  at: Instant,
  version: z.string().max(40),
  node: z.string().max(40),
  system: z.string().max(80),
  startedAt: Instant,
  memoryMb: Count,
  loadPercent: Count,
  diskFreeMb: Count.nullable(),
  diskTotalMb: Count.nullable(),
  /** Its clock less the hall's, ms; null while it has not heard the hall. */
  skewMs: z.number().int().nullable(),
  pages: z.array(z.strictObject({ heardMsAgo: Count, full: z.boolean(), plain: z.boolean() })).max(8),
  /** Somebody stands there. */
  busy: z.boolean(),
  /** [N4] Numbers of its own range that are left, of how many; null: it keeps none. */
  numbers: z.strictObject({ left: Count, of: Count }).nullable(),
  /** Reports of papers, and offline tickets, that the server has not heard. */
  unreported: Count,
  peripherals: z
    .array(
      z.strictObject({
        name: z.string().max(40),
        state: z.enum(['up', 'degraded', 'down']),
        reason: z.string().max(200).nullable(),
        since: Instant,
        counters: z.record(z.string().max(40), z.number()),
      }),
    )
    .max(64),
});
export type DeviceHealth = z.infer<typeof DeviceHealth>;

export const DeviceSettingsState = z.strictObject({
  /** Rises with each change; a change names the one that it was made from. */
  version: Count,
  text: z.string().max(SETTINGS_TEXT_MAX),
  /** Being tried: taken back by the device itself where it does not come back well. */
  trial: z.boolean(),
  /** The last change was taken back; why. */
  takenBack: z.strictObject({ version: Count, at: Instant, says: Says }).nullable(),
  /** The host starts anew before all of it counts. */
  restarts: z.boolean(),
});
export type DeviceSettingsState = z.infer<typeof DeviceSettingsState>;

/** A person who is being served is waited for, for so long at most. */
export const RESTART_WAIT_MAX_S = 1_800;
export const LOG_MINUTES_MAX = 24 * 60;

export const RemoteOrder = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('self-test'), slip: z.boolean() }),
  z.strictObject({ what: z.literal('health') }),
  z.strictObject({
    what: z.literal('restart'),
    part: z.enum(['page', 'host']),
    withinS: z.number().int().min(0).max(RESTART_WAIT_MAX_S),
  }),
  z.strictObject({ what: z.literal('settings') }),
  z.strictObject({
    what: z.literal('change-settings'),
    base: Count,
    text: z.string().max(SETTINGS_TEXT_MAX),
  }),
  z.strictObject({ what: z.literal('logs'), minutes: z.number().int().min(1).max(LOG_MINUTES_MAX) }),
  z.strictObject({ what: z.literal('screenshot'), duringVisit: z.boolean() }),
]);
export type RemoteOrder = z.infer<typeof RemoteOrder>;
export type RemoteWhat = RemoteOrder['what'];

/** Bytes of one piece of a bundle: in base64, with its envelope, it fits into one ask. */
export const PIECE_BYTES = 36 * 1024;
export const BUNDLE_BYTES_MAX = 1024 * 1024;
/** As long as an ask may be over MQTT. */
const REPORT_BYTES_MAX = 64 * 1024;
export const PIECES_MAX = Math.ceil(BUNDLE_BYTES_MAX / PIECE_BYTES);

/** Why a device does not carry out an order. */
export const REMOTE_REFUSALS = [
  'somebody-there',
  'no-page',
  'no-answer-of-page',
  'no-printer',
  'print-failed',
  'settings-changed',
  'not-written',
  'not-here',
  'failed',
] as const;
export const RemoteRefusal = z.enum(REMOTE_REFUSALS);
export type RemoteRefusal = z.infer<typeof RemoteRefusal>;

const Problems = z.array(z.strictObject({ line: z.number().int().min(1).max(999), reason: Says })).max(50);

export const RemoteReport = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('self-test'),
    test: SelfTest,
    slip: z.enum(['none', 'printed', 'unknown']),
  }),
  z.strictObject({ kind: z.literal('health'), health: DeviceHealth }),
  /** `waits`: somebody is being served. `done` comes after the new start. */
  z.strictObject({ kind: z.literal('restart'), step: z.enum(['waits', 'now', 'done']) }),
  z.strictObject({ kind: z.literal('settings'), settings: DeviceSettingsState }),
  z.strictObject({ kind: z.literal('settings-refused'), problems: Problems }),
  /** Its pieces follow by `device.deliver`. */
  z.strictObject({
    kind: z.literal('bundle'),
    bytes: z.number().int().min(1).max(BUNDLE_BYTES_MAX),
    pieces: z.number().int().min(1).max(PIECES_MAX),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  z.strictObject({ kind: z.literal('picture'), picture: ScreenPicture }),
  z.strictObject({ kind: z.literal('refused'), why: RemoteRefusal }),
]);
export type RemoteReport = z.infer<typeof RemoteReport>;

/** An order as the manager's page sees it. `lost`: the device did not answer in time. */
export const OrderView = z.strictObject({
  order: RequestId,
  what: z.enum(['self-test', 'health', 'restart', 'settings', 'change-settings', 'logs', 'screenshot']),
  by: z.string(),
  at: Instant,
  until: Instant,
  state: z.enum(['sent', 'under-way', 'done', 'refused', 'lost']),
  /** While it is under way: somebody is being served, or so much of a bundle has come. */
  step: z.enum(['waits', 'now', 'arriving']).nullable(),
  percent: z.number().int().min(0).max(100).nullable(),
  why: RemoteRefusal.nullable(),
  problems: Problems,
  slip: z.enum(['none', 'printed', 'unknown']).nullable(),
  /** A bundle that can be fetched until then. */
  bundle: z.strictObject({ bytes: Count, until: Instant }).nullable(),
});
export type OrderView = z.infer<typeof OrderView>;

export const RemoteView = z.strictObject({
  /** `older`: it is online and has not said that it can be looked after. `other`: it is no kiosk. */
  reach: z.enum(['ready', 'away', 'older', 'other']),
  selfTest: SelfTest.nullable(),
  health: DeviceHealth.nullable(),
  settings: DeviceSettingsState.nullable(),
  picture: z.strictObject({ at: Instant, picture: ScreenPicture }).nullable(),
  /** Newest first. */
  orders: z.array(OrderView),
});
export type RemoteView = z.infer<typeof RemoteView>;

const KEEPERS = ['manager', 'administrator'] as const;
const HOSTS = ['kiosk'] as const;
const Ordered = z.strictObject({ order: RequestId });

const order = <S extends z.ZodRawShape>(name: string, fields: S, says: string) =>
  ({
    body: z.strictObject({ device: DeviceId, ...fields }),
    answer: Ordered,
    roles: KEEPERS,
    devices: [],
    http: post(`/devices/{device}/${name}`),
    reads: false,
    says,
  }) as const;

export const REMOTE_COMMANDS = {
  'device.remote': {
    body: z.strictObject({ device: DeviceId }),
    answer: RemoteView,
    roles: KEEPERS,
    devices: [],
    http: get('/devices/{device}/remote'),
    reads: true,
    says: 'what a device host last said of itself, and how the orders to it stand',
  },
  'device.self-test': order(
    'self-test',
    { slip: z.boolean().default(false) },
    'a device host tests itself now; with a test slip where that is asked',
  ),
  'device.health': order('health', {}, 'a device host says how it is, in detail'),
  'device.restart': order(
    'restart',
    {
      part: z.enum(['page', 'host']),
      withinS: z.number().int().min(0).max(RESTART_WAIT_MAX_S).default(300),
    },
    'start a kiosk’s page or its whole host anew, once nobody is being served or the time is over',
  ),
  'device.settings': order(
    'settings',
    {
      /** Absent: only read. */
      change: z.strictObject({ base: Count, text: z.string().max(SETTINGS_TEXT_MAX) }).optional(),
    },
    'read or change the few settings of a device host that may be changed from afar',
  ),
  'device.logs': order(
    'logs',
    { minutes: z.number().int().min(1).max(LOG_MINUTES_MAX).default(60) },
    'collect a bundle of a device host’s masked log',
  ),
  'device.screenshot': order(
    'screenshot',
    { duringVisit: z.boolean().default(false) },
    'have a kiosk draw its screen, without anything personal',
  ),
  'device.bundle': {
    body: z.strictObject({ device: DeviceId, order: RequestId }),
    answer: z.strictObject({ name: z.string(), base64: z.string() }),
    roles: KEEPERS,
    devices: [],
    http: get('/devices/{device}/bundles/{order}'),
    reads: true,
    says: 'a log bundle that has arrived, as a gzip file',
  },
  'device.report': {
    body: z.strictObject({ order: RequestId.nullable(), report: RemoteReport }),
    answer: Done,
    roles: [],
    devices: HOSTS,
    http: post('/device-reports'),
    reads: false,
    maxBytes: REPORT_BYTES_MAX,
    says: 'a device host says how an order went, or how its self-test came out',
  },
  'device.deliver': {
    body: z.strictObject({
      order: RequestId,
      piece: z
        .number()
        .int()
        .min(0)
        .max(PIECES_MAX - 1),
      data: z
        .string()
        .regex(/^[A-Za-z0-9+/]+={0,2}$/)
        .max(Math.ceil(PIECE_BYTES / 3) * 4),
    }),
    answer: Done,
    roles: [],
    devices: HOSTS,
    http: post('/device-reports/pieces'),
    reads: false,
    maxBytes: REPORT_BYTES_MAX,
    says: 'a piece of the bundle that an order asked for',
  },
} as const satisfies Record<string, CommandEntry>;
