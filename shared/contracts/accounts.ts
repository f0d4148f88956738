import { z } from 'zod';
import { type CommandEntry, Done, get, post } from './command-entry.ts';
import { BusinessDay, Instant, StaffName } from './identifiers.ts';
import { Text } from './text.ts';

/** Staff accounts: who may log in, in which roles, with which second factor; and the sessions that are open. */

/** The names of `ROLES`; written out, because the hall's configuration itself reads the rules on roles. */
const RoleName = z.enum(['clerk', 'chief', 'guide', 'manager', 'auditor', 'administrator']);
const EVERYONE = ['clerk', 'chief', 'guide', 'manager', 'auditor', 'administrator'] as const;
const ADMINISTRATOR = ['administrator'] as const;

/** Passwords as they are typed; the rules are the server's (`PASSWORD_WEAK`). */
export const Password = z.string().min(1).max(200);
/** Six digits of the authenticator app, or a recovery code. */
export const SecondFactor = z.string().min(6).max(20);
const PersonName = z.string().trim().min(1).max(40);
const PersonNameEn = z.string().trim().min(1).max(60);
const RolesOfOne = z.array(RoleName).min(1).max(6);
export const SessionId = z.string().regex(/^[0-9a-f]{16}$/);

export const Account = z.strictObject({
  username: StaffName,
  name: z.string(),
  nameEn: z.string(),
  roles: z.array(RoleName),
  state: z.enum(['active', 'disabled']),
  /** Whether the hall's configuration or the console made it. */
  origin: z.enum(['config', 'console']),
  /** none: cannot log in yet; one-time: must be changed at the next login. */
  password: z.enum(['none', 'one-time', 'own']),
  totp: z.boolean(),
  /** Null where the account is not locked. */
  lockedUntil: Instant.nullable(),
  sessions: z.number().int(),
  createdAt: Instant,
  createdBy: z.string(),
  changedAt: Instant,
  changedBy: z.string(),
});
export type Account = z.infer<typeof Account>;

/** Shown once: the server keeps only its hash. */
export const OneTimePassword = z.strictObject({
  username: StaffName,
  oneTimePassword: z.string(),
  validUntil: Instant,
});
export type OneTimePassword = z.infer<typeof OneTimePassword>;

export const OpenSession = z.strictObject({
  session: SessionId,
  username: StaffName,
  name: z.string(),
  nameEn: z.string(),
  roles: z.array(RoleName),
  address: z.string(),
  /** Browser and system family, such as "Chrome / Windows"; empty where the browser does not say. */
  browser: z.string(),
  since: Instant,
  lastUsed: Instant,
  /** When it ends at the latest. */
  expiresAt: Instant,
  /** The session that asks. */
  current: z.boolean(),
});
export type OpenSession = z.infer<typeof OpenSession>;

