import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Clock, systemClock } from '@hall/hardware/clock';
import { type DockDevices, startDockDevices } from '@hall/hardware/simulators/dock-devices';
import { hasSocat, type PtyBridge, startPtyBridge } from '@hall/hardware/simulators/pty-bridge';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../launch/options.ts';
import { runHardware } from './command.ts';

interface Answer {
  readonly ok: boolean;
  readonly findings: readonly {
    readonly mark: string;
    readonly code: string;
    readonly says: { zh: string; en: string };
  }[];
  readonly [more: string]: unknown;
}

/** Simulators answer at once: half of every wait is enough, and the tests take half the time. */
const HASTY: Clock = {
  now: () => systemClock.now() * 2,
  after: (ms, run) => systemClock.after(ms / 2, run),
};

const OPENING_MS = 200;
let onAsk: (() => void) | undefined;

let devices: DockDevices;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hardware-command-'));
  devices = await startDockDevices(
    { reader: 0, scanner: 0, printer: 0, led: 0, ipp: 0, keypad: 0, ups: 0, bus: 0 },
    { instant: true, onChange: () => {} },
  );
});
afterAll(async () => {
  await devices.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  for (const line of devices.lines.values()) {
    line.setFaults(null);
    await line.powerOn();
  }
  devices.lift();
  devices.setReaderFault(null);
  await devices.printer.repair();
});

