import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { UpsSimulator } from './ups.ts';
import { startUpsSimulator } from './ups.ts';

/** A raw socket and the texts of NUT's published protocol; nothing of the codec. */
let ups: UpsSimulator;
let socket: Socket;
let got = '';

beforeEach(async () => {
  ups = await startUpsSimulator({ name: 'su700', user: { name: 'hall', password: 'a b' } });
  got = '';
  socket = connect(ups.address.port, ups.address.host);
  socket.on('data', (chunk) => {
    got += String(chunk);
  });
  await new Promise((resolve) => socket.once('connect', resolve));
});
afterEach(async () => {
  socket.destroy();
  await ups.close();
});

async function answerTo(question: string, until: string | RegExp): Promise<string> {
  got = '';
  socket.write(`${question}\n`);
  await expect.poll(() => (typeof until === 'string' ? got === until : until.test(got))).toBe(true);
  return got;
}

test('answers single questions in the published form', async () => {
  await answerTo('GET VAR su700 ups.status', 'VAR su700 ups.status "OL CHRG"\n');
  await answerTo('GET VAR su700 nothing', 'ERR VAR-NOT-SUPPORTED\n');
  await answerTo('GET VAR other ups.status', 'ERR UNKNOWN-UPS\n');
  await answerTo('GET', 'ERR INVALID-ARGUMENT\n');
  await answerTo('LIST UPS', 'BEGIN LIST UPS\nUPS su700 "Simulated"\nEND LIST UPS\n');
  await answerTo('NONSENSE', 'ERR UNKNOWN-COMMAND\n');
});

test('lists every variable between its two markers', async () => {
  ups.set({ 'ups.mfr': 'say "hi" \\ o' });
  const listed = await answerTo('LIST VAR su700', /END LIST VAR su700\n$/);
  const lines = listed.trimEnd().split('\n');
  expect(lines[0]).toBe('BEGIN LIST VAR su700');
  expect(lines).toContain('VAR su700 battery.charge "100"');
  expect(lines).toContain('VAR su700 ups.mfr "say \\"hi\\" \\\\ o"');
  expect(lines.at(-1)).toBe('END LIST VAR su700');
});

test('mains, charge and forced shutdown show in the status', async () => {
  ups.mains(false);
  await answerTo('GET VAR su700 ups.status', 'VAR su700 ups.status "OB DISCHRG"\n');
  ups.charge(20);
  await answerTo('GET VAR su700 ups.status', 'VAR su700 ups.status "OB DISCHRG LB"\n');
  await answerTo('GET VAR su700 battery.runtime', 'VAR su700 battery.runtime "360"\n');
  ups.forceShutdown(true);
  await answerTo('GET VAR su700 ups.status', 'VAR su700 ups.status "FSD OB DISCHRG LB"\n');
});

test('logs in with the right user only, and counts who did', async () => {
  await answerTo('LOGIN su700', 'ERR USERNAME-REQUIRED\n');
  await answerTo('USERNAME hall', 'OK\n');
  await answerTo('USERNAME hall', 'ERR ALREADY-SET-USERNAME\n');
  await answerTo('LOGIN su700', 'ERR PASSWORD-REQUIRED\n');
  await answerTo('PASSWORD "a b"', 'OK\n');
  await answerTo('LOGIN su700', 'OK\n');
  await answerTo('GET NUMLOGINS su700', 'NUMLOGINS su700 1\n');
  expect(ups.logins()).toBe(1);
  await answerTo('LOGOUT', 'OK Goodbye\n');
  expect(ups.logins()).toBe(0);
});

test('fails as told', async () => {
  ups.setFault('stale');
  await answerTo('LIST VAR su700', 'ERR DATA-STALE\n');
  ups.setFault('driver-away');
  await answerTo('GET VAR su700 ups.status', 'ERR DRIVER-NOT-CONNECTED\n');
  ups.setFault('half-list');
  await answerTo('LIST VAR su700', 'BEGIN LIST VAR su700\nVAR su700 battery.charge "100"\n');
  ups.setFault('garbage');
  const spoilt = await answerTo('VER', /Network UPS Tools .*\n$/);
  expect(spoilt.slice(0, 4)).toBe('\u0000\uFFFD"\n');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  ups.cut();
  await closed;
});
