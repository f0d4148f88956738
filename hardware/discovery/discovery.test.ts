import { rmSync } from 'node:fs';
import path from 'node:path';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hex } from '../testing/hex.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { writeUsbTree } from '../testing/usb-tree-fixture.ts';
import type { ByteTransport, TransportSpec } from '../transport/transport.ts';
import { candidatesOf, SURE_SCORE } from './candidates.ts';
import { readDeviceFiles } from './device-files.ts';
import { KNOWN_USB, knownUsb } from './known-usb.ts';
import { type PortFinding, probePort } from './probe-port.ts';
import { PROBE_ORDER, PROBES } from './probes.ts';
import { readUsbDevices, usbId } from './usb-tree.ts';

let tree: ReturnType<typeof writeUsbTree>;
beforeAll(() => {
  tree = writeUsbTree();
});
afterAll(() => rmSync(tree.folder, { recursive: true }));

describe('USB devices', () => {
  it('are read with names, interfaces, drivers and files; hubs and what is being pulled are left out', () => {
    const devices = readUsbDevices(tree.usb).map((device) => [
      device.place,
      usbId(device),
      device.product,
      device.interfaces.map(({ driver, files }) => `${driver} ${files.join(' ')}`.trim()),
    ]);
    expect(devices).toEqual([
      ['1-1.1', '1A86:7523', 'USB2.0-Serial', ['ch341 ttyUSB0']],
      ['1-1.2', '1EAB:1A06', 'NLS-FM430 Barcode Reader', ['cdc_acm ttyACM0']],
      ['1-1.3', '04B8:0E15', 'TM-T20II', ['usblp usb/lp0']],
      ['1-1.4', '0C2E:0B6A', 'HF680', ['usbhid hidraw0']],
      ['2-1', '051D:0002', 'Back-UPS 650', ['usbhid']],
    ]);
  });

  it('are none where the system lists none', () => {
    expect(readUsbDevices(path.join(tree.folder, 'nothing'))).toEqual([]);
  });

  it('have each id once, and products come before makers', () => {
    const ids = KNOWN_USB.map(({ vendorId, productId }) => `${vendorId}:${productId ?? 'any'}`);
    expect(new Set(ids).size).toBe(ids.length);
    expect(knownUsb(0x1eab, 0x1d10)?.maker).toBe('Newland FM430');
    expect(knownUsb(0x1eab, 0x9999)?.maker).toBe('Newland');
    expect(knownUsb(0x9999, 0x9999)).toBeUndefined();
  });
});

describe('device files', () => {
  it('are serial ports and USB printers, with lasting names and their USB device', () => {
    const files = readDeviceFiles(readUsbDevices(tree.usb), { dev: tree.dev }).map((file) => ({
      path: path.relative(tree.dev, file.path),
      bus: file.bus,
      lasting: file.lasting.map((name) => path.basename(name)),
      place: file.usb?.place ?? null,
    }));
    expect(files).toEqual([
      {
        path: 'ttyACM0',
        bus: 'usb',
        lasting: ['usb-Newland_Auto-ID_NLS-FM430_Barcode_Reader_FM430-0012-if00'],
        place: '1-1.2',
      },
      { path: 'ttyS0', bus: 'built-in', lasting: [], place: null },
      { path: 'ttyUSB0', bus: 'usb', lasting: ['usb-1a86_USB2.0-Serial-if00-port0'], place: '1-1.1' },
      { path: 'usb/lp0', bus: 'usb', lasting: [], place: '1-1.3' },
    ]);
  });
});

