import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseSetup } from '@hall/kiosk/device-host/config';
import { OFFLINE_PORT } from '@hall/kiosk/shell/chromium';
import { CHROMIUM_SETTINGS, MANAGED, POLICY_FILE } from '@hall/kiosk/shell/policies';
import { describe, expect, it } from 'vitest';
import { ROOT } from './sources.ts';

/** What the technician of a kiosk types and copies must exist, in both languages. */

const FOLDER = 'docs/install';
const INSTALLED = '/opt/yichuang/';
const read = (file: string): string => readFileSync(path.join(ROOT, FOLDER, file), 'utf8');
const GUIDES = ['kiosk.md', 'kiosk.zh.md'];

describe.each(GUIDES)('%s', (guide) => {
  const text = read(guide);
  it('names only commands and files that there are', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const [, command] of text.matchAll(/npm run ([a-z]+)/g))
      expect(Object.keys(scripts)).toContain(command);
    for (const [, link] of text.matchAll(/\]\(([^)#]+)\)/g))
      expect([link, existsSync(path.join(ROOT, FOLDER, link as string))]).toEqual([link, true]);
    for (const [file] of text.matchAll(
      /\b(?:docs|kiosk)\/(?:[\w.@-]+\/)+[\w.@-]+\.(?:ts|conf|desktop|service|xml)\b/g,
    ))
      expect([file, existsSync(path.join(ROOT, file))]).toEqual([file, true]);
  });

  it('names the folder of the policies and the port of the shell’s own page', () => {
    expect(text).toContain(`\`${CHROMIUM_SETTINGS}/${MANAGED}/${POLICY_FILE}\``);
    expect(text).toContain(String(OFFLINE_PORT));
  });

  it('has every block of commands of the other', () => {
    const blocks = (file: string) =>
      [...read(file).matchAll(/^ *```\n([\s\S]*?)^ *```$/gm)].map(([, block]) =>
        (block as string).replaceAll(/ +# .*/g, '').trim(),
      );
    expect(blocks(guide)).toEqual(blocks('kiosk.md'));
    const boxes = (file: string) => read(file).match(/^- \[ \]/gm)?.length;
    expect(boxes(guide)).toBe(boxes('kiosk.md'));
  });
});

it('the example of a kiosk’s settings is one, and its page is where the unit looks for it', () => {
  const setup = parseSetup(read('kiosk/kiosk.example.json'));
  expect(setup).toMatchObject({ ok: true, value: { kind: 'enrol', port: 8603 } });
  expect(read('systemd/yichuang-kiosk-shell.service')).toContain('--url http://127.0.0.1:8603/\n');
});

it('what the guide has copied leads to files of this repository', () => {
  for (const file of [
    'kiosk/xsession.desktop',
    'kiosk/cage.service',
    'systemd/yichuang-kiosk-shell.service',
  ]) {
    const own = read(file).matchAll(/\/opt\/yichuang\/(\S+)/g);
    for (const [, name] of own)
      if (!name?.startsWith('node_modules/')) {
        expect([file, name, existsSync(path.join(ROOT, name as string))]).toEqual([file, name, true]);
      }
    const script = /(?<=\s)(?:kiosk|scripts)\/[\w/.-]+\.ts/.exec(read(file))?.[0];
    if (script !== undefined) expect(existsSync(path.join(ROOT, script))).toBe(true);
  }
  expect(read('kiosk/xsession.desktop')).toContain(`Exec=${INSTALLED}docs/install/kiosk/session.sh`);
});

it('the session is a program that a shell understands', () => {
  const file = path.join(ROOT, FOLDER, 'kiosk/session.sh');
  expect(statSync(file).mode & 0o111).toBe(0o111);
  expect(spawnSync('sh', ['-n', file]).status).toBe(0);
});

it('units that start again for ever are never given up', () => {
  for (const file of ['kiosk/cage.service', 'systemd/yichuang-kiosk-shell.service']) {
    expect(read(file)).toMatch(/^\[Unit\][\s\S]*^StartLimitIntervalSec=0$[\s\S]*^\[Service\]/m);
    expect(read(file)).toMatch(/^Restart=always$/m);
  }
});
