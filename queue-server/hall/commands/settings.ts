import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import {
  FIXED_SECTIONS,
  HallSettings,
  type SETTINGS_COMMANDS,
  type SettingsMade,
  type SettingsPreview,
} from '@hall/shared/contracts/settings';
import { z } from 'zod';
import type { StaffLookup } from '../access/directory.ts';
import { settingsOf } from '../config/document.ts';
import type { LiveConfig } from '../config/live.ts';
import type { SettingsChangeBody } from '../domain/settings.ts';
import { ancestors } from '../domain/settings-timeline.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { Handlers } from './administration.ts';
import { Drafting, type Proposal, type Resolved } from './settings-draft.ts';
import { versionInfo } from './settings-history.ts';

/** Versions that the history shows. */
const MOST_SHOWN = 200;
/** Problems that an answer lists: whoever made more sees them with the next try. */
const MOST_PROBLEMS = 50;

interface Options {
  readonly ledger: LedgerClient;
  readonly live: LiveConfig;
  readonly staff: StaffLookup;
  readonly now: () => number;
}

type Outcome<T> = Result<T, Fault<ErrorCode>>;

/** The hall's settings, read and changed while it runs. Each change is an event of its own in the ledger. */
export function settingsHandlers(options: Options): Handlers<keyof typeof SETTINGS_COMMANDS> {
  const { ledger, live, staff, now } = options;
  const drafting = new Drafting(live);
  // Made once: sections do not change while the program runs.
  const schema = z.toJSONSchema(HallSettings, { io: 'input' }) as Record<string, unknown>;
  const info = (version: number) =>
    versionInfo(version, { live, staff, now, event: (seq) => ledger.reader.event(seq) });

  const submit = async (
    body: SettingsChangeBody,
    actor: string,
    requestId: string,
  ): Promise<Outcome<SettingsMade>> => {
    const answer = await ledger.submit('settings.change', body, actor, requestId);
    // In force at once where it says so: nobody waits for the next second.
    live.tick();
    return answer.ok ? ok(JSON.parse(answer.json) as SettingsMade) : err(answer.error);
  };

  const resolved = (proposal: Proposal): Outcome<Resolved> => {
    const found = drafting.resolve(proposal, ledger.state, now());
    if (!found.ok) return found;
    const { problems } = found.value;
    if (problems.length === 0) return found;
    const [first] = problems;
    return err(
      fault('SETTINGS_INVALID', `${first?.path.join('.')}: ${first?.reason}`, {
        problems: problems.slice(0, MOST_PROBLEMS),
      }),
    );
  };

  /** What was done already is answered as it was then, also after a restart; else why it cannot be done. */
  const orAsBefore = (actor: string, requestId: string, refusal: Fault<ErrorCode>): Outcome<SettingsMade> => {
    const made = ledger.reader.doneBefore(actor, requestId, 'settings.change');
    return made === null ? err(refusal) : ok(JSON.parse(made) as SettingsMade);
  };

  return {
    'settings.read': async () => {
      const newest = live.versions.length;
      if (newest === 0) return err(fault('STORAGE_FAILED', 'the settings could not be kept at the start'));
      const inForce = live.fact?.version ?? drafting.top(now());
      return ok({
        at: now(),
        newest,
        inForce: info(inForce),
        document: { ...settingsOf(live.current) },
        scheduled: live.scheduled.flatMap((fact) => {
          const made = live.composed(fact);
          return made.ok ? [{ info: info(fact.version), document: { ...settingsOf(made.value) } }] : [];
        }),
        schema,
        fixed: [...FIXED_SECTIONS],
      } satisfies CommandAnswer<'settings.read'>);
    },

    'settings.history': async () => {
      const newest = live.versions.length;
      const shown = Math.min(newest, MOST_SHOWN);
      const versions = Array.from({ length: shown }, (_, i) => info(newest - i));
      return ok({ versions, more: newest > shown });
    },

    'settings.preview': async ({ body }) => {
      const found = drafting.resolve(body, ledger.state, now());
      if (!found.ok) return found;
      const { problems, changes, moreChanges, effects, stale } = found.value;
      const possible = problems.length === 0 && !stale && effects.every(({ weight }) => weight !== 'refused');
      return ok({
        ...{ possible, stale, problems: problems.slice(0, MOST_PROBLEMS) },
        ...{ changes: [...changes], moreChanges, effects: [...effects] },
      } satisfies SettingsPreview);
    },

    'settings.change': async ({ actor, body, requestId }) => {
      const found = resolved(body);
      if (!found.ok) return orAsBefore(actor.id, requestId, found.error);
      const { draft, ledgerBase, later, unchanged, effects, carried } = found.value;
      if (unchanged) {
        const refusal = fault('SETTINGS_UNCHANGED', 'the document is that of the base');
        return orAsBefore(actor.id, requestId, refusal);
      }
      // Who will be in the hall then is not known: the ledger only looks at what counts at once.
      const stop = later ? effects.find(({ weight }) => weight === 'refused') : undefined;
      if (stop) {
        const refusal = fault(stop.code as ErrorCode, `${stop.kind}: ${stop.subject}`, { ...stop });
        return orAsBefore(actor.id, requestId, refusal);
      }
      const change: SettingsChangeBody = {
        ...draft,
        ...{ origin: body.version === undefined ? 'editor' : 'roll-back', reason: body.reason },
        ...{ base: ledgerBase, backTo: body.version ?? null, newest: null },
        effectiveAt: body.effectiveAt ?? null,
        cancels: body.scheduled.do === 'cancel' ? body.scheduled.versions : [],
        carried,
      };
      return submit(change, actor.id, requestId);
    },

    'settings.roll-back': async ({ actor, body, requestId }) => {
      const { version, newest, reason, effectiveAt } = body;
      const base = live.fact?.version ?? drafting.top(now());
      const found = resolved({
        ...{
          base,
          version,
          scheduled: { do: 'cancel', versions: live.scheduled.map((fact) => fact.version) },
        },
        ...(effectiveAt === undefined ? {} : { effectiveAt }),
      });
      if (!found.ok) return orAsBefore(actor.id, requestId, found.error);
      const { draft, ledgerBase, later, effects } = found.value;
      if (found.value.unchanged && live.scheduled.length === 0) {
        const refusal = fault('SETTINGS_UNCHANGED', 'that version says what is in force');
        return orAsBefore(actor.id, requestId, refusal);
      }
      const stop = later ? effects.find(({ weight }) => weight === 'refused') : undefined;
      if (stop) {
        const refusal = fault(stop.code as ErrorCode, `${stop.kind}: ${stop.subject}`, { ...stop });
        return orAsBefore(actor.id, requestId, refusal);
      }
      const change: SettingsChangeBody = {
        ...draft,
        ...{ origin: 'roll-back', reason, base: ledgerBase, backTo: version, newest },
        effectiveAt: effectiveAt ?? null,
        cancels: live.scheduled.map((fact) => fact.version),
        carried: [],
      };
      return submit(change, actor.id, requestId);
    },

    'settings.cancel': async ({ actor, body, requestId }) => {
      const plan = live.scheduled.find(({ version }) => version === body.version);
      if (!plan) {
        const refusal = fault('SETTINGS_VERSION_UNKNOWN', 'no such scheduled version');
        return orAsBefore(actor.id, requestId, refusal);
      }
      // What it was based on goes on: a plan before it, for its own time, or what is in force.
      const before = live.scheduled.find(({ version }) => version === plan.base);
      const base = before?.version ?? live.fact?.version ?? drafting.top(now());
      const found = resolved({ base, version: base, scheduled: { do: 'cancel', versions: [] } });
      if (!found.ok) return orAsBefore(actor.id, requestId, found.error);
      const below = ancestors(live.versions, base);
      const change: SettingsChangeBody = {
        ...found.value.draft,
        ...{
          origin: 'cancel',
          reason: null,
          base: found.value.ledgerBase,
          backTo: null,
          newest: body.newest,
        },
        effectiveAt: before?.effectiveAt ?? null,
        cancels: live.scheduled.map(({ version }) => version).filter((version) => !below.has(version)),
        carried: [],
      };
      return submit(change, actor.id, requestId);
    },
  };
}
