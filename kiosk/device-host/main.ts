import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Result } from '@hall/shared/contracts/result';
import { err, fault } from '@hall/shared/contracts/result';
import { wallClock } from './clock.ts';
import type { HostConfig, HostSetup } from './config.ts';
import { parseSetup } from './config.ts';
import { enrolled } from './enrolment/enrol.ts';
import type { Host } from './host.ts';
import { openKiosk } from './kiosk/kiosk-profile.ts';
import type { HostLog } from './log.ts';
import { openLog } from './log.ts';
import { openLogRing } from './logs/log-ring.ts';
import { logFolder } from './remote/kiosk-remote.ts';
import { openServerHost } from './server/server-profile.ts';
import { openWindowHost } from './window/window-profile.ts';

/**
 * The device host: `node kiosk/device-host/main.ts --config FILE`, or `--config-json TEXT`. `--enrol-again` forgets
 * the credential that it was given and asks for a new one.
 */

const APP_FOLDER = fileURLToPath(new URL('../dist/app', import.meta.url));
/** A print under way and the farewell to the broker fit into this; then the process ends anyway. */
const STOP_WITHIN_MS = 8_000;

const { values } = parseArgs({
  options: {
    config: { type: 'string' },
    'config-json': { type: 'string' },
    'enrol-again': { type: 'boolean', default: false },
  },
});

function readSetup(): Result<HostSetup> {
  if (values['config-json'] !== undefined) return parseSetup(values['config-json']);
  if (values.config === undefined)
    return err(fault('CONFIG_MISSING', 'give --config FILE or --config-json TEXT'));
  try {
    return parseSetup(readFileSync(values.config, 'utf8'));
  } catch {
    return err(fault('CONFIG_MISSING', `the configuration file ${values.config} cannot be read`));
  }
}

async function openProfile(
  config: HostConfig,
  log: HostLog,
): Promise<Result<Host & { readonly url?: string }>> {
  switch (config.profile) {
    case 'kiosk':
      return openKiosk({
        ...{ config, appFolder: APP_FOLDER, clock: wallClock, log },
        logs: {
          ring,
          setLevel: setLogLevel,
        },
      });
    case 'window':
      return openWindowHost({ config, clock: wallClock, log });
    case 'server':
      return openServerHost({ config, clock: wallClock, log });
  }
}

function setLogLevel(level: string): void {
  log.level = level;
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

const setup = readSetup();
if (!setup.ok) refuse(setup.error.message);
const known = setup.value.kind === 'complete' ? setup.value.config : setup.value;
const ring = openLogRing(logFolder(known.dataDir));
const log = openLog(known.logLevel, 'device' in known ? known.device : known.deviceKind, ring);
const ready = (url: string | null): void => {
  if (known.readyFile) {
    const profile = 'profile' in known ? known.profile : known.rest['profile'];
    writeReadyFile(known.readyFile, { pid: process.pid, profile, url });
  }
};

let stopping = false;
let running: Host | null = null;
const pairing = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));

const config = await enrolledConfig(setup.value);
if (config !== null && !stopping) {
  const host = await openProfile(config, log);
  if (!host.ok) refuse(host.error.message);
  running = host.value;
  log.info({ profile: config.profile, url: host.value.url }, 'device host is ready');
  ready(host.value.url ?? null);
  void host.value.ended?.then((code) => stop('the profile is over', code));
}

async function enrolledConfig(found: HostSetup): Promise<HostConfig | null> {
  if (found.kind === 'complete') return found.config;
  const got = await enrolled({
    setup: found,
    appFolder: APP_FOLDER,
    again: values['enrol-again'],
    log,
    signal: pairing.signal,
    onPage: ready,
  });
  if (!got.ok) refuse(got.error.message);
  return got.value;
}

async function stop(signal: string, code = 0): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'stopping');
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  pairing.abort();
  await running?.close();
  process.exit(code);
}
