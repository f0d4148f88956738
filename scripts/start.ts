import path from 'node:path';
import { loadHallConfig } from '@hall/queue-server/hall/config/load';
import { claimFolder, whyTaken } from '@hall/queue-server/hall/maintenance/lock';
import { startCrowd } from './crowd/crowd.ts';
import { checkFolder, checkPorts, patiently } from './launch/checks.ts';
import { type DemoHall, startDemoHall } from './launch/hall.ts';
import { portsFrom, ROOT, readStartOptions, type StartOptions } from './launch/options.ts';
import { buildPages } from './launch/pages.ts';
import { clearReadyFile, removeReadyFile, writeReadyFile } from './launch/ready-file.ts';

/** `npm start`: a whole demo hall on this machine. */

const began = Date.now();
const say = (line: string) => console.log(line);

let options: StartOptions;
try {
  options = readStartOptions(process.argv.slice(2));
} catch (error) {
  stopWith((error as Error).message);
}
const { data, readyFile } = options;
const ports = portsFrom(options.port);
const unwritable = checkFolder(data);
if (unwritable) stopWith(unwritable);
const claim = claimFolder(path.join(data, 'start.lock'), options.port);
if (!claim.ok) stopWith(claim.error);
const { wasKilled, release } = claim.value;
const complaint =
  (await patiently(wasKilled, async () => whyTaken(path.join(data, 'hall')) ?? (await checkPorts(ports)))) ??
  (readyFile === null ? null : clearReadyFile(readyFile));
if (complaint) giveUp(complaint);
const config = loadHallConfig(path.join(ROOT, 'queue-server/hall/config/demo-hall.yaml'));
if (!config.ok) giveUp(config.error.message);

/** What has to end when this program does; grows while the hall starts, so that Ctrl-C leaves nothing behind. */
const endings: (() => Promise<void> | void)[] = [];
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping) say('Stopping …');
    void end(0);
  });
}
process.on('uncaughtException', (error) => {
  console.error(error);
  void end(1);
});

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
  if (options.crowd > 0) {
    const crowd = startCrowd(hall.ready as never, options.crowd);
    endings.push(() => crowd.stop());
  }
  writeReady();
} catch (error) {
  // Whoever pressed Ctrl-C knows why the start did not end well.
  if (!stopping) console.error((error as Error).message);
  await end(1);
  throw error;
}
say('');
say(`  ${config.value.name.zh} · ${config.value.name.en}`);
say(`  Open  ${hall.surfaces.landing as string}`);
say('');
say(`Up in ${((Date.now() - began) / 1000).toFixed(1)} s. Data in ${data}. Ctrl-C stops everything.`);

function writeReady(): void {
  if (readyFile === null || stopping || !hall) return;
  writeReadyFile(readyFile, { ...hall.ready, pids: hall.pids() });
}

/** Ends all that was started, then this program. The first reason counts; nobody comes back from here. */
async function end(code: number): Promise<void> {
  if (!stopping) {
    stopping = true;
    const forgetReady = () => readyFile !== null && removeReadyFile(readyFile);
    // One that fails keeps no other from its end.
    await Promise.allSettled([forgetReady, ...endings].map(async (stop) => stop()));
    release();
    process.exit(code);
  }
  await new Promise(() => {});
}

function giveUp(sentence: string): never {
  release();
  stopWith(sentence);
}

function stopWith(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
