import { renameSync, writeFileSync } from 'node:fs';
import { loadHallConfig } from './config/load.ts';
import { withoutHours } from './demo.ts';
import { startHall } from './hall.ts';
import { openLog } from './log.ts';
import { type HallOptions, readOptions } from './options.ts';

/** The hall server as a process: options, configuration, signals; everything else is `startHall`. */

if (Number(process.versions.node.split('.')[0]) < 22) {
  fail(`The hall server needs Node 22 or later; this is ${process.versions.node}. Start it with npm start.`);
}

let options: HallOptions;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
const loaded = loadHallConfig(options.config);
if (!loaded.ok) fail(loaded.error.message);
const config = options.demo && options.demoHours === 'always' ? withoutHours(loaded.value) : loaded.value;
const log = openLog('hall', options.logFile);

try {
  const hall = await startHall(options, config, log);
  const ready = {
    port: hall.port,
    mqttPort: hall.mqttPort,
    hall: config.id,
    demo: hall.demo,
    pid: process.pid,
  };
  if (options.readyFile) {
    writeFileSync(`${options.readyFile}.new`, JSON.stringify(ready), { mode: 0o600 });
    renameSync(`${options.readyFile}.new`, options.readyFile);
  }
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void hall.stop().then(() => process.exit(0));
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
