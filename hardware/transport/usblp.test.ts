import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { supervisePort } from '../supervisor.ts';
import { manualClock } from '../testing/manual-clock.ts';
import type { PtyPair } from '../testing/pty-pair.ts';
import { startPtyPair, whySocatIsMissing } from '../testing/pty-pair.ts';
import { seeded } from '../testing/seeded.ts';
import { openTransport } from './open.ts';
import type { ByteTransport } from './transport.ts';
import type { UsblpFile } from './usblp.ts';
import { openUsblp, USBLP_POLL_MS } from './usblp.ts';

const failure = (code: string): Error => Object.assign(new Error(`${code}: told by the kernel`), { code });

/** Behaves as drivers/usb/class/usblp.c reads for a descriptor with O_NONBLOCK; no kernel and no printer in it. */
function kernelStandIn() {
  const taken: number[] = [];
  const replies: Array<Uint8Array | string> = [];
  let underWay = false;
  let present = true;
  let closed = 0;
  const file: UsblpFile = {
    read: (async (buffer: Uint8Array) => {
      if (!present) throw failure('ENODEV');
      const reply = replies.shift();
      if (reply === undefined) throw failure('EAGAIN');
      if (typeof reply === 'string') throw failure(reply);
      buffer.set(reply);
      return { bytesRead: reply.length, buffer };
    }) as unknown as UsblpFile['read'],
    write: (async (buffer: Uint8Array, offset: number, length: number) => {
      if (!present) throw failure('ENODEV');
      if (underWay) throw failure('EAGAIN');
      // The block is on its way and presumed to arrive; the rest is for the caller to bring again.
      const block = buffer.subarray(offset, offset + Math.min(length, 8_192));
      taken.push(...block);
      underWay = block.length > 0;
      return { bytesWritten: block.length, buffer };
    }) as unknown as UsblpFile['write'],
    stat: (async () => ({ isCharacterDevice: () => true })) as unknown as UsblpFile['stat'],
    close: async () => {
      closed += 1;
    },
  };
  return {
    taken,
    file,
    says: (reply: Uint8Array | string) => replies.push(reply),
    blockArrives: () => {
      underWay = false;
    },
    unplug: () => {
      present = false;
    },
    closed: () => closed,
  };
}

async function standIn() {
  const kernel = kernelStandIn();
  const clock = manualClock();
  const opened = await openUsblp({ path: '/dev/usb/lp0' }, clock, async () => kernel.file);
  if (!opened.ok) throw new Error(opened.error.message);
  const port = opened.value;
  const got: number[] = [];
  const reasons: string[] = [];
  port.onData((bytes) => got.push(...bytes));
  port.onClose((reason) => reasons.push(reason));
  return { ...kernel, clock, port, got, reasons };
}

describe('against what the kernel driver does by its source (no kernel, no printer)', () => {
  test('silence and empty packets are no end; what is said arrives', async () => {
    const { clock, got, says, blockArrives, port, reasons } = await standIn();
    await clock.advance(10 * USBLP_POLL_MS);
    says(new Uint8Array(0));
    says(Uint8Array.of(0x16));
    blockArrives();
    await clock.advance(3 * USBLP_POLL_MS);
    says(Uint8Array.of(0x12, 0x14));
    says(Uint8Array.of(0));
    await clock.advance(2 * USBLP_POLL_MS);
    expect(got).toEqual([0x16, 0x12, 0x14, 0]);
    await port.close();
    expect(reasons).toEqual(['closed']);
    expect(clock.waiting()).toEqual([]);
  });

  test('a write is done when the last block has arrived, not when it is under way', async () => {
    const { clock, taken, blockArrives, port } = await standIn();
    const sent = seeded(3).bytes(20_000);
    let done = 'waits';
    void port.write(sent).then((result) => {
      done = result.ok ? 'done' : result.error.code;
    });
    for (const so of [8_192, 16_384, 20_000]) {
      await clock.advance(5 * USBLP_POLL_MS);
      expect(taken.length).toBe(so);
      expect(done).toBe('waits');
      blockArrives();
    }
    await clock.advance(USBLP_POLL_MS);
    expect(done).toBe('done');
    expect(Uint8Array.from(taken)).toEqual(sent);
    await port.close();
  });

  test('replies come while the printer takes nothing', async () => {
    const { clock, got, says, port } = await standIn();
    void port.write(new Uint8Array(100));
    says(Uint8Array.of(0x72));
    await clock.advance(2 * USBLP_POLL_MS);
    expect(got).toEqual([0x72]);
    await port.close();
  });

  test('unplugged: told with a reason, also to the write that waits', async () => {
    const { clock, unplug, port, reasons, closed } = await standIn();
    const stuck = port.write(new Uint8Array(100));
    await clock.advance(USBLP_POLL_MS);
    unplug();
    await clock.advance(USBLP_POLL_MS);
    expect(await stuck).toMatchObject({ ok: false, error: { code: 'TRANSPORT_CLOSED' } });
    expect(reasons).toEqual(['the device went away: ENODEV: told by the kernel']);
    expect(closed()).toBe(1);
    expect(clock.waiting()).toEqual([]);
  });

  test('a close while nothing is taken ends the write and leaves nothing behind', async () => {
    const { clock, port, closed } = await standIn();
    const stuck = port.write(new Uint8Array(100));
    await clock.advance(USBLP_POLL_MS);
    await port.close();
    expect(await stuck).toMatchObject({ ok: false, error: { code: 'TRANSPORT_CLOSED' } });
    expect([closed(), clock.waiting()]).toEqual([1, []]);
  });

  test('a one-way interface is named', async () => {
    const { clock, says, reasons } = await standIn();
    says('EINVAL');
    await clock.advance(2 * USBLP_POLL_MS);
    expect(reasons).toEqual(['the device went away: a one-way printer interface: its status cannot be read']);
  });

  test.each([
    ['EBUSY', /another program/],
    ['ENODEV', /no such printer/],
    ['EACCES', /group lp/],
  ])('opening fails with %s', async (code, words) => {
    const opened = await openUsblp({ path: '/dev/usb/lp0' }, manualClock(), () =>
      Promise.reject(failure(code)),
    );
    expect(opened).toMatchObject({ ok: false, error: { code: 'TRANSPORT_OPEN' } });
    expect(opened.ok ? '' : opened.error.message).toMatch(words);
  });
});

