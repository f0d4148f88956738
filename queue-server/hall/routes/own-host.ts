import { isIP } from 'node:net';
import { fault } from '@hall/shared/contracts/result';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problem.ts';

/** Browsers remember for a year that this name is only to be asked by HTTPS. */
const HSTS = 'max-age=31536000';
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i;

/** Whether a Host header names this server; a page of the internet whose name points here names another one. */
export function isOwnHost(header: string | undefined, hosts: ReadonlySet<string>): boolean {
  const name = nameOf(header);
  return name !== null && hosts.has(name);
}

/** Whether a request with this Origin header comes from a page of this server. Absent: not from a page. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  // Anything may stand in these headers, "null" and worse: nothing of it may throw.
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase());
}

/** Of the header that was read last: nearly all requests of a hall name the same server. */
let latest: { readonly header: string | undefined; readonly name: string | null } = {
  header: undefined,
  name: null,
};

function nameOf(header: string | undefined): string | null {
  if (header !== latest.header) latest = { header, name: readName(header) };
  return latest.name;
}

function readName(header: string | undefined): string | null {
  const name = header === undefined ? undefined : HOST.exec(header)?.[1];
  return name === undefined
    ? null
    : name
        .toLowerCase()
        .replace(/^\[(.*)\]$/, '$1')
        .replace(/\.$/, '');
}

/** Refuses requests under a foreign name (DNS rebinding) and changes asked by pages of others. */
export function ownHostOnly(app: FastifyInstance, hosts: () => ReadonlySet<string>): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { host, origin } = request.headers;
    if (!isOwnHost(host, hosts())) {
      void sendProblem(reply, fault('MISDIRECTED', 'the Host header names another server'));
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isOwnOrigin(origin, host)) {
      void sendProblem(reply, fault('FORBIDDEN', 'a page of another site asked'));
      return;
    }
    // On `localhost` it would shut every other program's plain port; for addresses browsers ignore it.
    const name = nameOf(host) ?? '';
    if (request.protocol === 'https' && name !== 'localhost' && isIP(name) === 0) {
      reply.header('strict-transport-security', HSTS);
    }
    done();
  });
}
