import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type {
  HallSettings,
  SettingsChange,
  SettingsMade,
  SettingsOrigin,
  SettingsReason,
} from '@hall/shared/contracts/settings';
import { type Decide, decided, refused } from './context.ts';
import type { HallEvent } from './events.ts';
import { settingsEffects } from './settings-effects.ts';
import { ancestors, candidates, scheduled, standing } from './settings-timeline.ts';

/** A document that was checked, as the ledger keeps it. */
export interface SettingsDraft {
  /** Canonical JSON of all editable sections. */
  readonly document: string;
  /** SHA-256 of it, hex. */
  readonly digest: string;
  /** Against its base, bounded. */
  readonly changes: readonly SettingsChange[];
  readonly moreChanges: number;
}

export interface SettingsChangeBody extends SettingsDraft {
  readonly origin: SettingsOrigin;
  readonly reason: SettingsReason | null;
  /** Null for the hall's file only. */
  readonly base: number | null;
  readonly backTo: number | null;
  /** The newest version that the person has seen; null: the base tells enough. */
  readonly newest: number | null;
  /** Null, or in the past: at once. */
  readonly effectiveAt: number | null;
  /** Scheduled versions that go with this; the file's cancel all without naming them. */
  readonly cancels: readonly number[];
  /** Scheduled versions that are made again on top, each for its own time, in the order of their time. */
  readonly carried: readonly (SettingsDraft & { readonly of: number })[];
}

export interface SettingsChanged {
  readonly version: number;
  readonly effectiveAt: number;
  readonly digest: string;
  readonly base: number | null;
  readonly origin: SettingsOrigin;
  readonly reason: SettingsReason | null;
  readonly backTo: number | null;
  readonly changes: readonly SettingsChange[];
  readonly moreChanges: number;
}

/**
 * Makes versions of the settings. Refused where the base does not stand any more or a scheduled version would
 * go unnoticed (SETTINGS_STALE), and where somebody in the hall would be stranded (settings-effects.ts).
 */
export const changeSettings: Decide<SettingsChangeBody> = (state, body, context) => {
  const { at, config } = context;
  const stand = standing(state.settings);
  const plans = scheduled(stand, at);
  if (body.newest !== null && body.newest !== state.settings.length) {
    return refused('SETTINGS_STALE', 'a newer version was made', { newest: state.settings.length });
  }
  if (body.origin !== 'file') {
    const inForce = candidates(stand, at)[0];
    const bases = [inForce, ...plans].map((fact) => fact?.version);
    if (body.base === null || !bases.includes(body.base)) {
      return refused('SETTINGS_STALE', 'the base is not in force any more', {
        newest: state.settings.length,
      });
    }
    const below = ancestors(state.settings, body.base);
    const named = new Set([...body.cancels, ...body.carried.map(({ of }) => of)]);
    const unnamed = plans.filter(({ version }) => !below.has(version) && !named.has(version));
    const gone = body.carried.filter(({ of }) => !plans.some(({ version }) => version === of));
    if (unnamed.length > 0 || gone.length > 0) {
      return refused('SETTINGS_STALE', 'the scheduled versions are not those that were looked at', {
        newest: state.settings.length,
      });
    }
  }
  const effectiveAt = Math.max(body.effectiveAt ?? at, at);
  // What counts later was looked at when it was made: it goes on from another version than the one in force.
  if (body.origin !== 'file' && effectiveAt <= at) {
    const after: HallConfig = { ...config, ...(JSON.parse(body.document) as HallSettings) };
    const stop = settingsEffects(state, config, after, { at, effectiveAt }).find(
      ({ weight }) => weight === 'refused',
    );
    if (stop) {
      return refused(stop.code as ErrorCode, `${stop.kind}: ${stop.subject}`, {
        kind: stop.kind,
        subject: stop.subject,
        count: stop.count,
        says: stop.says,
      });
    }
  }
  const version = state.settings.length + 1;
  const { origin, reason, base, backTo } = body;
  const events: HallEvent[] = [
    {
      type: 'settings.changed',
      data: { version, effectiveAt, base, origin, reason, backTo, ...draft(body) },
    },
  ];
  for (const [i, again] of body.carried.entries()) {
    const plan = plans.find((fact) => fact.version === again.of);
    if (!plan) continue;
    events.push({
      type: 'settings.changed',
      data: {
        version: version + 1 + i,
        effectiveAt: plan.effectiveAt,
        base: version + i,
        origin: 'carried',
        reason: plan.reason,
        backTo: null,
        ...draft(again),
      },
    });
  }
  const made: SettingsMade = {
    version,
    effectiveAt,
    carried: events.slice(1).map((_, i) => version + 1 + i),
  };
  return decided(events, made);
};

function draft({ digest, changes, moreChanges }: SettingsDraft) {
  return { digest, changes, moreChanges };
}