const at = (device: keyof DockDevices['ports']) => `tcp:127.0.0.1:${devices.ports[device]}`;

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    clock: HASTY,
    out: (text: string) => out.push(text),
    err(text: string) {
      err.push(text);
      const act = onAsk;
      onAsk = undefined;
      // The command asks, then opens the port.
      if (act !== undefined) setTimeout(act, OPENING_MS);
    },
  };
  const code = await runHardware(args, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

async function ask(...args: string[]): Promise<{ code: number; codes: string[]; answer: Answer }> {
  const { code, out } = await run(...args, '--json');
  const answer = JSON.parse(out) as Answer;
  return { code, answer, codes: answer.findings.map((finding) => finding.code) };
}

/** Does something as soon as the command asks the person for it. */
function whenAsked(act: () => void): void {
  onAsk = act;
}

describe('npm run hardware -- probe', () => {
  it.each([
    ['reader', 'sdt'],
    ['printer', 'escpos'],
    ['led', 'bx'],
  ] as const)('finds a %s by its own answer', async (device, probe) => {
    const { code, codes, answer } = await ask('probe', at(device));
    expect({ code, codes }).toEqual({ code: 0, codes: ['FOUND'] });
    expect(answer.found).toMatchObject({ answered: { probe } });
  });

  it('sends a printer nothing that prints: after probing it nothing hangs in the slot', async () => {
    const before = devices.printer.tickets.length;
    await ask('probe', at('printer'));
    expect(devices.printer.tickets.length).toBe(before);
    expect(devices.printer.state.printing).toBe(false);
  });

  it('says that a scanner is silent, which is no fault', async () => {
    expect(await ask('probe', at('scanner'))).toMatchObject({ code: 0, codes: ['SILENT'] });
  });

  it('comes to an end at a port that takes everything and never answers', async () => {
    devices.lines.get('reader')!.setFaults({ halfOpen: 'stuck' });
    expect(await ask('probe', at('reader'))).toMatchObject({ code: 0, codes: ['SILENT'] });
  });

  it('explains a refused connection, and a form that is none', async () => {
    await devices.lines.get('reader')!.powerOff();
    expect(await ask('probe', at('reader'))).toMatchObject({ code: 1, codes: ['PORT_REFUSED'] });
    expect(await ask('probe', 'COM3')).toMatchObject({ code: 1, codes: ['PORT_FORM'] });
    expect(await ask('probe', 'ipp://127.0.0.1/ipp/print')).toMatchObject({ code: 1, codes: ['PORT_FORM'] });
  });
});

describe('npm run hardware -- test PORT reader', () => {
  it('reads status, SAM id and a card, and shows no name and no number', async () => {
    whenAsked(() => devices.lay('elder'));
    const { code, out, err } = await run('test', at('reader'), 'reader', '--wait', '10');
    expect(code).toBe(0);
    expect(out).toBe(`✓ 身份证阅读器有应答。
  An ID-card reader answers.
✓ 阅读器自检正常。
  The reader says that it is well.
✓ 安全模块编号 00000000000000000000000000000000。
  Security module 00000000000000000000000000000000.
✓ 读到一张居民身份证：样**。
  A card was read: resident's ID card, 样**.`);
    expect(err).toContain('请在 10 秒内把一张证件放到读卡区');
  });

  it('says that no card came, and when cards are not read', async () => {
    expect(await ask('test', at('reader'), 'reader', '--wait', '0.3')).toMatchObject({
      code: 0,
      codes: ['ANSWERS', 'READER_WELL', 'SAM_ID', 'NO_CARD'],
    });
  });

  it('says that the reader went away while a card was waited for, and does not call that well', async () => {
    whenAsked(() => void devices.lines.get('reader')!.powerOff());
    expect(await ask('test', at('reader'), 'reader', '--wait', '3')).toMatchObject({
      code: 1,
      codes: ['ANSWERS', 'READER_WELL', 'SAM_ID', 'PORT_LOST'],
    });
  });

  it('names what answers in place of a reader, and how to test it', async () => {
    const { code, codes, answer } = await ask('test', at('printer'), 'reader');
    expect({ code, codes }).toEqual({ code: 1, codes: ['WRONG_PROFILE'] });
    expect(answer.findings[0]!.says.zh).toContain('ESC/POS 打印机');
  });

  it('tells silence from a line that garbles', async () => {
    devices.setReaderFault('silent');
    expect(await ask('test', at('reader'), 'reader')).toMatchObject({ code: 1, codes: ['NO_ANSWER'] });
    devices.setReaderFault('wrong-checksum');
    expect(await ask('test', at('reader'), 'reader')).toMatchObject({ code: 1, codes: ['NOT_UNDERSTOOD'] });
  });
});

describe('npm run hardware -- test PORT printer', () => {
  it('says in words what the status bits mean', async () => {
    devices.printer.openCover();
    expect(await ask('test', at('printer'), 'printer:generic-epson')).toMatchObject({
      code: 1,
      codes: ['ANSWERS', 'COVER_OPEN'],
    });
    devices.printer.closeCover();
    devices.printer.takePaper();
    expect(await ask('test', at('printer'), 'printer:generic-epson')).toMatchObject({
      code: 1,
      codes: ['ANSWERS', 'PAPER_OUT'],
    });
  });

  it('prints only when told to, and then a ticket that is cut and garbled nowhere', async () => {
    const before = devices.printer.tickets.length;
    expect(await ask('test', at('printer'), 'printer')).toMatchObject({
      code: 0,
      codes: ['ANSWERS', 'PRINTER_READY', 'PROFILE_ASSUMED'],
    });
    expect(devices.printer.tickets.length).toBe(before);
    expect(await ask('test', at('printer'), 'printer:generic-epson', '--print')).toMatchObject({
      code: 0,
      codes: ['ANSWERS', 'PRINTER_READY', 'PRINTED'],
    });
    expect(devices.printer.tickets.at(-1)).toMatchObject({ cut: true, garbled: 0 });
  });

  it('does not call a ticket printed that was cut off by a lost power', async () => {
    devices.printer.powerCutAfter(100);
    expect(await ask('test', at('printer'), 'printer:generic-epson', '--print')).toMatchObject({
      code: 1,
      codes: ['ANSWERS', 'PRINTER_READY', 'PRINT_UNKNOWN'],
    });
  });

  it('refuses a model that there is not, and one of another family', async () => {
    expect(await ask('test', at('printer'), 'printer:toaster')).toMatchObject({
      code: 1,
      codes: ['MODEL_UNKNOWN'],
    });
    expect(await ask('test', at('printer'), 'printer:custom-kpm')).toMatchObject({
      code: 1,
      codes: ['ANSWERS', 'WRONG_PROFILE'],
    });
  });
});

describe('npm run hardware -- test, the other devices', () => {
  it('a scanner: length and a masked form of the code', async () => {
    whenAsked(() => devices.scan('440524188001010014'));
    const { code, out } = await run('test', at('scanner'), 'scanner', '--wait', '10');
    expect({ code, out }).toEqual({
      code: 0,
      out: `✓ 读到一个码：18 个字符，4*****************（utf-8，有结束符）。
  A code was read: 18 characters, 4***************** (utf-8, with an end mark).`,
    });
    expect(await ask('test', at('scanner'), 'scanner', '--wait', '0.1')).toMatchObject({
      code: 1,
      codes: ['NO_SCAN'],
    });
  });

  it('a panel: a ping, and with --show a text on it', async () => {
    expect(await ask('test', at('led'), 'led')).toMatchObject({ code: 0, codes: ['ANSWERS', 'NOT_SHOWN'] });
    expect(devices.led.face().areas).toEqual([]);
    expect(await ask('test', at('led'), 'led:6k', '--show')).toMatchObject({
      code: 0,
      codes: ['ANSWERS', 'SHOWN'],
    });
    expect(devices.led.face().areas[0]?.text).toContain('测试');
  });

  it('one of several panels on a line, by its address', async () => {
    const { answer } = await ask('test', at('bus'), 'led:6k');
    expect(answer).toMatchObject({ findings: [{ code: 'NOT_UNDERSTOOD' }] });
    expect(JSON.stringify(answer)).toContain('led:6k@1');
    expect(await ask('test', at('bus'), 'led:6k@2', '--show')).toMatchObject({ code: 0 });
    const faces = devices.optional.bus!.panels.map((panel) => panel.face().areas.length);
    expect(faces).toEqual([0, 1, 0]);
  });

  it('a page printer: its state, and with --print a page', async () => {
    const { uri } = devices.pages;
    expect(await ask('test', uri, 'page-printer')).toMatchObject({ code: 0, codes: ['PRINTER_READY'] });
    expect(await ask('test', uri, 'page-printer', '--print')).toMatchObject({
      code: 0,
      codes: ['PRINTER_READY', 'PRINTED'],
    });
    expect(devices.pages.pages).toHaveLength(1);
    devices.pages.setFault('media-empty');
    expect(await ask('test', uri, 'page-printer')).toMatchObject({ code: 1, codes: ['MEDIA_EMPTY'] });
    devices.pages.setFault(null);
    expect(await ask('test', 'tcp:127.0.0.1:1', 'page-printer')).toMatchObject({
      code: 1,
      codes: ['PORT_FORM'],
    });
  });

  it('a UPS: mains, battery, and a name that the server does not know', async () => {
    const nut = (name: string) => `nut:127.0.0.1:${devices.ports.ups}/${name}`;
    expect((await run('test', nut('ups'), 'ups')).out).toBe(`✓ 市电正常，电量 100%，约可用 30 分钟。
  On mains, charge 100%, about 30 minutes.`);
    devices.optional.ups!.mains(false);
    expect(await ask('test', nut('ups'), 'ups')).toMatchObject({ code: 0, answer: { state: 'on-battery' } });
    devices.optional.ups!.mains(true);
    expect(await ask('test', nut('other'), 'ups')).toMatchObject({ code: 1, codes: ['UPS_UNKNOWN'] });
  });

  it('a keypad: its bytes, and with a map the name of the key', async () => {
    whenAsked(() => devices.optional.keypad!.press('4'));
    expect(await ask('test', at('keypad'), 'keypad', '--wait', '10')).toMatchObject({
      code: 0,
      codes: ['KEY_BYTES'],
      answer: { bytes: '34' },
    });
    const broken = path.join(folder, 'map.json');
    writeFileSync(broken, '{}');
    expect(await ask('test', at('keypad'), 'keypad', '--map', broken)).toMatchObject({
      code: 1,
      codes: ['MAP_INVALID'],
    });
  });

  it('refuses a scanner or reader of an unknown kind', async () => {
    expect(await ask('test', at('scanner'), 'scanner:toaster')).toMatchObject({
      code: 1,
      codes: ['MODEL_UNKNOWN'],
    });
    expect(await ask('test', 'hid:1234:5678', 'scanner')).toMatchObject({
      code: 1,
      codes: ['MODEL_UNKNOWN'],
    });
    expect(await ask('test', at('reader'), 'reader:toaster')).toMatchObject({
      code: 1,
      codes: ['MODEL_UNKNOWN'],
    });
  });

  it('refuses what it does not know', async () => {
    expect(await ask('test', at('reader'), 'toaster')).toMatchObject({ code: 1, codes: ['PROFILE_UNKNOWN'] });
    expect(await ask('test', at('reader'), 'constructor')).toMatchObject({
      code: 1,
      codes: ['PROFILE_UNKNOWN'],
    });
    expect(await ask('dance')).toMatchObject({ code: 1, codes: ['COMMAND'] });
    expect((await run('dance')).out).toContain('没有命令“dance”');
    expect((await run('constructor')).out).toContain('没有命令“constructor”');
    expect((await run('test', at('reader'))).out).toContain('npm run hardware -- test PORT PROFILE');
    expect((await run('list', 'extra')).out).toContain('多出了“extra”');
    expect(await ask('test', at('printer'), 'printer:constructor')).toMatchObject({
      code: 1,
      codes: ['MODEL_UNKNOWN'],
    });
    expect(await ask('test', 'nut:127.0.0.1/ups', 'ups:large')).toMatchObject({
      code: 1,
      codes: ['PROFILE_UNKNOWN'],
    });
    expect(await ask('test', import.meta.filename, 'reader')).toMatchObject({
      code: 1,
      codes: ['PORT_NO_DEVICE'],
    });
    expect(await ask('test', '--wait', '0')).toMatchObject({ code: 1, codes: ['OPTION'] });
    expect((await run('test', '--wait', '-1')).err).toContain('--wait');
    expect((await run('--nonsense')).code).toBe(1);
    expect((await run('--help')).code).toBe(0);
  });
});

describe.skipIf(!hasSocat())(
  `over a serial port${hasSocat() ? '' : ' [skipped: the program socat is not installed]'}`,
  () => {
    let bridges: Record<'reader' | 'printer' | 'led', PtyBridge>;
    beforeAll(async () => {
      const bridge = (device: 'reader' | 'printer' | 'led') =>
        startPtyBridge(path.join(folder, device), devices.ports[device]);
      bridges = {
        reader: await bridge('reader'),
        printer: await bridge('printer'),
        led: await bridge('led'),
      };
    });
    afterAll(async () => {
      await Promise.all(Object.values(bridges).map((bridge) => bridge.close()));
    });

    it('probes and tests as over TCP', async () => {
      for (const [device, probe, baudRate] of [
        ['printer', 'escpos', 9_600],
        ['reader', 'sdt', 115_200],
        ['led', 'bx', 9_600],
      ] as const) {
        const { answer } = await ask('probe', `${bridges[device].path}:${baudRate}`);
        expect(answer.found).toMatchObject({ answered: { probe, baudRate } });
      }
      expect(await ask('test', `${bridges.reader.path}:115200`, 'reader', '--wait', '0.3')).toMatchObject({
        code: 0,
        codes: ['ANSWERS', 'READER_WELL', 'SAM_ID', 'NO_CARD'],
      });
    });

    it('names the program that holds the port, and does not open it', async () => {
      const file = bridges.led.path;
      const holder = spawn('sh', ['-c', `exec 3<>'${file}'; echo open; sleep 60`]);
      await new Promise((resolve) => holder.stdout.once('data', resolve));
      const { code, codes, answer } = await ask('probe', file);
      holder.kill();
      expect({ code, codes }).toEqual({ code: 1, codes: ['PORT_HELD'] });
      expect(answer.findings[0]!.says.en).toMatch(/held by another program: \w+ \(pid \d+\)/);
    });
  },
);

const hasScanimage = spawnSync('scanimage', ['-V'], { stdio: 'ignore' }).error === undefined;

describe.skipIf(!hasScanimage)(
  `a document scanner${hasScanimage ? '' : ' [skipped: the program scanimage is not installed]'}`,
  () => {
    it("tells what SANE's test device can do, and scans a page that is not kept", async () => {
      expect(await ask('test', 'sane:test:0', 'document-scanner')).toMatchObject({
        code: 0,
        codes: ['SCANNER_READY'],
      });
      expect(await ask('test', 'sane:test:0', 'document-scanner', '--scan')).toMatchObject({
        code: 0,
        codes: ['SCANNER_READY', 'SCANNED'],
        answer: { pages: 1 },
      });
    });

    it('names a device that there is not', async () => {
      const { code, codes } = await ask('test', 'sane:none:0', 'document-scanner');
      expect({ code, first: codes[0] }).toEqual({ code: 1, first: 'NOT_FOUND' });
    });
  },
);

describe('a port that is not there', () => {
  it('is told as such', async () => {
    expect(await ask('test', '/dev/ttyUSB77', 'reader')).toMatchObject({ code: 1, codes: ['PORT_MISSING'] });
  });

  it('and one that takes connections and says nothing is told as silent', async () => {
    const mute: Server = createServer((socket) => socket.on('error', () => {}).resume());
    const port = await new Promise<number>((resolve) =>
      mute.listen(0, '127.0.0.1', () => resolve((mute.address() as { port: number }).port)),
    );
    const { code, codes } = await ask('test', `tcp:127.0.0.1:${port}`, 'led');
    mute.close();
    expect({ code, codes }).toEqual({ code: 1, codes: ['NO_ANSWER'] });
  });
});

describe('the program itself', () => {
  it('prints JSON on stdout and ends with the exit code of what it found', async () => {
    const child = spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      path.join(ROOT, 'scripts/hardware.ts'),
      ...['probe', at('reader'), '--json'],
    ]);
    let stdout = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, ok: (JSON.parse(stdout) as Answer).ok }).toEqual({ code: 0, ok: true });
  });
});
