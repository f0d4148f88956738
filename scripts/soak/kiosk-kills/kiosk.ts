import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, type HallProcess } from '../hall/hall-process.ts';
import type { Order, Said } from './devices-process.ts';
import { HostProcess } from './host-process.ts';
import { openPage, type Page } from './page.ts';
import type { Slip } from './papers.ts';
import { openRelay, type Relay } from './relay.ts';

const DEVICES = fileURLToPath(new URL('./devices-process.ts', import.meta.url));

/** One kiosk: its host's process, its devices' process, its cable to the broker, its page. */
export interface Kiosk {
  readonly device: string;
  readonly host: HostProcess;
  readonly cable: Relay;
  readonly page: Page;
  /** Every paper that came out so far. */
  readonly papers: Slip[];
  lay(person: { readonly name: string; readonly number: string; readonly birth: string }): void;
  lift(): void;
  /** Its roll ends after so many dot rows. */
  shortRoll(rows: number): void;
  /** Somebody puts a new roll in. */
  repair(): void;
  /** Takes the tickets that came out to the other papers; with `hanging`, tears off what hangs in the slot. */
  collect(hanging: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function openKioskOf(hall: HallProcess, device: string, folder: string): Promise<Kiosk> {
  const devices = fork(DEVICES, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [said] = (await once(devices, 'message')) as [Said];
  if (said.say !== 'ready') throw new Error('the simulated devices did not start');
  const order = (one: Order): void => void devices.send(one);
  const mqttPort = Number(new URL(hall.mqttUrl).port);
  const cable = await openRelay(await freePort(), () => mqttPort);
  const host = new HostProcess(path.join(folder, device), {
    profile: 'kiosk',
    device,
    secret: hall.secret(device),
    hall: hall.config.id,
    mqttUrl: `mqtt://127.0.0.1:${cable.port}`,
    httpUrl: new URL(hall.api).origin,
    logLevel: 'info',
    port: await freePort(),
    reader: { kind: 'tcp', ...said.reader },
    printer: {
      transport: { kind: 'tcp', host: '127.0.0.1', port: said.printer },
      profile: 'generic-epson',
    },
  });
  host.start();
  const page = openPage(host.url);
  const papers: Slip[] = [];
  return {
    device,
    host,
    cable,
    page,
    papers,
    lay: (person) => order({ do: 'lay', ...person }),
    lift: () => order({ do: 'lift' }),
    shortRoll: (rows) => order({ do: 'short-roll', rows }),
    repair: () => order({ do: 'repair' }),
    async collect(hanging) {
      order({ do: 'take', hanging });
      const [taken] = (await once(devices, 'message')) as [Said];
      if (taken.say === 'taken') papers.push(...taken.slips);
    },
    async close() {
      page.close();
      await host.kill('SIGKILL');
      cable.close();
      await end(devices);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
