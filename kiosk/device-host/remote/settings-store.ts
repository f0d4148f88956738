import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { DeviceSettings, SettingsProblem } from '@hall/shared/contracts/device-settings';
import {
  needsRestart,
  readDeviceSettings,
  writeDeviceSettings,
} from '@hall/shared/contracts/device-settings';
import type { DeviceSettingsState } from '@hall/shared/contracts/remote';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';
import { z } from 'zod';
import type { HostLog } from '../log.ts';
import type { Wellness } from './trial.ts';

/**
 * Settings that a manager changed, on disk with the ones before them. A change is on trial until the host has shown
 * that it is as well as before; otherwise, also after a crash, the former ones come back by themselves.
 */

const FILE = 'device-settings.json';
/** A host on trial that starts for the third time has crashed twice. */
const STARTS_ON_TRIAL = 2;

const Kept = z.strictObject({
  version: z.number().int().min(0),
  text: z.string(),
  before: z.strictObject({ version: z.number().int().min(0), text: z.string() }).nullable(),
  /** How often the host began with it; null: it is good. */
  trialStarts: z.number().int().min(0).nullable(),
  /** What worked when it was changed. */
  was: z.strictObject({ online: z.boolean(), page: z.boolean(), up: z.array(z.string()) }).nullable(),
  takenBack: z
    .strictObject({
      version: z.number(),
      at: z.number(),
      says: z.strictObject({ zh: z.string(), en: z.string() }),
    })
    .nullable(),
});
type Kept = z.infer<typeof Kept>;
const NOTHING: Kept = { version: 0, text: '', before: null, trialStarts: null, was: null, takenBack: null };

export type ChangeRefusal =
  | { readonly why: 'invalid'; readonly problems: readonly SettingsProblem[] }
  | { readonly why: 'settings-changed' }
  | { readonly why: 'not-written' };

export interface SettingsStore {
  current(): DeviceSettings;
  state(): DeviceSettingsState;
  /** A change is being tried: what worked before it. Null: none is. */
  onTrial(): Wellness | null;
  /** On disk when it returns, on trial. `restart`: all of it counts after a new start only. */
  change(base: number, text: string, was: Wellness): Result<{ readonly restart: boolean }, ChangeRefusal>;
  /** The host is well: it stays. */
  confirm(): void;
  /** The former ones count again. `restart`: the host must start anew for it. Null: there is nothing to take back. */
  takeBack(says: Text, at: number): { readonly restart: boolean } | null;
}

const CRASHED: Text = {
  zh: '用新设置反复启动失败，已自动恢复原设置',
  en: 'the host kept ending with the new settings: the former ones are back',
};

/** To be called once at the start of a host: it counts as a try of settings on trial. */
export function openSettingsStore(folder: string, now: number, log: HostLog): SettingsStore {
  const file = path.join(folder, FILE);
  let kept = read(file);

  const save = (next: Kept): boolean => {
    try {
      write(folder, file, JSON.stringify(next));
    } catch (problem) {
      log.error({ problem: String(problem) }, 'the settings cannot be written');
      return false;
    }
    kept = next;
    return true;
  };
  const valuesOf = (text: string): DeviceSettings => {
    const values = readDeviceSettings(text);
    return values.ok ? values.value : {};
  };
  const takeBack: SettingsStore['takeBack'] = (says, at) => {
    const { before, version, text } = kept;
    if (kept.trialStarts === null || before === null) return null;
    const next: Kept = {
      // Rises on: a page that shows what was taken back must not change it again unseen.
      ...{ version: version + 1, text: before.text, before: null, trialStarts: null, was: null },
      takenBack: { version, at, says },
    };
    // In memory it counts even where the disk fails: the machine must come back well now.
    if (!save(next)) kept = next;
    log.warn({ version }, 'settings taken back');
    return { restart: needsRestart(valuesOf(text), valuesOf(before.text)) };
  };

  if (kept.trialStarts !== null) {
    // A start that cannot be counted would be tried again for ever.
    const counted =
      kept.trialStarts < STARTS_ON_TRIAL && save({ ...kept, trialStarts: kept.trialStarts + 1 });
    if (!counted) takeBack(CRASHED, now);
  }

  return {
    current: () => valuesOf(kept.text),
    onTrial: () => (kept.trialStarts === null ? null : kept.was),
    state: () => ({
      version: kept.version,
      text: writeDeviceSettings(valuesOf(kept.text)),
      trial: kept.trialStarts !== null,
      takenBack: kept.takenBack,
      restarts: false,
    }),
    change(base, text, was) {
      const values = readDeviceSettings(text);
      if (!values.ok) return err({ why: 'invalid', problems: values.error });
      if (base !== kept.version || kept.trialStarts !== null) return err({ why: 'settings-changed' });
      const before = valuesOf(kept.text);
      const saved = save({
        version: kept.version + 1,
        text: writeDeviceSettings(values.value),
        before: { version: kept.version, text: kept.text },
        trialStarts: 0,
        was: { ...was, up: [...was.up] },
        takenBack: null,
      });
      if (!saved) return err({ why: 'not-written' });
      return ok({ restart: needsRestart(before, values.value) });
    },
    confirm() {
      if (kept.trialStarts !== null) save({ ...kept, before: null, trialStarts: null, was: null });
    },
    takeBack,
  };
}

function read(file: string): Kept {
  try {
    const parsed = Kept.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return parsed.data;
  } catch {
    // Never written, or damaged: the installer's file counts.
  }
  return NOTHING;
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  const aside = `${file}.new`;
  const handle = openSync(aside, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
}
