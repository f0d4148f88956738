import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type DisplayArea, displaysOf, parseArea } from './display.ts';
import { keepOpen } from './keep-open.ts';
import { openOfflineServer } from './offline/offline-server.ts';
import { CHROMIUM_SETTINGS, chromiumPolicies, policyText } from './policies.ts';
import { isKioskUrl } from './policy.ts';
import { policyWay, writePolicies } from './policy-place.ts';
import { onlyInstance } from './single-instance.ts';
import { openWindow } from './window.ts';

/**
 * The locked window in Chromium's kiosk mode: `node kiosk/shell/chromium.ts --url http://127.0.0.1:8603/`. Ends with 0
 * when it is told to stop, and otherwise with a code of {@link EXIT}.
 */

/** After sysexits.h. */
export const EXIT = { stopped: 0, usage: 64, unavailable: 69, noPolicies: 73, secondInstance: 75 } as const;

const APP_FOLDER = fileURLToPath(new URL('../dist/app', import.meta.url));
/** The shell's own page; fixed, because installed policies name it. */
export const OFFLINE_PORT = 8619;

export const CHROMIUM_OPTIONS = {
  url: { type: 'string' },
  chromium: { type: 'string', default: '/usr/bin/chromium' },
  /** Number of the display, from 0, or its area as X writes it: `1080x1920+0+0`. */
  display: { type: 'string', default: '0' },
  camera: { type: 'boolean', default: false },
  'offline-port': { type: 'string', default: String(OFFLINE_PORT) },
  /** The folder that this Chromium reads its policies from. */
  settings: { type: 'string', default: CHROMIUM_SETTINGS },
  /** Only writes the policies, as root, and ends. */
  'write-policies': { type: 'boolean', default: false },
  /** For a look at it: as root without Chromium's sandbox, and without policies where they cannot be had. */
  try: { type: 'boolean', default: false },
} as const;

export type ChromiumOptions = ReturnType<typeof parseArgs<{ options: typeof CHROMIUM_OPTIONS }>>['values'];

/** Runs until a signal ends it; returns the exit code. */
export async function runChromiumShell(
  values: ChromiumOptions,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const { url } = values;
  if (url === undefined || !isKioskUrl(url)) {
    say('Give --url http://127.0.0.1:PORT/ of the device host.');
    return EXIT.usage;
  }
  const offlinePort = Number(values['offline-port']);
  if (!Number.isInteger(offlinePort) || offlinePort < 0 || offlinePort > 65_535) {
    say(`--offline-port is no port: ${values['offline-port']}`);
    return EXIT.usage;
  }
  const settings = values.settings as string;
  if (values['write-policies'])
    return putPolicies(settings, policiesOf(url, offlinePort, values.camera), say);

  if (!existsSync(values.chromium as string)) {
    say(`There is no Chromium at ${values.chromium}: apt-get install chromium, or give --chromium FILE.`);
    return EXIT.unavailable;
  }
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    say('There is no screen: start it in a graphical session (docs/install/kiosk.md has two examples).');
    return EXIT.unavailable;
  }
  const asRoot = process.getuid?.() === 0;
  if (asRoot && !values.try) {
    say(
      'Chromium has no sandbox as root: start it as the user of the kiosk, or with --try for a look at it.',
    );
    return EXIT.unavailable;
  }
  const letGo = await onlyInstance(url);
  if (letGo === null) {
    say('Another window of this user shows this page already.');
    return EXIT.secondInstance;
  }
  try {
    return await showWindows({ ...values, url, offlinePort, asRoot }, say, signal);
  } finally {
    letGo();
  }
}

async function showWindows(
  values: ChromiumOptions & { readonly url: string; readonly offlinePort: number; readonly asRoot: boolean },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const { url, offlinePort, asRoot } = values;
  const chromium = values.chromium as string;
  const settings = values.settings as string;
  const wayland = !process.env['DISPLAY'];
  const area = wayland ? null : await areaOf(values.display as string);
  if (typeof area === 'string') {
    say(area);
    return EXIT.usage;
  }
  const offline = await openOfflineServer({ port: offlinePort, appFolder: APP_FOLDER }).catch(
    (problem: NodeJS.ErrnoException) => problem.code ?? problem.message,
  );
  if (typeof offline === 'string') {
    say(`The port ${offlinePort} of the shell's own page cannot be had (${offline}): give --offline-port.`);
    return EXIT.unavailable;
  }
  try {
    const text = policyText(policiesOf(url, Number(new URL(offline.url).port), values.camera));
    const way = await policyWay({ settings, text });
    if (way.way === 'missing') {
      say(way.sentence);
      if (!values.try) return EXIT.noPolicies;
      say('--try: the window opens without them.');
    }
    if (asRoot)
      say('--try as root: Chromium runs without its sandbox. Never let the public use it like this.');
    const policies = way.way === 'namespace' ? { settings, text } : null;
    await keepOpen({
      url,
      offlineUrl: offline.url,
      open: (page) =>
        openWindow(page, { chromium, area, wayland, sandbox: !asRoot, policies, env: process.env }),
      signal,
      log: (line) => say(`${new Date().toISOString()} ${line}`),
    });
    return EXIT.stopped;
  } finally {
    await offline.close();
  }
}

function policiesOf(url: string, offlinePort: number, camera: boolean): Record<string, unknown> {
  return chromiumPolicies([url, `http://127.0.0.1:${offlinePort}/`], camera);
}

function putPolicies(
  settings: string,
  policies: Record<string, unknown>,
  say: (line: string) => void,
): number {
  try {
    say(
      `Written: ${writePolicies(settings, policyText(policies))}. Every Chromium of this machine obeys it.`,
    );
    return EXIT.stopped;
  } catch (problem) {
    say(`The policies cannot be written (${(problem as NodeJS.ErrnoException).code}): run this as root.`);
    return EXIT.noPolicies;
  }
}

/** The area; null where the window manager has to know it; a sentence where the display is not there. */
async function areaOf(display: string): Promise<DisplayArea | null | string> {
  const given = parseArea(display);
  if (given !== null) return given;
  const number = Number(display);
  if (!/^\d{1,2}$/.test(display))
    return `--display is a number from 0 or an area such as 1080x1920+0+0: ${display}`;
  const displays = await displaysOf(process.env);
  if (displays.length === 0 && number === 0) return null;
  return displays[number] ?? `There is no display ${number}: ${displays.length} were found.`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => stop.abort());
  const say = (line: string): void => void process.stderr.write(`kiosk shell: ${line}\n`);
  let values: ChromiumOptions;
  try {
    values = parseArgs({ options: CHROMIUM_OPTIONS }).values;
  } catch (problem) {
    say((problem as Error).message);
    process.exit(EXIT.usage);
  }
  process.exit(await runChromiumShell(values, say, stop.signal));
}
