import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCardReaderSimulator } from '@hall/hardware/simulators/card-reader';
import { SIMULATED_PEOPLE } from '@hall/hardware/simulators/people';
import { startTicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import { wallClock } from '@hall/kiosk/device-host/clock';
import type { KioskConfig } from '@hall/kiosk/device-host/config';
import { openKiosk } from '@hall/kiosk/device-host/kiosk/kiosk-profile';
import { silentLog } from '@hall/kiosk/device-host/log';
import type { FromHost, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import { FromHost as FromHostSchema } from '@hall/shared/contracts/kiosk-link';
import jsQR from 'jsqr';
import { expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import type { StaffClient } from '../crowd/http-client.ts';
import {
  CALL,
  Control,
  compileShim,
  ERRNO,
  LASTING,
  memoryFolder,
  shimEnvironment,
  shimMissing,
} from '../soak/disk/shim.ts';
import { HallProcess } from '../soak/hall/hall-process.ts';

/**
 * [N4] A real hall whose disk is full and which is then killed; a real device host goes on, with simulated reader and
 * printer, is switched off itself in between, and the hall takes it all when it is back.
 */

const DEVICE = 'kiosk-1';
const WINDOW = 'w22';
/** Numbers that the kiosk keeps of each queue. */
const OWN = 5;
const WAIT = { timeout: 40_000, interval: 50 };
const WITHIN_MS = 240_000;
const missing = shimMissing();

type Answered = Extract<FromHost, { type: 'answer' | 'failure' }>;
type Page = Awaited<ReturnType<typeof connect>>;

async function connect(url: string) {
  const token = /content="([0-9a-f]{32})"/.exec(await (await fetch(url)).text())?.[1];
  const socket = new WebSocket(`${url.replace('http', 'ws')}link`, { origin: new URL(url).origin });
  const got: FromHost[] = [];
  socket.on('message', (data) => got.push(FromHostSchema.parse(JSON.parse(String(data)))));
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(JSON.stringify({ type: 'hello', token }));
  let presses = 0;
  return {
    state: () => got.findLast((message) => message.type === 'state'),
    card: () => got.findLast((message) => message.type === 'card')?.card,
    printed: () =>
      got.filter(
        (one) => one.type === 'paper' && one.state.step === 'done' && one.state.report.outcome === 'printed',
      ).length,
    async ask(request: LinkRequest): Promise<Answered> {
      presses += 1;
      const id = `${Date.now()}-${presses.toString().padStart(6, '0')}`;
      socket.send(JSON.stringify({ type: 'request', id, request }));
      const find = () =>
        got.find((one) => (one.type === 'answer' || one.type === 'failure') && one.id === id) as Answered;
      await vi.waitFor(() => expect(find()).toBeDefined(), WAIT);
      return find();
    },
  };
}

const take = (queue: string, card: string | null = null): LinkRequest => ({
  ...{ name: 'take', items: [], queue, card },
});
async function number(page: Page, queue: string, card: string | null = null) {
  const answer = await page.ask(take(queue, card));
  if (answer.type !== 'answer') throw new Error(answer.error.code);
  return answer.body as { readonly number: string; readonly offline?: true };
}
/** What a scanner reads off a paper that came out of the printer. */
function codeOn({ rows }: { readonly rows: readonly Uint8Array[] }): string {
  const width = 576;
  const pixels = new Uint8ClampedArray(width * rows.length * 4).fill(255);
  rows.forEach((row, y) => {
    for (let x = 0; x < width; x += 1) {
      const black = ((row[x >> 3] ?? 0) >> (7 - (x & 7))) & 1;
      if (black) pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  });
  return jsQR.default(pixels, width, rows.length)?.data ?? 'unreadable';
}
const inHall = async (staff: StaffClient, wanted: string) => {
  const found = await staff.command('ticket.find', { number: wanted });
  return found.ok ? found.value.tickets : [];
};

it.skipIf(missing !== null)(
  `[N4] goes on from its range while the disk is full and while the hall is away${missing ? ` (${missing})` : ''}`,
  { timeout: WITHIN_MS },
  async () => {
    const scratch = memoryFolder();
    const disk = path.join(scratch.path, 'disk');
    const app = path.join(scratch.path, 'app');
    for (const folder of [disk, path.join(app, 'assets')]) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(app, 'index.html'), '<html><head></head><body>kiosk</body></html>');
    const controlFile = path.join(scratch.path, 'control');
    const control = new Control(controlFile);
    const closers: Array<() => Promise<unknown> | unknown> = [() => scratch.remove(), () => control.close()];
    try {
      const hall = await HallProcess.start({
        folder: path.join(scratch.path, 'hall'),
        data: path.join(disk, 'data'),
        change: (config) => ({
          ...config,
          numbering: { restart: 'daily', perKiosk: OWN },
          queues: config.queues.map((queue) => ({ ...queue, dailyQuota: 900 })),
        }),
        env: shimEnvironment({
          library: compileShim(scratch.path),
          folder: disk,
          journal: '/dev/null',
          control: controlFile,
        }),
      });
      closers.push(() => hall.kill('SIGKILL'));
      const printer = await startTicketPrinterSimulator({ completion: true });
      const reader = await startCardReaderSimulator();
      closers.push(
        () => printer.close(),
        () => reader.close(),
      );
      const dataDir = path.join(scratch.path, 'host');
      const config: KioskConfig = {
        profile: 'kiosk',
        device: DEVICE,
        secret: hall.secret(DEVICE),
        hall: hall.config.id,
        mqttUrl: hall.mqttUrl,
        httpUrl: 'http://127.0.0.1:9',
        dataDir,
        logLevel: 'silent',
        port: 0,
        reader: { kind: 'tcp', ...reader.address },
        printer: {
          transport: { kind: 'tcp', host: '127.0.0.1', port: printer.port },
          profile: 'generic-epson',
        },
      };
      const open = async () => {
        const opened = await openKiosk({ config, appFolder: app, clock: wallClock, log: silentLog });
        if (!opened.ok) throw new Error(opened.error.message);
        closers.push(() => opened.value.close());
        const page = await connect(opened.value.url);
        const printerUp = () =>
          page.state()?.peripherals.find(({ kind }) => kind === 'ticket-printer')?.state;
        await vi.waitFor(() => expect(printerUp()).toBe('up'), WAIT);
        return { page, close: () => opened.value.close() };
      };
      const kept = (file: string) => readFileSync(path.join(dataDir, file), 'utf8');

      let { page, close } = await open();
      await vi.waitFor(() => expect(kept('hall-said.json')).toContain('"first"'), WAIT);
      await vi.waitFor(() => expect(JSON.parse(kept('hall-said.json')).catalogue).not.toBeNull(), WAIT);
      await vi.waitFor(() => expect(kept('paper-sign.json')).toContain('"told":true'), WAIT);
      const staff = await hall.login('guide01');
      const before = await number(page, 'invoices');
      expect(before.offline).toBeUndefined();

      // The disk of the hall is full while the connection stands.
      control.order({
        kinds: CALL.write | CALL.sync | CALL.truncate,
        skip: 0,
        span: LASTING,
        error: ERRNO.ENOSPC,
      });
      const full = await number(page, 'invoices');
      expect(full.offline).toBe(true);
      expect(page.state()?.online).toBe(true);
      expect(await inHall(staff, full.number)).toEqual([]);
      control.wellAgain();
      await vi.waitFor(async () => expect(await inHall(staff, full.number)).toHaveLength(1), WAIT);

      // The hall is killed.
      await hall.kill('SIGKILL');
      await vi.waitFor(() => expect(page.state()?.online).toBe(false), WAIT);
      expect(page.state()?.offline?.['invoices']).toBeNull();
      const first = await number(page, 'invoices');
      await vi.waitFor(() => expect(page.printed()).toBe(3), WAIT);

      // So is the kiosk, while the hall is away: it knows hours, ranges and its own numbers.
      await close();
      ({ page, close } = await open());
      expect(page.state()?.offline?.['invoices']).toBeNull();
      const { card } = SIMULATED_PEOPLE.find((person) => person.card.kind === 'resident')!;
      const realName = hall.config.queues.find((queue) => queue.realName)!.id;
      expect(await page.ask(take(realName))).toMatchObject({ error: { code: 'CARD_NEEDED' } });
      reader.lay(card);
      await vi.waitFor(() => expect(page.card()).toBeTruthy(), WAIT);
      const named = await number(page, realName, page.card()!.card);
      const twice = await number(page, realName, page.card()!.card);
      const second = await number(page, 'invoices');
      const rest = [await number(page, 'invoices'), await number(page, 'invoices')];
      expect(await page.ask(take('invoices'))).toMatchObject({ error: { code: 'NUMBERS_USED_UP' } });
      const own = [full, first, named, twice, second, ...rest];
      expect(new Set(own.map((slip) => slip.number)).size).toBe(own.length);
      await vi.waitFor(() => expect(page.printed()).toBe(5), WAIT);
      expect(printer.tickets).toHaveLength(own.length + 1);
      for (const file of readdirSync(dataDir)) {
        for (const secret of [card.name, card.number]) expect(kept(file)).not.toContain(secret);
      }

      // It is back: all stand in their lines, in the order in which they came, and can be called.
      await hall.start();
      const guide = await hall.login('guide01');
      await vi.waitFor(async () => expect(await inHall(guide, rest[1]!.number)).toHaveLength(1), WAIT);
      for (const { number: wanted } of own) expect(await inHall(guide, wanted)).toHaveLength(1);
      // Every paper, with a server or without, is genuine and the newest of its number.
      const papers = [before, ...own].map((slip) => slip.number);
      const scans = [];
      for (const ticket of printer.tickets) {
        const answer = await guide.command('ticket.scan', { code: codeOn(ticket) });
        scans.push(answer.ok ? `${answer.value.number} ${answer.value.verdict}` : answer.problem.code);
      }
      expect(scans.toSorted()).toEqual(papers.map((wanted) => `${wanted} newest`).toSorted());
      const [again] = await inHall(guide, twice.number);
      const story = await guide.command('ticket.read', { ticket: again!.ticket });
      expect(story.ok && story.value.entries[0]?.says.zh).toContain('此人在该队列已有号');
      await guide.command('window.open', { window: WINDOW });
      const called: string[] = [];
      for (const _ of [before, full, first, second, ...rest]) {
        const call = await guide.command('window.call', { window: WINDOW });
        if (!call.ok) throw new Error(call.problem.code);
        called.push(call.value.number);
        await guide.command('window.start', { window: WINDOW });
        await guide.command('window.finish', { window: WINDOW });
      }
      expect(called).toEqual([before, full, first, second, ...rest].map((slip) => slip.number));
      // And the server's own numbers go on.
      await vi.waitFor(() => expect(page.state()?.online).toBe(true), WAIT);
      const after = await number(page, 'invoices');
      expect(after.offline).toBeUndefined();
      expect(own.map((slip) => slip.number)).not.toContain(after.number);
    } finally {
      for (const closing of closers.reverse()) await closing();
    }
  },
);
