import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { duplexPair } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CardReaderSimulator } from './card-reader.ts';
import { startCardReaderSimulator } from './card-reader.ts';
import { SIMULATED_PEOPLE } from './people.ts';

/**
 * The simulator against the published bytes alone (eastcoms.com 508): nothing of the driver's codec takes part, so
 * that a codec which is wrong in both directions cannot make it pass.
 */
const PREAMBLE = 'aaaaaa9669';
const FIND = `${PREAMBLE}0003200122`;
const SELECT = `${PREAMBLE}0003200221`;
const READ = `${PREAMBLE}0003300132`;
const ADDRESS = `${PREAMBLE}0003300330`;
const FOUND = `${PREAMBLE}000800009f0000000097`;
const NONE = `${PREAMBLE}000400008084`;
const SELECTED = `${PREAMBLE}000c000090${'00'.repeat(8)}9c`;
const READ_BYTES = 1295;

const elder = SIMULATED_PEOPLE[0]!.card;

let simulator: CardReaderSimulator;
let socket: Socket;
let received: Buffer;

beforeEach(async () => {
  simulator = await startCardReaderSimulator();
  socket = connect(simulator.address.port, simulator.address.host);
  socket.setNoDelay(true);
  received = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
  });
  await new Promise((resolve) => socket.once('connect', resolve));
});

afterEach(async () => {
  socket.destroy();
  await simulator.close();
});

async function answer(bytes: number): Promise<string> {
  await expect.poll(() => received.length, { interval: 1, timeout: 10_000 }).toBeGreaterThanOrEqual(bytes);
  const taken = received;
  received = Buffer.alloc(0);
  return taken.toString('hex');
}

async function ask(request: string, bytes: number): Promise<string> {
  socket.write(Buffer.from(request, 'hex'));
  return await answer(bytes);
}

describe('published exchanges', () => {
  test('status, reset, and no card', async () => {
    expect(await ask(`${PREAMBLE}000311ffed`, 11)).toBe(`${PREAMBLE}000400009094`);
    expect(await ask(`${PREAMBLE}000310ffec`, 11)).toBe(`${PREAMBLE}000400009094`);
    expect(await ask(`${PREAMBLE}000312ffee`, 27)).toMatch(/^aaaaaa96690014000090/);
    expect(await ask(FIND, 11)).toBe(NONE);
    expect(await ask(SELECT, 11)).toBe(`${PREAMBLE}000400008185`);
    expect(await ask(READ, 11)).toBe(`${PREAMBLE}000400004145`);
  });

  test('find, select, read, newest address, lift', async () => {
    simulator.lay(elder);
    expect(await ask(FIND, 15)).toBe(FOUND);
    expect(await ask(SELECT, 19)).toBe(SELECTED);
    const read = Buffer.from(await ask(READ, READ_BYTES), 'hex');
    expect(read.length).toBe(READ_BYTES);
    expect(read.subarray(5, 14).toString('hex')).toBe('050800009001000400');
    expect(read.subarray(5, -1).reduce((xor, byte) => xor ^ byte, 0)).toBe(read.at(-1));
    const text = read.subarray(14, 14 + 256);
    expect(text.subarray(0, 30).toString('utf16le').trimEnd()).toBe(elder.name);
    expect(text.subarray(36, 52).toString('utf16le')).toBe('19510308');
    expect(text.subarray(122, 158).toString('utf16le')).toBe(elder.number);
    expect(text.subarray(204, 220).toString('utf16le').trimEnd()).toBe('长期');
    expect(text.subarray(248, 250).toString('utf16le')).toBe(' ');
    expect(read.subarray(14 + 256, -1).equals(elder.photoWlt)).toBe(true);
    // Selected, it is not found again; it is there all the same.
    expect(await ask(FIND, 11)).toBe(NONE);
    expect(await ask(ADDRESS, 11)).toBe(`${PREAMBLE}000400009195`);
    simulator.lift();
    expect(await ask(ADDRESS, 11)).toBe(`${PREAMBLE}000400004145`);
    expect(await ask(FIND, 11)).toBe(NONE);
  });

  test('a newest address is 70 bytes', async () => {
    simulator.lay(elder, { newestAddress: '虚构市新路9号' });
    await ask(FIND, 15);
    await ask(SELECT, 19);
    const block = Buffer.from(await ask(ADDRESS, 81), 'hex');
    expect(block.subarray(5, 10).toString('hex')).toBe('004a000090');
    expect(block.subarray(10, 80).toString('utf16le').trimEnd()).toBe('虚构市新路9号');
  });

  test('read with fingerprints has a third length word, and 1297 or 2321 bytes', async () => {
    const withFingers = `${PREAMBLE}0003301023`;
    expect(await ask(withFingers, 11)).toBe(`${PREAMBLE}000400004145`);
    const readAs = async (fingerprint?: Uint8Array) => {
      simulator.lay(elder, fingerprint === undefined ? {} : { fingerprint });
      await ask(FIND, 15);
      await ask(SELECT, 19);
      return Buffer.from(await ask(withFingers, fingerprint === undefined ? 1297 : 2321), 'hex');
    };
    const bare = await readAs();
    expect([bare.length, bare.subarray(5, 16).toString('hex')]).toEqual([1297, '050a000090010004000000']);
    const full = await readAs(new Uint8Array(1024).fill(0x46));
    expect([full.length, full.subarray(5, 16).toString('hex')]).toEqual([2321, '090a000090010004000400']);
    for (const frame of [bare, full]) {
      expect(frame.subarray(16 + 122, 16 + 158).toString('utf16le')).toBe(elder.number);
      expect(frame.subarray(16 + 256, 16 + 1280).equals(elder.photoWlt)).toBe(true);
      expect(frame.subarray(5, -1).reduce((xor, byte) => xor ^ byte, 0)).toBe(frame.at(-1));
    }
    expect(full.subarray(16 + 1280, -1).equals(Buffer.alloc(1024, 0x46))).toBe(true);
  });

  test('a card that was selected and replaced is not there for 30 03, and is found', async () => {
    simulator.lay(elder);
    await ask(FIND, 15);
    await ask(SELECT, 19);
    simulator.lay(SIMULATED_PEOPLE[1]!.card);
    expect(await ask(ADDRESS, 11)).toBe(`${PREAMBLE}000400004145`);
    expect(await ask(FIND, 15)).toBe(FOUND);
  });

  test('a status word that was set comes alone', async () => {
    simulator.setStatusWord('status', 0x66);
    expect(await ask(`${PREAMBLE}000311ffed`, 11)).toBe(`${PREAMBLE}000400006662`);
    simulator.setStatusWord('status', null);
    expect(await ask(`${PREAMBLE}000311ffed`, 11)).toBe(`${PREAMBLE}000400009094`);
  });

  test('a request split at every boundary is understood', async () => {
    const request = Buffer.from(FIND, 'hex');
    for (let cut = 1; cut < request.length; cut += 1) {
      const [near, far] = duplexPair();
      simulator.attach(far);
      const replies: Buffer[] = [];
      near.on('data', (bytes: Buffer) => replies.push(bytes));
      near.write(request.subarray(0, cut));
      await new Promise((resolve) => setImmediate(resolve));
      expect(replies).toEqual([]);
      near.write(request.subarray(cut));
      await expect.poll(() => Buffer.concat(replies).toString('hex'), { interval: 1 }).toBe(NONE);
      near.destroy();
    }
  });

  test('a wrong checksum and an unknown command are answered with their status words', async () => {
    expect(await ask(`${PREAMBLE}0003200123`, 11)).toBe(`${PREAMBLE}000400001014`);
    expect(await ask(`${PREAMBLE}0003400142`, 11)).toBe(`${PREAMBLE}000400002125`);
  });
});

