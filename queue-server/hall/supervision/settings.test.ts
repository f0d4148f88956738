import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from '../options.ts';
import { flagsOf, parseSettings } from './settings.ts';

const FILE = path.resolve('/etc/yichuang/settings.yaml');
const GOOD = `version: 1
config: hall.yaml
data: /var/lib/yichuang/hall
keys: /var/lib/yichuang/keys
logs: { folder: /var/log/yichuang, quotaMb: 4096 }
network: { lan: 10.20.0.5, hostNames: [hall.county.gov.cn] }
publicUrl: https://hall.example.cn
platform: { url: https://platform.example.cn, credentialFile: ../platform-credential }
time: { sntpPort: 8123 }
`;

describe('the settings file', () => {
  it('says what the command line of the hall server says', () => {
    const settings = parseSettings(GOOD, FILE);
    if (!settings.ok) throw new Error(settings.error.message);
    expect(readOptions(flagsOf(settings.value))).toMatchObject({
      config: '/etc/yichuang/hall.yaml',
      data: '/var/lib/yichuang/hall',
      keys: '/var/lib/yichuang/keys',
      port: 8600,
      mqttPort: 8601,
      lan: '10.20.0.5',
      httpsPort: 8443,
      mqttsPort: 8883,
      hostNames: ['hall.county.gov.cn'],
      publicUrl: 'https://hall.example.cn',
      platformUrl: 'https://platform.example.cn',
      platformCredentialFile: '/etc/platform-credential',
      logFile: '/var/log/yichuang/hall.log',
      logQuotaMb: 4096,
      sntpPort: 8123,
      demo: false,
    });
  });

  it('needs neither platform nor network', () => {
    const settings = parseSettings('version: 1\nconfig: a\ndata: b\nkeys: c\n', FILE);
    if (!settings.ok) throw new Error(settings.error.message);
    const options = readOptions(flagsOf(settings.value));
    expect([options.platformUrl, options.platformCredentialFile, options.lan, options.httpsPort]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it.each([
    ['version: 1\nconfig: a\ndata: b\n', ['settings.yaml:1: keys: is missing']],
    [GOOD.replace('quotaMb: 4096', 'quotaMb: 4'), ['settings.yaml:5: logs.quotaMb: must be 50 or more']],
    [
      GOOD.replace('lan: 10.20.0.5', 'lan: everywhere'),
      ['settings.yaml:6: network.lan: must be an IP address of this machine, or 0.0.0.0'],
    ],
    [`${GOOD}demo: true\n`, ['settings.yaml:10: demo: is a key that nobody knows']],
    [
      GOOD.replace('version: 1', 'version: 1\nport: eighty').replace('https://hall.example.cn', 'ftp://x'),
      [
        'settings.yaml:2: port: must be a number, but "eighty" is there',
        'settings.yaml:8: publicUrl: must be an address such as https://hall.example.cn',
      ],
    ],
    ['version: [1\n', ['settings.yaml:2: not valid YAML']],
  ])('names the line of each mistake (%#)', (text, expected) => {
    const settings = parseSettings(text, 'settings.yaml');
    const lines = settings.ok ? [] : settings.error.message.split('\n');
    expect(lines.length).toBe(expected.length);
    for (const [i, line] of expected.entries()) expect(lines[i]).toContain(line);
  });
});
