import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, TicketPrinterProfileName } from '@hall/hardware';
import { openTicketPrinter, openTransport, TICKET_PRINTER_PROFILES } from '@hall/hardware';
import type { TicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import { startTicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import { wallClock } from '@hall/kiosk/device-host/clock';
import { KioskConfig } from '@hall/kiosk/device-host/config';
import { openKiosk } from '@hall/kiosk/device-host/kiosk/kiosk-profile';
import { silentLog } from '@hall/kiosk/device-host/log';
import type { TestServer } from '@hall/queue-server/hall/testing/server';
import type { TicketSlip } from '@hall/shared/contracts/commands';
import { FromHost, type LinkRequest } from '@hall/shared/contracts/kiosk-link';
import type { PrintReport } from '@hall/shared/contracts/print-report';
import WebSocket from 'ws';

/** One kiosk of the hall: the real device host and driver, a simulated printer, and a page that is this program. */

/** The printer's world runs faster than ours, but not so fast that a busy machine looks like a silent printer. */
const SPEED = 4;
/** A slow receipt printer, in the printer's own seconds. */
const ROWS_PER_SECOND = 800;
/** Far more than anything takes. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 5;

export type Answer =
  | { readonly ok: true; readonly slip: TicketSlip }
  | { readonly ok: false; readonly code: string };

export interface Lane {
  readonly printer: TicketPrinterSimulator;
  readonly profile: TicketPrinterProfileName;
  ask(request: LinkRequest): Promise<Answer>;
  /** What the page is told when this print, counted from 1, comes to its end. */
  done(ticket: string, prints: number): Promise<PrintReport>;
  /** Of the newest print: as `done` gave it, or a proof that came after it. */
  last(ticket: string): PrintReport | null;
  /** The host says that the printer is ready. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export async function openLane(
  server: TestServer,
  device: string,
  profile: TicketPrinterProfileName,
): Promise<Lane> {
  const clock = fastClock();
  const printer = await startTicketPrinterSimulator({
    clock,
    rowsPerSecond: ROWS_PER_SECOND,
    family: TICKET_PRINTER_PROFILES[profile].family,
    completion: TICKET_PRINTER_PROFILES[profile].completion,
  });
  const folder = path.join(server.folder, device);
  const app = path.join(folder, 'app');
  mkdirSync(app, { recursive: true });
  writeFileSync(path.join(app, 'index.html'), '<html><head></head><body></body></html>');
  const config = KioskConfig.parse({
    profile: 'kiosk',
    device,
    secret: server.secret(device),
    hall: server.config.id,
    mqttUrl: server.mqttUrl,
    httpUrl: new URL(server.api).origin,
    dataDir: path.join(folder, 'data'),
    logLevel: 'silent',
    port: 0,
    printer: { transport: { kind: 'tcp', host: '127.0.0.1', port: printer.port }, profile },
  });
  const host = await openKiosk({
    config,
    appFolder: app,
    clock: wallClock,
    log: silentLog,
    openDevices(_, events) {
      const opened = openTicketPrinter({
        open: openTransport({ kind: 'tcp', host: '127.0.0.1', port: printer.port }),
        profile: TICKET_PRINTER_PROFILES[profile],
        clock,
        onLateProof: events.onLateProof,
        onHealth: (health) => events.onHealth('ticket-printer', health),
      });
      events.onHealth('ticket-printer', opened.health());
      return { printer: opened, pagePrinter: null, close: () => opened.close() };
    },
  });
  if (!host.ok) throw new Error(host.error.message);
  const page = await openPage(host.value.url);
  await until(() => page.state()?.online === true, `${device} finds the hall`);
  return {
    printer,
    profile,
    ask: page.ask,
    done: page.done,
    last: page.last,
    ready: () =>
      until(
        () =>
          page.state()?.peripherals.find(({ kind }) => kind === 'ticket-printer')?.state === 'up' &&
          printer.state.power,
        `${device} has a printer`,
      ),
    async close() {
      page.close();
      await host.value.close();
      await printer.close();
    },
  };
}

type StateMessage = Extract<FromHost, { type: 'state' }>;

async function openPage(url: string) {
  const html = await (await fetch(url)).text();
  const token = /name="hall-link-token" content="([0-9a-f]{32})"/.exec(html)?.[1] ?? '';
  const socket = new WebSocket(`${url.replace('http', 'ws')}link`, { origin: new URL(url).origin });
  let state: StateMessage | null = null;
  const answers = new Map<string, Answer>();
  /** For each print what followed it: its end, and proofs that came later. */
  const reports = new Map<string, PrintReport[][]>();
  socket.on('message', (data) => {
    const message = FromHost.parse(JSON.parse(String(data)));
    if (message.type === 'state') state = message;
    if (message.type === 'answer') answers.set(message.id, { ok: true, slip: message.body as TicketSlip });
    if (message.type === 'failure') answers.set(message.id, { ok: false, code: message.error.code });
    if (message.type !== 'paper') return;
    const prints = reports.get(message.id) ?? [];
    reports.set(message.id, prints);
    if (message.state.step === 'printing') prints.push([]);
    else prints.at(-1)?.push(message.state.report);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', resolve);
  });
  socket.send(JSON.stringify({ type: 'hello', token }));
  return {
    state: () => state,
    async ask(request: LinkRequest): Promise<Answer> {
      const id = randomUUID();
      socket.send(JSON.stringify({ type: 'request', id, request }));
      await until(() => answers.has(id), `${request.name} is answered`);
      const answer = answers.get(id) as Answer;
      answers.delete(id);
      return answer;
    },
    async done(ticket: string, prints: number): Promise<PrintReport> {
      const ended = () => reports.get(ticket)?.[prints - 1]?.[0];
      await until(() => ended() !== undefined, 'the paper comes to an end');
      return ended() as PrintReport;
    },
    last: (ticket: string) => reports.get(ticket)?.at(-1)?.at(-1) ?? null,
    close: () => socket.close(),
  };
}

async function until(there: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !there(); await sleep(LOOK_MS)) {
    if (Date.now() > end) throw new Error(`not within ${PATIENCE_MS} ms: ${what}`);
  }
}

function fastClock(): Clock {
  return {
    now: () => performance.now() * SPEED,
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs / SPEED);
      return () => clearTimeout(timer);
    },
  };
}
