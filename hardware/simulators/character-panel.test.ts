import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CharacterPanelSimulator } from './character-panel.ts';
import { startCharacterPanelSimulator } from './character-panel.ts';

/** The simulated panels over a raw socket, against the field's bytes alone: `40 address text 0D`. */
const CALL_1 = '4001c7eb4130313235b5bd33bac5b4b0bfda0d';

let simulator: CharacterPanelSimulator;
let socket: Socket;
let received: string;

beforeEach(async () => {
  simulator = await startCharacterPanelSimulator({ panelAddresses: [1, 2, 0x40], answers: true });
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

const send = (hex: string) => socket.write(Buffer.from(hex, 'hex'));
const answered = (hex: string) => expect.poll(() => received, { interval: 1 }).toBe(hex);

test('请A0125到3号窗口 is shown on its panel alone, and acknowledged', async () => {
  send(CALL_1);
  await answered('4001060d');
  expect(simulator.panels.map((panel) => panel.text())).toEqual(['请A0125到3号窗口', '', '']);
});

test('split at every boundary, behind noise, and behind a frame without an end', async () => {
  const frame = Buffer.from(CALL_1, 'hex');
  for (let cut = 1; cut < frame.length; cut += 1) {
    received = '';
    send('0d00ff400231');
    socket.write(frame.subarray(0, cut));
    await new Promise((resolve) => setImmediate(resolve));
    socket.write(frame.subarray(cut));
    await answered('4001060d');
  }
  expect(simulator.panel(2).texts).toEqual([]);
});

test('what is wider than the row is not seen, and no character is halved', async () => {
  send('400241bac5bac5bac5bac5bac5bac5bac5bac50d');
  await answered('4002060d');
  expect(simulator.panel(2).text()).toBe('A号号号号号号号');
});

test('faults', async () => {
  const panel = simulator.panel(1);
  panel.setFault('refuse');
  send(CALL_1);
  await answered('4001150d');
  expect(panel.text()).toBe('');
  received = '';
  panel.setFault('silent');
  send(`${CALL_1}4002410d`);
  await answered('4002060d');
  expect(panel.text()).not.toBe('');
  received = '';
  panel.setFault('garbage');
  send(CALL_1);
  await answered('0040ff4001060d');
  received = '';
  panel.setFault('wrong-address');
  send(CALL_1);
  await answered('4002060d');
  panel.losePower();
  expect(panel.text()).toBe('');
});
