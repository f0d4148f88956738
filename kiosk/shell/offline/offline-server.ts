import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALIVE_PATH, type PagesAlive, PageView } from '@hall/shared/contracts/kiosk-link';

const LOOPBACK = '127.0.0.1';
/** A beat is about a hundred bytes. */
const MAX_BEAT_BYTES = 1_024;
const PAGE_CSP = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", 'img-src data:'],
  ...["connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  'sandbox allow-scripts allow-same-origin',
].join('; ');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The shell's own page, shown while the device host does not answer. It tells how it stands as a host's pages do. */
export interface OfflineServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves it on the loopback interface; `port` 0 takes a free one. `appFolder` is the kiosk's built page, whose fonts
 * and colours it takes where they are there. Rejects where the port is taken.
 */
export async function openOfflineServer(options: {
  readonly port: number;
  readonly appFolder: string;
}): Promise<OfflineServer> {
  const files = ownFiles(options.appFolder);
  let page: { readonly view: PageView; readonly at: number } | null = null;
  let host = '';

  const answer = (request: IncomingMessage, reply: ServerResponse): void => {
    reply.setHeader('content-security-policy', PAGE_CSP);
    reply.setHeader('x-content-type-options', 'nosniff');
    reply.setHeader('referrer-policy', 'no-referrer');
    reply.setHeader('cache-control', 'no-store');
    // A name that another site made point here is not ours.
    if (request.headers.host !== host) return void reply.writeHead(421).end();
    const place = new URL(request.url ?? '/', `http://${host}`).pathname;
    if (place === ALIVE_PATH) {
      const pages =
        page === null ? [] : [{ ...page.view, heardMsAgo: Math.round(performance.now() - page.at) }];
      reply.setHeader('content-type', 'application/json');
      return void reply.end(JSON.stringify({ pages } satisfies PagesAlive));
    }
    if (place === '/beat' && request.method === 'POST' && request.headers.origin === `http://${host}`) {
      readBeat(request, (view) => {
        if (view !== null) page = { view, at: performance.now() };
        reply.writeHead(view === null ? 400 : 204).end();
      });
      return;
    }
    const file = request.method === 'GET' ? files(place) : null;
    if (file === null) return void reply.writeHead(404).end();
    reply.setHeader('content-type', file.type);
    reply.end(file.bytes);
  };

  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, LOOPBACK, resolve);
  });
  host = `${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readBeat(request: IncomingMessage, done: (view: PageView | null) => void): void {
  let text = '';
  request.on('data', (chunk: Buffer) => {
    text += chunk;
    if (text.length > MAX_BEAT_BYTES) request.destroy();
  });
  request.on('end', () => {
    let view: PageView | null = null;
    try {
      view = PageView.parse(JSON.parse(text));
    } catch {
      // Not our page.
    }
    done(view);
  });
}

/** Everything is read once: the disk may be what has failed later. Fonts are read when they are asked for. */
function ownFiles(appFolder: string): (place: string) => { type: string; bytes: Buffer | string } | null {
  const own = (name: string): string => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');
  const assets = path.join(appFolder, 'assets');
  const texts = new Map([
    ['/', own('./page.html').replace('<!--styles-->', appStyles(appFolder))],
    ['/page.css', own('./page.css')],
    ['/page.js', own('./page.js')],
  ]);
  return (place) => {
    const text = texts.get(place);
    if (text !== undefined)
      return { type: TYPES[path.extname(place)] ?? (TYPES['.html'] as string), bytes: text };
    const found = /^\/assets\/([\w-]+(?:\.[\w-]+)*\.(?:css|woff2))$/.exec(place);
    const file = found === null ? null : path.join(assets, found[1] as string);
    if (file === null || !existsSync(file)) return null;
    return { type: TYPES[path.extname(file)] as string, bytes: readFileSync(file) };
  };
}

function appStyles(appFolder: string): string {
  try {
    const html = readFileSync(path.join(appFolder, 'index.html'), 'utf8');
    const names = [...html.matchAll(/<link[^>]+href="\.?\/?(assets\/[\w.-]+\.css)"/g)].map(
      (found) => found[1],
    );
    return names.map((name) => `<link rel="stylesheet" href="/${name}" />`).join('');
  } catch {
    return '';
  }
}
