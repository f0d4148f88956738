import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { openTicketPrinter } from '../drivers/ticket-printer/driver.ts';
import { TICKET_PRINTER_PROFILES } from '../drivers/ticket-printer/profiles.ts';
import { hex } from '../testing/hex.ts';
import { openTcp } from '../transport/tcp.ts';
import { type DockDevices, startDockDevices } from './dock-devices.ts';
import { parseDockScript, runDockScript } from './dock-script.ts';

const stepsOf = (text: string) => {
  const steps = parseDockScript(text);
  if (!steps.ok) throw new Error(steps.error.message);
  return steps.value;
};

describe('a script for the simulators', () => {
  it('is one JSON object a line, in any order, with remarks, or the same as YAML', () => {
    expect(
      stepsOf(`# a person comes
- {"at": 2, "do": "printer/power-cut"}

{"at": 0.5, "do": "reader/lay", "with": {"person": "elder"}}`),
    ).toEqual([
      { line: 4, atMs: 500, action: 'reader/lay', body: { person: 'elder' } },
      { line: 2, atMs: 2_000, action: 'printer/power-cut', body: {} },
    ]);
  });

  it('is refused whole, with every problem and its line', () => {
    const refused = parseDockScript(`{"at": 0, "do": "reader/lift"}
{"at": -1, "do": "reader/lift"}
{"at": 1, "do": "reader/explode"}
{"at": 1, "do": "constructor"}
nonsense
{"at": 1, "do": "line/faults", "with": {"device": "led", "faults": {"dropBytes": 2}}}`);
    expect(refused.ok).toBe(false);
    const lines = refused.ok ? [] : refused.error.message.split('\n');
    expect(lines.filter((line) => line.startsWith('line ')).map((line) => line.slice(0, 6))).toEqual([
      'line 2',
      'line 3',
      'line 4',
      'line 5',
      'line 6',
    ]);
    expect(lines).toContain('line 3: do: is no action of the dock');
    expect(lines).toContain('line 5: is not JSON');
  });
});

describe('the devices under a script', () => {
  let devices: DockDevices;
  beforeEach(async () => {
    devices = await startDockDevices(
      { reader: 0, scanner: 0, printer: 0, led: 0, ipp: 0 },
      { instant: true, onChange: () => {} },
    );
  });
  afterEach(() => devices.close());
  const run = (text: string) => runDockScript(devices, stepsOf(text), systemClock).ended;

  it('cuts the power in the middle of a ticket: the outcome is unknown, and half a ticket hangs there', async () => {
    expect(await run('{"at": 0, "do": "printer/power-cut-after", "with": {"rows": 60}}')).toEqual([]);
    const printer = openTicketPrinter({
      open: () => openTcp({ host: '127.0.0.1', port: devices.ports.printer }),
      profile: TICKET_PRINTER_PROFILES['generic-epson'],
    });
    const lines = ['A012', '一号窗口', '请等候叫号'].map((text) => ({ kind: 'text', text }) as const);
    const outcome = await printer.print({ widthDots: 576, lines }, { jobId: 'cut', deadlineMs: 2_000 });
    await printer.close();
    expect(outcome.outcome).toBe('unknown');
    expect(devices.state().printer).toMatchObject({
      power: false,
      tickets: [{ cut: false, heightDots: 60 }],
    });
    expect(devices.state().lines.printer).toEqual({ faults: null, powered: false });
    expect(await run('{"at": 0, "do": "line/power-on", "with": {"device": "printer"}}')).toEqual([]);
    expect(devices.state().printer.power).toBe(true);
  });

  it('turns bits, is half open, and refuses connections, whatever the device speaks', async () => {
    /** Only where silence is expected does the wait end by time. */
    const ask = async (quietMs = 10_000): Promise<string> => {
      const opened = await openTcp({ host: '127.0.0.1', port: devices.ports.reader });
      if (!opened.ok) return 'refused';
      const answer = new Promise<string>((resolve) => {
        opened.value.onData((bytes) => resolve(Buffer.from(bytes).toString('hex')));
        setTimeout(() => resolve('silence'), quietMs);
      });
      await opened.value.write(hex('AA AA AA 96 69 00 03 11 FF ED'));
      const got = await answer;
      await opened.value.close();
      return got;
    };
    const set = (faults: string) =>
      run(`{"at": 0, "do": "line/faults", "with": {"device": "reader", "faults": ${faults}}}`);
    expect(await ask()).toBe('aaaaaa9669000400009094');
    await set('{"halfOpen": "silent"}');
    expect(await ask(80)).toBe('silence');
    await set('{"corruptBytes": 1, "direction": "to-host"}');
    expect(await ask()).not.toBe('aaaaaa9669000400009094');
    await set('null');
    await run('{"at": 0, "do": "line/power-off", "with": {"device": "reader", "seconds": 1}}');
    expect(await ask()).toBe('refused');
    while (!devices.state().lines.reader!.powered) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await ask()).toBe('aaaaaa9669000400009094');
  });

  it('says what could not be done and goes on', async () => {
    const problems = await run(`{"at": 0, "do": "reader/lay", "with": {"person": "nobody"}}
{"at": 0, "do": "line/cut", "with": {"device": "toaster"}}
{"at": 0, "do": "printer/open-cover"}`);
    expect(problems).toEqual([
      'line 1, reader/lay: nobody has this id',
      'line 2, line/cut: no simulated device "toaster"; there are reader, scanner, printer, led, pages',
    ]);
    expect(devices.state().printer.coverOpen).toBe(true);
  });

  it('stops between two steps when it is told to', async () => {
    const steps = stepsOf('{"at": 0, "do": "printer/open-cover"}\n{"at": 600, "do": "printer/close-cover"}');
    const script = runDockScript(devices, steps, systemClock);
    while (!devices.state().printer.coverOpen) await new Promise((resolve) => setTimeout(resolve, 5));
    script.stop();
    expect(await script.ended).toEqual([]);
    expect(devices.state().printer.coverOpen).toBe(true);
  });
});
