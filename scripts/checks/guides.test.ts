import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseSettings } from '@hall/queue-server/hall/supervision/settings';
import { describe, expect, it } from 'vitest';
import { ROOT } from './sources.ts';

/** What a technician types and copies must exist: guides and units are held against the repository. */

const INSTALLED = '/opt/yichuang';
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const GUIDES = [
  ...['docs/install/README.md', 'docs/install/README.zh.md', 'docs/incident.md', 'docs/incident.zh.md'],
  'docs/clerk-guide.zh.md',
];
const UNITS = globSync('docs/install/systemd/*.service', { cwd: ROOT }).sort();
const SYSTEMD = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('guides', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  it.each(GUIDES)('%s names only commands and files that there are', (guide) => {
    const text = read(guide);
    for (const [, command] of text.matchAll(/npm run ([a-z]+)/g))
      expect(Object.keys(scripts)).toContain(command);
    for (const [, link] of text.matchAll(/\]\(([^)#]+)\)/g)) {
      expect([link, existsSync(path.join(ROOT, path.dirname(guide), link as string))]).toEqual([link, true]);
    }
    for (const [, file] of text.matchAll(/`((?:docs|queue-server|kiosk|scripts)\/[\w./-]+\.\w+)`/g)) {
      expect([file, existsSync(path.join(ROOT, file as string))]).toEqual([file, true]);
    }
  });

  it('the example of a settings file is one', () => {
    const file = 'docs/install/systemd/settings.example.yaml';
    const settings = parseSettings(read(file), file);
    expect(settings).toMatchObject({
      ok: true,
      value: { port: 8600, network: { httpsPort: 8443, mqttsPort: 8883 } },
    });
    // As if everything that is commented out stood there.
    const all = read(file).replaceAll(/^# (?=publicUrl|platform|time)/gm, '');
    expect(parseSettings(all, file)).toMatchObject({ ok: true, value: { time: { sntpPort: 8123 } } });
  });

  it('say the same ports in both languages', () => {
    const ports = (file: string) => [...new Set(read(file).match(/\b8\d{3}\b/g))].sort();
    expect(ports('docs/install/README.zh.md')).toEqual(ports('docs/install/README.md'));
  });
});

describe('systemd units', () => {
  it.each(UNITS)('%s starts a program that there is, and restarts it', (file) => {
    const unit = read(file);
    const started = /^ExecStart=(.+)$/m.exec(unit)?.[1]?.split(' ') ?? [];
    expect(started[0]).toBe(`${INSTALLED}/node_modules/node/bin/node`);
    const script = started.find((word) => word.endsWith('.ts')) ?? '';
    expect([script, existsSync(path.join(ROOT, script))]).toEqual([script, true]);
    for (const line of ['Restart=always', 'NoNewPrivileges=yes', `WorkingDirectory=${INSTALLED}`]) {
      expect(unit.split('\n')).toContain(line);
    }
    // The program's folder is read-only for the service: what Node compiled goes where it may write.
    const cache = /^CacheDirectory=(.+)$/m.exec(unit)?.[1];
    expect(unit).toContain(`\nEnvironment=NODE_COMPILE_CACHE=%C/${cache}/compiled\n`);
    // A production start calls no package manager.
    expect(started.join(' ')).not.toMatch(/npm|pnpm|bootstrap/);
    const document = /^Documentation=file:\/\/\/opt\/yichuang\/(.+)$/m.exec(unit)?.[1] ?? '';
    expect(existsSync(path.join(ROOT, document))).toBe(true);
  });

  it.skipIf(!SYSTEMD).each(UNITS)('%s is valid for systemd-analyze', (file) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-units-'));
    const name = path.basename(file).replace('@.', '@kiosk.');
    // Verified where it would stand: the paths of this checkout in place of the installed ones.
    writeFileSync(path.join(folder, path.basename(file)), read(file).replaceAll(INSTALLED, ROOT));
    const user = file.includes('kiosk-shell') ? ['--user'] : [];
    const done = spawnSync('systemd-analyze', [...user, 'verify', '--man=no', path.join(folder, name)], {
      encoding: 'utf8',
      env: { ...process.env, XDG_RUNTIME_DIR: folder },
    });
    rmSync(folder, { recursive: true });
    expect([done.stderr, done.status]).toEqual(['', 0]);
  });
});
