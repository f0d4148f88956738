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

/** What has to end when this program does; grows while the hall starts, so that Ctrl-C leaves nothing behind. */
const endings: (() => Promise<void> | void)[] = [];
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    say('Stopping …');
    void Promise.all(endings.map((end) => end())).then(() => process.exit(0));
  });
}

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
    (stop) => endings.push(stop),
  );
} catch (error) {
  // Whoever pressed Ctrl-C knows why the start did not end well.
  if (!stopping) stopWith((error as Error).message);
  await new Promise(() => {});
  throw error;
}
if (options.crowd > 0) {
  const crowd = startCrowd(hall.ready as never, options.crowd);
  endings.push(() => crowd.stop());
}
writeReady();
say('');
say(`  ${config.value.name.zh} · ${config.value.name.en}`);
say(`  Open  ${hall.surfaces.landing as string}`);
say('');
say(`Up in ${((Date.now() - began) / 1000).toFixed(1)} s. Data in ${options.data}. Ctrl-C stops everything.`);

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