/** A line on which each question, as hexadecimal text, has its answer; only at the speed that is said. */
function wired(answers: Readonly<Record<string, string>>, baudRate: number | null = null) {
  const opened: TransportSpec[] = [];
  const sent: string[] = [];
  let open = 0;
  const opener = (spec: TransportSpec) => () => {
    if (open > 0) return Promise.resolve(err(fault('TRANSPORT_OPEN' as const, 'it is open already')));
    open += 1;
    opened.push(spec);
    let onData: (bytes: Uint8Array) => void = () => {};
    const port: ByteTransport = {
      name: 'wired',
      write(bytes) {
        const question = Buffer.from(bytes).toString('hex');
        sent.push(question);
        const isHeard = baudRate === null || (spec.kind === 'serial' && spec.baudRate === baudRate);
        const answer = isHeard ? answers[question] : undefined;
        if (answer !== undefined) queueMicrotask(() => onData(hex(answer)));
        return Promise.resolve(ok(undefined));
      },
      onData(listener) {
        onData = listener;
      },
      onClose() {},
      close() {
        open -= 1;
        return Promise.resolve();
      },
    };
    return Promise.resolve(ok(port));
  };
  return { opener, opened, sent, isClosed: () => open === 0 };
}

const SERIAL: TransportSpec = { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 9_600 };
const SDT_STATUS = 'aaaaaa9669000311ffed';
const BX_PING = 'a5a5a5a5a5a5a5a5feff00800000000000 00fe020500a200010000'.replaceAll(' ', '');

async function probe(line: ReturnType<typeof wired>, spec: TransportSpec = SERIAL) {
  const clock = manualClock();
  const probing = probePort(spec, { open: line.opener, clock, holders: () => [] });
  let done = false;
  void probing.then(() => {
    done = true;
  });
  while (!done) await clock.advance(50);
  return { result: await probing, waiting: clock.waiting() };
}

describe('a gentle probe', () => {
  it('sends nothing that prints, cuts, formats or wipes: four questions, byte by byte', () => {
    const questions = PROBE_ORDER.map((name) => Buffer.from(PROBES[name].question).toString('hex'));
    expect(questions.slice(0, 3)).toEqual(['100401', '100414', SDT_STATUS]);
    expect(questions[3]).toMatch(new RegExp(`^${BX_PING}[0-9a-f]{4}5a$`));
    expect(Buffer.from(PROBES.escpos.confirm!).toString('hex')).toBe('100404');
  });

  it('finds a printer at its speed, and sends it no other question', async () => {
    const line = wired({ '100401': '16', '100404': '12' }, 19_200);
    const { result } = await probe(line);
    expect(result.ok && result.value.answered).toMatchObject({ probe: 'escpos', baudRate: 19_200 });
    expect(new Set(line.sent)).toEqual(new Set(['100401', '100404']));
    expect(line.isClosed()).toBe(true);
  });

  it('does not take one byte of noise for a printer', async () => {
    const { result } = await probe(wired({ '100401': '16', '100404': 'ff' }));
    expect(result.ok && result.value).toMatchObject({ answered: null, spoke: true });
  });

  it('does not take an echo for an answer', async () => {
    const echo = { '100401': '100401', '100414': '100414', [SDT_STATUS]: SDT_STATUS };
    const { result } = await probe(wired(echo));
    expect(result.ok && result.value).toMatchObject({ answered: null, spoke: true });
  });

  it('knows a reader that says it failed its self-test, and a Custom printer', async () => {
    const reader = await probe(wired({ [SDT_STATUS]: 'AA AA AA 96 69 00 04 00 00 60 64' }, 115_200));
    expect(reader.result.ok && reader.result.value.answered?.probe).toBe('sdt');
    const custom = await probe(wired({ '100414': '10 0F 04 00 00 00' }));
    expect(custom.result.ok && custom.result.value.answered?.probe).toBe('custom-kpm');
  });

  it('knows a panel by the published acknowledgement', async () => {
    const clock = manualClock();
    const ack = 'A5A5A5A5A5A5A5A5 00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 14 AC 5A';
    expect(PROBES.bx.answered(hex(ack))).toBe(true);
    expect(PROBES.bx.answered(hex(ack.replace('14 AC', '14 AD')))).toBe(false);
    expect(clock.waiting()).toEqual([]);
  });

  it('ends at a line that never answers, with every speed tried and no timer left', async () => {
    const line = wired({});
    const { result, waiting } = await probe(line);
    expect(result.ok && result.value).toMatchObject({
      answered: null,
      spoke: false,
      baudRates: [9_600, 19_200, 38_400, 115_200, 57_600],
    });
    expect({ waiting, closed: line.isClosed() }).toEqual({ waiting: [], closed: true });
  });

  it('opens nothing that another program holds', async () => {
    const line = wired({});
    const holders = () => [{ pid: 7, name: 'cupsd' }];
    const asked = await probePort(SERIAL, { open: line.opener, clock: manualClock(), holders });
    expect(asked.ok ? null : asked.error).toMatchObject({
      code: 'PORT_HELD',
      details: { holders: holders() },
    });
    expect(line.opened).toEqual([]);
  });
});

