import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { KeypadFault } from './keypad.ts';
import { startKeypadSimulator } from './keypad.ts';

/** The simulator by the bytes on the wire alone: no map, no driver. */
async function bytesOf(
  press: (simulator: Awaited<ReturnType<typeof startKeypadSimulator>>) => void,
  expected: string,
  options: Parameters<typeof startKeypadSimulator>[0] = {},
): Promise<void> {
  const simulator = await startKeypadSimulator(options);
  const socket = connect(simulator.address.port, simulator.address.host);
  let received = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  // The simulator must have accepted, too: nobody hears a key pressed before.
  await new Promise((resolve) => setTimeout(resolve, 20));
  press(simulator);
  await expect.poll(() => received.toString('hex'), { interval: 1 }).toBe(expected);
  socket.destroy();
  await simulator.close();
}

test('the keys 5 to 1 send their digits', () =>
  bytesOf((keypad) => {
    for (const key of ['5', '4', '3', '2', '1']) keypad.press(key);
  }, '3534333231'));

test('keys and release send what was set', () =>
  bytesOf((keypad) => keypad.press('bad'), 'a5015aa5005a', {
    keys: { bad: Uint8Array.of(0xa5, 0x01, 0x5a) },
    release: Uint8Array.of(0xa5, 0x00, 0x5a),
  }));

test.each<[KeypadFault, string]>([
  ['bounce', '3535'],
  ['held', '35'.repeat(20)],
  ['garbage', '00ff7f35'],
  ['split', '35'],
])('%s', (fault, expected) =>
  bytesOf((keypad) => {
    keypad.setFault(fault);
    keypad.press('5');
  }, expected),
);

test('silent sends nothing, and then is well again', () =>
  bytesOf((keypad) => {
    keypad.setFault('silent');
    keypad.press('5');
    keypad.setFault(null);
    keypad.press('4');
  }, '34'));

test('a key that it does not have is a mistake of the test', async () => {
  const simulator = await startKeypadSimulator();
  expect(simulator.keys).toEqual(expect.arrayContaining(['5', '1']));
  expect(() => simulator.press('9')).toThrow('no key 9');
  await simulator.close();
});
