import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PLATFORM_PATHS } from '@hall/shared/contracts/platform';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PlatformClient } from './platform-client.ts';

let server: Server;
let status = 200;
let client: PlatformClient;

beforeEach(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end('{"code":"X"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new PlatformClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'credential');
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

it.each([
  [200, null],
  [400, 'PLATFORM_REFUSED'],
  [401, 'PLATFORM_AWAY'],
  [403, 'PLATFORM_AWAY'],
  [404, 'PERSON_NOT_FOUND'],
  [408, 'PLATFORM_AWAY'],
  [409, 'PLATFORM_REFUSED'],
  [422, 'PLATFORM_REFUSED'],
  [429, 'PLATFORM_AWAY'],
  [500, 'PLATFORM_AWAY'],
  [503, 'PLATFORM_AWAY'],
])('an answer of %i says %s: away is what no record can help', async (answered, code) => {
  status = answered;
  const answer = await client.put(PLATFORM_PATHS.case, 'case-1', {});
  expect(answer.ok ? null : answer.error.code).toBe(code);
});
