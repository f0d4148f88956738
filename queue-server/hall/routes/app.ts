import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import staticFiles from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { fault } from '@hall/shared/contracts/result';
import fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { DeviceDoors } from '../access/device-doors.ts';
import type { DeviceTokens } from '../access/device-token.ts';
import { storageFault } from '../access/disk.ts';
import { WEB_SERVER } from '../access/front-doors.ts';
import type { StaffDoors } from '../access/staff-doors.ts';
import type { Executor } from '../commands/executor.ts';
import type { Live } from '../config/live.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { DocumentStore } from '../papers/documents.ts';
import type { WaitSource } from '../stats/estimates/waits.ts';
import { LogLimit } from '../supervision/log-limit.ts';
import type { Supervision } from '../supervision/supervision.ts';
import { logAnswers } from './access-log.ts';
import { guardRoutes } from './access-table.ts';
import { authorityRoutes } from './authority.ts';
import { commandRoutes } from './commands.ts';
import { deviceRoutes } from './devices.ts';
import { enrolmentRoutes } from './enrolments.ts';
import type { Feed } from './feed.ts';
import { openApiDocument } from './openapi.ts';
import { ownHostOnly } from './own-host.ts';
import { sendProblem } from './problem.ts';
import { progressRoute } from './progress.ts';
import { reportRoutes } from './reports.ts';
import { sessionRoutes } from './session.ts';
import { setupRoutes } from './setup.ts';
import { actorOf, type Doors } from './who.ts';

/** The largest body is a ticket with a person: far below this. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** The code on a ticket's paper has 158 characters. */
const PARAMETER_MOST = 200;

export interface AppOptions {
  readonly doors: Doors;
  readonly staffDoors: Pick<StaffDoors, 'notes' | 'setup'>;
  readonly executor: Executor;
  readonly waits: WaitSource;
  readonly live: Live;
  readonly supervision: Pick<Supervision, 'routes'>;
  readonly ledger: LedgerClient;
  readonly feed: Feed;
  readonly tokens: DeviceTokens;
  readonly deviceDoors: Pick<DeviceDoors, 'authority' | 'enrolments' | 'hosts'>;
  readonly documents: DocumentStore;
  readonly demo: boolean;
  readonly demoSurfaces: () => unknown | null;
  readonly pages: { readonly console: string; readonly display: string };
  readonly version: string;
  readonly log: Logger;
}

/** Content comes from this origin only; the console's component library writes styles at run time. */
const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { doors, log } = options;
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: PARAMETER_MOST },
    serverFactory: (handler) => {
      const server = createServer(WEB_SERVER, handler);
      server.maxHeadersCount = 64;
      return server;
    },
    forceCloseConnections: true,
  });
  const limit = new LogLimit((held) => log.warn({ event: 'http.held-back', ...held }, 'requests not told'));
  app.addHook('onClose', async () => limit.flush());
  // Cookies are read where somebody asks who it is.
  await app.register(cookie, { hook: false });
  ownHostOnly(app, options.deviceDoors.hosts);
  guardRoutes(app, doors);
  logAnswers(app, log, limit);
  await app.register(rateLimit, { global: false });
  await documentation(app, options.version);

  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    const type = String(reply.getHeader('content-type') ?? '');
    if (type.startsWith('text/html') && !reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', PAGE_POLICY);
    }
    done(null, payload);
  });
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    if (error.statusCode === 413) return sendProblem(reply, fault('BODY_TOO_LARGE', 'body too large'));
    if (error.statusCode === 429) return sendProblem(reply, fault('TOO_MANY_REQUESTS', 'too many requests'));
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return sendProblem(
        reply,
        fault('BAD_REQUEST', `not a valid request (${error.code ?? error.statusCode})`),
      );
    }
    const failed = storageFault(error);
    if (failed) return sendProblem(reply, failed);
    if (limit.allows(`http.failed ${request.routeOptions.url ?? 'none'}`)) {
      log.error({ event: 'http.failed', reason: error.message, stack: error.stack }, 'bug');
    }
    return sendProblem(reply, fault('INTERNAL', 'unexpected failure'));
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, fault('NOT_FOUND', 'no such address')));

  sessionRoutes(app, {
    doors,
    ledger: options.ledger,
    notes: options.staffDoors.notes,
    demo: options.demo,
    log,
  });
  const { setup, notes } = options.staffDoors;
  setupRoutes(app, { doors, ledger: options.ledger, code: setup, notes });
  commandRoutes(app, doors, options.executor);
  reportRoutes(app, doors, options.executor);
  deviceRoutes(app, doors, options.tokens, options.documents);
  enrolmentRoutes(app, {
    enrolments: options.deviceDoors.enrolments,
    now: doors.now,
    onChange: () => options.feed.nudge('device.changed'),
  });
  authorityRoutes(app, options.deviceDoors.authority);
  options.feed.routes(app, doors);
  progressRoute(app, {
    ...{ live: options.live, waits: options.waits, demo: options.demo, now: options.doors.now },
    state: () => options.ledger.state,
  });
  options.supervision.routes(app);
  app.get('/demo/surfaces', async (request, reply) => {
    const surfaces = options.demoSurfaces();
    if (surfaces === null) return sendProblem(reply, fault('NOT_FOUND', 'not a demo'));
    void actorOf(request, doors);
    return reply.header('cache-control', 'no-store').send(surfaces);
  });
  await pages(app, options);
  return app;
}

async function documentation(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    mode: 'static',
    specification: { document: openApiDocument(version) as never },
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true });
}

async function pages(app: FastifyInstance, { pages: built, demo }: AppOptions): Promise<void> {
  const serve = async (root: string, prefix: string, decorateReply: boolean) => {
    if (!existsSync(root)) return;
    await app.register(staticFiles, {
      root,
      prefix,
      decorateReply,
      index: ['index.html'],
      setHeaders: (reply, file) => {
        reply.header(
          'cache-control',
          path.extname(file) === '.html' ? 'no-cache' : 'public, max-age=31536000, immutable',
        );
      },
    });
  };
  await serve(built.console, '/console/', true);
  await serve(built.display, '/display/', false);
  app.get('/', async (_request, reply) =>
    demo && existsSync(path.join(built.console, 'landing.html'))
      ? reply.header('cache-control', 'no-cache').sendFile('landing.html', built.console)
      : reply.redirect('/console/'),
  );
}
