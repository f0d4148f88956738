import { afterEach, describe, expect, test } from 'vitest';
import type { ScannerSimulator, ScannerSimulatorOptions } from '../../simulators/scanner.ts';
import { startScannerSimulator } from '../../simulators/scanner.ts';
import { STALE_MS } from '../../supervisor.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { memoryLine } from '../../testing/memory-line.ts';
import { openTransport } from '../../transport/open.ts';
import type { Scanner, ScannerOptions } from './driver.ts';
import { openScanner } from './driver.ts';
import { GM65_TRIGGER, SCAN_IDLE_MS } from './profiles.ts';

const clock = manualClock();
let simulator: ScannerSimulator;
let scanner: Scanner;
let scans: string[];
let rejected: string[];

async function start(
  simulated: ScannerSimulatorOptions = {},
  options: Partial<ScannerOptions> = {},
): Promise<void> {
  scans = [];
  rejected = [];
  simulator = await startScannerSimulator(simulated);
  scanner = openScanner({
    open: memoryLine(simulator.attach),
    clock,
    onScan: (scan) => scans.push(scan.text),
    onRejected: (one) => rejected.push(one.reason),
    ...options,
  });
  await clock.advance(0);
  await clock.advance(STALE_MS);
}

afterEach(async () => {
  await scanner.close();
  await simulator.close();
});

test.each(['crlf', 'cr', 'lf', 'tab', 'none'] as const)(
  'a scanner that ends codes with %s',
  async (terminator) => {
    await start({ terminator });
    simulator.scan('https://hall.example/t/abc');
    await clock.advance(SCAN_IDLE_MS);
    simulator.scan('张样例𬭎');
    await clock.advance(SCAN_IDLE_MS);
    expect(scans).toEqual(['https://hall.example/t/abc', '张样例𬭎']);
    expect(scanner.health()).toMatchObject({ state: 'up', counters: { scans: 2 } });
  },
);

test('GB 18030, byte by byte', async () => {
  await start({ encoding: 'gb18030' });
  simulator.setFault('split');
  simulator.scan('范例𬭎');
  await clock.advance(1);
  expect(scans).toEqual(['范例𬭎']);
});

test('line noise is rejected and counted, and the code behind it is read', async () => {
  await start();
  simulator.setFault('garbage');
  simulator.scan('A012');
  await clock.advance(1);
  expect(rejected).toEqual(['undecodable']);
  expect(scans).toEqual(['A012']);
});

test('without an idle time, only a terminator ends a code', async () => {
  await start({ terminator: 'none' }, { idleMs: null });
  simulator.scan('half');
  await clock.advance(10_000);
  expect(scans).toEqual([]);
  simulator.scan('-whole\r');
  await clock.advance(1);
  expect(scans).toEqual(['half-whole']);
});

describe('a scanner started by command', () => {
  test('its acknowledgement is not taken for a code', async () => {
    await start({}, { trigger: GM65_TRIGGER });
    expect(await scanner.trigger()).toEqual({ ok: true, value: undefined });
    simulator.scan('A012');
    await clock.advance(SCAN_IDLE_MS);
    expect(scans).toEqual(['A012']);
    expect(rejected).toEqual([]);
  });

  test('a code that came first is kept', async () => {
    await start({}, { trigger: GM65_TRIGGER });
    simulator.setFault('silent');
    void scanner.trigger();
    simulator.setFault(null);
    await clock.advance(SCAN_IDLE_MS);
    simulator.scan('31');
    await clock.advance(SCAN_IDLE_MS);
    expect(scans).toEqual(['31']);
  });
});

test('half a code before a pulled cable is forgotten; the line comes back by itself', async () => {
  await start({ terminator: 'none' });
  simulator.scan('half');
  await clock.advance(10);
  simulator.cut();
  await clock.advance(10);
  expect(scanner.health().state).toBe('down');
  await clock.advance(2_000);
  simulator.scan('whole');
  await clock.advance(SCAN_IDLE_MS);
  expect(scans).toEqual(['whole']);
});

test('what a converter kept of the connection before is nobody’s code now', async () => {
  await start();
  simulator.cut();
  await clock.advance(10);
  while (scanner.health().state !== 'up') await clock.advance(50);
  simulator.scan('of before');
  await clock.advance(SCAN_IDLE_MS);
  expect(scans).toEqual([]);
  expect(scanner.health().counters).toMatchObject({ staleBytes: 11 });
  await clock.advance(STALE_MS);
  simulator.scan('now');
  await clock.advance(SCAN_IDLE_MS);
  expect(scans).toEqual(['now']);
});

test('over TCP', async () => {
  await start();
  await scanner.close();
  scanner = openScanner({
    open: openTransport({ kind: 'tcp', ...simulator.address }),
    onScan: (scan) => scans.push(scan.text),
  });
  await expect.poll(() => scanner.health().state).toBe('up');
  await expect
    .poll(() => {
      if (scans.length === 0) simulator.scan('A012');
      return scans[0];
    })
    .toBe('A012');
});
