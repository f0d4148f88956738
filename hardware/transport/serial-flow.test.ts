import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startPtyPair, whySocatIsMissing } from '../testing/pty-pair.ts';
import { openSerial } from './serial.ts';
import { openUsblp } from './usblp.ts';

const XON = 0x11;
const XOFF = 0x13;
const SOON = { timeout: 20_000 };

const socatMissing = whySocatIsMissing();

describe.skipIf(socatMissing !== undefined)(
  `a serial device that holds the line${socatMissing ?? ''}`,
  () => {
    test('is heard while it takes nothing, and gets the rest when it goes on', async () => {
      const pair = await startPtyPair();
      onTestFinished(() => pair.close());
      // Opened before the port is locked: flow control is the terminal's, not the descriptor's.
      const terminal = openSync(pair.near, constants.O_RDWR | constants.O_NOCTTY);
      const near = await openSerial({ path: pair.near, baudRate: 115_200 });
      const far = await openUsblp({ path: pair.far });
      if (!near.ok || !far.ok) throw new Error('did not open');
      const heard: number[] = [];
      const taken: number[] = [];
      near.value.onData((bytes) => heard.push(...bytes));
      far.value.onData((bytes) => taken.push(...bytes));
      expect(spawnSync('stty', ['ixon'], { stdio: [terminal, 'ignore', 'ignore'] }).status).toBe(0);

      for (let turn = 1; turn <= 5; turn += 1) {
        await far.value.write(Uint8Array.of(1, XOFF));
        await expect.poll(() => heard.length, SOON).toBe(3 * turn - 2);
        let done = false;
        const writing = near.value.write(new Uint8Array(100).fill(turn)).then((result) => {
          done = result.ok;
        });
        for (const word of [2, 3]) {
          await far.value.write(Uint8Array.of(word));
          await expect.poll(() => heard.at(-1), SOON).toBe(word);
        }
        expect([done, taken.length]).toEqual([false, 100 * (turn - 1)]);
        await far.value.write(Uint8Array.of(XON));
        await writing;
        await expect.poll(() => taken.length, SOON).toBe(100 * turn);
      }
      await near.value.close();
      await far.value.close();
      closeSync(terminal);
    });
  },
);
