import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadHallConfig } from '@hall/queue-server/hall/config/load';
import { claimFolder, whyTaken } from '@hall/queue-server/hall/maintenance/lock';
import { type HallOptions, readOptions } from '@hall/queue-server/hall/options';
import { addressesOf } from '@hall/queue-server/hall/supervision/facts/keys';
import { whyNotProduction } from '@hall/queue-server/hall/supervision/production';
import { flagsOf, loadSettings } from '@hall/queue-server/hall/supervision/settings';
import { checkFolder, patiently } from './launch/checks.ts';
import { HallChild } from './launch/child.ts';
import { tellSystemd, watchdogEveryMs } from './launch/notify.ts';
import { ROOT } from './launch/options.ts';
import { buildPages, pagesState } from './launch/pages.ts';

/**
 * `npm run hall -- --settings FILE`: a real hall, started and watched. It calls no package manager and builds
 * nothing that is there. Options of the hall server may follow; they win over the file.
 */

const HEALTH_WITHIN_MS = 5_000;

const argv = process.argv.slice(2);
if (argv.some((word) => word === '--demo' || word.startsWith('--demo'))) {
  stopWith('A real hall has no demo logins: npm start is the demo.');
}
const { settings: file, rest } = splitSettings(argv);
if (file === null && rest.length === 0) {
  stopWith(
    'Say where the hall lies: npm run hall -- --settings FILE (docs/install shows one), or --config FILE --data FOLDER --keys FOLDER.',
  );
}
const options = optionsFrom(file, rest);
const complaint = whyNotProduction(options.keys) ?? checkFolder(options.data) ?? checkFolder(options.keys);
if (complaint) stopWith(complaint);
const run = process.env['RUNTIME_DIRECTORY'] ?? path.join(options.data, 'run');
mkdirSync(run, { recursive: true, mode: 0o700 });
const claim = claimFolder(path.join(run, 'start.lock'), options.port);
if (!claim.ok) stopWith(claim.error);
const { wasKilled, release } = claim.value;
// Started elsewhere (systemd has another run folder), or still ending: the hall server has a lock of its own.
const taken = await patiently(wasKilled, async () => whyTaken(options.data));
if (taken !== null) {
  release();
  stopWith(taken);
}
const config = loadHallConfig(options.config);
if (!config.ok) stopWith(config.error.message);

const { missing, stale } = pagesState();
if (missing.length > 0)
  await buildPages(console.log, missing).catch((error: Error) => stopWith(error.message));
else if (stale.length > 0) {
  console.error(`Pages are older than the program (${stale.join(', ')}): npm run upgrade builds them anew.`);
}

const readyFile = path.join(run, 'hall.json');
const hall = new HallChild(
  {
    name: 'hall',
    script: path.join(ROOT, 'queue-server/hall/main.ts'),
    args: [...flags(file, rest), '--ready-file', readyFile],
    readyFile,
    logFolder: options.logFile === null ? run : path.dirname(options.logFile),
  },
  () => void tellSystemd(['--status=The hall server was started again.']),
  // The supervisor above knows better than a program that failed twenty times in a minute.
  () => process.exit(1),
);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void tellSystemd(['STOPPING=1']);
    void hall.stop().then(() => {
      release();
      process.exit(0);
    });
  });
}

interface Ready {
  readonly port: number;
  readonly httpsPort: number | null;
  readonly caFingerprint: string;
}
const ready = await hall.start<Ready>().catch(async (error: Error): Promise<never> => {
  // Whoever told it to stop knows why it did not start.
  if (stopping) return new Promise(() => {});
  await hall.stop();
  stopWith(error.message);
});
await tellSystemd(['--ready', '--status=The hall is open.']);
watch(ready.port);
greet(ready);

/** Where to go; the set-up code is for the eyes at this terminal, a journal gets its place only. */
function greet({ port, httpsPort, caFingerprint }: Ready): void {
  const say = (line: string) => console.log(line);
  const name = config.ok ? `${config.value.name.zh} · ${config.value.name.en}` : '';
  say(`\n  ${name}`);
  say(`  On this machine  http://127.0.0.1:${port}/console/`);
  if (httpsPort !== null) {
    const addresses = addressesOf(options.lan ?? '127.0.0.1');
    for (const address of addresses) say(`  On the network   https://${address}:${httpsPort}/console/`);
    say(
      `  Hall CA          https://${addresses[0] ?? 'localhost'}:${httpsPort}/ca, to be installed on staff machines`,
    );
    say(`                   SHA-256 ${caFingerprint}`);
    say('                   Compare it on each machine before you install it.');
  }
  const code = path.join(options.keys, 'setup-code');
  if (existsSync(code)) {
    say(
      process.stdout.isTTY
        ? `  Set-up code      ${readFileSync(code, 'utf8').trim()} (first administrator, within a day, at …/console/#/setup)`
        : `  Set-up code      lies in ${code}; type it at …/console/#/setup within a day`,
    );
  }
  say(`\n  Data in ${options.data}, keys in ${options.keys}. npm run doctor checks this machine.\n`);
}

/** systemd restarts us where the hall server lives but answers no more. */
function watch(port: number): void {
  const everyMs = watchdogEveryMs();
  if (everyMs === null) return;
  setInterval(() => {
    fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(HEALTH_WITHIN_MS) })
      .then((answer) => (answer.ok ? tellSystemd(['WATCHDOG=1']) : undefined))
      .catch(() => {});
  }, everyMs);
}

function splitSettings(words: readonly string[]): { settings: string | null; rest: string[] } {
  const { tokens } = parseArgs({
    args: [...words],
    options: { settings: { type: 'string' } },
    strict: false,
    tokens: true,
  });
  const found = tokens.find((token) => token.kind === 'option' && token.name === 'settings');
  if (found?.kind !== 'option' || found.value === undefined) return { settings: null, rest: [...words] };
  const length = found.inlineValue ? 1 : 2;
  return {
    settings: path.resolve(found.value),
    rest: [...words.slice(0, found.index), ...words.slice(found.index + length)],
  };
}

function flags(settingsFile: string | null, more: readonly string[]): string[] {
  if (settingsFile === null) return [...more];
  const settings = loadSettings(settingsFile);
  if (!settings.ok) stopWith(settings.error.message);
  return [...flagsOf(settings.value), ...more];
}

function optionsFrom(settingsFile: string | null, more: readonly string[]): HallOptions {
  try {
    return readOptions(flags(settingsFile, more));
  } catch (error) {
    stopWith((error as Error).message);
  }
}

function stopWith(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
