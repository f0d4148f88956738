import { z } from 'zod';
import { type CommandEntry, Done, get, post } from './command-entry.ts';
import { Instant, PersonRef, TicketId } from './identifiers.ts';
import { normaliseIdNumber } from './identity.ts';

/** Personal data: how it is sealed and how long it is kept, who reads it and why, and how it is forgotten. */

/** AES-256-GCM with HMAC-SHA-256, or SM4-CTR with HMAC-SM3 (国密). */
export const CipherSuite = z.enum(['aes', 'sm4']);
export type CipherSuite = z.infer<typeof CipherSuite>;

/** What the vault holds: a person's card, free text of a rating, a picture, a signature. */
export const RECORD_KINDS = ['person', 'text', 'picture', 'signature'] as const;
export const RecordKind = z.enum(RECORD_KINDS);
export type RecordKind = z.infer<typeof RecordKind>;

/** What reading of personal data is for; every read is logged with it. */
export const Purpose = z.enum(['sync-case', 'sync-rating', 'forget', 'booking', 'visit-note', 'progress']);
export type Purpose = z.infer<typeof Purpose>;

const days = (least: number, usual: number) => z.number().int().min(least).max(3650).default(usual);

/**
 * The hall's setting. Days count from the last use: a person's from the last ticket or certificate. What is
 * due is destroyed the same day. The least values leave time for a dispute; six months of logs is what an
 * assessment (等保) asks for.
 */
export const PrivacySettings = z.strictObject({
  cipherSuite: CipherSuite.default('aes'),
  keepDays: z
    .strictObject({
      person: days(30, 180),
      text: days(30, 90),
      picture: days(1, 30),
      signature: days(180, 365),
      accessLog: days(180, 180),
    })
    .prefault({}),
});
export type PrivacySettings = z.infer<typeof PrivacySettings>;

/** Why a person is forgotten: a choice, because free words here would end up in the ledger. */
export const ForgetReason = z.enum(['person-asked', 'recorded-by-mistake', 'authority-ordered']);

export const AccessEntry = z.strictObject({
  id: z.number().int().min(1),
  at: Instant,
  /** Staff user name, or `sync` for the link to the platform. */
  actor: z.string(),
  kind: RecordKind,
  /** Older entries may name a purpose that is no longer used. */
  purpose: z.string(),
  /** The random reference that stands in the ledger; null where the look-up found nobody. */
  ref: PersonRef.nullable(),
  /** `nothing`: forgotten, purged or never there. */
  result: z.enum(['read', 'nothing', 'failed']),
});
export type AccessEntry = z.infer<typeof AccessEntry>;

export const PrivacyReport = z.strictObject({
  at: Instant,
  cipherSuite: CipherSuite,
  kinds: z.array(
    z.strictObject({
      kind: RecordKind,
      count: z.number().int().min(0),
      keepDays: z.number().int(),
      /** Already to be destroyed; the daily run does it. */
      due: z.number().int().min(0),
      /** When the next one is to be destroyed. */
      nextDueAt: Instant.nullable(),
    }),
  ),
  forgotten: z.number().int().min(0),
  accessLog: z.strictObject({
    count: z.number().int().min(0),
    oldestAt: Instant.nullable(),
    keepDays: z.number().int(),
  }),
});
export type PrivacyReport = z.infer<typeof PrivacyReport>;

export const PRIVACY_COMMANDS = {
  'privacy.report': {
    body: z.strictObject({}),
    answer: PrivacyReport,
    roles: ['manager', 'auditor'],
    devices: [],
    http: get('/privacy/report'),
    reads: true,
    says: 'how much personal data is kept, and what is destroyed next',
  },
  // A POST that changes nothing but the audit trail: who looked at this log stands in the ledger, too.
  'privacy.access-log': {
    body: z.strictObject({
      /** Entries older than this one; without it the newest. */
      before: z.number().int().min(1).optional(),
      /** Only about this reference. */
      ref: PersonRef.optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    answer: z.strictObject({ entries: z.array(AccessEntry), more: z.boolean() }),
    roles: ['auditor'],
    devices: [],
    http: post('/privacy/access-log'),
    reads: false,
    says: 'who read personal data, when and why, newest first',
  },
  // The manager alone: clerks and guides are too many, an auditor must not act, and whoever runs the machines
  // (administrator) needs nobody's data. The number stands in the body, never in an address.
  'privacy.forget': {
    body: z
      .strictObject({
        ticket: TicketId.optional(),
        idNumber: z.string().min(8).max(24).transform(normaliseIdNumber).optional(),
        reason: ForgetReason,
      })
      .refine((body) => (body.ticket === undefined) !== (body.idNumber === undefined), {
        message: 'name a ticket or an ID number',
      }),
    answer: Done,
    roles: ['manager'],
    devices: [],
    http: post('/privacy/forget'),
    reads: false,
    says: 'destroy for good what is kept about a person',
  },
} as const satisfies Record<string, CommandEntry>;