test('a missing device, and a file left in its place, are faults', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'usblp-'));
  try {
    const path = join(folder, 'lp0');
    const away = await openTransport({ kind: 'usblp', path })();
    expect(away.ok ? '' : away.error.message).toMatch(/no such printer/);
    await writeFile(path, '');
    const file = await openTransport({ kind: 'usblp', path })();
    expect(file.ok ? '' : file.error.message).toMatch(/not a device/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

const socatMissing = whySocatIsMissing();

describe.skipIf(socatMissing !== undefined)(
  `over a raw terminal, a character device but no USB printer${socatMissing ?? ''}`,
  () => {
    let pair: PtyPair;

    beforeEach(async () => {
      pair = await startPtyPair();
    });

    afterEach(async () => {
      await pair.close();
    });

    async function both(): Promise<{ printer: ByteTransport; host: ByteTransport }> {
      const host = await openTransport({ kind: 'usblp', path: pair.near })();
      const printer = await openUsblp({ path: pair.far });
      if (!host.ok || !printer.ok) throw new Error('did not open');
      return { host: host.value, printer: printer.value };
    }

    test('64 KiB pass to the printer and back though both sides wait for each other', async () => {
      const { host, printer } = await both();
      const sent = seeded(2).bytes(65_536);
      const back: Uint8Array[] = [];
      let length = 0;
      printer.onData((bytes) => void printer.write(Uint8Array.from(bytes)));
      host.onData((bytes) => {
        back.push(bytes);
        length += bytes.length;
      });
      expect(await host.write(sent)).toEqual({ ok: true, value: undefined });
      await expect.poll(() => length, { timeout: 20_000 }).toBe(sent.length);
      expect(Buffer.concat(back).equals(sent)).toBe(true);
      await host.close();
      await printer.close();
    });

    test('closing ends though the printer never said a word, and frees the descriptor', async () => {
      const { host, printer } = await both();
      await host.close();
      expect(await host.write(Uint8Array.of(1))).toMatchObject({ error: { code: 'TRANSPORT_CLOSED' } });
      await printer.close();
      // No thread of the pool is held: five more openings than it has threads all end.
      for (let turn = 0; turn < 9; turn += 1) {
        const again = await openTransport({ kind: 'usblp', path: pair.near })();
        if (again.ok) await again.value.close();
        expect(again.ok).toBe(true);
      }
    });

    test('unplugged and back: the supervisor says why and opens it again', async () => {
      const got: number[] = [];
      let path = pair.near;
      const supervisor = supervisePort({
        open: () => openUsblp({ path }),
        onBytes: (bytes) => got.push(...bytes),
      });
      await expect.poll(() => supervisor.health().state, { timeout: 20_000 }).toBe('up');
      await pair.close();
      await expect.poll(() => supervisor.health().state, { timeout: 20_000 }).toBe('down');
      expect(supervisor.health().reason).toMatch(/went away/);
      pair = await startPtyPair();
      path = pair.near;
      await expect.poll(() => supervisor.health().state, { timeout: 20_000 }).toBe('up');
      const printer = await openUsblp({ path: pair.far });
      if (!printer.ok) throw new Error(printer.error.message);
      await printer.value.write(Uint8Array.of(0x16));
      await expect.poll(() => got, { timeout: 20_000 }).toEqual([0x16]);
      await supervisor.close();
      await printer.value.close();
    });
  },
);
