import type { Duplex } from 'node:stream';
import { duplexPair } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WindowLedSimulator } from './window-led.ts';
import { startWindowLedSimulator } from './window-led.ts';

/** The simulator against the published frames alone (onbonlab.github.io, k/potocol), without the codec. */
const RUN = 'a5'.repeat(8);
const PING = `${RUN}01000080000000000000fe020500a20001000068f85a`;
const CLEAR = `${RUN}01000080000000000000fe020500a31001000051f85a`;
const BRIGHTNESS_15 = `${RUN}01000080000000000000fe020700a302010000010f67945a`;
const WELCOME =
  `${RUN}feff0080000000000000fe022c00a306010000000123000000800000808020000000` +
  '000a00000000020101000 20a08000000bbb6d3adb9e2c1d93c495a'.replaceAll(' ', '');
const ACK_FROM_ANY = `${RUN}0080feff000000000000fe020500a00000000014ac5a`;

let simulator: WindowLedSimulator;
let line: Duplex;
let received: string;

beforeEach(async () => {
  simulator = await startWindowLedSimulator();
  const [near, far] = duplexPair();
  simulator.attach(far);
  line = near;
  received = '';
  line.on('data', (bytes: Buffer) => {
    received += bytes.toString('hex');
  });
});

afterEach(async () => {
  line.destroy();
  await simulator.close();
});

async function ask(frame: string): Promise<string> {
  received = '';
  line.write(Buffer.from(frame, 'hex'));
  await expect.poll(() => received, { interval: 1 }).toMatch(/5a$/);
  return received;
}

test('欢迎光临 as published is shown and acknowledged as published', async () => {
  const faces: unknown[] = [];
  const stop = simulator.onChange((face) => faces.push(face));
  expect(await ask(WELCOME)).toBe(ACK_FROM_ANY);
  expect(simulator.face().areas).toEqual([
    { id: 0, text: '欢迎光临', display: 'static', x: 0, y: 0, width: 128, height: 32 },
  ]);
  expect(faces).toHaveLength(1);
  stop();
  expect(Buffer.from(simulator.frames[0]!).toString('hex')).toBe(WELCOME);
  await ask(CLEAR);
  expect(simulator.face().areas).toEqual([]);
  expect(faces).toHaveLength(1);
});

test('published frames split at every boundary are understood', async () => {
  const frame = Buffer.from(WELCOME, 'hex');
  for (let cut = 1; cut < frame.length; cut += 1) {
    received = '';
    line.write(frame.subarray(0, cut));
    await new Promise((resolve) => setImmediate(resolve));
    expect(received).toBe('');
    line.write(frame.subarray(cut));
    await expect.poll(() => received, { interval: 1 }).toBe(ACK_FROM_ANY);
  }
});

test('ping and brightness are acknowledged from the address they were sent to', async () => {
  expect(await ask(PING)).toMatch(/^(a5){8}00800100000000000000fe020500a000000000....5a$/);
  expect(await ask(BRIGHTNESS_15)).toMatch(/a000000000....5a$/);
  expect(simulator.face().brightness).toBe(15);
});

describe('refusals', () => {
  test('a wrong CRC is answered with NACK 5', async () => {
    expect(await ask(PING.replace('68f85a', '69f85a'))).toMatch(/a001050000/);
  });

  test('another panel on the line is not answered', async () => {
    line.write(Buffer.from(`${RUN}02000080000000000000fe020500a2000100002cbc5a`, 'hex'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(received).toBe('');
    expect(await ask(PING)).toMatch(/a000000000/);
  });
});
