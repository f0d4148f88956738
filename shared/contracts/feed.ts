import { z } from 'zod';
import { SecondFactor } from './accounts.ts';
import { Instant, QueueId, TicketId, WindowId } from './identifiers.ts';

/**
 * `GET /api/v1/events?after=` (server-sent events): what happened, without personal data, for the staff's
 * pages. A page reads its view again when an event concerns it; the id of each SSE event is the seq.
 */
export const FeedEvent = z.strictObject({
  seq: z.number().int(),
  at: Instant,
  type: z.string(),
  ticket: TicketId.nullable(),
  number: z.string().nullable(),
  queue: QueueId.nullable(),
  window: WindowId.nullable(),
});
export type FeedEvent = z.infer<typeof FeedEvent>;

/** `POST /api/v1/session` */
export const LoginBody = z.strictObject({
  username: z.string().min(1).max(64),
  password: z.string().min(1).max(200),
  /** Second factor, after an answer `TOTP_NEEDED`. */
  code: SecondFactor.optional(),
});
export const SessionView = z.strictObject({
  username: z.string(),
  name: z.string(),
  nameEn: z.string(),
  roles: z.array(z.enum(['clerk', 'chief', 'guide', 'manager', 'auditor', 'administrator'])),
  /** Sent back in `X-Session-Check` with every change (double submit against cross-site requests). */
  check: z.string(),
  /** When it ends at the latest. */
  expiresAt: Instant,
  /** It ends after so long without use, ms; requests with `X-Background: 1` are no use. */
  idleMs: z.number().int(),
  /** What the person must do before anything else; every other command answers the matching code. */
  needs: z.enum(['password', 'totp']).nullable(),
  /** Whether a second factor is on. */
  totp: z.boolean(),
  demo: z.boolean(),
});
export type SessionView = z.infer<typeof SessionView>;

/** `POST /api/v1/device-session`: a browser screen turns its credential into a short-lived MQTT password. */
export const DeviceLoginBody = z.strictObject({
  device: z.string().min(1).max(40),
  secret: z.string().min(16).max(128),
});
export const DeviceSession = z.strictObject({
  device: z.string(),
  kind: z.string(),
  hall: z.string(),
  token: z.string(),
  expiresAt: Instant,
  /** Path of the MQTT WebSocket on this origin. */
  mqttPath: z.string(),
});
export type DeviceSession = z.infer<typeof DeviceSession>;

/** `GET /demo/surfaces`, only in demo mode: what the landing page and a driving script need. */
export const DemoSurfaces = z.strictObject({
  landing: z.string(),
  kiosk: z.string(),
  console: z.string(),
  manager: z.string(),
  wall: z.string(),
  boards: z.array(z.strictObject({ zone: z.string(), url: z.string() })),
  windowScreens: z.array(z.strictObject({ window: z.string(), url: z.string() })),
  pads: z.array(z.strictObject({ window: z.string(), url: z.string() })),
  sound: z.string(),
  platform: z.string(),
  dock: z.string(),
  apiDocs: z.string(),
  logins: z.array(
    z.strictObject({
      username: z.string(),
      password: z.string(),
      roles: z.array(z.string()),
      name: z.string(),
    }),
  ),
});
export type DemoSurfaces = z.infer<typeof DemoSurfaces>;
