import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HallChild } from './child.ts';
import { type Ports, ROOT, type StartOptions } from './options.ts';

const HOST = '127.0.0.1';
/** The window of the demo with an LED panel over it. */
const LED_WINDOW = 'w1';
const KIOSK = 'kiosk-1';
const WINDOW_HOST = 'window-host-1';

interface HallReady {
  readonly hall: string;
  readonly caFingerprint: string;
  readonly demo: {
    readonly logins: { username: string; password: string }[];
    readonly devices: { id: string; secret: string }[];
  };
}

type MakeChild = (name: string, script: string, args: (readyFile: string) => readonly string[]) => HallChild;

/** The address and role of everything, for people (landing page) and scripts (ready file). */
export interface DemoHall {
  readonly surfaces: Record<string, unknown>;
  readonly ready: Record<string, unknown>;
  /** Process ids change when a process is started again. */
  pids(): Record<string, number | undefined>;
}

export interface DemoStaff {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly string[];
}

export interface DemoWorld {
  readonly staff: readonly DemoStaff[];
  readonly zones: readonly string[];
  readonly windows: readonly string[];
}

/**
 * Starts every process of a hall, in the order that they need each other. `onStarted` gets the way to stop them,
 * before the first one is there: it may be taken at any time.
 */
export async function startDemoHall(
  options: StartOptions,
  ports: Ports,
  world: DemoWorld,
  onRestart: () => void,
  onStarted: (stop: () => Promise<void>) => void,
): Promise<DemoHall> {
  const { data } = options;
  const folder = (name: string) => path.join(data, name);
  for (const name of ['run', 'keys', 'hall', 'platform', 'logs', 'kiosk', 'window-host']) {
    mkdirSync(folder(name), { recursive: true, mode: 0o700 });
  }
  const credential = path.join(folder('keys'), 'platform-credential');
  if (!existsSync(credential)) writeSecret(credential, `${randomBytes(32).toString('base64url')}\n`);
  const surfacesFile = path.join(folder('run'), 'surfaces.json');
  rmSync(surfacesFile, { force: true });
  const children: HallChild[] = [];
  let stopped: Promise<void> | null = null;
  const stop = () => {
    // No child can be added from here on, so these are all.
    stopped ??= (async () => {
      for (const running of [...children].reverse()) await running.stop();
    })();
    return stopped;
  };
  const goOn = () => {
    if (stopped !== null) throw new Error('The start was broken off.');
  };
  const child: MakeChild = (name, script, args) => {
    goOn();
    const made = new HallChild(
      {
        name,
        script: path.join(ROOT, script),
        args: args(path.join(folder('run'), `${name}.json`)),
        readyFile: path.join(folder('run'), `${name}.json`),
        logFolder: folder('logs'),
      },
      onRestart,
    );
    children.push(made);
    return made;
  };

  onStarted(stop);
  try {
    const url = (port: number) => `http://${HOST}:${port}`;
    const platform = child('platform', 'queue-server/platform/main.ts', (readyFile) => [
      ...['--ready-file', readyFile],
      ...[
        '--port',
        String(ports.platform),
        '--data',
        folder('platform'),
        '--public-url',
        url(ports.platform),
      ],
      ...['--hall-credential-file', credential, '--key-file', path.join(folder('keys'), 'platform.key')],
      '--demo',
    ]);
    const dock = child('dock', 'hardware/simulators/main.ts', (readyFile) => [
      ...['--ready-file', readyFile],
      ...[
        '--port',
        String(ports.dock),
        '--reader-port',
        String(ports.reader),
        '--scanner-port',
        String(ports.scanner),
      ],
      ...[
        '--printer-port',
        String(ports.printer),
        '--led-port',
        String(ports.led),
        '--ipp-port',
        String(ports.ipp),
      ],
    ]);
    const hall = child('hall', 'queue-server/hall/main.ts', (readyFile) => [
      ...['--ready-file', readyFile],
      ...['--config', path.join(ROOT, 'queue-server/hall/config/demo-hall.yaml'), '--data', folder('hall')],
      ...['--keys', folder('keys'), '--port', String(ports.hall), '--mqtt-port', String(ports.mqtt)],
      ...['--https-port', String(ports.https), '--mqtts-port', String(ports.mqtts)],
      ...['--platform-url', url(ports.platform), '--platform-credential-file', credential],
      ...[
        '--public-url',
        url(ports.hall),
        '--demo',
        '--demo-hours',
        options.demoHours,
        '--surfaces-file',
        surfacesFile,
      ],
      ...['--log-file', path.join(folder('logs'), 'hall.log')],
    ]);
    const [ready] = await Promise.all([hall.start<HallReady>(), platform.start(), dock.start()]);

    const secretOf = (id: string) => {
      const found = ready.demo.devices.find((device) => device.id === id);
      if (!found) throw new Error(`The demo hall has no device ${id}.`);
      return found.secret;
    };
    const tcp = (port: number) => ({ kind: 'tcp', host: HOST, port });
    const link = { hall: ready.hall, mqttUrl: `mqtt://${HOST}:${ports.mqtt}`, logLevel: 'info' };
    const hosts = [
      hostChild(child, folder, 'kiosk', {
        profile: 'kiosk',
        device: KIOSK,
        secret: secretOf(KIOSK),
        ...link,
        httpUrl: url(ports.hall),
        port: ports.kiosk,
        dataDir: folder('kiosk'),
        reader: tcp(ports.reader),
        scanner: tcp(ports.scanner),
        printer: { transport: tcp(ports.printer), profile: 'generic-epson' },
        pagePrinter: { uri: `ipp://${HOST}:${ports.ipp}/ipp/print` },
      }),
      hostChild(child, folder, 'window-host', {
        profile: 'window',
        device: WINDOW_HOST,
        secret: secretOf(WINDOW_HOST),
        ...link,
        dataDir: folder('window-host'),
        leds: [{ window: LED_WINDOW, transport: tcp(ports.led), model: '6k' }],
      }),
    ];
    await Promise.all(hosts.map((host) => host.start()));
    goOn();

    const base = url(ports.hall);
    const screen = (page: string, id: string) =>
      `${base}/display/${page}.html#device=${id}&secret=${secretOf(id)}`;
    const has = (id: string) => ready.demo.devices.some((device) => device.id === id);
    const surfaces = {
      landing: `${base}/`,
      kiosk: `${url(ports.kiosk)}/`,
      console: `${base}/console/`,
      manager: `${base}/console/#/manager`,
      wall: screen('wall', 'wall-1'),
      boards: world.zones
        .filter((zone) => has(`board-${zone}`))
        .map((zone) => ({ zone, url: screen('board', `board-${zone}`) })),
      windowScreens: world.windows
        .filter((w) => has(`screen-${w}`))
        .map((window) => ({ window, url: screen('window', `screen-${window}`) })),
      pads: world.windows
        .filter((w) => has(`pad-${w}`))
        .map((window) => ({ window, url: screen('pad', `pad-${window}`) })),
      sound: screen('sound', ready.demo.devices.find((device) => device.id.startsWith('sound-'))?.id ?? ''),
      platform: `${url(ports.platform)}/`,
      dock: `${url(ports.dock)}/`,
      apiDocs: `${base}/api/docs`,
      logins: world.staff.flatMap((member) => {
        const login = ready.demo.logins.find((entry) => entry.username === member.username);
        return login ? [{ ...login, roles: [...member.roles], name: member.name }] : [];
      }),
    };
    writeSecret(surfacesFile, JSON.stringify(surfaces));
    return {
      surfaces,
      ready: {
        hall: ready.hall,
        surfaces,
        api: `${base}/api/v1`,
        mqtt: { tcp: `mqtt://${HOST}:${ports.mqtt}`, webSocket: `ws://${HOST}:${ports.hall}/mqtt` },
        // The same hall behind TLS; its CA is at `/ca.crt`.
        tls: {
          api: `https://${HOST}:${ports.https}/api/v1`,
          mqtt: `mqtts://${HOST}:${ports.mqtts}`,
          caFingerprint: ready.caFingerprint,
        },
        simulators: {
          dock: `${url(ports.dock)}/`,
          reader: { host: HOST, port: ports.reader },
          scanner: { host: HOST, port: ports.scanner },
          printer: { host: HOST, port: ports.printer },
          led: { host: HOST, port: ports.led, window: LED_WINDOW },
          pagePrinter: `ipp://${HOST}:${ports.ipp}/ipp/print`,
        },
        logins: surfaces.logins,
        devices: ready.demo.devices,
        data,
      },
      pids: () => Object.fromEntries(children.map((running) => [running.spec.name, running.pid])),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function hostChild(
  child: MakeChild,
  folder: (name: string) => string,
  name: string,
  config: Record<string, unknown>,
): HallChild {
  const file = path.join(folder('keys'), `${name}.json`);
  return child(name, 'kiosk/device-host/main.ts', (readyFile) => {
    writeSecret(file, JSON.stringify({ ...config, readyFile }));
    return ['--config', file];
  });
}

/** Credentials are for their owner alone, and never half written. */
function writeSecret(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
