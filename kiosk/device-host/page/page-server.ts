import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { PagesAlive, PageView } from '@hall/shared/contracts/kiosk-link';
import { ALIVE_PATH, LINK_PATH } from '@hall/shared/contracts/kiosk-link';
import { type KioskScreen, SCREEN_META } from '@hall/shared/contracts/kiosk-screen';
import type { Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import fastify from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { HostClock } from '../clock.ts';
import type { HostLog } from '../log.ts';
import type { PageBackend } from './backend.ts';
import { POLICY_VIOLATION, servePage } from './page-socket.ts';

const LOOPBACK = '127.0.0.1';
/** Requests of the page are a few hundred bytes; its drawing of the screen is the longest, with 500 shapes. */
const MAX_MESSAGE_BYTES = 96 * 1024;
/** The name of the meta tag that carries the per-start token. */
export const TOKEN_META = 'hall-link-token';

export interface PageServer {
  readonly url: string;
  /** The open pages, and how long ago each was heard. */
  pages(): PagesAlive['pages'];
  /** Somebody has begun something on one of them. */
  busy(): boolean;
  /** Every page loads itself anew. */
  reload(): void;
  close(): Promise<void>;
}

/**
 * Serves the kiosk page on the loopback interface and its link. Other sites and other programs' pages cannot
 * use it: Host and Origin must be this server's own, and the link wants the token that only this page carries.
 *
 * Fails with `PORT_BUSY`, or `APP_MISSING` when the page has not been built.
 */
export async function openPageServer(options: {
  readonly port: number;
  /** The built page, `kiosk/dist/app`. */
  readonly appFolder: string;
  readonly backend: PageBackend;
  /** Whether the page may use a camera; without it no page of this origin can. */
  readonly camera?: boolean;
  /** As measured; absent: the page takes the usual one. */
  readonly screen?: KioskScreen | undefined;
  readonly clock: HostClock;
  readonly log: HostLog;
}): Promise<Result<PageServer>> {
  const { backend, clock, log } = options;
  const token = randomBytes(16).toString('hex');
  let html: string;
  try {
    html = withMetas(readFileSync(path.join(options.appFolder, 'index.html'), 'utf8'), token, options.screen);
  } catch {
    return err(fault('APP_MISSING', 'the kiosk page has not been built'));
  }

  let port = options.port;
  const hosts = (): string[] => [`${LOOPBACK}:${port}`, `localhost:${port}`];
  const isOwnHost = (request: IncomingMessage): boolean => hosts().includes(request.headers.host ?? '');
  const isOwnOrigin = (request: IncomingMessage): boolean =>
    hosts().some((host) => request.headers.origin === `http://${host}`);

  const app = fastify({ logger: false, forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    if (!isOwnHost(request.raw)) return reply.code(421).send('misdirected');
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(pageHeaders(hosts(), options.camera ?? false));
  });
  app.get('/', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html),
  );
  const alive = new Map<
    WebSocket,
    { readonly view: PageView; readonly busy: boolean; readonly at: number }
  >();
  const pagesAlive = (): PagesAlive['pages'] =>
    // A clock that was set meanwhile must not make a page seem dead.
    [...alive.values()].map(({ view, at }) => ({ ...view, heardMsAgo: Math.round(performance.now() - at) }));
  app.get(ALIVE_PATH, (_request, reply) =>
    reply.header('cache-control', 'no-store').send({
      pages: pagesAlive(),
    } satisfies PagesAlive),
  );
  await app.register(fastifyStatic, {
    root: path.resolve(options.appFolder, 'assets'),
    prefix: '/assets/',
    index: false,
  });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  let pages = 0;
  app.server.on('upgrade', (request, socket, head) => {
    if (request.url !== LINK_PATH || !isOwnHost(request) || !isOwnOrigin(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => {
      pages += 1;
      page.on('close', () => {
        alive.delete(page);
        pages -= 1;
      });
      servePage(page, {
        token,
        backend,
        clock,
        log,
        onAlive: (view, busy) => void alive.set(page, { view, busy, at: performance.now() }),
        onGone: () => {
          if (pages === 0) backend.abandoned();
        },
      });
    });
  });

  try {
    await app.listen({ host: LOOPBACK, port });
  } catch (problem) {
    await app.close();
    if ((problem as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      return err(fault('PORT_BUSY', `port ${port} is in use by another program`));
    }
    throw problem;
  }
  port = (app.server.address() as AddressInfo).port;
  return ok({
    url: `http://${LOOPBACK}:${port}/`,
    pages: pagesAlive,
    busy: () => [...alive.values()].some(({ busy }) => busy),
    reload() {
      // As after a new start of the host: the page takes its token for an old one and loads itself anew.
      for (const page of sockets.clients) page.close(POLICY_VIOLATION, 'load anew');
    },
    async close() {
      for (const page of sockets.clients) page.terminate();
      await app.close();
    },
  });
}

function withMetas(html: string, token: string, screen: KioskScreen | undefined): string {
  const metas = [`<meta name="${TOKEN_META}" content="${token}">`];
  // Numbers only: nothing in it could end the attribute.
  if (screen) metas.push(`<meta name="${SCREEN_META}" content='${JSON.stringify(screen)}'>`);
  const marked = html.replace('</head>', `${metas.join('')}</head>`);
  if (marked === html) throw new Error('index.html has no </head>');
  return marked;
}

function pageHeaders(hosts: readonly string[], camera: boolean): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    `connect-src ${hosts.map((host) => `ws://${host}`).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // No new windows, dialogs, downloads or forms, whatever the page is made to do: Chromium itself lets a page open
    // windows at a person's click, in kiosk mode too.
    'sandbox allow-scripts allow-same-origin',
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': `camera=(${camera ? 'self' : ''}), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=()`,
  };
}
