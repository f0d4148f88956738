import { COMMAND_ENTRIES, COMMAND_NAMES, type CommandName } from '@hall/shared/contracts/commands';
import { fault } from '@hall/shared/contracts/result';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problem.ts';
import { askerOf, type Doors, sessionOf } from './who.ts';

/**
 * Who may ask which address. Deny by default: a route that stands in no row keeps the server from starting,
 * so a door cannot be opened by forgetting about it. The access matrix of the tests is made from this table.
 *
 * `command`: roles and kinds of devices of its row in the command table, asked by the executor.
 * `session`: staff with a session that may be good for nothing yet but a new password; the handler looks.
 * `anyone`: nobody has to say who they are; `says` tells why that is right, and what guards it instead.
 */
export type Admits = 'anyone' | 'session' | 'staff' | 'device' | 'command';

export interface RouteRule {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'HEAD' | 'OPTIONS';
  /** As the router knows it; `*` at the end for everything below. */
  readonly url: string;
  readonly admits: Admits;
  /** The command whose row counts, where it is not the one of this address. */
  readonly command?: CommandName;
  readonly says: string;
}

const OWN_RULES: readonly RouteRule[] = [
  { method: 'POST', url: '/api/v1/session', admits: 'anyone', says: 'log in; rate limit and lock-out' },
  {
    method: 'GET',
    url: '/api/v1/session',
    admits: 'session',
    says: 'who am I, and what I must do first',
  },
  { method: 'GET', url: '/api/v1/setup', admits: 'anyone', says: 'whether there is no administrator yet' },
  {
    method: 'POST',
    url: '/api/v1/setup',
    admits: 'anyone',
    says: 'makes the first administrator, by the one-time set-up code; rate limit, ever slower answers',
  },
  { method: 'DELETE', url: '/api/v1/session', admits: 'anyone', says: 'log out; ends only the own session' },
  { method: 'GET', url: '/api/v1/events', admits: 'staff', says: 'what happens, for staff pages' },
  {
    method: 'POST',
    url: '/api/v1/device-session',
    admits: 'anyone',
    says: 'a screen shows its credential and gets a short-lived token; rate limit',
  },
  {
    method: 'GET',
    url: '/api/v1/certificates/:certificate/document',
    admits: 'device',
    says: 'a page, once, by the device that asked for it',
  },
  {
    method: 'POST',
    url: '/api/v1/enrolments',
    admits: 'anyone',
    says: 'a device without a credential asks to be let in; rate limit, few at a time, a person decides',
  },
  {
    method: 'POST',
    url: '/api/v1/enrolments/reveal',
    admits: 'anyone',
    says: 'the same device opens its commitment, by its unguessable id; rate limit',
  },
  {
    method: 'POST',
    url: '/api/v1/enrolments/poll',
    admits: 'anyone',
    says: 'the same device asks for the decision, by its unguessable id; rate limit; gives no secret',
  },
  {
    method: 'GET',
    url: '/api/v1/reports/files/:from/:to/:table/:format/:language',
    admits: 'command',
    command: 'report.export',
    says: 'a report as a file, for whom the command gives it',
  },
  { method: 'GET', url: '/ca', admits: 'anyone', says: 'how to install the hall CA; a public key' },
  { method: 'GET', url: '/ca.crt', admits: 'anyone', says: 'the hall CA’s certificate; a public key' },
  {
    method: 'GET',
    url: '/p/:token',
    admits: 'anyone',
    says: 'a ticket’s progress, by its unguessable token',
  },
  { method: 'GET', url: '/healthz', admits: 'anyone', says: 'lives; says nothing about the hall' },
  {
    method: 'GET',
    url: '/readyz',
    admits: 'anyone',
    says: 'ready or not; why not, for this machine or the metrics token only',
  },
  {
    method: 'GET',
    url: '/metrics',
    admits: 'anyone',
    says: 'figures, no personal data; for this machine or the metrics token only',
  },
  { method: 'GET', url: '/demo/surfaces', admits: 'anyone', says: 'answers in demo mode only' },
  { method: 'GET', url: '/', admits: 'anyone', says: 'the first page' },
  { method: 'GET', url: '/console/*', admits: 'anyone', says: 'built pages; they hold no data' },
  { method: 'GET', url: '/display/*', admits: 'anyone', says: 'built pages; they hold no data' },
  { method: 'GET', url: '/api/docs', admits: 'anyone', says: 'the published contract' },
  { method: 'GET', url: '/api/docs/*', admits: 'anyone', says: 'the published contract' },
];

/** Every address of the server. */
export const ROUTE_RULES: readonly RouteRule[] = [
  ...OWN_RULES,
  ...COMMAND_NAMES.map((name): RouteRule => {
    const { http, says } = COMMAND_ENTRIES[name];
    return {
      method: http.method,
      url: `/api/v1${http.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      admits: 'command',
      says,
    };
  }),
];

/** The row for a route, or undefined: nobody may ask it. HEAD is what GET is. */
export function ruleOf(method: string, url: string): RouteRule | undefined {
  const asked = method === 'HEAD' ? 'GET' : method;
  return ROUTE_RULES.find(
    (rule) =>
      rule.method === asked &&
      (rule.url === url || (rule.url.endsWith('/*') && url.startsWith(rule.url.slice(0, -1)))),
  );
}

/** Asks every request what the table says; throws at start for a route that is not in it. */
export function guardRoutes(app: FastifyInstance, doors: Doors): void {
  app.addHook('onRoute', (routeOptions) => {
    const { method: methods, url, onRequest } = routeOptions;
    const [admits, ...others] = new Set(
      [methods].flat().map((method) => {
        const rule = ruleOf(method, url);
        if (rule) return rule.admits;
        throw new Error(
          `${method} ${url} is not in queue-server/hall/routes/access-table.ts: say there who may ask it`,
        );
      }),
    );
    if (admits === undefined || others.length > 0) throw new Error(`${url}: one rule for all its methods`);
    // Commands know who asks by themselves, and open addresses do not have to.
    if (admits === 'command' || admits === 'anyone') return;
    routeOptions.onRequest = [
      (request, reply, done) => {
        if (!refuse(request, reply, admits, doors)) done();
      },
      ...[onRequest ?? []].flat(),
    ];
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply, admits: Admits, doors: Doors): boolean {
  if (admits === 'session' && sessionOf(request, doors)) return false;
  const asker = askerOf(request, doors, null);
  if (asker.ok && asker.value.kind === admits) return false;
  void sendProblem(
    reply,
    admits === 'device'
      ? fault('DEVICE_UNKNOWN', 'for enrolled devices')
      : asker.ok
        ? fault('NOT_LOGGED_IN', 'for staff who are logged in')
        : asker.error,
  );
  return true;
}
