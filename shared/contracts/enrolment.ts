import { z } from 'zod';
import { type CommandEntry, Done, get, post } from './command-entry.ts';
import { DeviceId, HallId, Instant, WindowId, ZoneId } from './identifiers.ts';
import { Text } from './text.ts';

/**
 * Devices: how they get a credential, and how they lose it. A device that has none begins an enrolment (the
 * three addresses below, without a credential, strictly limited), shows the pairing code of `pairing.ts`, and
 * asks until a person has approved it. Its secret is its own: only a hash of it travels.
 */

/** Kinds that can be enrolled: the configuration's device kinds. */
export const DEVICE_KINDS = [
  'kiosk',
  'window-host',
  'server-host',
  'wall',
  'board',
  'window-screen',
  'pad',
  'sound',
] as const;
const Kind = z.enum(DEVICE_KINDS);

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Nonce = z.string().regex(/^[0-9a-f]{32}$/);
/** Unguessable: only the device that began knows it, and staff who decide. */
export const EnrolmentId = z.string().regex(/^[0-9a-f]{32}$/);
export const PairingCode = z.string().regex(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);

/** `POST /api/v1/enrolments` */
export const BeginEnrolment = z.strictObject({
  kind: Kind,
  version: z.string().min(1).max(40),
  commitment: Hash,
});
export type BeginEnrolment = z.infer<typeof BeginEnrolment>;
export const EnrolmentBegun = z.strictObject({
  enrolment: EnrolmentId,
  serverNonce: Nonce,
  /** SHA-256 of the hall CA's certificate. A device that knows it by itself uses its own knowledge. */
  caFingerprint: Hash,
  expiresAt: Instant,
});
export type EnrolmentBegun = z.infer<typeof EnrolmentBegun>;

/** `POST /api/v1/enrolments/reveal`: only now do staff see the request. */
export const RevealEnrolment = z.strictObject({ enrolment: EnrolmentId, verifier: Hash, nonce: Nonce });
export type RevealEnrolment = z.infer<typeof RevealEnrolment>;

/** `POST /api/v1/enrolments/poll` */
export const PollEnrolment = z.strictObject({ enrolment: EnrolmentId });
export const EnrolmentState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('waiting'), expiresAt: Instant }),
  z.strictObject({ state: z.literal('approved'), device: DeviceId, hall: HallId }),
  z.strictObject({ state: z.literal('refused') }),
]);
export type EnrolmentState = z.infer<typeof EnrolmentState>;

/** A device waits this long between two polls, ms: a person decides, not a machine. */
export const POLL_MS = 2_000;

export const PendingEnrolment = z.strictObject({
  enrolment: EnrolmentId,
  kind: Kind,
  /** Network address it came from. */
  from: z.string(),
  version: z.string(),
  code: PairingCode,
  since: Instant,
  expiresAt: Instant,
});
export type PendingEnrolment = z.infer<typeof PendingEnrolment>;

export const DeviceEntry = z.strictObject({
  id: DeviceId,
  kind: Kind,
  name: Text,
  zone: ZoneId.nullable(),
  windows: z.array(WindowId),
  state: z.enum(['never', 'enrolled', 'revoked']),
  online: z.boolean(),
  lastSeenAt: Instant.nullable(),
  version: z.string().nullable(),
  enrolledAt: Instant.nullable(),
  enrolledBy: z.string().nullable(),
  revokedAt: Instant.nullable(),
  revokedBy: z.string().nullable(),
});
export type DeviceEntry = z.infer<typeof DeviceEntry>;

/** Who keeps the devices; the auditor only reads. */
const KEEPERS = ['manager', 'administrator'] as const;

export const ENROLMENT_COMMANDS = {
  'enrolment.list': {
    body: z.strictObject({}),
    answer: z.strictObject({ waiting: z.array(PendingEnrolment) }),
    roles: KEEPERS,
    devices: [],
    http: get('/enrolments'),
    reads: true,
    says: 'devices that show a pairing code and wait for a decision',
  },
  'enrolment.approve': {
    body: z.strictObject({
      enrolment: EnrolmentId,
      /** The code as it was compared; another one is refused. */
      code: PairingCode,
      /** Which configured device it becomes. */
      device: DeviceId,
      /** Needed where that device has a good credential, which ends with this. */
      replace: z.boolean().default(false),
    }),
    answer: Done,
    roles: KEEPERS,
    devices: [],
    http: post('/enrolments/{enrolment}/approve'),
    reads: false,
    says: 'let a waiting device in as one of the configured devices',
  },
  'enrolment.refuse': {
    body: z.strictObject({ enrolment: EnrolmentId }),
    answer: Done,
    roles: KEEPERS,
    devices: [],
    http: post('/enrolments/{enrolment}/refuse'),
    reads: false,
    says: 'turn a waiting device away',
  },
  'device.list': {
    body: z.strictObject({}),
    answer: z.strictObject({ devices: z.array(DeviceEntry) }),
    roles: [...KEEPERS, 'auditor'],
    devices: [],
    http: get('/devices'),
    reads: true,
    says: 'every configured device: enrolled or not, by whom, when it was last seen',
  },
  'device.revoke': {
    body: z.strictObject({
      device: DeviceId,
      reason: z.enum(['lost', 'replaced', 'out-of-service', 'suspected']),
    }),
    answer: Done,
    roles: KEEPERS,
    devices: [],
    http: post('/devices/{device}/revoke'),
    reads: false,
    says: "end a device's credential at once, whether it is online or not",
  },
} as const satisfies Record<string, CommandEntry>;
