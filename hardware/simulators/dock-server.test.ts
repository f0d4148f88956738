import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openPagePrinter } from '../drivers/page-printer/driver.ts';
import { openTicketPrinter } from '../drivers/ticket-printer/driver.ts';
import { TICKET_PRINTER_PROFILES } from '../drivers/ticket-printer/profiles.ts';
import { blankPdf } from '../testing/pdf.ts';
import { openTcp } from '../transport/tcp.ts';
import type { DockState } from './dock-contract.ts';
import { type Dock, startDock } from './dock-server.ts';
import { SIMULATED_PEOPLE } from './people.ts';

const ANY = { reader: 0, scanner: 0, printer: 0, led: 0, ipp: 0 };
const PNG_START = '89504e470d0a1a0a';

let folder: string;
let dock: Dock;
let base: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dock-'));
  writeFileSync(`${folder}/index.html`, '<p>dock</p>');
  writeFileSync(`${folder}-secret.txt`, 'not for the page');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(`${folder}-secret.txt`);
});
beforeEach(async () => {
  dock = await startDock({ port: 0, ports: ANY, instant: true, pageFolder: folder });
  base = `http://127.0.0.1:${dock.port}`;
});
afterEach(() => dock.close());

const post = (name: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${base}/api/${name}`, { method: 'POST', body: JSON.stringify(body), headers });
const state = async (): Promise<DockState> => (await fetch(`${base}/api/state`)).json() as Promise<DockState>;

describe('the device dock', () => {
  it('shows a printed ticket as the picture of its bytes, and takes it when torn off', async () => {
    const printer = openTicketPrinter({
      open: () => openTcp({ host: '127.0.0.1', port: dock.devices.ports.printer }),
      profile: TICKET_PRINTER_PROFILES['generic-epson'],
    });
    await printer.print({ widthDots: 576, lines: [{ kind: 'text', text: 'A012' }] }, { jobId: '1' });
    await printer.close();
    const [ticket] = (await state()).printer.tickets;
    expect(ticket).toMatchObject({ cut: true, torn: false });
    const png = Buffer.from(
      await (await fetch(`${base}/api/printer/tickets/${ticket!.id}.png`)).arrayBuffer(),
    );
    expect(png.subarray(0, 8).toString('hex')).toBe(PNG_START);
    const bytes = Buffer.from(
      await (await fetch(`${base}/api/printer/tickets/${ticket!.id}.bin`)).arrayBuffer(),
    );
    expect(bytes.includes('A012')).toBe(true);
    expect((await post('printer/tear')).status).toBe(200);
    expect((await state()).printer.tickets[0]).toMatchObject({ torn: true });
  });

  it('keeps the very PDF of an A4 page', async () => {
    const pdf = blankPdf();
    await openPagePrinter({ uri: dock.devices.pages.uri, pollMs: 10 }).print(pdf, { jobName: 'receipt-1' });
    const [page] = (await state()).pages.out;
    const kept = await fetch(`${base}/api/pages/${page!.id}.pdf`);
    expect(kept.headers.get('content-type')).toBe('application/pdf');
    expect(Buffer.from(await kept.arrayBuffer()).equals(pdf)).toBe(true);
  });

  it('lays and lifts cards of invented people, and refuses others', async () => {
    const person = SIMULATED_PEOPLE[0]!.id;
    await post('reader/lay', { person });
    expect((await state()).reader.laid).toBe(person);
    await post('reader/lift');
    expect((await state()).reader.laid).toBeNull();
    expect((await post('reader/lay', { person: 'nobody' })).status).toBe(422);
  });

  it('handles paper, cover and faults of both printers', async () => {
    await post('printer/open-cover');
    await post('printer/take-paper');
    await post('pages/fault', { fault: 'media-empty' });
    expect(await state()).toMatchObject({
      printer: { coverOpen: true, paper: 'out' },
      pages: { fault: 'media-empty' },
    });
    await post('printer/close-cover');
    await post('printer/load-paper', { rows: 500 });
    await post('pages/fault', { fault: null });
    expect(await state()).toMatchObject({
      printer: { coverOpen: false, paper: 'ok' },
      pages: { fault: null },
    });
  });

  it('pushes the state on change', async () => {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/live`);
    const states: DockState[] = [];
    const changed = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        states.push(JSON.parse(String(data)));
        if (states.at(-1)!.printer.coverOpen) resolve();
      });
    });
    await new Promise((resolve) => socket.once('open', resolve));
    await post('printer/open-cover');
    await changed;
    expect(states[0]!.printer.coverOpen).toBe(false);
    socket.close();
  });

  it('refuses what is no JSON, too long, of the wrong shape, or an action that is not there', async () => {
    expect((await fetch(`${base}/api/scanner/scan`, { method: 'POST', body: '{' })).status).toBe(400);
    expect((await post('scanner/scan', { text: 'x'.repeat(40_000) })).status).toBe(400);
    expect((await post('scanner/scan', { text: '' })).status).toBe(422);
    expect((await post('scanner/scan', { text: 'x', more: 1 })).status).toBe(422);
    expect((await post('printer/explode')).status).toBe(404);
    expect((await post('constructor')).status).toBe(404);
  });

  it('refuses other sites in the same browser, also on the live line', async () => {
    expect((await post('printer/tear', {}, { origin: 'https://elsewhere.example' })).status).toBe(403);
    const socket = new WebSocket(`${base.replace('http', 'ws')}/live`, {
      origin: 'https://elsewhere.example',
    });
    await expect(
      new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject)),
    ).rejects.toThrow();
  });

  it('serves its page and nothing outside of it', async () => {
    expect(await (await fetch(`${base}/`)).text()).toBe('<p>dock</p>');
    const secret = path.basename(`${folder}-secret.txt`);
    for (const name of [`/..%2f${secret}`, `/%2e%2e/${secret}`, '/%ff', '/missing.js']) {
      expect((await fetch(base + name)).status).toBe(404);
    }
  });
});

