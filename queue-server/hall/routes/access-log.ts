import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { LogLimit } from '../supervision/log-limit.ts';
import { ROUTE_RULES } from './access-table.ts';

/** What a request may be answered before it is known who asks. */
const ANYONES_ANSWERS: ReadonlySet<number> = new Set([
  400, 401, 403, 404, 405, 408, 413, 414, 415, 421, 429, 500,
]);
/** Where nobody has to say who they are. */
const ANYONES_ROUTES: ReadonlySet<string> = new Set(
  ROUTE_RULES.filter(({ admits }) => admits === 'anyone').map(({ url }) => url),
);

/** A line for each answer of the API. The pattern is told, not the address: addresses may carry references. */
export function logAnswers(app: FastifyInstance, log: Logger, limit: LogLimit): void {
  app.addHook('onRoute', (routeOptions) => {
    const { url: route, method, onResponse } = routeOptions;
    if (!route.startsWith('/api/v1')) return;
    const byAnyone = ANYONES_ROUTES.has(route);
    // What all lines of one route and status share is made into text once.
    const logs = new Map<number, Logger>();
    const logFor = (status: number): Logger => {
      const known = logs.get(status);
      if (known) return known;
      const made = log.child({ event: 'http', method: String(method), route, status });
      logs.set(status, made);
      return made;
    };
    routeOptions.onResponse = [
      ...[onResponse ?? []].flat(),
      (_request, reply, done) => {
        const { statusCode } = reply;
        const open = byAnyone || ANYONES_ANSWERS.has(statusCode);
        if (!open || limit.allows(`${statusCode} ${route}`)) {
          logFor(statusCode).info({ ms: Math.round(reply.elapsedTime * 10) / 10 }, 'request');
        }
        done();
      },
    ];
  });
}
