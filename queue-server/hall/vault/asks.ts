import type { ErrorCode } from '@hall/shared/contracts/errors';
import { maskName, normaliseIdNumber, plainPhone } from '@hall/shared/contracts/identity';
import {
  type AccessEntry,
  type PrivacyReport,
  type PrivacySettings,
  RECORD_KINDS,
} from '@hall/shared/contracts/privacy';
import { type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { noteId } from '../commands/note.ts';
import { heldFor } from '../domain/classes.ts';
import type { StoredEvent } from '../domain/events.ts';
import type { HallState } from '../domain/state.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Held } from './clock-guard.ts';
import type { Keeper, Kept } from './keeper.ts';
import { FORGOTTEN } from './mentions.ts';
import type { Tombstone } from './person-keys.ts';
import { dueAt, endOfKeeping } from './schedule.ts';
import type { Vault } from './vault.ts';

/** What the main thread may ask of the vault's keeping; all of it runs in the writer thread. */
export interface VaultAsks {
  /** Forgets a person by reference or ID number, noted in the ledger. */
  forget: {
    body: {
      readonly who: { readonly ref: string } | { readonly idNumber: string };
      readonly reason: string;
      readonly actor: string;
      readonly requestId: string;
      readonly at: number;
    };
    answer: Result<null, Fault<ErrorCode>>;
  };
  'access-log': {
    body: { readonly before?: number | undefined; readonly ref?: string | undefined; readonly limit: number };
    answer: AccessEntry[];
  };
  report: { body: { readonly at: number }; answer: PrivacyReport };
  /** One step of the daily keeping. */
  keep: { body: { readonly at: number }; answer: { more: boolean; done: Kept; held: Held | null } };
  /** Replaces the one backup of the person keys. */
  'copy-keys': { body: { readonly file: string }; answer: null };
  /** The reference of whoever has this ID number; null where nobody is known by it. */
  'find-person': {
    body: {
      readonly idNumber: string;
      readonly actor: string;
      readonly at: number;
      /** A booking, where nothing is said. */
      readonly purpose?: 'booking' | 'progress';
    };
    answer: string | null;
  };
  /** 张*, by reference; null where the person was forgotten. The whole names stay here. */
  'masked-names': {
    body: { readonly refs: readonly string[]; readonly actor: string; readonly at: number };
    answer: Readonly<Record<string, string | null>>;
  };
  /** [B3] Those of the references whose person has this phone number. */
  'with-phone': {
    body: {
      readonly refs: readonly string[];
      readonly phone: string;
      readonly actor: string;
      readonly at: number;
    };
    answer: readonly string[];
  };
  tombstones: { body: { readonly since: number }; answer: Tombstone[] };
  reapply: { body: { readonly tombstones: readonly Tombstone[] }; answer: number };
}

export type VaultAskName = keyof VaultAsks;

export type VaultAsk = {
  [N in VaultAskName]: { readonly what: N; readonly body: VaultAsks[N]['body'] };
}[VaultAskName];

export interface Keeping {
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly keeper: Keeper;
  readonly settings: PrivacySettings;
}

/** The value of an answer, and the events that it wrote. Throws where a store fails. */
export interface Answered {
  readonly value: unknown;
  readonly events: readonly StoredEvent[];
  /** Where it is there, the value must not be told before this says true: to be asked again and again. */
  readonly settled?: () => boolean;
}

export function answerVault(ask: VaultAsk, keeping: Keeping): Answered {
  const { vault, ledger, keeper } = keeping;
  const say = (value: unknown): Answered => ({ value, events: [] });
  switch (ask.what) {
    case 'forget':
      return forget(ask.body, keeping);
    case 'access-log':
      return say(vault.log.page(ask.body));
    case 'report':
      return say(report(ask.body.at, keeping));
    case 'keep':
      return say(keeper.step(ledger.epoch, ask.body.at));
    case 'copy-keys':
      vault.keys.copyTo(ask.body.file);
      return say(null);
    case 'find-person': {
      const { idNumber, actor, at, purpose = 'booking' } = ask.body;
      return say(vault.find(idNumber, { actor, purpose, at }));
    }
    case 'masked-names':
      return say(maskedNames(ask.body, vault));
    case 'with-phone':
      return say(withPhone(ask.body, vault));
    case 'tombstones':
      return say(vault.keys.forgottenSince(ask.body.since));
    case 'reapply':
      return say(vault.keys.reapply(ask.body.tombstones));
  }
}

/**
 * The note in the ledger comes first: should the power fail right after it, the next start forgets whoever the
 * ledger says was forgotten. The same request again finds its note and is done.
 */
function forget(body: VaultAsks['forget']['body'], { vault, ledger, keeper }: Keeping): Answered {
  const { who, reason, actor, requestId, at } = body;
  const refused = (code: ErrorCode, message: string): Answered => ({
    value: { ok: false, error: fault(code, message) },
    events: [],
  });
  const done = (events: readonly StoredEvent[]): Answered => ({
    ...{ value: ok(null), events, settled: () => vault.keys.settle() },
  });
  const whom = 'ref' in who ? who : { person: vault.keys.blind(normaliseIdNumber(who.idNumber)) };
  const id = noteId('privacy.forget', { ...whom, reason }, requestId);
  const repeated = ledger.knows(actor, id);
  // The note of a repeat is there, but the disk may have failed right after it.
  if (repeated) keeper.reapply(ledger.epoch);
  const access = { actor, purpose: 'forget', at } as const;
  const ref = 'ref' in who ? who.ref : vault.find(who.idNumber, access);
  if (ref === null || !vault.keeps(ref)) {
    return repeated ? done([]) : refused('PERSON_UNKNOWN', 'nothing is kept of this person');
  }
  if (repeated) return refused('REQUEST_ID_REUSED', 'the person came again after this request was done');
  const held = heldBack(ledger.state, ref);
  if (held !== null) return { value: { ok: false, error: held }, events: [] };
  const note = { act: FORGOTTEN, subject: ref, detail: { reason } };
  const { answers, events } = ledger.run([{ command: 'audit.note', body: note, actor, requestId: id, at }]);
  const [answer] = answers;
  if (!answer?.ok) return { value: answer ?? null, events };
  vault.forget(ref, at);
  return done(events);
}

/** Why the hall still needs to know a person; null: it does not. */
function heldBack(state: HallState, ref: string): Fault<ErrorCode> | null {
  if (state.live.some((_ticket, key) => key.startsWith(`${ref} `))) {
    return fault('PERSON_WAITING', 'the person has a ticket that still counts');
  }
  if (heldFor(state, ref) > 0) {
    return fault('PERSON_WAITING', 'the person holds a ticket for somebody else', undefined, {
      zh: '此人还有未结束的代办号票，请先办结或取消后再删除资料。',
      en: 'This person holds a number for somebody else that still counts. Please finish or cancel it first.',
    });
  }
  if (state.bookings.some((booking) => booking.personRef === ref && booking.state === 'booked')) {
    return fault('PERSON_WAITING', 'the person has a booking that still counts', undefined, {
      zh: '此人还有未使用的预约，请先取消预约后再删除资料。',
      en: 'This person has a booking that still counts. Please cancel it first.',
    });
  }
  return null;
}

function maskedNames(
  { refs, actor, at }: VaultAsks['masked-names']['body'],
  vault: Vault,
): VaultAsks['masked-names']['answer'] {
  const nameOf = (ref: string) => vault.person(ref, { actor, purpose: 'booking', at })?.name;
  // One commit for all the lines of the access log.
  return vault.commit(() =>
    Object.fromEntries(
      refs.map((ref) => {
        const name = nameOf(ref);
        return [ref, name === undefined ? null : maskName(name)];
      }),
    ),
  );
}

/** The number itself stays here. */
function withPhone({ refs, phone, actor, at }: VaultAsks['with-phone']['body'], vault: Vault): string[] {
  const wanted = plainPhone(phone);
  return vault.commit(() =>
    refs.filter((ref) => {
      const known = vault.person(ref, { actor, purpose: 'booking', at })?.phone;
      return known !== undefined && plainPhone(known) === wanted;
    }),
  );
}

function report(at: number, { vault, settings }: Keeping): PrivacyReport {
  const { keepDays, cipherSuite } = settings;
  const due = new Map(dueAt(keepDays, at).map(({ kind, before }) => [kind, before]));
  return {
    at,
    cipherSuite,
    kinds: RECORD_KINDS.map((kind) => {
      const counted = vault.records.counts(kind, due.get(kind) as number);
      return {
        kind,
        count: counted.count,
        keepDays: keepDays[kind],
        due: counted.due,
        nextDueAt: counted.next === null ? null : endOfKeeping(keepDays, kind, counted.next),
      };
    }),
    forgotten: vault.keys.forgottenCount(),
    accessLog: { ...vault.log.counts(), keepDays: keepDays.accessLog },
  };
}
