import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import type { WindowLedBusSimulator } from './window-led-bus.ts';
import { SLOW_ANSWER_MS, startWindowLedBusSimulator } from './window-led-bus.ts';

/** The simulated bus over a raw socket, against the published frames alone (onbonlab.github.io, k/potocol). */
const RUN = 'a5'.repeat(8);
/** To address 1 and, with another address and its sum, to 2: `A2 00`. */
const PING_1 = `${RUN}01000080000000000000fe020500a20001000068f85a`;
const PING_2 = `${RUN}02000080000000000000fe020500a200010000`;
const STATUS_1 = `${RUN}01000080000000000000fe020500a1020100002d405a`;
const CLOCK_1 = `${RUN}01000080000000000000fe020d00a20301080013200125111726 05b03f5a`.replace(' ', '');
const FORMAT_1 = `${RUN}01000080000000000000fe020500a1000100002cf85a`;
const WELCOME_ANY =
  `${RUN}feff0080000000000000fe022c00a306010000000123000000800000808020000000` +
  '000a0000000002010100020a08000000bbb6d3adb9e2c1d93c495a';

/** The check sum by the maker's own words: 0xA001 reflected, from 0, low byte first. */
function summed(frame: string): string {
  let crc = 0;
  for (const byte of Buffer.from(frame.slice(RUN.length), 'hex')) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  const hex = (byte: number) => byte.toString(16).padStart(2, '0');
  return `${frame}${hex(crc & 0xff)}${hex(crc >> 8)}5a`;
}

const clock = manualClock();
let simulator: WindowLedBusSimulator;
let socket: Socket;
let received: string;

beforeEach(async () => {
  simulator = await startWindowLedBusSimulator({
    panels: [{ panelAddress: 1 }, { panelAddress: 2, model: '5k', width: 64 }],
    clock,
  });
  socket = connect(simulator.address.port, simulator.address.host);
  await new Promise((resolve) => socket.once('connect', resolve));
  received = '';
  socket.on('data', (bytes: Buffer) => {
    received += bytes.toString('hex');
  });
});

afterEach(async () => {
  socket.destroy();
  await simulator.close();
});

async function ask(frame: string): Promise<string> {
  received = '';
  socket.write(Buffer.from(frame, 'hex'));
  await expect.poll(() => received, { interval: 1 }).toMatch(/5a$/);
  return received;
}

/** A question that is not answered: the ping behind it is, and its answer is the first. */
async function unanswered(frame: string): Promise<void> {
  received = '';
  socket.write(Buffer.from(frame + summed(PING_2), 'hex'));
  await expect.poll(() => received, { interval: 1 }).toMatch(/^(a5){8}00800200/);
}

test('each panel answers for itself, under its own address', async () => {
  expect(await ask(PING_1)).toBe(summed(`${RUN}00800100000000000000fe020500a000000000`));
  expect(await ask(summed(PING_2))).toBe(summed(`${RUN}00800200000000000000fe020500a000000000`));
});

test('the answer to a status is no acknowledgement: on, brightness 15, clock, programs, areas, bar code', async () => {
  expect(await ask(STATUS_1)).toMatch(
    /^(a5){8}00800100000000000000fe023300a102000000010f0{30}00(00){28}....5a$/,
  );
});

test('the published clock command sets the clock of its panel', async () => {
  expect(await ask(CLOCK_1)).toMatch(/a000000000....5a$/);
  expect(simulator.panel(1).clockTime()).toEqual({
    ...{ year: 2013, month: 1, day: 25, hour: 11, minute: 17, second: 26, weekday: 5 },
  });
  expect(simulator.panel(2).clockTime()).toBeUndefined();
});

test('a broadcast is obeyed by all and answered by none', async () => {
  const broadcast = summed(`${RUN}ffff0080000000000000fe020700a3020200000104`);
  await unanswered(broadcast);
  expect(simulator.panels.map((panel) => panel.face().brightness)).toEqual([4, 4]);
});

test('FFFE is obeyed by all, and their answers run into each other', async () => {
  received = '';
  socket.write(Buffer.from(WELCOME_ANY, 'hex'));
  await expect.poll(() => received, { interval: 1 }).not.toBe('');
  expect(received).not.toMatch(/5a$/);
  expect(simulator.panel(1).face().areas).toMatchObject([{ id: 0, text: '欢迎光临' }]);
  // Its panel has 64 dots only: the area does not fit.
  expect(simulator.panel(2).face().areas).toEqual([]);
});

test('formatting is refused as unknown; a damaged frame is answered by nobody', async () => {
  expect(await ask(FORMAT_1)).toMatch(/a001020000....5a$/);
  await unanswered(PING_1.replace('68f85a', '69f85a'));
});

test('a published frame split at every boundary', async () => {
  const frame = Buffer.from(PING_1, 'hex');
  for (let cut = 1; cut < frame.length; cut += 1) {
    received = '';
    socket.write(frame.subarray(0, cut));
    await new Promise((resolve) => setImmediate(resolve));
    socket.write(frame.subarray(cut));
    await expect.poll(() => received, { interval: 1 }).toMatch(/a000000000....5a$/);
  }
});

describe('faults, of one panel alone', () => {
  test.each(['silent', 'deaf'] as const)('%s: no answer', async (fault) => {
    simulator.panel(1).setFault(fault);
    await unanswered(PING_1);
  });

  test('slow: the answer comes after its time', async () => {
    simulator.panel(1).setFault('slow');
    await unanswered(PING_1);
    received = '';
    await clock.advance(SLOW_ANSWER_MS);
    await expect.poll(() => received, { interval: 1 }).toMatch(/a000000000....5a$/);
  });

  test('busy, another refusal, a wrong sum, a wrong address, noise, single bytes', async () => {
    const panel = simulator.panel(1);
    panel.setFault('busy');
    expect(await ask(PING_1)).toBe(summed(`${RUN}00800100000000000000fe020500a001030000`));
    panel.setFault({ nack: 7 });
    expect(await ask(PING_1)).toBe(summed(`${RUN}00800100000000000000fe020500a001070000`));
    panel.setFault('damaged');
    expect(await ask(PING_1)).not.toBe(summed(`${RUN}00800100000000000000fe020500a000000000`));
    panel.setFault('wrong-address');
    expect(await ask(PING_1)).toBe(summed(`${RUN}00800200000000000000fe020500a000000000`));
    panel.setFault('garbage');
    expect(await ask(PING_1)).toMatch(/^005aa517a6.*a000000000....5a$/);
    panel.setFault('split');
    expect(await ask(PING_1)).toBe(summed(`${RUN}00800100000000000000fe020500a000000000`));
  });

  test('without power it loses its areas and its voice, the other one neither', async () => {
    await ask(summed(`${RUN}${WELCOME_ANY.slice(RUN.length, -6).replace('feff', '0100')}`));
    expect(simulator.panel(1).face().areas).toHaveLength(1);
    simulator.panel(1).powerOff();
    await unanswered(PING_1);
    simulator.panel(1).powerOn();
    expect(await ask(PING_1)).toMatch(/a000000000....5a$/);
    expect(simulator.panel(1).face().areas).toEqual([]);
  });
});
