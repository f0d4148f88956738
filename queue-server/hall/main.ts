import { renameSync, writeFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { loadHallConfig } from './config/load.ts';
import { withoutHours } from './demo.ts';
import { startHall } from './hall.ts';
import { openLog } from './log.ts';
import { LogFiles } from './log-files.ts';
import { claimHall } from './maintenance/lock.ts';
import { type HallOptions, readOptions } from './options.ts';
import { whyNotProduction } from './supervision/production.ts';

/** The hall server as a process: options, configuration, signals; everything else is `startHall`. */

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 7)) {
  fail(
    `The hall server needs Node 24.7 or later; this is ${process.versions.node}. Start it with npm start.`,
  );
}

let options: HallOptions;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
const refusal = options.demo ? null : whyNotProduction(options.keys);
if (refusal !== null) fail(refusal);
const loaded = loadHallConfig(options.config);
if (!loaded.ok) fail(loaded.error.message);
const config = options.demo && options.demoHours === 'always' ? withoutHours(loaded.value) : loaded.value;
// Before anything of this hall is opened, its log included: two servers on one ledger would both write.
const claim = claimHall(options.data, options.port);
if (!claim.ok) fail(claim.error);
const logFiles =
  options.logFile === null ? null : new LogFiles({ file: options.logFile, quotaMb: options.logQuotaMb });
const log = openLog('hall', logFiles);

try {
  const hall = await startHall(options, config, log, logFiles);
  if (hall.setupCode !== null) {
    console.log(
      // Its place, not the code: what is said here lies in a file for years.
      `First start: open the console at #/setup and type the set-up code that lies in ${options.keys}/setup-code (24 hours).`,
    );
  }
  const ready = {
    port: hall.port,
    mqttPort: hall.mqttPort,
    httpsPort: hall.httpsPort,
    mqttsPort: hall.mqttsPort,
    caFingerprint: hall.caFingerprint,
    hall: config.id,
    demo: hall.demo,
    pid: process.pid,
  };
  if (options.readyFile) {
    writeFileSync(`${options.readyFile}.new`, JSON.stringify(ready), { mode: 0o600 });
    renameSync(`${options.readyFile}.new`, options.readyFile);
  }
  // Now, not at the end: a server that is killed would compile everything again at its next start.
  flushCompileCache();
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void hall.stop().then(() => {
        claim.value.release();
        process.exit(0);
      });
    });
  }
} catch (error) {
  fail(sentence(error as NodeJS.ErrnoException));
}

function sentence(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${(error as { port?: number }).port ?? options.port} is taken by another program: choose another with --port.`;
  }
  if (error.code === 'EACCES' || error.code === 'EROFS') {
    return `The hall's data folder cannot be written (${error.code}): change its owner or choose another with --data.`;
  }
  return `The hall server cannot start: ${error.message}`;
}

function fail(text: string): never {
  console.error(text);
  process.exit(1);
}