describe('candidates', () => {
  const seen = (findings: Readonly<Record<string, Partial<PortFinding>>> = {}) => {
    const usb = readUsbDevices(tree.usb);
    const files = readDeviceFiles(usb, { dev: tree.dev });
    const byPath = new Map(
      Object.entries(findings).map(([name, finding]) => [
        path.join(tree.dev, name),
        { port: SERIAL, answered: null, spoke: false, baudRates: [], ...finding },
      ]),
    );
    return candidatesOf({ files, usb, findings: byPath }).map((candidate) => ({
      ...candidate,
      where: candidate.where.replace(`${tree.dev}/`, ''),
    }));
  };

  it('are scored from ids, names and ports, and none is sure while nothing has answered', () => {
    expect(seen().map(({ score, kind, where }) => `${score} ${kind} ${where}`)).toEqual([
      '89 ticket-printer usb/lp0',
      '80 scanner ttyACM0',
      '60 ups usb 051D:0002 at 2-1',
      '35 scanner usb 0C2E:0B6A at 1-1.4',
      '15 card-reader ttyACM0',
      '15 ticket-printer ttyACM0',
      '15 window-led ttyACM0',
      '15 card-reader ttyUSB0',
      '15 scanner ttyUSB0',
      '15 ticket-printer ttyUSB0',
      '15 window-led ttyUSB0',
      '3 card-reader ttyS0',
      '3 scanner ttyS0',
      '3 ticket-printer ttyS0',
      '3 window-led ttyS0',
    ]);
  });

  it('become sure by an answer, with settings that name the lasting port and the speed that was found', () => {
    const answered = { probe: 'sdt' as const, baudRate: 115_200, bytes: new Uint8Array(0) };
    const [first] = seen({ ttyUSB0: { answered } });
    expect(first).toMatchObject({
      kind: 'card-reader',
      where: 'ttyUSB0',
      settings: {
        reader: {
          kind: 'serial',
          path: path.join(tree.dev, 'serial/by-id/usb-1a86_USB2.0-Serial-if00-port0'),
          baudRate: 115_200,
        },
      },
      missing: [],
    });
    expect(first!.score).toBeGreaterThanOrEqual(SURE_SCORE);
    expect(first!.reasons[0]!.en).toBe(
      'answered the status question as an ID-card reader does (at 115200 baud)',
    );
  });

  it('take a port that is silent to every question rather for a scanner', () => {
    const silent = seen({ ttyUSB0: {} }).filter(({ where }) => where === 'ttyUSB0');
    expect(silent.map(({ kind, score }) => [kind, score])).toEqual([
      ['scanner', 35],
      ['card-reader', 15],
      ['ticket-printer', 15],
      ['window-led', 15],
    ]);
  });

  it('say what a person must add', () => {
    const answered = { probe: 'bx' as const, baudRate: 57_600, bytes: new Uint8Array(0) };
    const panel = seen({ ttyUSB0: { answered } }).find(({ where }) => where === 'ttyUSB0');
    expect(panel?.settings).toMatchObject({ leds: [{ model: '6k', transport: { baudRate: 57_600 } }] });
    expect(panel?.missing[0]?.zh).toContain('window');
  });
});
