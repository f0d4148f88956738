import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type CardReaderSimulator, startCardReaderSimulator } from '@hall/hardware/simulators/card-reader';
import { type PagePrinterSimulator, startPagePrinterSimulator } from '@hall/hardware/simulators/page-printer';
import {
  startTicketPrinterSimulator,
  type TicketPrinterSimulator,
} from '@hall/hardware/simulators/ticket-printer';
import { STABLE_AFTER_MS } from '@hall/hardware/supervisor';
import { APP } from '@hall/kiosk/testing/built';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { StaffClient } from '../../crowd/http-client.ts';
import { freePort, HallProcess } from '../../soak/hall/hall-process.ts';
import { openRelay, type Relay } from '../../soak/kiosk-kills/relay.ts';
import { ClockFile } from './clock-file.ts';
import { startPlatform } from './platform-process.ts';
import { Screen } from './screen.ts';
import { isDown } from './told.ts';

/** One kiosk with everything behind it: platform, hall, cables, devices, host and browser, each as its own process. */

export const DEVICE = 'kiosk-1';
export const GUIDE = 'guide01';
const HOST = fileURLToPath(new URL('./host-process.ts', import.meta.url));
/** Numbers that the kiosk keeps of each queue: more than any run without a server takes. */
const OWN = 40;
const HOUR_MS = 3_600_000;
/** A fast kiosk printer is four times slower; a ticket that takes a moment can lose its paper in the middle. */
const ROWS_PER_SECOND = 8_000;
const PAGE_MS = 150;
/** A person with a booking is in time at any hour, and places never run out. */
const PLACES = 900;
const IN_TIME_MIN = 90;
/** Begins that can be booked, from the first one after the beginning of a run to well after its last hour away. */
const FIRST_HOUR = 10;
/** From then on no visit begins; an hour away may follow, and the next full hour is booked. */
export const LAST_HOUR = 20;
const LAST_PLACE = LAST_HOUR + 2;
/** A device that comes and goes is asked for ever more seldom; visits are quicker than any that would be met by that. */
const SOUND_MS = 250;
/** Leaves room for what the kiosks keep. */
const QUOTA = 9_000;

export interface World {
  readonly hall: HallProcess;
  readonly clock: ClockFile;
  readonly printer: TicketPrinterSimulator;
  readonly pages: PagePrinterSimulator;
  readonly reader: CardReaderSimulator;
  readonly screen: Screen;
  /** A session of the guide desk that the hall takes now. */
  guide(): Promise<StaffClient>;
  /** Pulls every cable to the hall, or puts them in again. */
  pull(): void;
  plug(): void;
  /** Cut off for an hour, by every clock; they are still pulled afterwards. */
  hourAway(): Promise<void>;
  /** Pulls the reader's plug, once it has been in for so long that it counts as sound; or puts it in again. */
  readerOff(): Promise<void>;
  readerOn(): Promise<void>;
  /** The hall with its broker dies at once; resolves when it is up again. */
  restart(): Promise<void>;
  close(well: boolean): Promise<void>;
  readonly folder: string;
}

