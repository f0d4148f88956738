import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { hex, toHex } from '../testing/hex.ts';
import type { ByteTransport } from '../transport/transport.ts';
import type { ScannerSimulator } from './scanner.ts';
import { startScannerSimulator } from './scanner.ts';
import { startHidScannerSimulator } from './scanner-hid.ts';

/** From the published bytes alone: no codec and no driver of this package stands between. */
describe('serial, over a raw socket', () => {
  let simulator: ScannerSimulator;
  let socket: Socket;
  let got: Buffer;

  async function start(options: Parameters<typeof startScannerSimulator>[0]): Promise<void> {
    simulator = await startScannerSimulator(options);
    got = Buffer.alloc(0);
    socket = connect(simulator.address.port, simulator.address.host);
    socket.on('data', (bytes) => {
      got = Buffer.concat([got, bytes]);
    });
    await new Promise((resolve) => socket.once('connect', resolve));
    // The far side of the connection exists once it answers: the published start command of a GM65.
    socket.write(hex('7E 00 08 01 00 02 01 AB CD'));
    await expect.poll(() => toHex(got)).toBe('02 00 00 01 00 33 31');
    got = Buffer.alloc(0);
  }

  afterEach(async () => {
    socket.destroy();
    await simulator.close();
  });

  test.each([
    ['crlf', '41 30 31 32 0D 0A'],
    ['cr', '41 30 31 32 0D'],
    ['lf', '41 30 31 32 0A'],
    ['tab', '41 30 31 32 09'],
    ['none', '41 30 31 32'],
  ] as const)('the code A012 ended with %s', async (terminator, bytes) => {
    await start({ terminator });
    simulator.scan('A012');
    await expect.poll(() => toHex(got)).toBe(bytes);
  });

  test('政务㐂 in UTF-8 and in GB 18030', async () => {
    await start({ terminator: 'cr' });
    simulator.scan('政务㐂');
    await expect.poll(() => toHex(got)).toBe('E6 94 BF E5 8A A1 E3 90 82 0D');
    socket.destroy();
    await simulator.close();
    await start({ terminator: 'cr', encoding: 'gb18030' });
    simulator.scan('政务㐂');
    await expect.poll(() => toHex(got)).toBe('D5 FE CE F1 81 39 EF 31 0D');
  });

  test('byte by byte, the same bytes; noise before the code; silence', async () => {
    await start({ terminator: 'cr' });
    simulator.setFault('split');
    simulator.scan('A012');
    await expect.poll(() => toHex(got)).toBe('41 30 31 32 0D');
    got = Buffer.alloc(0);
    simulator.setFault('garbage');
    simulator.scan('A');
    await expect.poll(() => toHex(got)).toBe('00 FF 81 0D 41 0D');
    got = Buffer.alloc(0);
    simulator.setFault('silent');
    simulator.scan('A');
    simulator.setFault(null);
    simulator.scan('B');
    await expect.poll(() => toHex(got)).toBe('42 0D');
  });

  test('the command is understood at every split', async () => {
    await start({});
    const command = hex('7E 00 08 01 00 02 01 AB CD');
    for (let cut = 1; cut < command.length; cut += 1) {
      got = Buffer.alloc(0);
      socket.write(command.subarray(0, cut));
      await new Promise((resolve) => setImmediate(resolve));
      socket.write(command.subarray(cut));
      await expect.poll(() => toHex(got)).toBe('02 00 00 01 00 33 31');
    }
  });
});

describe('HID POS, report by report', () => {
  async function start(maker: 'honeywell' | 'newland', encoding: 'utf-8' | 'gb18030' = 'utf-8') {
    const simulator = startHidScannerSimulator({ maker, encoding });
    const opened = await simulator.open();
    if (!opened.ok) throw new Error(opened.error.message);
    const port: ByteTransport = opened.value;
    const reports: string[] = [];
    const reasons: string[] = [];
    port.onData((report) => reports.push(toHex(report)));
    port.onClose((reason) => reasons.push(reason));
    return { simulator, port, reports, reasons };
  }
  const zeros = (count: number) => Array.from({ length: count }, () => '00').join(' ');

  test('Honeywell: number, length, AIM identifier, data from 5, symbology at 61, end at 63', async () => {
    const { simulator, reports } = await start('honeywell');
    simulator.scan('A012');
    expect(reports).toEqual([`02 04 5D 51 30 41 30 31 32 ${zeros(52)} 73 00 00`]);
  });

  test('Honeywell: the 60 bytes of the published example come as 56 and 4', async () => {
    const { simulator, reports } = await start('honeywell');
    simulator.scan('M1GATHERGOOD/MICHAEL  YABCDEF LHRDURAK 3542 052Y003D23   100');
    expect(reports.length).toBe(2);
    expect(reports[0]).toMatch(/^02 38 5D 51 30 4D 31 47 41 /);
    expect(reports[0]).toMatch(/ 32 33 20 20 73 00 01$/);
    expect(reports[1]).toBe(`02 04 5D 51 30 20 31 30 30 ${zeros(52)} 73 00 00`);
  });

  test('Newland: data from 2, ended with CR, symbology at 62', async () => {
    const { simulator, reports } = await start('newland', 'gb18030');
    simulator.scan('政务');
    expect(reports).toEqual([`02 05 D5 FE CE F1 0D ${zeros(55)} 73 00`]);
  });

  test('Newland: the published start command is answered', async () => {
    const { simulator, port, reports } = await start('newland');
    const command = `04 09 7E 00 08 01 00 02 01 02 DA ${zeros(53)}`;
    expect(await port.write(hex(command))).toMatchObject({ ok: true });
    await expect.poll(() => reports).toEqual([`02 07 02 00 00 01 00 33 31 ${zeros(55)}`]);
    expect(simulator.received().map((one) => [one.kind, toHex(one.report)])).toEqual([['output', command]]);
  });

  test('faults are what they say', async () => {
    const { simulator, port, reports } = await start('honeywell');
    const long = 'K'.repeat(130);
    const sent = (fault: Parameters<typeof simulator.setFault>[0]): string[] => {
      reports.length = 0;
      simulator.setFault(fault);
      simulator.scan(long);
      return reports.map((one) => one.slice(0, 5));
    };
    expect(sent(null)).toEqual(['02 38', '02 38', '02 12']);
    expect(sent('lost-last')).toEqual(['02 38', '02 38']);
    expect(sent('lost-middle')).toEqual(['02 38', '02 12']);
    expect(sent('wrong-length')).toEqual(['02 39', '02 38', '02 12']);
    expect(sent('other-report')).toEqual(['02 38', '05 05', '02 38', '02 12']);
    expect(sent('silent')).toEqual([]);
    expect(await port.sendFeature?.(hex('FE 01'))).toMatchObject({ ok: true });
    simulator.setFault('refuses-feature');
    expect(await port.sendFeature?.(hex('FE 01'))).toMatchObject({ ok: false });
  });

  test('unplugged and back', async () => {
    const { simulator, port, reasons } = await start('newland');
    simulator.unplug();
    expect(reasons).toEqual(['the device went away: unplugged']);
    expect(await port.write(hex('04 00'))).toMatchObject({ error: { code: 'TRANSPORT_CLOSED' } });
    expect(await simulator.open()).toMatchObject({ error: { code: 'TRANSPORT_OPEN' } });
    simulator.plug();
    expect(await simulator.open()).toMatchObject({ ok: true });
  });
});
