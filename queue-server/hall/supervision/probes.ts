import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.ts';
import type { NotReady } from './readiness.ts';

export interface ProbeOptions {
  readonly reasons: () => Promise<readonly NotReady[]>;
  readonly metrics: Metrics;
  /** What a collector on the network shows as Bearer token; null: this machine only. */
  readonly metricsToken: () => string | null;
}

/**
 * For machines that watch this one. `/healthz`: the process lives, nothing more. `/readyz`: it can keep its
 * promises; why not, is said to this machine only. `/metrics`: for this machine, or with the token.
 */
export function probeRoutes(app: FastifyInstance, options: ProbeOptions): void {
  const { metrics } = options;
  app.addHook('onResponse', (request, reply, done) => {
    metrics.http.observe(request.routeOptions.url ?? 'none', reply.elapsedTime / 1000);
    done();
  });
  app.get('/healthz', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ ok: true }),
  );
  app.get('/readyz', async (request, reply) => {
    const reasons = await options.reasons();
    const ready = reasons.length === 0;
    const open = isLocal(request) || hasToken(request, options.metricsToken());
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(open ? { ready, reasons } : { ready });
  });
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request) && !hasToken(request, options.metricsToken())) {
      // As if there were nothing: who may not read it need not know of it.
      return reply.callNotFound();
    }
    return reply
      .type(metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.scrape());
  });
}

/** What proxies add to what they pass on; each of them says that somebody else asks. */
const PROXY_HEADERS = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'] as const;
/** A name of this machine for itself, with any port. */
const LOOPBACK_HOST = /^(?:localhost\.?|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * From this machine itself, and not passed on by a proxy that runs here: one that adds no header hands on the
 * name that the far end asked for, which is not this machine's name for itself. nginx as it comes does neither,
 * but asks in HTTP/1.0, as nothing else does any more.
 */
function isLocal(request: FastifyRequest): boolean {
  const { headers, socket, raw } = request;
  const address = socket.remoteAddress ?? '';
  return (
    (address === '::1' || /^(::ffff:)?127\./.test(address)) &&
    LOOPBACK_HOST.test(headers.host ?? '') &&
    raw.httpVersion !== '1.0' &&
    PROXY_HEADERS.every((name) => headers[name] === undefined)
  );
}

function hasToken(request: FastifyRequest, token: string | null): boolean {
  const given = /^Bearer ([\w-]{16,128})$/.exec(request.headers.authorization ?? '')?.[1];
  if (token === null || given === undefined || given.length !== token.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(token));
}
