import { hash } from 'node:crypto';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { FIXED_SECTIONS, type HallSettings, SETTINGS_SECTIONS } from '@hall/shared/contracts/settings';

/** The editable sections of a configuration: what a version of the settings holds. */
export function settingsOf(config: HallConfig): HallSettings {
  return Object.fromEntries(SETTINGS_SECTIONS.map((section) => [section, config[section]])) as HallSettings;
}

/** The sections that only the hall's file says. */
export function fixedOf(config: HallConfig): Pick<HallConfig, (typeof FIXED_SECTIONS)[number]> {
  const sections = FIXED_SECTIONS.filter((section) => config[section] !== undefined);
  return Object.fromEntries(sections.map((section) => [section, config[section]])) as never;
}

/** Canonical JSON, as the ledger keeps it, and its SHA-256 in hex: equal settings give equal text. */
export function written(settings: HallSettings): { readonly document: string; readonly digest: string } {
  const document = JSON.stringify(ordered(settings));
  return { document, digest: hash('sha256', document) };
}

/** Keys of every object in order; what is left out and what is undefined are the same. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, ordered(entry)]),
  );
}
