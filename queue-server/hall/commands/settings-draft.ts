import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import {
  FIXED_SECTIONS,
  SETTINGS_SECTIONS,
  type SettingsEffect,
  type SettingsProblem,
  type SettingsProposal,
} from '@hall/shared/contracts/settings';
import { localTime } from '@hall/shared/contracts/time';
import { checkHall } from '../config/check.ts';
import { differences } from '../config/differences.ts';
import { fixedOf, settingsOf, written } from '../config/document.ts';
import { edited } from '../config/edits.ts';
import type { LiveConfig } from '../config/live.ts';
import type { SettingsChangeBody, SettingsDraft } from '../domain/settings.ts';
import { settingsEffects } from '../domain/settings-effects.ts';
import { ancestors, candidates, type SettingsFact, standing } from '../domain/settings-timeline.ts';
import type { HallState } from '../domain/state.ts';

export type Proposal = SettingsProposal;

/** A proposal, looked at from all sides. */
export interface Resolved extends Pick<SettingsDraft, 'changes' | 'moreChanges'> {
  readonly problems: readonly SettingsProblem[];
  /** Good for nothing while there are problems. */
  readonly draft: SettingsDraft;
  readonly effects: readonly SettingsEffect[];
  readonly carried: SettingsChangeBody['carried'];
  readonly stale: boolean;
  /** Counts from an instant that is not here yet. */
  readonly later: boolean;
  /** It says what its base says, at once, and cancels nothing. */
  readonly unchanged: boolean;
  /** The base as the ledger counts: an unusable version that is in force by number stands for the one that counts. */
  readonly ledgerBase: number;
}

type Outcome<T> = Result<T, Fault<ErrorCode>>;
type Plain = Record<string, unknown>;

const FIXED: ReadonlySet<string> = new Set(FIXED_SECTIONS);

/** Turns what an editor sends into a checked document, and says what it would do. Changes nothing. */
export class Drafting {
  readonly #live: LiveConfig;

  constructor(live: LiveConfig) {
    this.#live = live;
  }

