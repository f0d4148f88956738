import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../launch/options.ts';

const DEMO_HALL = path.join(ROOT, 'queue-server/hall/config/demo-hall.yaml');
const NODE = [process.execPath, '--disable-warning=ExperimentalWarning'] as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'yichuang-production-'));
  // No program at all in the search path: whatever calls a package manager fails.
  mkdirSync(path.join(folder, 'empty'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = () => ({ PATH: path.join(folder, 'empty'), HOME: folder });
const run = (script: string, args: readonly string[]) => {
  const done = spawnSync(NODE[0], [NODE[1], path.join(ROOT, 'scripts', script), ...args], {
    encoding: 'utf8',
    env: environment(),
    timeout: 50_000,
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
};

async function freePort(): Promise<number> {
  for (let port = 21_000 + (process.pid % 400) * 20; ; port += 1) {
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

describe('a production start', () => {
  it('refuses demo logins, the folders of a demo, and a settings file with a mistake', () => {
    expect(run('hall.ts', ['--demo'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('npm start is the demo'),
    });
    expect(run('hall.ts', [])).toMatchObject({ code: 1, err: expect.stringContaining('--settings FILE') });

    const keys = path.join(folder, 'demo-keys');
    mkdirSync(keys);
    writeFileSync(path.join(keys, 'demo-credentials.json'), '{}');
    const args = ['--config', DEMO_HALL, '--data', path.join(folder, 'demo-data'), '--keys', keys];
    expect(run('hall.ts', args)).toMatchObject({
      code: 1,
      err: expect.stringContaining('belonged to a demo'),
    });

    const settings = path.join(folder, 'wrong.yaml');
    writeFileSync(settings, 'version: 1\nconfig: hall.yaml\ndata: data\nkeys: keys\nprot: 8600\n');
    expect(run('hall.ts', ['--settings', settings])).toMatchObject({
      code: 1,
      err: `${settings}:5: prot: is a key that nobody knows\n`,
    });
  });

  it('without packages says so, and gets none', () => {
    const copy = path.join(folder, 'copy', 'scripts');
    mkdirSync(copy, { recursive: true });
    copyFileSync(path.join(ROOT, 'scripts/bootstrap.mjs'), path.join(copy, 'bootstrap.mjs'));
    writeFileSync(path.join(copy, 'hall.ts'), '');
    const done = spawnSync(NODE[0], [path.join(copy, 'bootstrap.mjs'), 'hall'], {
      encoding: 'utf8',
      env: environment(),
    });
    expect([done.status, done.stdout]).toEqual([1, '']);
    expect(done.stderr).toContain('The packages are not installed');
  });

  it('runs without platform and package manager; the doctor sees it, and it ends in order', async () => {
    const [port, mqttPort] = [await freePort(), 0];
    const settings = path.join(folder, 'settings.yaml');
    copyFileSync(DEMO_HALL, path.join(folder, 'hall.yaml'));
    writeFileSync(
      settings,
      `version: 1\nconfig: hall.yaml\ndata: data\nkeys: keys\nlogs: { folder: logs, quotaMb: 50 }\nport: ${port}\nmqttPort: ${port + 1}\n`,
    );
    const hall = spawn(
      NODE[0],
      [NODE[1], path.join(ROOT, 'scripts/hall.ts'), '--settings', settings, '--mqtt-port', String(mqttPort)],
      {
        env: environment(),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let words = '';
    for (const stream of [hall.stdout, hall.stderr]) stream.on('data', (chunk: Buffer) => (words += chunk));
    const ended = new Promise<number | null>((resolve) => hall.once('exit', resolve));
    try {
      while (!words.includes('npm run doctor checks this machine')) {
        if (hall.exitCode !== null) throw new Error(words);
        await sleep(50);
      }
      // Not a terminal: the code itself stays out of what a journal keeps.
      const code = readFileSync(path.join(folder, 'keys', 'setup-code'), 'utf8').trim();
      expect(words).toContain(path.join(folder, 'keys', 'setup-code'));
      expect(words).not.toContain(code);
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);

      const doctor = run('doctor.ts', ['--settings', settings, '--json']);
      const { state, sections } = JSON.parse(doctor.out) as {
        state: string;
        sections: { findings: { id: string; state: string; says: { en: string } }[] }[];
      };
      expect(doctor.code).toBe({ good: 0, attention: 1, trouble: 2 }[state]);
      const findings = new Map(
        sections.flatMap((section) => section.findings).map((entry) => [entry.id, entry]),
      );
      expect(findings.get(`port-${port}`)?.says.en).toContain('held by our hall');
      expect(findings.get('database-ledger')?.state).toBe('good');
      expect(findings.get('key-permissions')?.state).toBe('good');
      expect(findings.get('config')?.state).toBe('good');
    } finally {
      hall.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
    expect(readFileSync(path.join(folder, 'logs', 'hall.log'), 'utf8')).toContain('"event":"hall.ready"');
  });

  it('the doctor names a damaged database and keys that others read', () => {
    const data = path.join(folder, 'ill');
    const keys = path.join(folder, 'ill-keys');
    mkdirSync(data);
    mkdirSync(keys);
    writeFileSync(path.join(data, 'ledger.db'), 'this is no database at all'.repeat(50));
    writeFileSync(path.join(keys, 'hall.key'), '00'.repeat(32), { mode: 0o644 });
    const doctor = run('doctor.ts', ['--data', data, '--keys', keys, '--lang', 'en']);
    expect(doctor.code).toBe(2);
    expect(doctor.out).toContain('TROUBLE    ledger.db is damaged.');
    expect(doctor.out).toContain('TROUBLE    Others can read key files: hall.key.');
    expect(run('doctor.ts', ['--nonsense']).code).toBe(2);
  });
});
