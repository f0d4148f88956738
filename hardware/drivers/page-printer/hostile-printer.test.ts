import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../testing/manual-clock.ts';
import { createIppClient } from './ipp-client.ts';

/** What may listen on port 631 and be no printer: each request must still end, and leave nothing behind. */

let server: Server;
let behave: (socket: Socket) => void;
const sockets = new Set<Socket>();

beforeEach(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n';

describe('a printer that', () => {
  it.each([
    ['changes the protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
    ['speaks no HTTP', 'go away\n'],
    ['ends in the middle of its head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['ends in the middle of its answer', `${HEAD}Content-Length: 500\r\n\r\nabc`],
    ['says nothing in its answer', `${HEAD}Content-Length: 0\r\n\r\n`],
    ['sends its answer in pieces that are none', `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['goes at once', ''],
  ])('%s is a fault', async (_, says) => {
    behave = (socket) => void socket.once('data', () => socket.end(says));
    const { port } = server.address() as AddressInfo;
    const clock = manualClock();
    const answer = await createIppClient(`ipp://127.0.0.1:${port}/ipp/print`, clock).ask(0x0b);
    expect(answer).toMatchObject({ ok: false });
    expect(clock.waiting()).toEqual([]);
  });

  it('ends its answer by closing the line is understood: HTTP allows it', async () => {
    // Version 2.0, successful-ok, request 1, end of attributes (RFC 8010, 3.1).
    const ipp = Buffer.from([2, 0, 0, 0, 0, 0, 0, 1, 3]);
    behave = (socket) =>
      void socket.once('data', () => socket.end(Buffer.concat([Buffer.from(`${HEAD}\r\n`), ipp])));
    const { port } = server.address() as AddressInfo;
    const answer = await createIppClient(`ipp://127.0.0.1:${port}/ipp/print`, manualClock()).ask(0x0b);
    expect(answer).toMatchObject({ ok: true, value: { code: 0 } });
  });

  it.each([
    ['a head', 'HTTP/1.1 200 OK\r\nX: '],
    ['an answer', `${HEAD}\r\n`],
  ])('never ends %s is left, and does not fill the memory', async (_, begins) => {
    behave = (socket) =>
      void socket.once('data', () => {
        socket.write(begins);
        const piece = Buffer.alloc(64 * 1024, 0x61);
        const more = (): void => void (socket.writable && socket.write(piece, () => setImmediate(more)));
        more();
      });
    const { port } = server.address() as AddressInfo;
    const clock = manualClock();
    const answer = await createIppClient(`ipp://127.0.0.1:${port}/ipp/print`, clock).ask(0x0b);
    expect(answer).toMatchObject({ ok: false });
    expect(clock.waiting()).toEqual([]);
  });

  it('sends a byte now and then is left after the time for the whole', async () => {
    behave = (socket) => void socket.once('data', () => socket.write(`${HEAD}\r\n`));
    const { port } = server.address() as AddressInfo;
    const clock = manualClock();
    const asking = createIppClient(`ipp://127.0.0.1:${port}/ipp/print`, clock).ask(0x0b);
    await expect.poll(() => sockets.size).toBe(1);
    for (let second = 0; second < 16; second += 1) {
      for (const socket of sockets) socket.write('a');
      await clock.advance(1_000);
    }
    expect(await asking).toMatchObject({ ok: false, error: { code: 'IPP_LOST' } });
  });
});
