import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseSetup } from '@hall/kiosk/device-host/config';
import { sight } from '@hall/kiosk/shell/alive';
import { CHROMIUM_OPTIONS } from '@hall/kiosk/shell/chromium';
import type { Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';

/** Where an installer puts the settings of a kiosk's device host. */
export const INSTALLED = '/etc/yichuang/kiosk.json';
/** The kiosk of `npm start`. */
export const DEMO_URL = 'http://127.0.0.1:8603/';

const OPTIONS = {
  ...CHROMIUM_OPTIONS,
  /** The locked window: Chromium's kiosk mode, or Electron. */
  shell: { type: 'string', default: 'chromium' },
  /** Settings of the device host that is started before the window. */
  config: { type: 'string' },
} as const;

export type KioskValues = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** What `npm run kiosk` is to do. */
export interface KioskPlan {
  readonly shell: 'chromium' | 'electron';
  /** The device host's settings; null: it runs already. */
  readonly config: string | null;
  readonly url: string;
  readonly camera: boolean;
  readonly values: KioskValues;
}

/**
 * Reads the words. Without `--config` and `--url`: the installed settings, or else the kiosk of `npm start` where one
 * answers. Fails with `USAGE` and a sentence.
 */
export async function kioskPlan(
  words: readonly string[],
  see: typeof sight = sight,
  installed: string = INSTALLED,
): Promise<Result<KioskPlan>> {
  let values: KioskValues;
  try {
    values = parseArgs({ args: [...words], options: OPTIONS }).values;
  } catch (problem) {
    return usage((problem as Error).message);
  }
  const { shell } = values;
  if (shell !== 'chromium' && shell !== 'electron') return usage(`--shell is chromium or electron: ${shell}`);
  if (values.config !== undefined && values.url !== undefined) {
    return usage('Give --config to start a device host, or --url of one that runs, not both.');
  }
  const plan = { shell, values } as const;
  if (values.url !== undefined) {
    return ok({ ...plan, config: null, url: values.url, camera: values.camera === true });
  }
  const config = values.config ?? (existsSync(installed) ? installed : undefined);
  if (config !== undefined) {
    const read = readConfig(config);
    return read.ok ? ok({ ...plan, ...read.value, config }) : read;
  }
  if ((await see(DEMO_URL)).host === 'there') {
    return ok({ ...plan, config: null, url: DEMO_URL, camera: values.camera === true });
  }
  return usage(
    `No device host: give --config FILE (there is no ${installed}), --url of one that runs, or npm start first.`,
  );
}

function readConfig(file: string): Result<{ readonly url: string; readonly camera: boolean }> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (problem) {
    return usage(`${file} cannot be read (${(problem as NodeJS.ErrnoException).code}).`);
  }
  const setup = parseSetup(text);
  if (!setup.ok) return usage(`${file}: ${setup.error.message}`);
  const { port, camera } =
    setup.value.kind === 'enrol'
      ? { port: setup.value.port, camera: setup.value.rest['camera'] === true }
      : setup.value.config.profile === 'kiosk'
        ? { port: setup.value.config.port, camera: setup.value.config.camera === true }
        : { port: null, camera: false };
  if (port === null) return usage(`${file} is not of the profile "kiosk": it has no page.`);
  if (port === 0) return usage(`${file}: give the page a port of its own, 0 takes another each time.`);
  return ok({ url: `http://127.0.0.1:${port}/`, camera });
}

function usage(message: string): Result<never> {
  return err(fault('USAGE', message));
}
