import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CardReaderSimulator } from '@hall/hardware/simulators/card-reader';
import { startCardReaderSimulator } from '@hall/hardware/simulators/card-reader';
import { SIMULATED_PEOPLE } from '@hall/hardware/simulators/people';
import type { TicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import { startTicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APP } from './built.ts';
import { type FakeHall, fakeTickets, startFakeHall } from './fake-hall.ts';
import { myTicket } from './fake-resident.ts';
import { chromiumMissing, launchChromium } from './test-pages.ts';

/**
 * A second after a person has ended or walked away nothing of them is left: not on the screen, not in what lives in
 * the page's memory, not in its storage or address, not in what lives in the device host's memory, its files or its
 * logs. Hall, reader and printer are in this process; page and host are looked at from outside.
 */

const TAKES_MS = 300_000;
const AFTER_MS = 1_000;
const DEVICE = 'kiosk-1';
const SECRET = 'a-secret-of-the-test-kiosk';

/** Occur nowhere else. Beginnings too: what was typed half is as bad. */
const NAME = '龘靐齉爩';
const PHONE = '13987654321';
const CODE = 'C0FFEE';
const CARD = { ...SIMULATED_PEOPLE[0]!.card, name: NAME };
const ON_PAGE = ['龘*', '139876', CODE];
const IN_HOST = [NAME, '靐齉', CARD.number, CARD.number.slice(0, 14), PHONE, CODE];

const FROM = Math.round(Date.now() / 60_000) * 60_000;
const BOOKING = {
  ...{ booking: `${'ab'.repeat(13)}c0ffee`, queue: 'social', day: '2026-11-24', code: CODE },
  queueName: { zh: '社保业务', en: 'Social insurance' },
  ...{ items: [], from: FROM, to: FROM + 3_600_000, state: 'booked', name: null },
};

describe.skipIf(chromiumMissing !== '')(`after a person has gone${chromiumMissing}`, () => {
  let folder: string;
  let browser: Browser;
  let hall: FakeHall;
  let reader: CardReaderSimulator;
  let printer: TicketPrinterSimulator;
  let host: ChildProcess;
  let logs = '';
  let url = '';
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kiosk-privacy-'));
    browser = await launchChromium();
    hall = await startFakeHall({ device: DEVICE, secret: SECRET });
    const tickets = fakeTickets();
    hall.answer('ticket.take', tickets.take);
    hall.answer('booking.lookup', () => ({
      ok: true,
      body: {
        bookings: [{ ...BOOKING, day: new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' }) }],
      },
    }));
    hall.answer('ticket.progress', () => ({ ok: true, body: { tickets: [myTicket('waiting')] } }));
    reader = await startCardReaderSimulator();
    printer = await startTicketPrinterSimulator({ completion: true });
    const config = {
      ...{ profile: 'kiosk', device: DEVICE, secret: SECRET, hall: 'demo', logLevel: 'debug', port: 0 },
      mqttUrl: `mqtt://127.0.0.1:${hall.port}`,
      httpUrl: 'http://127.0.0.1:9',
      dataDir: path.join(folder, 'data'),
      reader: { kind: 'tcp', ...reader.address },
      printer: {
        transport: { kind: 'tcp', host: '127.0.0.1', port: printer.port },
        profile: 'generic-epson',
      },
    };
    host = fork(fileURLToPath(new URL('./privacy-host.ts', import.meta.url)), [APP, JSON.stringify(config)], {
      execArgv: ['--heapsnapshot-signal=SIGUSR2', `--diagnostic-dir=${folder}`],
      silent: true,
    });
    for (const stream of [host.stdout, host.stderr]) stream?.on('data', (text) => (logs += String(text)));
    const [message] = (await once(host, 'message')) as [{ url: string }];
    url = message.url;
  }, TAKES_MS);
  afterAll(async () => {
    await browser?.close();
    if (host?.exitCode === null) {
      const gone = once(host, 'exit');
      host.disconnect();
      await gone;
    }
    await reader?.close();
    await printer?.close();
    await hall?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1_080, height: 1_920 }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(TAKES_MS);
    await page.clock.install();
    await page.goto(url);
    await page.getByTestId('screen-home').waitFor();
  });

  const press = async (...testIds: string[]): Promise<void> => {
    for (const testId of testIds) await page.getByTestId(testId).click();
  };
  const pad = (keys: string) => press(...[...keys].map((key) => `pad-${key}`));

  /** Reads a card, then takes a number for a booking by phone number and code. */
  async function visit(): Promise<void> {
    await press('home-queue');
    const before = hall.asks.length;
    reader.lay(CARD);
    await page.getByTestId('screen-my-tickets').waitFor();
    expect(JSON.stringify(hall.asks.slice(before))).toContain(NAME);
    await press('back', 'home', 'home-booking', 'way-type');
    await pad(PHONE);
    await pad(CODE);
    await press('look-up');
    await page.locator('[data-testid^=check-in-]').first().click();
    await page.getByTestId('paper-printed').waitFor();
  }

  async function traces() {
    await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
    const shown = await page.evaluate(() =>
      JSON.stringify([
        document.documentElement.outerHTML,
        { ...localStorage },
        { ...sessionStorage },
        location.href,
        history.length,
      ]),
    );
    const inPage = await heapOf(page);
    const inHost = await heapOfHost(host, folder);
    const files = readdirSync(path.join(folder, 'data'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    const found = (what: readonly string[], where: string) => what.filter((canary) => where.includes(canary));
    return {
      shown: found(ON_PAGE, shown),
      page: ON_PAGE.filter((canary) => inPage.some((text) => text.includes(canary))),
      host: IN_HOST.filter((canary) => inHost.some((text) => text.includes(canary))),
      files: found(IN_HOST, files),
      logs: found(IN_HOST, logs),
    };
  }
  const NOTHING = { shown: [], page: [], host: [], files: [], logs: [] };

  it(
    'by the last key',
    async () => {
      await visit();
      // The search works: while the person is there, page and host know them.
      expect((await heapOf(page)).some((text) => text.includes('龘*'))).toBe(true);
      await press('done');
      await page.getByTestId('screen-home').waitFor();
      expect(await traces()).toEqual(NOTHING);
    },
    TAKES_MS,
  );

  it(
    'by walking away, with a warning first',
    async () => {
      reader.lift();
      await visit();
      await page.clock.fastForward(30_000);
      await page.getByTestId('idle').waitFor();
      await page.clock.fastForward(20_000);
      await page.getByTestId('screen-home').waitFor();
      expect(await traces()).toEqual(NOTHING);
    },
    TAKES_MS,
  );

  it(
    'half way through typing',
    async () => {
      reader.lift();
      await press('home-booking', 'way-type');
      await pad(PHONE);
      await pad('C0F');
      await page.clock.fastForward(62_000);
      await page.getByTestId('idle').waitFor();
      await press('idle-end');
      await page.getByTestId('screen-home').waitFor();
      expect(await traces()).toEqual(NOTHING);
    },
    TAKES_MS,
  );
});

/** What lives in the page after everything dead was collected. */
async function heapOf(page: Page): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page);
  const parts: string[] = [];
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk));
  await devtools.send('HeapProfiler.enable');
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await devtools.detach();
  return (JSON.parse(parts.join('')) as { strings: string[] }).strings;
}

