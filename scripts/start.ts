import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadHallConfig } from '@hall/queue-server/hall/config/load';
import { startCrowd } from './crowd/crowd.ts';
import { checkFolder, checkPorts } from './launch/checks.ts';
import { type DemoHall, startDemoHall } from './launch/hall.ts';
import { portsFrom, ROOT, readStartOptions, type StartOptions } from './launch/options.ts';
import { buildPages } from './launch/pages.ts';

/** `npm start`: a whole demo hall on this machine. */

const began = Date.now();
const say = (line: string) => console.log(line);

let options: StartOptions;
try {
  options = readStartOptions(process.argv.slice(2));
} catch (error) {
  stopWith((error as Error).message);
}
const ports = portsFrom(options.port);
const complaint = checkFolder(options.data) ?? (await checkPorts(ports));
if (complaint) stopWith(complaint);
const config = loadHallConfig(path.join(ROOT, 'queue-server/hall/config/demo-hall.yaml'));
if (!config.ok) stopWith(config.error.message);

let hall: DemoHall;
try {
  await buildPages(say);
  say('Starting the hall …');
  hall = await startDemoHall(
    options,
    ports,
    {
      staff: config.value.staff.map(({ username, name, roles }) => ({ username, name, roles })),
      zones: config.value.zones.map((zone) => zone.id),
      windows: config.value.windows.map((window) => window.id),
    },
    () => writeReady(),
  );
} catch (error) {
  stopWith((error as Error).message);
}
const crowd = options.crowd > 0 ? startCrowd(hall.ready as never, options.crowd) : null;
writeReady();
say('');
say(`  ${config.value.name.zh} · ${config.value.name.en}`);
say(`  Open  ${hall.surfaces.landing as string}`);
say('');
say(`Up in ${((Date.now() - began) / 1000).toFixed(1)} s. Data in ${options.data}. Ctrl-C stops everything.`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    say('Stopping …');
    crowd?.stop();
    void hall.stop().then(() => process.exit(0));
  });
}

function writeReady(): void {
  if (!options.readyFile || !hall) return;
  writeFileSync(`${options.readyFile}.new`, JSON.stringify({ ...hall.ready, pids: hall.pids() }, null, 1), {
    mode: 0o600,
  });
  renameSync(`${options.readyFile}.new`, options.readyFile);
}

function stopWith(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
