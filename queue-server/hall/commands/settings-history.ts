import type { SettingsVersion } from '@hall/shared/contracts/settings';
import type { StaffLookup } from '../access/directory.ts';
import type { LiveConfig } from '../config/live.ts';
import type { StoredEvent } from '../domain/events.ts';
import { type SettingsFact, standing } from '../domain/settings-timeline.ts';

interface Beside {
  readonly live: LiveConfig;
  readonly staff: StaffLookup;
  readonly now: () => number;
  readonly event: (seq: number) => StoredEvent | null;
}

/** A version as people see it: who, when, from when, what became of it, what it changed. */
export function versionInfo(version: number, { live, staff, now, event }: Beside): SettingsVersion {
  const fact = live.versions[version - 1];
  if (!fact) throw new Error(`there is no version ${version} of the settings`);
  const { seq, at, effectiveAt, actor, origin, reason, base, backTo, digest } = fact;
  const told = event(seq);
  const { changes = [], moreChanges = 0 } = told?.type === 'settings.changed' ? told.data : {};
  const member = staff.find(actor);
  return {
    ...{ version, at, effectiveAt, actor, origin, reason, base, backTo, digest },
    actorName: member ? { zh: member.name, en: member.nameEn } : null,
    state: stateOf(fact, live, now()),
    changes: [...changes],
    moreChanges,
  };
}

function stateOf(fact: SettingsFact, live: LiveConfig, at: number): SettingsVersion['state'] {
  const inForce = live.fact?.version ?? 0;
  if (fact.version === inForce) return 'in-force';
  const stand = standing(live.versions);
  if (!stand.includes(fact)) return 'cancelled';
  if (stand.some((later) => later.version > fact.version && later.effectiveAt <= fact.effectiveAt))
    return 'superseded';
  if (fact.effectiveAt > at) return 'scheduled';
  return fact.version > inForce ? 'unsound' : 'past';
}
