import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { SettingsChangeBody } from '../domain/settings.ts';
import type { SettingsFact } from '../domain/settings-timeline.ts';
import { differences } from './differences.ts';
import { settingsOf, written } from './document.ts';
import type { Composed } from './versions.ts';

/**
 * The version that the hall's file makes at a start: the first one, and one whenever the file says something else
 * than the last time that it was taken over. Null where it says the same: what managers changed goes on. Files are
 * compared as this program reads them, so that new sections with their usual values are no change.
 *
 * @param before what was in force until now
 */
export function seedOf(
  file: HallConfig,
  versions: readonly SettingsFact[],
  composed: (fact: SettingsFact) => Composed,
  before: HallConfig,
): SettingsChangeBody | null {
  const settings = settingsOf(file);
  const text = written(settings);
  const last = versions.findLast(({ origin }) => origin === 'file');
  if (last?.digest === text.digest) return null;
  if (last) {
    const read = composed(last);
    if (read.ok && written(settingsOf(read.value)).digest === text.digest) return null;
  }
  const nothing = { changes: [], moreChanges: 0 };
  return {
    ...text,
    ...(last ? differences(settingsOf(before), settings) : nothing),
    ...{ origin: 'file', reason: null, base: null, backTo: null, newest: null, effectiveAt: null },
    cancels: [],
    carried: [],
  };
}
