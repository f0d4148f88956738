import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { actionTable, dockAction, dockFile } from './dock-api.ts';
import { type DockDevices, type DockPorts, PortBusy, startDockDevices } from './dock-devices.ts';

/** A scanned code is the largest body. */
const MAX_BODY_BYTES = 16 * 1024;
/** The page sends nothing on the live line. */
const MAX_LIVE_BYTES = 1024;
/** Changes are gathered for this long: a ticket that comes out changes the state at each step of the motor. */
const PUSH_MS = 60;
const PAGE_FOLDER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../dist/dock');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self' ws:; worker-src 'self' blob:",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

export interface Dock {
  readonly port: number;
  readonly devices: DockDevices;
  close(): Promise<void>;
}

/** The simulators and their page, on 127.0.0.1 only. Throws {@link PortBusy}. */
export async function startDock(options: {
  readonly port: number;
  readonly ports: DockPorts;
  readonly instant?: boolean;
  readonly clock?: Clock;
  /** Default: the built page of this package. */
  readonly pageFolder?: string;
}): Promise<Dock> {
  const clock = options.clock ?? systemClock;
  const pageFolder = options.pageFolder ?? PAGE_FOLDER;
  let cancelPush: (() => void) | undefined;
  const devices = await startDockDevices(options.ports, {
    ...(options.instant === undefined ? {} : { instant: options.instant }),
    onChange() {
      cancelPush ??= clock.after(PUSH_MS, push);
    },
  });
  const server = createServer((request, response) => {
    serve(request, response, devices, pageFolder).catch((bug: unknown) => {
      console.error('device dock:', bug);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const live = new WebSocketServer({ noServer: true, maxPayload: MAX_LIVE_BYTES });
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/live' || !isOwnPage(request)) {
      socket.destroy();
      return;
    }
    live.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      client.send(JSON.stringify(devices.state()));
    });
  });

  function push(): void {
    cancelPush = undefined;
    const state = JSON.stringify(devices.state());
    for (const client of live.clients) client.send(state);
  }

  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, '127.0.0.1', resolve);
    });
  } catch (failure) {
    await devices.close();
    if ((failure as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortBusy('dock', options.port);
    throw failure;
  }
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : options.port,
    devices,
    async close() {
      await devices.close();
      cancelPush?.();
      for (const client of live.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/**
 * Only pages of this very address: another site open in the same browser must not lay cards on the reader,
 * and a foreign name that resolves to 127.0.0.1 is no way in either.
 */
function isOwnPage(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return false;
  const { origin } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  devices: DockDevices,
  pageFolder: string,
): Promise<void> {
  if (!isOwnPage(request)) return sendJson(response, 403, { error: 'only from this machine' });
  const pathname = pathOf(request);
  if (pathname === undefined) return sendJson(response, 404, { error: 'not found' });
  const isApi = pathname.startsWith('/api/');
  const name = pathname.slice('/api/'.length);
  if (request.method === 'POST' && isApi) return act(request, response, devices, name);
  if (request.method !== 'GET') return sendJson(response, 405, { error: 'GET or POST /api/…' });
  if (!isApi) return sendPage(response, pathname, pageFolder);
  if (name === 'actions') return sendJson(response, 200, actionTable());
  if (name === 'state') return sendJson(response, 200, devices.state());
  const file = dockFile(devices, name);
  if (!file) return sendJson(response, 404, { error: 'not found' });
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': file.type }).end(file.body);
}

/** Decoded path, or undefined for an address that is none. */
function pathOf(request: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(new URL(request.url ?? '/', 'http://dock').pathname);
  } catch {
    return undefined;
  }
}

async function act(
  request: IncomingMessage,
  response: ServerResponse,
  devices: DockDevices,
  name: string,
): Promise<void> {
  const wanted = dockAction(name);
  if (!wanted) return sendJson(response, 404, { error: 'no such action' });
  const body = await readJson(request);
  if (body === undefined) return sendJson(response, 400, { error: 'not JSON, or too long' });
  const problem = await wanted.run(devices, body);
  if (problem === null) sendJson(response, 200, { ok: true });
  else sendJson(response, 422, { error: problem });
}

/** An empty body counts as `{}`; undefined for what is no JSON or longer than allowed. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    }
    if (size > MAX_BODY_BYTES) return undefined;
    const text = Buffer.concat(chunks).toString('utf8');
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function sendPage(response: ServerResponse, pathname: string, pageFolder: string): Promise<void> {
  const wanted = path.join(pageFolder, pathname === '/' ? 'index.html' : pathname);
  const inside = wanted.startsWith(pageFolder + path.sep);
  if (inside && existsSync(wanted) && path.extname(wanted) !== '') {
    const type = TYPES[path.extname(wanted)] ?? 'application/octet-stream';
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': type }).end(await readFile(wanted));
    return;
  }
  if (pathname !== '/') return sendJson(response, 404, { error: 'not found' });
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(
    '设备坞页面尚未构建。The dock page is not built yet: run "vite build" in hardware/simulators/dock.\n',
  );
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'application/json' })
    .end(JSON.stringify(body));
}
