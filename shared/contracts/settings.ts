import { z } from 'zod';
import { type CommandEntry, get, post } from './command-entry.ts';
import { HallShape } from './hall-config.ts';
import { Instant } from './identifiers.ts';
import { Text } from './text.ts';

/**
 * Settings of a hall as managers change them while it runs. The hall's file is the seed; from then on
 * versions live in the ledger: numbered, each with its author, the instant from which it counts, and the
 * version that it is based on. Nothing is ever overwritten: going back makes a new version.
 *
 * In force at an instant is the version with the highest number whose `effectiveAt` is not later, cancelled
 * ones left out. A new version cancels every scheduled version (not in force when it was made) that it is not
 * based on, directly or through others. So a plan for next week stands as long as what is made after it builds
 * on it, and no forgotten plan ever undoes a later decision.
 */

/** Sections that belong to the file: they are read when the server starts, and no manager changes them. */
export const FIXED_SECTIONS = [
  'version',
  'id',
  'timeZone',
  'staff',
  'access',
  'ledger',
  'privacy',
  'backup',
  'devices',
] as const;
type FixedSection = (typeof FIXED_SECTIONS)[number];

/** All other sections: what the settings editor shows, and what a version is. */
export const HallSettings = HallShape.omit(
  Object.fromEntries(FIXED_SECTIONS.map((section) => [section, true])) as Record<FixedSection, true>,
);
export type HallSettings = z.infer<typeof HallSettings>;
export const SETTINGS_SECTIONS = Object.keys(HallSettings.shape) as (keyof HallSettings)[];

/**
 * Where a value stands, from the top: `['calling', 'lockSeconds']`. A step into a list is an index, or the
 * `id` of the entry (`['queues', 'social', 'warnAfterMin']`), which stays right when the list changes.
 */
export const SettingsPath = z
  .array(z.union([z.string().min(1).max(60), z.number().int().min(0)]))
  .min(1)
  .max(12);
export type SettingsPath = z.infer<typeof SettingsPath>;

/**
 * Puts `value` at `path`; without a `value` the key or list entry is taken away. Into a list, an id that is
 * not there yet (or the index behind the last) appends.
 */
export const SettingsEdit = z.strictObject({ path: SettingsPath, value: z.unknown().optional() });
export type SettingsEdit = z.infer<typeof SettingsEdit>;

/** What was, and what is to be; `null` where there is nothing. Long values end with `…`. */
export const SettingsChange = z.strictObject({
  path: SettingsPath,
  before: z.unknown(),
  after: z.unknown(),
});
export type SettingsChange = z.infer<typeof SettingsChange>;

/** Why: a choice, because free words would stay in the ledger for ever. */
export const SETTINGS_REASONS = [
  'routine',
  'staffing',
  'crowd',
  'holiday',
  'regulation',
  'trial',
  'correction',
  'other',
] as const;
export const SettingsReason = z.enum(SETTINGS_REASONS);
export type SettingsReason = z.infer<typeof SettingsReason>;

/**
 * file: the hall's file was new or changed at a start; editor: a manager's change; roll-back: back to an older
 * version; cancel: a scheduled version was taken back; carried: a scheduled version, made again on top of a
 * change that came before it; assignment: windows and queues, from the live hall.
 */
export const SettingsOrigin = z.enum(['file', 'editor', 'roll-back', 'cancel', 'carried', 'assignment']);
export type SettingsOrigin = z.infer<typeof SettingsOrigin>;

export const VersionNumber = z.number().int().min(1);

export const SettingsVersion = z.strictObject({
  version: VersionNumber,
  /** When it was made. */
  at: Instant,
  effectiveAt: Instant,
  /** User name; `hall` for the file. */
  actor: z.string(),
  /** As colleagues know the person. */
  actorName: Text.nullable(),
  origin: SettingsOrigin,
  reason: SettingsReason.nullable(),
  /** The version that it was made from; null for the file. */
  base: VersionNumber.nullable(),
  /** Where it is a roll-back: to which version. */
  backTo: VersionNumber.nullable(),
  /** past: was in force; superseded: never came, a later one came before; unsound: cannot be used, left out. */
  state: z.enum(['in-force', 'scheduled', 'past', 'cancelled', 'superseded', 'unsound']),
  /** SHA-256 of the document, hex. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  changes: z.array(SettingsChange),
  /** Changes that were too many to be listed. */
  moreChanges: z.number().int().min(0),
});
export type SettingsVersion = z.infer<typeof SettingsVersion>;

export const SettingsProblem = z.strictObject({
  /** In the document; empty where it is about the whole. */
  path: z.array(z.union([z.string(), z.number()])),
  /** English; names the value's rule, for the person beside the field. */
  reason: z.string(),
});
export type SettingsProblem = z.infer<typeof SettingsProblem>;

/**
 * What a change would do to the running hall. `refused`: it cannot be made (with the code that
 * `settings.change` would answer); `warning`: think twice; `note`: good to know.
 */
export const SettingsEffect = z.strictObject({
  kind: z.enum([
    'queue-in-use',
    'window-in-use',
    'item-in-use',
    'prefix-in-use',
    'queue-without-window',
    'queue-waiting',
    'window-open',
    'day-booked',
    'not-at-day-start',
    'cancels-scheduled',
  ]),
  weight: z.enum(['refused', 'warning', 'note']),
  code: z.string().nullable(),
  /** Queue, window, item id, or number of the version. */
  subject: z.string(),
  /** People, tickets: how many; null where it does not count. */
  count: z.number().int().nullable(),
  says: Text,
});
export type SettingsEffect = z.infer<typeof SettingsEffect>;