  /** Number of the version in force, whether it can be used or not. */
  top(at: number): number {
    return candidates(standing(this.#live.versions), at)[0]?.version ?? 0;
  }

  resolve(proposal: Proposal, state: HallState, at: number): Outcome<Resolved> {
    const { base, scheduled, effectiveAt = at } = proposal;
    const later = effectiveAt > at;
    if (scheduled.do === 'carry' && (later || proposal.edits === undefined)) {
      return err(fault('BAD_REQUEST', 'only edits that count at once are carried into scheduled versions'));
    }
    const before = this.#configOf(base);
    if (!before.ok) return before;
    const asked = this.#asked(proposal, before.value);
    if (!asked.ok) return asked;
    const { data, problems: wrong } = asked.value;
    const checked = this.#checked(data);
    const problems = [...wrong, ...(checked.ok ? [] : checked.error)];
    const after = checked.ok ? checked.value : before.value;
    const draft = drafted(before.value, after);

    const inForce = this.#live.fact?.version ?? this.top(at);
    const plans = this.#live.scheduled;
    const below = ancestors(this.#live.versions, base);
    const orphans = plans.filter(({ version }) => !below.has(version));
    const named = scheduled.do === 'cancel' ? new Set(scheduled.versions) : null;
    const isBase = base === inForce || plans.some(({ version }) => version === base);
    const stale = !isBase || (named !== null && orphans.some(({ version }) => !named.has(version)));

    const carried: (SettingsDraft & { of: number })[] = [];
    if (scheduled.do === 'carry' && problems.length === 0) {
      let under = after;
      for (const plan of orphans) {
        const again = this.#carry(plan, proposal.edits ?? []);
        if (!again.ok)
          problems.push({
            path: again.error.path,
            reason: `in scheduled version ${plan.version}: ${again.error.reason}`,
          });
        else {
          carried.push({ ...drafted(under, again.value), of: plan.version });
          under = again.value;
        }
      }
    }
    const ledgerBase = base === inForce ? this.top(at) : base;
    // At once, the hall goes from what is in force to this; later, from what would be in force until then.
    const until = later ? this.#justBefore(effectiveAt, ledgerBase, at) : this.#live.current;
    const effects = problems.length > 0 ? [] : settingsEffects(state, until, after, { at, effectiveAt });
    if (named !== null) effects.push(...orphans.map((plan) => this.#cancelled(plan)));
    return ok({
      ...{ problems, draft, effects, carried, stale, later },
      ...{ changes: draft.changes, moreChanges: draft.moreChanges },
      unchanged: problems.length === 0 && draft.changes.length === 0 && !later && orphans.length === 0,
      ledgerBase,
    });
  }

  /** What is in force when a version made now begins to count: plans that it is not based on are gone by then. */
  #justBefore(effectiveAt: number, base: number, at: number): HallConfig {
    const { versions } = this.#live;
    const like = versions[base - 1];
    if (like === undefined) return this.#live.current;
    const made = { ...like, version: versions.length + 1, at, effectiveAt, base };
    for (const fact of candidates(standing([...versions, made]), effectiveAt - 1)) {
      const composed = this.#live.composed(fact);
      if (composed.ok) return composed.value;
    }
    return this.#live.file;
  }

  #fact(version: number): Outcome<SettingsFact> {
    const fact = this.#live.versions[version - 1];
    return fact ? ok(fact) : err(fault('SETTINGS_VERSION_UNKNOWN', `there is no version ${version}`));
  }

  #configOf(version: number): Outcome<HallConfig> {
    const fact = this.#fact(version);
    if (!fact.ok) return fact;
    const made = this.#live.composed(fact.value);
    // What cannot be used is not in force: what counts in its place is what people see and change.
    return made.ok ? made : ok(this.#live.current);
  }

  /** The sections as they are to be, not checked yet. */
  #asked(proposal: Proposal, before: HallConfig): Outcome<{ data: Plain; problems: SettingsProblem[] }> {
    const { edits, document, version } = proposal;
    if (version !== undefined) {
      const fact = this.#fact(version);
      if (!fact.ok) return fact;
      const made = this.#live.composed(fact.value);
      return made.ok
        ? ok({ data: settingsOf(made.value) as Plain, problems: [] })
        : ok({ data: settingsOf(before) as Plain, problems: [{ path: [], reason: made.error }] });
    }
    const fixed = [...(edits ?? []).map(({ path }) => path[0]), ...Object.keys(document ?? {})].find(
      (section) => FIXED.has(String(section)),
    );
    if (fixed !== undefined) {
      return err(fault('SETTINGS_FIXED', `${fixed} stands in the hall’s file only`, { section: fixed }));
    }
    if (document !== undefined) {
      const missing = SETTINGS_SECTIONS.filter((section) => !Object.hasOwn(document, section));
      return ok({
        data: document,
        problems: missing.map((section) => ({ path: [section], reason: 'is missing' })),
      });
    }
    const made = edited(settingsOf(before) as Plain, edits ?? []);
    return made.ok
      ? ok({ data: made.value, problems: [] })
      : ok({ data: settingsOf(before) as Plain, problems: [made.error] });
  }

  /** With the sections that only the file says: what refers to both is looked at, too. */
  #checked(data: Plain): Result<HallConfig, SettingsProblem[]> {
    const checked = checkHall({ ...data, ...fixedOf(this.#live.file) });
    if (checked.ok) return checked;
    return err(
      checked.error.map(({ path, reason }) => ({
        path: path.map((step) => (typeof step === 'number' ? step : String(step))),
        reason,
      })),
    );
  }

  #carry(plan: SettingsFact, edits: NonNullable<Proposal['edits']>): Result<HallConfig, SettingsProblem> {
    const made = this.#live.composed(plan);
    if (!made.ok) return err({ path: [], reason: made.error });
    const data = edited(settingsOf(made.value) as Plain, edits);
    if (!data.ok) return data;
    const checked = this.#checked(data.value);
    return checked.ok ? checked : err(checked.error[0] ?? { path: [], reason: 'cannot be used' });
  }

  #cancelled(plan: SettingsFact): SettingsEffect {
    const { day, clock } = localTime(plan.effectiveAt, this.#live.file.timeZone);
    return {
      ...{ kind: 'cancels-scheduled', weight: 'warning', code: null, count: null },
      subject: String(plan.version),
      says: {
        zh: `原定 ${day} ${clock} 生效的第 ${plan.version} 版将被取消。`,
        en: `Version ${plan.version}, scheduled for ${day} ${clock}, is cancelled.`,
      },
    };
  }
}

function drafted(before: HallConfig, after: HallConfig): SettingsDraft {
  const settings = settingsOf(after);
  return { ...written(settings), ...differences(settingsOf(before), settings) };
}
