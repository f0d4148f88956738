// The one entry of every npm script: no dependencies, any Node >= 20. It installs what the lock file asks
// for (only when that changed: a reboot without a network must not wait for a registry), then hands over to
// the Node 24 that the workspace brings, which runs TypeScript itself.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const STAMP = path.join(ROOT, 'node_modules', '.yichuang-installed');
const NODE_24 = path.join(
  ROOT,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

const [command, ...args] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(
    `Node ${process.versions.node} is too old: install Node 20 or later (https://nodejs.org), then try again.`,
  );
}
const script = path.join(ROOT, 'scripts', `${command}.ts`);
if (!command || !existsSync(script)) fail(`There is no command "${command ?? ''}" in scripts/.`);

const wanted = fingerprint();
if (command === 'hall' || (command === 'doctor' && existsSync(NODE_24))) {
  // A real hall starts without a registry: what is installed is what runs, and is looked at.
  if (!existsSync(NODE_24)) {
    fail(
      'The packages are not installed: run npm run doctor once where a registry is reached, then npm run hall.',
    );
  }
  if (readStamp() !== wanted) {
    console.error(
      'The packages were installed for another version of this program: npm run upgrade gets the right ones.',
    );
  }
} else if (!existsSync(NODE_24) || readStamp() !== wanted) install(wanted);
handOver();

/** What an installation depends on: the lock file, the workspace file and every package.json. */
function fingerprint() {
  const hash = createHash('sha256');
  const manifests = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(entry.name, 'package.json'))
    .filter((file) => existsSync(path.join(ROOT, file)))
    .sort();
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) {
    const full = path.join(ROOT, file);
    hash
      .update(file)
      .update('\0')
      .update(existsSync(full) ? readFileSync(full) : '');
  }
  // Binaries are per machine: a folder that was copied to another architecture is installed again.
  return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}

function readStamp() {
  try {
    return readFileSync(STAMP, 'utf8').trim();
  } catch {
    return '';
  }
}

function install(stamp) {
  console.log('Installing packages (the first time only; takes about half a minute) …');
  rmSync(STAMP, { force: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(
    npm,
    [
      'exec',
      '--yes',
      'pnpm@12',
      '--',
      'install',
      '--frozen-lockfile',
      '--prefer-offline',
      '--reporter=append-only',
    ],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CI: 'true' } },
  );
  if (done.error) fail(`npm could not be started (${done.error.message}): install npm, then try again.`);
  if (done.status !== 0) {
    fail(
      'The packages could not be installed. Check that this machine reaches its npm registry and that this ' +
        'folder can be written, then try again.',
    );
  }
  try {
    writeFileSync(STAMP, `${stamp}\n`);
  } catch (error) {
    fail(
      `The folder ${ROOT} cannot be written (${error.code}): change its owner, or clone into your own folder.`,
    );
  }
}

function handOver() {
  const child = spawn(NODE_24, ['--disable-warning=ExperimentalWarning', script, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  // Ctrl-C reaches the whole process group; the child decides when it is done, this process only waits.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) =>
    fail(`Node 24 could not be started: ${error.message}. Delete node_modules and try again.`),
  );
  child.on('exit', (code, signal) => process.exit(signal ? 128 : (code ?? 1)));
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
