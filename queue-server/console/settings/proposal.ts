import type { SettingsProposal, SettingsVersion, SettingsView } from '@hall/shared/contracts/settings';
import { type Draft, editsOf } from './draft.ts';

type Seen = Pick<SettingsView, 'document'> & {
  readonly inForce: Pick<SettingsVersion, 'version'>;
  readonly scheduled: readonly {
    readonly info: Pick<SettingsVersion, 'version' | 'base' | 'effectiveAt'>;
    readonly document: Record<string, unknown>;
  }[];
};

/**
 * What the server is asked for. At once: from what is in force, and plans are made again on top of it. For later:
 * from the last plan that counts by then; plans that it does not build on end, and the preview says so.
 */
export function proposalFor(view: Seen, draft: Draft, effectiveAt: number | null): SettingsProposal {
  if (effectiveAt === null) {
    return {
      base: view.inForce.version,
      edits: editsOf(view.document, draft),
      scheduled: { do: 'carry' },
    };
  }
  const before = view.scheduled.filter(({ info }) => info.effectiveAt <= effectiveAt).at(-1);
  const below = new Set<number>();
  for (let at = before?.info; at !== undefined; ) {
    below.add(at.version);
    const base = at.base;
    at = view.scheduled.find(({ info }) => info.version === base)?.info;
  }
  return {
    base: before?.info.version ?? view.inForce.version,
    edits: editsOf(before?.document ?? view.document, draft),
    effectiveAt,
    scheduled: {
      do: 'cancel',
      versions: view.scheduled.map(({ info }) => info.version).filter((version) => !below.has(version)),
    },
  };
}
