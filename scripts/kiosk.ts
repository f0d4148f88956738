import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sight } from '@hall/kiosk/shell/alive';
import { EXIT, runChromiumShell } from '@hall/kiosk/shell/chromium';
import { electronEnvironment, electronProgram } from './kiosk/electron.ts';
import { type KioskPlan, kioskPlan } from './kiosk/options.ts';
import { type Supervised, supervise } from './kiosk/supervise.ts';
import { ROOT } from './launch/options.ts';
import { buildPages, pagesState } from './launch/pages.ts';

/**
 * `npm run kiosk [-- --shell chromium|electron] [--config FILE | --url URL] [--display 0] …`: the device host of a kiosk
 * and its locked window. Exit codes are those of the shell: 0 stopped, 64 wrong words, 69 something is not there,
 * 73 no policies, 75 another window is there; and the host's own where it never started.
 */

/** Longer than a device host needs; then the window opens with the shell's own page. */
const HOST_WITHIN_MS = 10_000;
const HOST_LOOK_MS = 100;

const say = (line: string): void => console.error(line);
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());

const plan = await kioskPlan(process.argv.slice(2));
if (!plan.ok) {
  say(plan.error.message);
  process.exit(EXIT.usage);
}
process.exit(await run(plan.value));

async function run(wanted: KioskPlan): Promise<number> {
  if (wanted.values['write-policies'] === true) return chromium(wanted);
  let host: Supervised | null = null;
  if (wanted.config !== null) {
    const missing = await pagesReady();
    if (missing !== null) {
      say(missing);
      return EXIT.unavailable;
    }
    host = startHost(wanted.config, wanted.url);
    const early = await Promise.race([host.failed, hostAnswers(wanted.url)]);
    if (early !== null) {
      say(`The device host does not start: ${early.words}`);
      return early.code === 0 ? EXIT.unavailable : early.code;
    }
  }
  try {
    return await (wanted.shell === 'chromium' ? chromium(wanted) : electron(wanted));
  } finally {
    // Whoever still stands there has seen the window close first.
    await host?.stop();
  }
}

/** Builds the page where it is out of date; a sentence where there is none. The user of a kiosk may not write there. */
async function pagesReady(): Promise<string | null> {
  try {
    await buildPages(say, ['kiosk']);
  } catch (problem) {
    const why = /EACCES|EROFS/.test((problem as Error).message)
      ? 'this user may not write there'
      : (problem as Error).message;
    if (pagesState().missing.includes('kiosk'))
      return `The kiosk's page has never been built (${why}): run npm start once as the owner of this folder.`;
    say(`The kiosk's page is older than its sources (${why}): it is shown as it was built.`);
  }
  return null;
}

function startHost(config: string, url: string): Supervised {
  let well = false;
  void hostAnswers(url).then(() => {
    well = true;
  });
  const main = path.join(ROOT, 'kiosk/device-host/main.ts');
  return supervise([process.execPath, '--disable-warning=ExperimentalWarning', main, '--config', config], {
    env: process.env,
    isWell: () => well,
    log: (line) => say(`device host: ${line}`),
  });
}

async function hostAnswers(url: string): Promise<null> {
  const until = performance.now() + HOST_WITHIN_MS;
  while (performance.now() < until && (await sight(url)).host === 'away') await sleep(HOST_LOOK_MS);
  return null;
}

function chromium({ url, camera, values }: KioskPlan): Promise<number> {
  return runChromiumShell({ ...values, url, camera }, (line) => say(`kiosk shell: ${line}`), stop.signal);
}

async function electron({ url, camera, values }: KioskPlan): Promise<number> {
  const program = electronProgram();
  if (program === null) {
    say('Electron’s program is not on this machine (npx install-electron gets it), or use --shell chromium.');
    return EXIT.unavailable;
  }
  const { buildShell, SHELL_FOLDER } = await import('@hall/kiosk/shell/build');
  await buildShell();
  const began = performance.now();
  const shell = supervise(
    [
      ...[program, SHELL_FOLDER, `--url=${url}`, `--display=${values.display}`],
      ...[`--offline-port=${values['offline-port']}`, ...(camera ? ['--camera'] : [])],
    ],
    {
      env: electronEnvironment(process.env),
      // What refuses to start does so at once, with its own words.
      isWell: () => performance.now() - began > HOST_WITHIN_MS,
      log: (line) => say(`kiosk shell: ${line}`),
    },
  );
  stop.signal.addEventListener('abort', () => void shell.stop());
  const failed = await shell.failed;
  return failed === null ? EXIT.stopped : failed.code;
}
