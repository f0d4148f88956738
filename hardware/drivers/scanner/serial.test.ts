import { SerialPort } from 'serialport';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startScannerSimulator } from '../../simulators/scanner.ts';
import { STALE_MS } from '../../supervisor.ts';
import { startPtyPair, whySocatIsMissing } from '../../testing/pty-pair.ts';
import { openTransport } from '../../transport/open.ts';
import { openScanner } from './driver.ts';

const socatMissing = whySocatIsMissing();
const stale = () => new Promise((resolve) => setTimeout(resolve, STALE_MS + 100));
const SOON = { timeout: 20_000 };

describe.skipIf(socatMissing !== undefined)(`a scanner on a serial line${socatMissing ?? ''}`, () => {
  test('codes with and without terminator, unplugged and back', async () => {
    let pair = await startPtyPair();
    onTestFinished(() => pair.close());
    const simulator = await startScannerSimulator({ terminator: 'none', encoding: 'gb18030' });
    simulator.attach(new SerialPort({ path: pair.far, baudRate: 9_600 }));
    const scans: string[] = [];
    let path = pair.near;
    const scanner = openScanner({
      open: () => openTransport({ kind: 'serial', path, baudRate: 9_600 })(),
      onScan: (scan) => scans.push(scan.text),
    });
    await expect.poll(() => scanner.health().state, SOON).toBe('up');
    await stale();
    simulator.scan('张样例𬭎');
    await expect.poll(() => scans, SOON).toEqual(['张样例𬭎']);
    simulator.setFault('split');
    simulator.scan('A012\r\n');
    await expect.poll(() => scans, SOON).toEqual(['张样例𬭎', 'A012']);
    simulator.setFault(null);

    await pair.close();
    await expect.poll(() => scanner.health().state, SOON).toBe('down');
    pair = await startPtyPair();
    path = pair.near;
    simulator.attach(new SerialPort({ path: pair.far, baudRate: 9_600 }));
    await expect.poll(() => scanner.health().state, SOON).toBe('up');
    await stale();
    simulator.scan('A013\r');
    await expect.poll(() => scans.at(-1), SOON).toBe('A013');
    expect(scanner.health().counters).toMatchObject({ opened: 2, closed: 1, scans: 3 });
    await scanner.close();
    await simulator.close();
  });
});
