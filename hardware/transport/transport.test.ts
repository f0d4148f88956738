import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import type { PtyPair } from '../testing/pty-pair.ts';
import { startPtyPair, whySocatIsMissing } from '../testing/pty-pair.ts';
import { seeded } from '../testing/seeded.ts';
import { openTransport } from './open.ts';
import { openTcp } from './tcp.ts';
import type { ByteTransport, OpenTransport } from './transport.ts';

async function opened(open: OpenTransport): Promise<ByteTransport> {
  const result = await open();
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('TCP', () => {
  let server: Server;
  let port: number;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  test('bytes pass both ways, and the close of this side is told once', async () => {
    const transport = await opened(openTransport({ kind: 'tcp', host: '127.0.0.1', port }));
    expect(transport.name).toBe(`tcp 127.0.0.1:${port}`);
    await expect.poll(() => sockets.length).toBe(1);
    const got: number[] = [];
    const reasons: string[] = [];
    transport.onData((bytes) => got.push(...bytes));
    transport.onClose((reason) => reasons.push(reason));
    sockets[0]!.on('data', (bytes) => sockets[0]!.write(bytes));
    expect(await transport.write(Uint8Array.of(0, 255, 17))).toEqual({ ok: true, value: undefined });
    await expect.poll(() => got).toEqual([0, 255, 17]);
    await transport.close();
    await transport.close();
    expect(reasons).toEqual(['closed']);
    expect(await transport.write(Uint8Array.of(1))).toMatchObject({
      ok: false,
      error: { code: 'TRANSPORT_CLOSED' },
    });
  });

  test('the far side going away is told though nobody reads or writes', async () => {
    const transport = await opened(openTransport({ kind: 'tcp', host: '127.0.0.1', port }));
    await expect.poll(() => sockets.length).toBe(1);
    const reason = new Promise<string>((resolve) => transport.onClose(resolve));
    sockets[0]!.destroy();
    expect(await reason).toBe('closed');
  });

  test('a listener that comes late still learns of the close', async () => {
    const transport = await opened(openTransport({ kind: 'tcp', host: '127.0.0.1', port }));
    await transport.close();
    expect(await new Promise((resolve) => transport.onClose(resolve))).toBe('closed');
  });

  test('a write that the far side never takes ends with the close', async () => {
    const transport = await opened(openTransport({ kind: 'tcp', host: '127.0.0.1', port }));
    await expect.poll(() => sockets.length).toBe(1);
    sockets[0]!.pause();
    // More than socket buffers hold.
    const stuck = transport.write(new Uint8Array(64 * 1024 * 1024));
    await transport.close();
    expect(await stuck).toMatchObject({ ok: false });
  });

  test('nobody listening is a fault', async () => {
    await new Promise((resolve) => server.close(resolve));
    expect(await openTransport({ kind: 'tcp', host: '127.0.0.1', port })()).toMatchObject({
      ok: false,
      error: { code: 'TRANSPORT_OPEN' },
    });
  });

  test('a host that does not answer is given up by the clock', async () => {
    const clock = manualClock();
    const atOnce = (_delayMs: number, run: () => void) => {
      run();
      return () => {};
    };
    // The clock fires before the connection can be made: the attempt is over, whatever comes after.
    const opening = openTcp({ host: '127.0.0.1', port }, { ...clock, after: atOnce });
    expect(await opening).toMatchObject({ ok: false, error: { code: 'TRANSPORT_OPEN' } });
  });
});

const socatMissing = whySocatIsMissing();

describe.skipIf(socatMissing !== undefined)(`serial over a PTY pair${socatMissing ?? ''}`, () => {
  let pair: PtyPair;

  beforeEach(async () => {
    pair = await startPtyPair();
  });

  afterEach(async () => {
    await pair.close();
  });

  test('64 KiB of all byte values pass unchanged, though a PTY has no modem lines', async () => {
    const near = await opened(openTransport({ kind: 'serial', path: pair.near, baudRate: 115_200 }));
    const far = await opened(openTransport({ kind: 'serial', path: pair.far, baudRate: 115_200 }));
    const sent = seeded(1).bytes(65_536);
    const got: Uint8Array[] = [];
    let length = 0;
    far.onData((bytes) => {
      got.push(Uint8Array.from(bytes));
      length += bytes.length;
    });
    expect(await near.write(sent)).toEqual({ ok: true, value: undefined });
    await expect.poll(() => length, { timeout: 20_000 }).toBe(sent.length);
    expect(Buffer.concat(got).equals(sent)).toBe(true);
    await near.close();
    await far.close();
  });

  test('a second opening and a missing device are faults', async () => {
    const near = await opened(openTransport({ kind: 'serial', path: pair.near, baudRate: 9_600 }));
    for (const path of [pair.near, `${pair.near}-missing`]) {
      expect(await openTransport({ kind: 'serial', path, baudRate: 9_600 })()).toMatchObject({
        ok: false,
        error: { code: 'TRANSPORT_OPEN' },
      });
    }
    await near.close();
  });

  test('a device that goes away is told', async () => {
    const near = await opened(openTransport({ kind: 'serial', path: pair.near, baudRate: 9_600 }));
    const reason = new Promise<string>((resolve) => near.onClose(resolve));
    await pair.close();
    expect(await reason).toMatch(/^the device went away/);
    expect(await near.write(Uint8Array.of(1))).toMatchObject({
      ok: false,
      error: { code: 'TRANSPORT_CLOSED' },
    });
  });
});