describe('faults', () => {
  test('wrong-checksum', async () => {
    simulator.setFault('wrong-checksum');
    expect(await ask(FIND, 11)).toBe(`${PREAMBLE}00040000807b`);
  });

  test('garbage comes first', async () => {
    simulator.setFault('garbage');
    const bytes = await ask(FIND, 18);
    expect(bytes).not.toBe(NONE);
    expect(bytes.endsWith(NONE)).toBe(true);
  });

  test('aa00-preamble', async () => {
    simulator.setFault('aa00-preamble');
    expect(await ask(FIND, 12)).toBe('aa00aaaa9669000400008084');
  });

  test('truncated, then well again', async () => {
    simulator.setFault('truncated');
    expect(await ask(FIND, 5)).toBe(PREAMBLE);
    simulator.setFault(null);
    expect(await ask(FIND, 11)).toBe(NONE);
  });

  test('split arrives whole in the end', async () => {
    simulator.setFault('split');
    expect(await ask(FIND, 11)).toBe(NONE);
  });

  test('silent for one command only', async () => {
    simulator.setFault('silent', 'find');
    socket.write(Buffer.from(FIND, 'hex'));
    expect(await ask(`${PREAMBLE}000311ffed`, 11)).toBe(`${PREAMBLE}000400009094`);
    expect(simulator.asked).toEqual(['find', 'status']);
  });

  test('late: before the answer to the next question', async () => {
    simulator.setFault('late', 'find');
    socket.write(Buffer.from(FIND, 'hex'));
    expect(await ask(`${PREAMBLE}000311ffed`, 22)).toBe(`${NONE}${PREAMBLE}000400009094`);
  });

  test('unplugged: half an answer, and the line is dead', async () => {
    simulator.setFault('unplugged');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(Buffer.from(FIND, 'hex'));
    await closed;
    expect(received.length).toBeLessThan(11);
  });
});
