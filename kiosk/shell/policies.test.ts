import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { chromiumPolicies, policyText } from './policies.ts';
import { inNamespace, policyWay, writePolicies } from './policy-place.ts';

let settings: string;
beforeEach(() => {
  settings = mkdtempSync(path.join(tmpdir(), 'settings-'));
});
afterEach(() => rmSync(settings, { recursive: true, force: true }));

const ORIGINS = ['http://127.0.0.1:8603/', 'http://127.0.0.1:8619/'];

it('allows the two pages of this machine and blocks the rest', () => {
  const policies = chromiumPolicies(ORIGINS, false);
  expect(policies).toMatchObject({
    URLBlocklist: expect.arrayContaining(['*']),
    URLAllowlist: ['http://127.0.0.1:8603', 'http://127.0.0.1:8619'],
    DeveloperToolsAvailability: 2,
    RemoteDebuggingAllowed: false,
    DownloadRestrictions: 3,
    AllowFileSelectionDialogs: false,
    PrintingEnabled: false,
    DefaultPopupsSetting: 2,
    BrowserGuestModeEnabled: false,
    BrowserAddPersonEnabled: false,
    ExtensionInstallBlocklist: ['*'],
    AudioCaptureAllowed: false,
    VideoCaptureAllowed: false,
    ScreenCaptureAllowed: false,
  });
  expect(policies).not.toHaveProperty('VideoCaptureAllowedUrls');
});

it('gives the camera to the host’s page alone, where it is asked for', () => {
  expect(chromiumPolicies(ORIGINS, true)).toMatchObject({
    VideoCaptureAllowed: false,
    VideoCaptureAllowedUrls: ['http://127.0.0.1:8603'],
  });
});

it('knows its own file, and no other', async () => {
  const text = policyText(chromiumPolicies(ORIGINS, false));
  const file = writePolicies(settings, text);
  expect(file).toBe(path.join(settings, 'policies/managed/yichuang-kiosk.json'));
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(await policyWay({ settings, text })).toEqual({ way: 'installed' });
  const other = await policyWay({ settings, text: policyText(chromiumPolicies(ORIGINS, true)) });
  expect(other.way).not.toBe('installed');
});

it('says plainly what to do where neither way is there', async () => {
  const nowhere = path.join(settings, 'nowhere');
  const found = await policyWay({ settings: nowhere, text: '{}' });
  expect(found).toMatchObject({
    way: 'missing',
    sentence: expect.stringContaining('npm run kiosk -- --write-policies'),
  });
});

const [probe, ...words] = inNamespace(import.meta.dirname, import.meta.dirname, ['true']);
const namespaces = spawnSync(probe as string, words).status === 0;
it.skipIf(!namespaces)(
  `shows the policies to one program only${namespaces ? '' : ' [skipped: no user namespaces here]'}`,
  () => {
    const own = mkdtempSync(path.join(tmpdir(), 'own-'));
    const file = writePolicies(own, '{"a":1}\n');
    const seen = path.join(settings, path.relative(own, file));
    const [command, ...args] = inNamespace(settings, own, [
      'sh',
      '-c',
      'cat "$1" && grep CapEff /proc/self/status',
      'sh',
      seen,
    ]);
    const { stdout, status } = spawnSync(command as string, args, { encoding: 'utf8' });
    expect([status, stdout.split('\n')[0]]).toEqual([0, '{"a":1}']);
    expect(existsSync(seen)).toBe(false);
    rmSync(own, { recursive: true, force: true });
  },
);