export const AuditEntry = z.strictObject({
  seq: z.number().int(),
  at: Instant,
  /** User name, `hall` for the server itself, or a device. */
  actor: z.string(),
  /** The name that colleagues know; null where the actor is no member of staff. */
  actorName: Text.nullable(),
  /** Type of the event, or the act of an `audit.noted`. */
  act: z.string(),
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** `GET /api/v1/setup`: whether the first administrator is still to be made. */
export const SetupState = z.strictObject({ open: z.boolean() });
export type SetupState = z.infer<typeof SetupState>;

/** `POST /api/v1/setup` */
export const SetupBody = z.strictObject({
  code: z.string().min(1).max(40),
  username: StaffName,
  name: PersonName,
  password: Password,
});
export type SetupBody = z.infer<typeof SetupBody>;

export const ACCOUNT_COMMANDS = {
  'account.list': {
    body: z.strictObject({}),
    answer: z.strictObject({ accounts: z.array(Account) }),
    roles: ADMINISTRATOR,
    devices: [],
    http: get('/accounts'),
    reads: true,
    says: 'every staff account and its state',
  },
  'account.create': {
    body: z.strictObject({
      username: StaffName,
      name: PersonName,
      nameEn: PersonNameEn,
      roles: RolesOfOne,
    }),
    answer: OneTimePassword,
    roles: ADMINISTRATOR,
    devices: [],
    http: post('/accounts'),
    reads: false,
    says: 'make an account; the one-time password is shown once',
  },
  'account.change': {
    body: z.strictObject({
      username: StaffName,
      name: PersonName.optional(),
      nameEn: PersonNameEn.optional(),
      roles: RolesOfOne.optional(),
      state: z.enum(['active', 'disabled']).optional(),
    }),
    answer: Done,
    roles: ADMINISTRATOR,
    devices: [],
    http: post('/accounts/{username}'),
    reads: false,
    says: 'change names, roles or state; a disabled account loses its sessions at once',
  },
  'account.reset-password': {
    body: z.strictObject({ username: StaffName }),
    answer: OneTimePassword,
    roles: ADMINISTRATOR,
    devices: [],
    http: post('/accounts/{username}/reset-password'),
    reads: false,
    says: 'give a one-time password, which the person must change; sessions end',
  },
  'account.reset-totp': {
    body: z.strictObject({ username: StaffName }),
    answer: Done,
    roles: ADMINISTRATOR,
    devices: [],
    http: post('/accounts/{username}/reset-totp'),
    reads: false,
    says: 'take away the second factor of someone who lost it; sessions end',
  },
  'account.unlock': {
    body: z.strictObject({ username: StaffName }),
    answer: Done,
    roles: ADMINISTRATOR,
    devices: [],
    http: post('/accounts/{username}/unlock'),
    reads: false,
    says: 'end the lock-out after wrong passwords',
  },
  'session.list': {
    body: z.strictObject({}),
    answer: z.strictObject({ sessions: z.array(OpenSession) }),
    roles: EVERYONE,
    devices: [],
    http: get('/sessions'),
    reads: true,
    says: "open sessions: one's own, and everyone's for the administrator",
  },
  'session.end': {
    body: z.strictObject({ session: SessionId }),
    answer: Done,
    roles: EVERYONE,
    devices: [],
    http: post('/sessions/{session}/end'),
    reads: false,
    says: "end a session: one's own, or anyone's for the administrator",
  },
  'session.end-others': {
    body: z.strictObject({}),
    answer: z.strictObject({ ended: z.number().int() }),
    roles: EVERYONE,
    devices: [],
    http: post('/sessions/end-others'),
    reads: false,
    says: "end all of one's own sessions but the one that asks",
  },
  'password.change': {
    body: z.strictObject({ current: Password, next: Password }),
    answer: Done,
    roles: EVERYONE,
    devices: [],
    http: post('/password'),
    reads: false,
    says: "change one's own password; the other sessions end",
  },
  'totp.begin': {
    body: z.strictObject({ password: Password }),
    answer: z.strictObject({
      /** otpauth://… for the QR code. */
      uri: z.string(),
      /** The same secret to type, base32. */
      secret: z.string(),
    }),
    roles: EVERYONE,
    devices: [],
    http: post('/totp/begin'),
    reads: false,
    says: 'begin to enrol an authenticator app; nothing counts before it is confirmed',
  },
  'totp.confirm': {
    body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
    answer: z.strictObject({ recoveryCodes: z.array(z.string()) }),
    roles: EVERYONE,
    devices: [],
    http: post('/totp/confirm'),
    reads: false,
    says: 'prove the app with a code; recovery codes are shown once',
  },
  'totp.remove': {
    body: z.strictObject({ password: Password, code: SecondFactor }),
    answer: Done,
    roles: EVERYONE,
    devices: [],
    http: post('/totp/remove'),
    reads: false,
    says: "take away one's own second factor, proven once more",
  },
  'audit.read': {
    body: z.strictObject({
      /** The newest day where it is absent. */
      day: BusinessDay.optional(),
      actor: z.string().min(1).max(64).optional(),
      /** A whole act (`account.create`) or its first part (`account`). */
      act: z.string().min(1).max(64).optional(),
      /** For the next page: the last seq of the page before. */
      before: z.number().int().min(1).optional(),
    }),
    answer: z.strictObject({
      day: BusinessDay,
      /** Newest first. */
      entries: z.array(AuditEntry),
      /** Whether the day has older ones. */
      more: z.boolean(),
    }),
    roles: ['auditor'],
    devices: [],
    http: post('/audit/read'),
    reads: true,
    says: "what staff and the server itself did, one day's page at a time",
  },
} as const satisfies Record<string, CommandEntry>;