export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-kiosk-cases-'));
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await open(folder, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function open(
  folder: string,
  closers: (() => Promise<unknown> | unknown)[],
  closeAll: () => Promise<void>,
): Promise<World> {
  const clock = new ClockFile(path.join(folder, 'clock'));
  const credential = path.join(folder, 'credential');
  writeFileSync(credential, 'c'.repeat(43), { mode: 0o600 });
  const keep = <T>(thing: T, close: (thing: T) => Promise<unknown> | unknown): T => {
    closers.push(() => close(thing));
    return thing;
  };
  const closed = <T extends { close(): Promise<void> }>(thing: T): T => keep(thing, () => thing.close());
  const hallUp = async (): Promise<HallProcess> => {
    const platform = keep(await startPlatform(folder, credential), (one) => one.kill());
    const started = await HallProcess.start({
      folder: path.join(folder, 'hall'),
      change: hallOf,
      args: [
        ...['--clock-control', clock.path],
        ...['--platform-url', platform.url, '--platform-credential-file', credential],
      ],
    });
    return keep(started, (one) => one.kill('SIGTERM'));
  };
  const [hall, printer, reader, pages] = await Promise.all([
    hallUp(),
    startTicketPrinterSimulator({ completion: true, rowsPerSecond: ROWS_PER_SECOND }).then(closed),
    startCardReaderSimulator().then(closed),
    startPagePrinterSimulator({ pageMs: PAGE_MS }).then(closed),
  ]);
  const cableTo = async (port: number): Promise<Relay> =>
    keep(await openRelay(await freePort(), () => port), (one) => one.close());
  const cables = [
    await cableTo(Number(new URL(hall.mqttUrl).port)),
    await cableTo(Number(new URL(hall.api).port)),
  ] as const;

  const config = {
    ...{ profile: 'kiosk', device: DEVICE, secret: hall.secret(DEVICE), hall: hall.config.id },
    mqttUrl: `mqtt://127.0.0.1:${cables[0].port}`,
    httpUrl: `http://127.0.0.1:${cables[1].port}`,
    dataDir: path.join(folder, 'host'),
    port: await freePort(),
    reader: { kind: 'tcp', ...reader.address },
    printer: {
      transport: { kind: 'tcp', host: '127.0.0.1', port: printer.port },
      profile: 'generic-epson',
    },
    pagePrinter: { uri: pages.uri },
  };
  mkdirSync(config.dataDir, { recursive: true });
  const log = openSync(path.join(folder, 'host.log'), 'a');
  const host = keep(
    fork(HOST, [JSON.stringify(config), APP, clock.path], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', log, log, 'ipc'],
    }),
    end,
  );
  const url = await Promise.race([
    once(host, 'message').then(([said]) => (said as { readonly url: string }).url),
    once(host, 'exit').then(() =>
      Promise.reject(new Error(`the host did not start: see ${folder}/host.log`)),
    ),
  ]);
  const screen = keep(await Screen.open(url, () => clock.now()), (one) => one.close());

  let guide: StaffClient | null = null;
  let readerUpAt = 0;
  const pull = (): void => {
    for (const cable of cables) cable.pull();
  };
  return {
    ...{ hall, clock, printer, pages, reader, screen, folder, pull },
    async guide() {
      // After a restart, or an hour without a word, the hall may want to see the password again.
      const known = guide === null ? null : await guide.command('guide.read', {}).catch(() => null);
      if (guide === null || known?.ok !== true) guide = await hall.login(GUIDE);
      return guide;
    },
    plug() {
      for (const cable of cables) cable.plug();
    },
    async hourAway() {
      pull();
      clock.moveOn(HOUR_MS);
      await screen.setTime();
    },
    async readerOff() {
      await sleep(Math.max(0, readerUpAt + STABLE_AFTER_MS + SOUND_MS - Date.now()));
      await reader.lines.powerOff();
      await screen.host((state) => isDown(state, 'card-reader'), 'that there is no reader');
    },
    async readerOn() {
      await reader.lines.powerOn();
      await screen.host((state) => !isDown(state, 'card-reader'), 'that there is a reader');
      readerUpAt = Date.now();
    },
    async restart() {
      await hall.kill('SIGKILL');
      await hall.start();
    },
    async close(well) {
      await closeAll();
      if (well) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Open at any hour, numbers for everybody, and insurance to be booked for every hour of a run. */
function hallOf(config: HallConfig): HallConfig {
  const hour = (from: number): string => `${String(from).padStart(2, '0')}:00`;
  const bookings = Array.from({ length: LAST_PLACE - FIRST_HOUR + 1 }, (_, i) => ({
    ...{ days: [1, 2, 3, 4, 5, 6, 7], from: hour(FIRST_HOUR + i), to: hour(FIRST_HOUR + i + 1) },
    places: PLACES,
  }));
  return {
    ...config,
    numbering: { restart: 'daily', perKiosk: OWN },
    booking: { ...config.booking, earlyMin: IN_TIME_MIN, lateMin: IN_TIME_MIN },
    queues: config.queues.map((queue) => ({
      ...{ ...queue, dailyQuota: QUOTA },
      ...(queue.id === 'insurance' ? { bookings } : {}),
    })),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