describe('the dock program', () => {
  const program = fileURLToPath(new URL('main.ts', import.meta.url));
  const run = (...args: string[]) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args]);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    const exited = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
      child.once('close', (code) => resolve({ code, stdout, stderr })),
    );
    return { child, exited, printed: () => stdout };
  };
  const anyPorts = ['reader', 'scanner', 'printer', 'led', 'ipp'].flatMap((device) => [
    `--${device}-port`,
    '0',
  ]);

  it('prints one JSON line, writes the ready file, and stops cleanly on SIGTERM', async () => {
    const ready = `${folder}/ready.json`;
    const { child, exited, printed } = run('--port', '0', ...anyPorts, '--ready-file', ready);
    while (!printed().includes('\n')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readFileSync(ready, 'utf8')).toBe(printed());
    const { url } = JSON.parse(printed()) as { url: string };
    expect((await fetch(`${url}api/state`)).status).toBe(200);
    child.kill('SIGTERM');
    const { code, stderr } = await exited;
    expect({ code, stderr, ready: existsSync(ready) }).toEqual({ code: 0, stderr: '', ready: false });
  });

  it('says in one sentence which port is busy and exits with 1', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      const listen = (): void => {
        const candidate = 20_000 + Math.floor(Math.random() * 10_000);
        other.once('error', listen).listen(candidate, '127.0.0.1', () => resolve(candidate));
      };
      listen();
    });
    const { exited } = run('--port', '0', ...anyPorts, '--printer-port', String(port));
    const { code, stdout, stderr } = await exited;
    await new Promise((resolve) => other.close(resolve));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `Port ${port} is in use by another program: stop it, or choose another port with --printer-port.\n`,
    );
  });

  it('refuses ports that outgoing connections could take', async () => {
    const { code, stderr } = await run('--port', '40000').exited;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '--port must be a number from 0 to 32767, not "40000".\n',
    });
  });
});
