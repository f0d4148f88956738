import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Result } from '@hall/shared/contracts/result';
import { err, fault } from '@hall/shared/contracts/result';
import { wallClock } from './clock.ts';
import type { HostConfig } from './config.ts';
import { parseConfig } from './config.ts';
import type { Host } from './host.ts';
import { openKiosk } from './kiosk/kiosk-profile.ts';
import type { HostLog } from './log.ts';
import { openLog } from './log.ts';
import { openWindowHost } from './window/window-profile.ts';

/** The device host: `node kiosk/device-host/main.ts --config FILE`, or `--config-json TEXT`. */

const APP_FOLDER = fileURLToPath(new URL('../dist/app', import.meta.url));
/** A print under way and the farewell to the broker fit into this; then the process ends anyway. */
const STOP_WITHIN_MS = 8_000;

function readConfig(): Result<HostConfig> {
  const { values } = parseArgs({
    options: { config: { type: 'string' }, 'config-json': { type: 'string' } },
  });
  if (values['config-json'] !== undefined) return parseConfig(values['config-json']);
  if (values.config === undefined)
    return err(fault('CONFIG_MISSING', 'give --config FILE or --config-json TEXT'));
  try {
    return parseConfig(readFileSync(values.config, 'utf8'));
  } catch {
    return err(fault('CONFIG_MISSING', `the configuration file ${values.config} cannot be read`));
  }
}

async function openProfile(
  config: HostConfig,
  log: HostLog,
): Promise<Result<Host & { readonly url?: string }>> {
  return config.profile === 'kiosk'
    ? openKiosk({ config, appFolder: APP_FOLDER, clock: wallClock, log })
    : openWindowHost({ config, clock: wallClock, log });
}

/** Renamed into place, so that whoever waits for the file never reads half of it. */
function writeReadyFile(file: string, content: object): void {
  writeFileSync(`${file}.new`, JSON.stringify(content));
  renameSync(`${file}.new`, file);
}

function refuse(message: string): never {
  process.stderr.write(`device host: ${message}\n`);
  process.exit(1);
}

const config = readConfig();
if (!config.ok) refuse(config.error.message);
const log = openLog(config.value.logLevel, config.value.device);
const host = await openProfile(config.value, log);
if (!host.ok) refuse(host.error.message);
const running = host.value;
log.info({ profile: config.value.profile, url: running.url }, 'device host is ready');
if (config.value.readyFile !== undefined) {
  writeReadyFile(config.value.readyFile, {
    pid: process.pid,
    profile: config.value.profile,
    url: running.url ?? null,
  });
}

let stopping = false;
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'stopping');
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  await running.close();
  process.exit(0);
}
process.on('SIGTERM', (signal) => void stop(signal));
process.on('SIGINT', (signal) => void stop(signal));
