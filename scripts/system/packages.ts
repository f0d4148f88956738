import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian packages that tests use as real peers; a test that lacks one is skipped by name. */
export const TEST_PACKAGES: Readonly<Record<string, string>> = {
  chromium: 'the pages, driven as a person would',
  socat: 'pairs of pseudo-terminals in place of serial ports',
  'mosquitto-clients': 'mosquitto_sub, an MQTT client that nobody here wrote',
  xvfb: 'a screen without a monitor, for the locked kiosk window',
  xdotool: 'keys and pointer of a person who wants out of it',
  'cups-ipp-utils': 'ippeveprinter and ipptool, a real IPP printer and client',
  'sane-utils': 'scanimage, with a scanner that exists in software only',
  'nut-server': 'upsd with dummy-ups, a real UPS server',
  dbus: 'needed by ippeveprinter',
  'avahi-daemon': 'needed by ippeveprinter',
  'poppler-utils': 'pdftotext and pdftoppm, which read back our papers',
  udev: 'udevadm, for the list of serial ports',
  'libusb-1.0-0': 'needed by node-hid',
  'fonts-noto-cjk': 'rare characters on screens and papers',
};

/** Installs what is missing, as root on Debian only; says what and why first. Never fails the tests by itself. */
export function installTestPackages(say: (line: string) => void): void {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    say('System packages are only installed as root on Debian; tests that miss one are skipped by name.');
    return;
  }
  const missing = Object.keys(TEST_PACKAGES).filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  say('Installing system packages for the tests (--no-system leaves them out):');
  for (const name of missing) say(`  ${name} — ${TEST_PACKAGES[name]}`);
  const run = (args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  run(['update', '-qq']);
  if (!run(['install', '-y', '-qq', '--no-install-recommends', ...missing])) {
    say('Not all could be installed; tests that miss one are skipped by name.');
  }
}

function isInstalled(name: string): boolean {
  const found = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' });
  return found.stdout?.includes('install ok installed') ?? false;
}
