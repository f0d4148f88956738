import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify';
import { caseRegister, type SampleCase } from './cases.ts';
import { tooManyPage } from './pages/verify-page.ts';
import type { InsuranceRegister } from './people.ts';
import { type PlatformErrorCode, type Problem, ProblemError, problem } from './problems.ts';
import { assetRoutes } from './routes/assets.ts';
import { liveRoutes } from './routes/live.ts';
import { recordRoutes } from './routes/records.ts';
import { verifyRoutes } from './routes/verify.ts';
import type { Sealing } from './sealing.ts';
import type { Db } from './store/database.ts';
import { createHeadStore } from './store/heads.ts';
import { createRecordStore } from './store/records.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers people, with pages, rather than programs. */
    page?: boolean;
  }
}

/** A record is below 4 KiB; a longer body is a mistake. */
const BODY_LIMIT_BYTES = 64 * 1024;
/** In a corner of every page of a demo. */
const DEMO_MARK = '<p class="demo">演示 <span lang="en">DEMO</span></p>';
/** Checks of papers a minute for each address. */
export const VERIFY_PER_MINUTE = 30;

export interface PlatformOptions {
  readonly db: Db;
  readonly sealing: Sealing;
  readonly register: InsuranceRegister;
  /** Invented cases beside those of the halls. */
  readonly sampleCases?: readonly SampleCase[];
  /** What the hall sends as its bearer token. */
  readonly credential: string;
  readonly now: () => number;
  readonly timeZone: string;
  readonly logger: FastifyBaseLogger;
  /** Every page then says so. */
  readonly demo?: boolean;
  readonly verifyPerMinute?: number;
}

/** The platform's whole HTTP side; the caller owns database and listening. */
export async function buildPlatform(options: PlatformOptions): Promise<FastifyInstance> {
  const { db, sealing, register, credential, now, timeZone, logger } = options;
  const records = createRecordStore(db, sealing, now);
  const heads = createHeadStore(db, now);
  const cases = caseRegister({ records, samples: options.sampleCases ?? [], now, timeZone });
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    // Fastify would log whole URLs; one line of our own says the route's pattern instead.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
  });

  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });
  if (options.demo) {
    app.addHook('onSend', async (_request, reply, payload) =>
      String(reply.getHeader('content-type')).startsWith('text/html') && typeof payload === 'string'
        ? payload.replace('<body>', `<body>\n${DEMO_MARK}`)
        : payload,
    );
  }
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '(no route)';
    const ms = Math.round(reply.elapsedTime);
    request.log.info({ method: request.method, route, status: reply.statusCode, ms }, 'answered');
  });

  app.setNotFoundHandler(async (_request, reply) => answer(reply, problem('NOT_FOUND')));
  app.setErrorHandler(async (error: FastifyError | ProblemError, request, reply) => {
    const said = problemOf(error);
    if (said.code === 'INTERNAL' || said.code === 'STORAGE_FULL') {
      // The kind and place of an error, not its message: that may quote what was sent.
      const { name, code, stack } = error as FastifyError;
      request.log.error({ name, code, at: stack?.split('\n')[1]?.trim() }, 'failed');
    }
    if (said.code === 'TOO_MANY_REQUESTS' && request.routeOptions.config.page) {
      return reply.code(said.status).type('text/html; charset=utf-8').send(tooManyPage());
    }
    return answer(reply, said);
  });

  assetRoutes(app);
  const onChange = liveRoutes(app, { records, heads, timeZone });
  await app.register(async (scope) =>
    verifyRoutes(scope, { records, now, timeZone, perMinute: options.verifyPerMinute ?? VERIFY_PER_MINUTE }),
  );
  await app.register(async (scope) =>
    recordRoutes(scope, { credential, records, heads, register, cases, onChange }),
  );
  app.get('/healthz', async () => {
    db.prepare('SELECT 1').get();
    return { ok: true };
  });
  return app;
}

function answer(reply: FastifyReply, said: Problem) {
  return reply.code(said.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(said));
}

function problemOf(error: FastifyError | ProblemError): Problem {
  if (error instanceof ProblemError) return error.problem;
  const code: PlatformErrorCode =
    error.code === 'SQLITE_FULL'
      ? 'STORAGE_FULL'
      : error.statusCode === 413
        ? 'BODY_TOO_LARGE'
        : error.statusCode === 404
          ? 'NOT_FOUND'
          : error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
            ? 'BAD_REQUEST'
            : 'INTERNAL';
  return problem(code);
}
