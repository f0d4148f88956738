import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PortBusy } from './dock-devices.ts';
import { startDock } from './dock-server.ts';

/** From here on the system hands out ports for outgoing connections (Linux ip_local_port_range). */
const FIRST_EPHEMERAL_PORT = 32_768;

const USAGE = `Simulated devices of one kiosk and one window, with a page to handle them.

  node hardware/simulators/main.ts [options]

  --port N           page and API (8790)
  --reader-port N    ID-card reader (8791)
  --scanner-port N   code scanner (8792)
  --printer-port N   ticket printer, ESC/POS (9100)
  --led-port N       window LED (5005)
  --ipp-port N       A4 printer, IPP (8631)
  --ready-file F     written when everything listens
  --instant          paper comes out at once instead of at 100 mm/s

All on 127.0.0.1. Port 0 takes any free one.`;

const OPTIONS = {
  port: { type: 'string', default: '8790' },
  'reader-port': { type: 'string', default: '8791' },
  'scanner-port': { type: 'string', default: '8792' },
  'printer-port': { type: 'string', default: '9100' },
  'led-port': { type: 'string', default: '5005' },
  'ipp-port': { type: 'string', default: '8631' },
  'ready-file': { type: 'string' },
  instant: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function options() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (problem) {
    return fail(`${(problem as Error).message}. --help lists the options.`);
  }
}

function portOf(text: string, option: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port >= FIRST_EPHEMERAL_PORT) {
    fail(`--${option} must be a number from 0 to ${FIRST_EPHEMERAL_PORT - 1}, not "${text}".`);
  }
  return port;
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

const values = options();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const readyFile = values['ready-file'];
try {
  const dock = await startDock({
    port: portOf(values.port, 'port'),
    ports: {
      reader: portOf(values['reader-port'], 'reader-port'),
      scanner: portOf(values['scanner-port'], 'scanner-port'),
      printer: portOf(values['printer-port'], 'printer-port'),
      led: portOf(values['led-port'], 'led-port'),
      ipp: portOf(values['ipp-port'], 'ipp-port'),
    },
    instant: values.instant,
  });
  const line = JSON.stringify({
    ready: true,
    url: `http://127.0.0.1:${dock.port}/`,
    ports: { dock: dock.port, ...dock.devices.ports },
    ipp: dock.devices.pages.uri,
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    if (readyFile !== undefined) rmSync(readyFile, { force: true });
    void dock.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (readyFile !== undefined) {
    // Whoever waits for the file must never read half of it.
    writeFileSync(`${readyFile}.part`, `${line}\n`);
    renameSync(`${readyFile}.part`, readyFile);
  }
  console.log(line);
} catch (failure) {
  if (!(failure instanceof PortBusy)) throw failure;
  const option = failure.device === 'dock' ? '--port' : `--${failure.device}-port`;
  fail(`Port ${failure.port} is in use by another program: stop it, or choose another port with ${option}.`);
}
