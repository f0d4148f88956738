import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CardReaderSimulator } from '@hall/hardware/simulators/card-reader';
import { startCardReaderSimulator } from '@hall/hardware/simulators/card-reader';
import { startPagePrinterSimulator } from '@hall/hardware/simulators/page-printer';
import { SIMULATED_PEOPLE } from '@hall/hardware/simulators/people';
import type { TicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import { startTicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import type { FromHost, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import { FromHost as FromHostSchema } from '@hall/shared/contracts/kiosk-link';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import type { FakeHall } from '../../testing/fake-hall.ts';
import { fakeTickets, startFakeHall } from '../../testing/fake-hall.ts';
import { wallClock } from '../clock.ts';
import type { KioskConfig } from '../config.ts';
import { silentLog } from '../log.ts';
import { openKiosk } from './kiosk-profile.ts';

const DEVICE = 'kiosk-1';
const SECRET = 'a-secret-of-the-test-kiosk';
/** The way back to the hall takes pauses that grow. */
const WAIT = { timeout: 45_000, interval: 20 };

interface Page {
  readonly got: FromHost[];
  ask(id: string, request: LinkRequest): void;
  close(): void;
}

function connectPage(url: string, token: string, origin = new URL(url).origin): Promise<Page> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}link`, { origin });
  const got: FromHost[] = [];
  socket.on('message', (data) => got.push(FromHostSchema.parse(JSON.parse(String(data)))));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'hello', token }));
      resolve({
        got,
        ask: (id, request) => socket.send(JSON.stringify({ type: 'request', id, request })),
        close: () => socket.close(),
      });
    });
  });
}

const tokenOf = async (url: string): Promise<string> =>
  /name="hall-link-token" content="([0-9a-f]{32})"/.exec(await (await fetch(url)).text())?.[1] ?? '';

describe('kiosk profile with simulated devices', () => {
  let folder: string;
  let hall: FakeHall;
  let printer: TicketPrinterSimulator;
  let reader: CardReaderSimulator;
  let closers: Array<() => Promise<unknown> | unknown>;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kiosk-'));
    const app = path.join(folder, 'app');
    mkdirSync(path.join(app, 'assets'), { recursive: true });
    writeFileSync(path.join(app, 'index.html'), '<html><head></head><body>kiosk</body></html>');
    hall = await startFakeHall({ device: DEVICE, secret: SECRET });
    const tickets = fakeTickets();
    hall.answer('ticket.take', tickets.take);
    hall.answer('ticket.reprint', tickets.reprint as never);
    printer = await startTicketPrinterSimulator({ completion: true });
    reader = await startCardReaderSimulator();
    closers = [() => hall.close(), () => printer.close(), () => reader.close()];
  });
  afterEach(async () => {
    for (const close of closers.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(more: Partial<KioskConfig> = {}) {
    const config: KioskConfig = {
      profile: 'kiosk',
      device: DEVICE,
      secret: SECRET,
      hall: 'demo',
      mqttUrl: `mqtt://127.0.0.1:${hall.port}`,
      httpUrl: 'http://127.0.0.1:9',
      dataDir: path.join(folder, 'data'),
      logLevel: 'silent',
      port: 0,
      reader: { kind: 'tcp', ...reader.address },
      printer: {
        transport: { kind: 'tcp', host: '127.0.0.1', port: printer.port },
        profile: 'generic-epson',
      },
      ...more,
    };
    const kiosk = await openKiosk({
      config,
      appFolder: path.join(folder, 'app'),
      clock: wallClock,
      log: silentLog,
    });
    if (!kiosk.ok) throw new Error(kiosk.error.message);
    closers.push(() => kiosk.value.close());
    const page = await connectPage(kiosk.value.url, await tokenOf(kiosk.value.url));
    closers.push(() => page.close());
    await vi.waitFor(
      () => expect(stateOf(page)).toMatchObject({ online: true, info: { hall: 'demo' } }),
      WAIT,
    );
    return { kiosk: kiosk.value, page };
  }
  const stateOf = (page: Page) => page.got.findLast((message) => message.type === 'state');
  const answersTo = (page: Page, id: string) =>
    page.got.filter(
      (message) => (message.type === 'answer' || message.type === 'failure') && message.id === id,
    );
  const papers = (page: Page) =>
    page.got.flatMap((message) =>
      message.type === 'paper' && message.state.step === 'done' ? [message.state] : [],
    );
  const printerUp = (page: Page) =>
    vi.waitFor(
      () =>
        expect(stateOf(page)?.peripherals.find(({ kind }) => kind === 'ticket-printer')).toMatchObject({
          state: 'up',
        }),
      WAIT,
    );
  const take: Extract<LinkRequest, { name: 'take' }> = {
    name: 'take',
    items: ['social-card-replace'],
    queue: null,
    card: null,
  };
  const reports = () =>
    hall.done.filter(({ command }) => command === 'ticket.report-print').map(({ body }) => body);

  it('takes a ticket, prints it, reports it confirmed; two presses of one id are one ticket and one paper', async () => {
    const { page } = await open();
    await printerUp(page);
    page.ask('press-0001', take);
    page.ask('press-0001', take);
    await vi.waitFor(() => expect(reports()).toHaveLength(1), WAIT);
    expect(reports()[0]).toMatchObject({ ordinal: 1, report: { outcome: 'printed', proof: 'confirmed' } });
    expect(answersTo(page, 'press-0001')).toHaveLength(2);
    expect(hall.done.filter(({ command }) => command === 'ticket.take')).toHaveLength(1);
    expect(printer.tickets).toHaveLength(1);
    expect(printer.tickets[0]).toMatchObject({ cut: true, garbled: 0 });
    const kept = () => JSON.parse(readFileSync(path.join(folder, 'data', 'print-reports.json'), 'utf8'));
    await vi.waitFor(() => expect(kept()).toEqual([]), WAIT);
  });

  it('says that the cover is open, and prints ordinal 2 after it was closed', async () => {
    const { page } = await open();
    await printerUp(page);
    printer.openCover();
    page.ask('press-0001', take);
    await vi.waitFor(() => expect(papers(page)).toHaveLength(1), WAIT);
    expect(papers(page)[0]).toMatchObject({
      mayReprint: true,
      report: { outcome: 'failed', reason: 'COVER_OPEN' },
    });
    expect(printer.tickets).toHaveLength(0);

    printer.closeCover();
    await printerUp(page);
    const answer = answersTo(page, 'press-0001')[0];
    const { ticket } = (answer?.type === 'answer' ? answer.body : null) as { ticket: string };
    page.ask('press-0002', { name: 'reprint', ticket });
    await vi.waitFor(() => expect(reports()).toHaveLength(2), WAIT);
    expect(reports()).toMatchObject([
      { ticket, ordinal: 1, report: { outcome: 'failed', reason: 'COVER_OPEN' } },
      { ticket, ordinal: 2, report: { outcome: 'printed' } },
    ]);
    expect(printer.tickets).toHaveLength(1);
  });

  it('prints once what the guide desk asks for, and shows none of it to whoever stands here', async () => {
    const { page } = await open();
    await printerUp(page);
    page.ask('press-0001', take);
    await vi.waitFor(() => expect(answersTo(page, 'press-0001')).toHaveLength(1), WAIT);
    const answer = answersTo(page, 'press-0001')[0];
    const { ticket } = (answer?.type === 'answer' ? answer.body : null) as { ticket: string };
    page.ask('press-0002', { name: 'end' });
    await vi.waitFor(() => expect(answersTo(page, 'press-0002')).toHaveLength(1), WAIT);
    const order = { id: 'order-00000001', action: 'print', ticket } as const;
    // More than the host’s idea of the hall’s clock can be behind.
    await hall.publish('do', DEVICE, { ...order, id: 'order-late', validUntil: Date.now() - 5_000 });
    await hall.publish('do', DEVICE, { ...order, validUntil: Date.now() + 15_000 });
    await hall.publish('do', DEVICE, { ...order, validUntil: Date.now() + 15_000 });
    await vi.waitFor(() => expect(reports()).toHaveLength(2), WAIT);
    expect(reports()[1]).toMatchObject({ ticket, ordinal: 2, report: { outcome: 'printed' } });
    expect(printer.tickets).toHaveLength(2);
    page.ask('press-0003', { name: 'reprint', ticket });
    await vi.waitFor(() => expect(answersTo(page, 'press-0003')).toHaveLength(1), WAIT);
    expect(answersTo(page, 'press-0003')[0]).toMatchObject({ error: { code: 'TICKET_UNKNOWN' } });
  });

  it('rings for a guide once, and says when one comes; offline it says that nobody was called', async () => {
    hall.answer('helper.ring', () => ({ ok: true, body: { done: true } }));
    const { page } = await open();
    const bell = () => {
      const state = stateOf(page);
      return state?.type === 'state' ? state.bell : null;
    };
    page.ask('press-0001', { name: 'helper' });
    page.ask('press-0002', { name: 'helper' });
    await vi.waitFor(() => expect(answersTo(page, 'press-0002')).toHaveLength(1), WAIT);
    expect(hall.done.filter(({ command }) => command === 'helper.ring')).toHaveLength(1);
    await vi.waitFor(() => expect(bell()).toMatchObject({ state: 'ringing' }), WAIT);
    const settings = {
      device: DEVICE,
      kind: 'kiosk',
      name: { zh: '一号取号机', en: 'Kiosk 1' },
      zone: null,
      windows: [],
    };
    await hall.publish('settings', DEVICE, { ...settings, bell: 1_000 });
    await vi.waitFor(() => expect(bell()).toEqual({ state: 'ringing', since: 1_000 }), WAIT);
    await hall.publish('settings', DEVICE, { ...settings, bell: null });
    await vi.waitFor(() => expect(bell()).toEqual({ state: 'coming' }), WAIT);
    page.ask('press-0003', { name: 'end' });
    await vi.waitFor(() => expect(bell()).toEqual({ state: 'off' }), WAIT);
    await hall.stopBroker();
    await vi.waitFor(() => expect(stateOf(page)).toMatchObject({ online: false }), WAIT);
    page.ask('press-0004', { name: 'helper' });
    await vi.waitFor(() => expect(answersTo(page, 'press-0004')).toHaveLength(1), WAIT);
    expect(answersTo(page, 'press-0004')[0]).toMatchObject({ error: { code: 'SERVER_AWAY' } });
    expect(bell()).toEqual({ state: 'off' });
  });

  it('reprints only tickets of this visit', async () => {
    const { page } = await open();
    page.ask('press-0009', { name: 'reprint', ticket: '0123456789abcdef0123456789abcdef' });
    await vi.waitFor(() => expect(answersTo(page, 'press-0009')).toHaveLength(1), WAIT);
    expect(answersTo(page, 'press-0009')[0]).toMatchObject({
      type: 'failure',
      error: { code: 'TICKET_UNKNOWN' },
    });
    expect(hall.asks.some(({ command }) => command === 'ticket.reprint')).toBe(false);
  });

  it('asks the person when the printer falls mute in the middle', async () => {
    const { page } = await open();
    await printerUp(page);
    // Some seconds of paper: time to cut the answers off while it runs.
    printer.setSpeed(400);
    page.ask('press-0001', take);
    await vi.waitFor(() => expect(printer.state.printing).toBe(true), WAIT);
    printer.setMute(true);
    await vi.waitFor(() => expect(papers(page)).toHaveLength(1), { ...WAIT, timeout: 40_000 });
    expect(papers(page)[0]).toMatchObject({
      mayReprint: true,
      report: { outcome: 'unknown' },
      text: { zh: '号票出来了吗？' },
    });
    await vi.waitFor(() => expect(reports()).toHaveLength(1), WAIT);
    expect(reports()[0]).toMatchObject({ report: { outcome: 'unknown' } });
  });

  it('gets one answer across a broker restart in mid-ask, under one id', async () => {
    const { page } = await open();
    await printerUp(page);
    hall.hold(true);
    page.ask('press-0001', take);
    await vi.waitFor(
      () => expect(hall.asks.some(({ command }) => command === 'ticket.take')).toBe(true),
      WAIT,
    );
    await hall.stopBroker();
    hall.hold(false);
    await hall.startBroker();
    await vi.waitFor(() => expect(answersTo(page, 'press-0001')).toHaveLength(1), WAIT);
    expect(answersTo(page, 'press-0001')[0]).toMatchObject({ type: 'answer' });
    const takes = hall.asks.filter(({ command }) => command === 'ticket.take');
    expect(takes.length).toBeGreaterThan(1);
    expect(new Set(takes.map(({ id }) => id)).size).toBe(1);
    expect(hall.done.filter(({ command }) => command === 'ticket.take')).toHaveLength(1);
  });

  it('refuses at once with SERVER_AWAY when the heartbeat has stopped, and sends nothing later', async () => {
    const { page } = await open();
    hall.heartbeat(false);
    await vi.waitFor(
      () => expect(stateOf(page)).toMatchObject({ online: false, lostSince: expect.any(Number) }),
      WAIT,
    );
    page.ask('press-0001', take);
    await vi.waitFor(() => expect(answersTo(page, 'press-0001')).toHaveLength(1), WAIT);
    expect(answersTo(page, 'press-0001')[0]).toMatchObject({ error: { code: 'SERVER_AWAY' } });
    hall.heartbeat(true);
    await vi.waitFor(() => expect(stateOf(page)).toMatchObject({ online: true }), WAIT);
    expect(hall.asks.some(({ command }) => command === 'ticket.take')).toBe(false);
  });

  it('keeps a report while the server is away and sends it after a restart of the host', async () => {
    const { kiosk, page } = await open();
    await printerUp(page);
    hall.answer('ticket.report-print', () => ({ ok: false, code: 'STORAGE_FAILED' }));
    page.ask('press-0001', take);
    await vi.waitFor(() => expect(papers(page)).toHaveLength(1), WAIT);
    await vi.waitFor(
      () => expect(hall.asks.some(({ command }) => command === 'ticket.report-print')).toBe(true),
      WAIT,
    );
    await kiosk.close();
    const [kept] = JSON.parse(readFileSync(path.join(folder, 'data', 'print-reports.json'), 'utf8'));
    expect(kept).toMatchObject({ report: { outcome: 'printed' } });
    await hall.close();
    hall = await startFakeHall({ device: DEVICE, secret: SECRET });
    closers.push(() => hall.close());
    await open();
    await vi.waitFor(() => expect(reports()).toHaveLength(1), WAIT);
    expect(hall.asks.find(({ command }) => command === 'ticket.report-print')?.id).toBe(kept.id);
  });

  it('shows a masked name only, gives the person to the server, and forgets at the end', async () => {
    const { page } = await open();
    const person = SIMULATED_PEOPLE.find(({ card }) => card.kind === 'resident')!.card;
    await vi.waitFor(
      () => expect(hall.done.some(({ command }) => command === 'catalogue.read')).toBe(true),
      WAIT,
    );
    reader.lay(person);
    await vi.waitFor(
      () =>
        expect(page.got.findLast(({ type }) => type === 'card')).toMatchObject({
          card: { kind: 'resident' },
        }),
      WAIT,
    );
    const told = JSON.stringify(page.got);
    expect(told).not.toContain(person.number);
    expect(told).not.toContain(person.name);
    const view = page.got.findLast((message) => message.type === 'card')?.card;
    page.ask('press-0001', { ...take, card: view!.card });
    await vi.waitFor(() => expect(answersTo(page, 'press-0001')).toHaveLength(1), WAIT);
    expect(hall.done.find(({ command }) => command === 'ticket.take')?.body).toMatchObject({
      person: { name: person.name, idNumber: person.number },
    });
    page.ask('press-0002', { name: 'end' });
    await vi.waitFor(
      () => expect(page.got.findLast(({ type }) => type === 'card')).toEqual({ type: 'card', card: null }),
      WAIT,
    );
    page.ask('press-0003', { ...take, card: view!.card });
    await vi.waitFor(() => expect(answersTo(page, 'press-0003')).toHaveLength(1), WAIT);
    expect(answersTo(page, 'press-0003')[0]).toMatchObject({ error: { code: 'CARD_NEEDED' } });
  });

  it('fetches a certificate with its own credential, prints it by IPP and reports it', async () => {
    const credentials: unknown[] = [];
    const pdf = Buffer.from(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
    );
    const web = createServer((request, response) => {
      credentials.push([request.url, request.headers.authorization]);
      response.writeHead(200, { 'content-type': 'application/pdf' }).end(pdf);
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const pages = await startPagePrinterSimulator({ pageMs: 20 });
    closers.push(
      () => web.close(),
      () => pages.close(),
    );
    const certificate = 'ffeeddccbbaa99887766554433221100';
    hall.answer('certificate.issue', () => ({
      ok: true,
      body: {
        certificate,
        verification: '7KQ2-M4XD-91TA',
        title: { zh: '参保证明', en: 'Certificate' },
        pages: 1,
        path: `/api/v1/certificates/${certificate}/pdf`,
      },
    }));
    const httpUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    const { page } = await open({ httpUrl, pagePrinter: { uri: pages.uri } });
    reader.lay(SIMULATED_PEOPLE[0]!.card);
    await vi.waitFor(
      () => expect(page.got.findLast((message) => message.type === 'card')?.card).toBeTruthy(),
      WAIT,
    );
    const { card } = page.got.findLast((message) => message.type === 'card')!.card!;
    page.ask('press-0001', { name: 'certificate', kind: 'insurance', card });
    await vi.waitFor(() => expect(papers(page)).toMatchObject([{ report: { outcome: 'printed' } }]), WAIT);
    expect(credentials).toEqual([[`/api/v1/certificates/${certificate}/pdf`, `Bearer ${DEVICE}:${SECRET}`]]);
    expect(Buffer.from(pages.pages[0]!.pdf).equals(pdf)).toBe(true);
    await vi.waitFor(
      () => expect(hall.done.some(({ command }) => command === 'certificate.report-print')).toBe(true),
      WAIT,
    );
  });

  it('does not serve other hosts, other origins or a wrong token', async () => {
    const { kiosk } = await open();
    await expect(connectPage(kiosk.url, 'x', 'http://evil.example')).rejects.toThrow('403');
    const stranger = await connectPage(kiosk.url, 'f'.repeat(32));
    stranger.ask('press-0001', take);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stranger.got).toEqual([]);
    const answer = await fetch(kiosk.url);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const busy = await openKiosk({
      config: {
        profile: 'kiosk',
        device: DEVICE,
        secret: SECRET,
        hall: 'demo',
        mqttUrl: 'mqtt://127.0.0.1:1',
        httpUrl: 'http://127.0.0.1:9',
        dataDir: path.join(folder, 'other'),
        logLevel: 'silent',
        port: Number(new URL(kiosk.url).port),
      },
      appFolder: path.join(folder, 'app'),
      clock: wallClock,
      log: silentLog,
    });
    expect(busy).toMatchObject({ ok: false, error: { code: 'PORT_BUSY' } });
  });

  it('tells the server of presence and of each device, retained', async () => {
    const { page } = await open();
    await printerUp(page);
    await vi.waitFor(() => {
      const health = hall.heard.findLast(({ name }) => name === 'health');
      expect(health).toMatchObject({
        retain: true,
        message: {
          peripherals: expect.arrayContaining([
            expect.objectContaining({ kind: 'ticket-printer', state: 'up' }),
          ]),
        },
      });
    }, WAIT);
    expect(hall.heard.find(({ name }) => name === 'presence')).toMatchObject({
      retain: true,
      message: { online: true },
    });
  });
});