/** A busy machine writes a snapshot slowly, and the host stands still meanwhile. */
const SNAPSHOT_WITHIN_MS = 240_000;

/** The same of the host: Node collects before it writes. */
async function heapOfHost(host: ChildProcess, folder: string): Promise<string[]> {
  const written = (): string | null => {
    const name = readdirSync(folder).find((one) => one.endsWith('.heapsnapshot'));
    if (name === undefined) return null;
    const file = path.join(folder, name);
    return isWhole(file) ? file : null;
  };
  host.kill('SIGUSR2');
  await expect.poll(written, { timeout: SNAPSHOT_WITHIN_MS, interval: 500 }).not.toBeNull();
  const file = written();
  if (file === null) throw new Error('the snapshot is gone');
  const { strings } = JSON.parse(readFileSync(file, 'utf8')) as { strings: string[] };
  rmSync(file);
  return strings;
}

/** A snapshot ends with the end of its strings. */
function isWhole(file: string): boolean {
  const { size } = statSync(file);
  const handle = openSync(file, 'r');
  const end = Buffer.alloc(8);
  const length = readSync(handle, end, 0, end.length, Math.max(0, size - end.length));
  closeSync(handle);
  return end.subarray(0, length).toString('utf8').trimEnd().endsWith(']}');
}
