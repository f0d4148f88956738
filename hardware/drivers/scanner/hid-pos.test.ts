import { describe, expect, test } from 'vitest';
import { startHidScannerSimulator } from '../../simulators/scanner-hid.ts';
import { toHex } from '../../testing/hex.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { openScanner } from './driver.ts';
import { HID_POS_PART_MS } from './profiles.ts';

const LONG = `https://hall.example/t/${'政务'.repeat(40)}`;

async function start(maker: 'honeywell' | 'newland', encoding: 'utf-8' | 'gb18030' = 'utf-8') {
  const clock = manualClock();
  const simulator = startHidScannerSimulator({ maker, encoding });
  const scans: string[] = [];
  const rejected: string[] = [];
  const scanner = openScanner({
    open: simulator.open,
    profile: `${maker}-hid-pos`,
    clock,
    random: () => 0.5,
    onScan: (scan) => scans.push(scan.text),
    onRejected: (one) => rejected.push(one.reason),
  });
  await clock.advance(0);
  return { clock, simulator, scanner, scans, rejected };
}

describe.each(['honeywell', 'newland'] as const)('%s HID POS', (maker) => {
  test.each(['utf-8', 'gb18030'] as const)('codes of one report and of several, %s', async (encoding) => {
    const { clock, simulator, scanner, scans } = await start(maker, encoding);
    simulator.scan('A012');
    simulator.scan(LONG);
    simulator.scan('范例𬭎');
    expect(scans).toEqual(['A012', LONG, '范例𬭎']);
    expect(scanner.health()).toMatchObject({ state: 'up', counters: { scans: 3 } });
    expect(clock.waiting()).toEqual([]);
    await scanner.close();
  });

  test('a code whose rest never comes is given up in time, and the next one is whole', async () => {
    const { clock, simulator, scanner, scans, rejected } = await start(maker);
    simulator.setFault('lost-last');
    simulator.scan(LONG);
    await clock.advance(HID_POS_PART_MS - 1);
    expect(rejected).toEqual([]);
    await clock.advance(1);
    expect(rejected).toEqual(['unfinished']);
    simulator.setFault(null);
    simulator.scan('A013');
    expect(scans).toEqual(['A013']);
    expect(scanner.health().counters).toMatchObject({ scans: 1, 'rejected.unfinished': 1 });
    await scanner.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('wrong lengths and foreign reports spoil nothing but their own code', async () => {
    const { simulator, scanner, scans, rejected } = await start(maker);
    simulator.setFault('wrong-length');
    simulator.scan('A014');
    simulator.setFault('other-report');
    simulator.scan(LONG);
    expect(rejected).toEqual(['length']);
    expect(scans).toEqual([LONG]);
    await scanner.close();
  });

  test('unplugged in the middle of a code and back: the half is forgotten', async () => {
    const { clock, simulator, scanner, scans, rejected } = await start(maker);
    simulator.setFault('lost-last');
    simulator.scan(LONG);
    simulator.unplug();
    expect(scanner.health()).toMatchObject({ state: 'down', reason: 'the device went away: unplugged' });
    await clock.advance(10_000);
    simulator.plug();
    simulator.setFault(null);
    await clock.advance(30_000);
    simulator.scan('A015');
    expect([scans, rejected]).toEqual([['A015'], []]);
    expect(scanner.health()).toMatchObject({ state: 'up' });
    await scanner.close();
  });
});

test('Honeywell gets its set-up report on every opening; a refusal is told, codes are read all the same', async () => {
  const { clock, simulator, scanner, scans } = await start('honeywell');
  const features = () => simulator.received().map((one) => `${one.kind} ${toHex(one.report)}`);
  expect(features()).toEqual(['feature FE 01']);
  simulator.unplug();
  simulator.plug();
  await clock.advance(10_000);
  expect(features()).toEqual(['feature FE 01', 'feature FE 01']);
  simulator.setFault('refuses-feature');
  simulator.unplug();
  simulator.plug();
  await clock.advance(10_000);
  expect(scanner.health()).toMatchObject({ state: 'degraded' });
  expect(scanner.health().reason).toMatch(/refused its set-up report/);
  simulator.setFault(null);
  simulator.scan('A016');
  expect(scans).toEqual(['A016']);
  await scanner.close();
});

describe('a Newland started by command', () => {
  test('its answer is not taken for a code', async () => {
    const { clock, simulator, scanner, scans, rejected } = await start('newland');
    expect(await scanner.trigger()).toEqual({ ok: true, value: undefined });
    await clock.advance(1);
    simulator.scan('A017');
    expect([scans, rejected]).toEqual([['A017'], []]);
    await scanner.close();
  });

  test('a code that comes before the answer is kept', async () => {
    const { simulator, scanner, scans } = await start('newland');
    void scanner.trigger();
    simulator.scan('A018');
    expect(scans).toEqual(['A018']);
    await scanner.close();
  });
});

test('a listener that throws on a code closes the port, not the process', async () => {
  const clock = manualClock();
  const simulator = startHidScannerSimulator({ maker: 'newland' });
  const scanner = openScanner({
    open: simulator.open,
    profile: 'newland-hid-pos',
    clock,
    onScan: () => {},
    onRejected: () => {
      throw new Error('oops');
    },
  });
  await clock.advance(0);
  simulator.setFault('lost-last');
  simulator.scan(LONG);
  await clock.advance(HID_POS_PART_MS);
  expect(scanner.health()).toMatchObject({ state: 'down', reason: 'driver bug: Error: oops' });
  await scanner.close();
});