/**
 * What to change. `base`: the version that was looked at: the one in force, or a scheduled one.
 * Exactly one of `edits`, `document` (every section) and `version` (the document of that version).
 */
const proposal = {
  base: VersionNumber,
  edits: z.array(SettingsEdit).min(1).max(200).optional(),
  document: z.record(z.string(), z.unknown()).optional(),
  version: VersionNumber.optional(),
  /** Without it, or in the past: at once. */
  effectiveAt: Instant.optional(),
  /**
   * What becomes of scheduled versions that `base` does not include. `cancel` names them all (whoever does
   * not know of one gets SETTINGS_STALE); `carry` makes each again with the same edits, for its own time.
   */
  scheduled: z
    .discriminatedUnion('do', [
      z.strictObject({ do: z.literal('cancel'), versions: z.array(VersionNumber).max(100) }),
      z.strictObject({ do: z.literal('carry') }),
    ])
    .default({ do: 'cancel', versions: [] }),
};
const hasOne = (body: { edits?: unknown; document?: unknown; version?: unknown }) =>
  [body.edits, body.document, body.version].filter((part) => part !== undefined).length === 1;
const ONE = { message: 'give edits, a document or a version' };

export const SettingsProposal = z.strictObject(proposal).refine(hasOne, ONE);
export type SettingsProposal = z.infer<typeof SettingsProposal>;

export const SettingsChangeBody = z.strictObject({ ...proposal, reason: SettingsReason }).refine(hasOne, ONE);
export type SettingsChangeBody = z.infer<typeof SettingsChangeBody>;

/** The version that was made, and from when it counts. */
export const SettingsMade = z.strictObject({
  version: VersionNumber,
  effectiveAt: Instant,
  /** Scheduled versions that were made again on top of it. */
  carried: z.array(VersionNumber),
});
export type SettingsMade = z.infer<typeof SettingsMade>;

/** Every section of a hall as JSON. */
const Document = z.record(z.string(), z.unknown());

export const SettingsView = z.strictObject({
  at: Instant,
  /** Number of the newest version. */
  newest: VersionNumber,
  inForce: SettingsVersion,
  document: Document,
  /** Standing plans, in the order of their time, each with its whole document. */
  scheduled: z.array(z.strictObject({ info: SettingsVersion, document: Document })),
  /** JSON Schema (2020-12) of `document`: types, limits, choices. References between sections are checked by preview. */
  schema: z.record(z.string(), z.unknown()),
  /** Sections that only the file says, with the next start. */
  fixed: z.array(z.string()),
});
export type SettingsView = z.infer<typeof SettingsView>;

export const SettingsPreview = z.strictObject({
  /** Nothing stands against the change: `problems` is empty and no effect is `refused`. */
  possible: z.boolean(),
  /** Somebody made a version meanwhile, or a scheduled one is neither named nor carried. */
  stale: z.boolean(),
  problems: z.array(SettingsProblem),
  changes: z.array(SettingsChange),
  moreChanges: z.number().int().min(0),
  effects: z.array(SettingsEffect),
});
export type SettingsPreview = z.infer<typeof SettingsPreview>;

/** A whole document of a large hall is some hundred kilobytes. */
const DOCUMENT_BYTES = 1024 * 1024;

export const SETTINGS_COMMANDS = {
  'settings.read': {
    body: z.strictObject({}),
    answer: SettingsView,
    roles: ['manager', 'auditor', 'administrator'],
    devices: [],
    http: get('/settings'),
    reads: true,
    says: 'the settings in force, scheduled ones, and their schema',
  },
  'settings.history': {
    body: z.strictObject({}),
    answer: z.strictObject({ versions: z.array(SettingsVersion), more: z.boolean() }),
    roles: ['manager', 'auditor', 'administrator'],
    devices: [],
    http: get('/settings/history'),
    reads: true,
    says: 'the latest two hundred versions, newest first: who, when, from when, what',
  },
  'settings.preview': {
    body: SettingsProposal,
    answer: SettingsPreview,
    roles: ['manager', 'auditor'],
    devices: [],
    http: post('/settings/preview'),
    reads: true,
    maxBytes: DOCUMENT_BYTES,
    says: 'what a change would do, without making it',
  },
  'settings.change': {
    body: SettingsChangeBody,
    answer: SettingsMade,
    roles: ['manager'],
    devices: [],
    http: post('/settings/change'),
    reads: false,
    maxBytes: DOCUMENT_BYTES,
    says: 'make a new version, in force at once or from an instant on',
  },
  'settings.roll-back': {
    body: z.strictObject({
      /** Back to this version. */
      version: VersionNumber,
      /** The newest version that the person has seen. */
      newest: VersionNumber,
      reason: SettingsReason,
      effectiveAt: Instant.optional(),
    }),
    answer: SettingsMade,
    roles: ['manager'],
    devices: [],
    http: post('/settings/roll-back'),
    reads: false,
    says: 'make a new version with the document of an older one; scheduled versions are cancelled',
  },
  'settings.cancel': {
    body: z.strictObject({ version: VersionNumber, newest: VersionNumber }),
    answer: SettingsMade,
    roles: ['manager'],
    devices: [],
    http: post('/settings/cancel'),
    reads: false,
    says: 'take a scheduled version back, with those that build on it',
  },
} as const satisfies Record<string, CommandEntry>;
