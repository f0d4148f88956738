import { describe, expect, it } from 'vitest';
import { parseConfig, parseSetup } from '../config.ts';

const base = {
  profile: 'server',
  device: 'server-1',
  secret: '0123456789abcdef',
  hall: 'demo',
  mqttUrl: 'mqtt://127.0.0.1:9',
  dataDir: '/tmp/none',
  ups: { name: 'hall' },
  hallServer: { by: 'command', stop: ['/usr/bin/systemctl', 'stop', 'yichuang-hall.service'] },
};
const problem = (change: object): string => {
  const parsed = parseConfig(JSON.stringify({ ...base, ...change }));
  return parsed.ok ? 'none' : parsed.error.message;
};

describe('settings of the power', () => {
  it('have defaults', () => {
    const parsed = parseConfig(JSON.stringify(base));
    expect(parsed.ok && parsed.value).toMatchObject({
      ups: { host: '127.0.0.1', port: 3493, pollS: 5, lostS: 15, backS: 10, stopAfterS: 300, tellS: 30 },
    });
    const kiosk = parseConfig(
      JSON.stringify({
        ...{ ...base, hallServer: undefined },
        profile: 'kiosk',
        httpUrl: 'http://127.0.0.1:9',
        port: 0,
      }),
    );
    expect(kiosk.ok && kiosk.value).toMatchObject({ ups: { stopAfterS: 180, visitS: 60, lowVisitS: 20 } });
  });

  it.each([
    [{ ups: {} }, /^ups\.name: /],
    [{ ups: { name: 'a b' } }, /^ups\.name: holds blanks$/],
    [{ ups: { name: 'a\nFSD a' } }, /^ups\.name: /],
    [{ ups: { name: 'a', user: { name: 'x', password: 'y\nz' } } }, /^ups\.user\.password: holds control/],
    [{ ups: { name: 'a', stopAfterS: -1 } }, /^ups\.stopAfterS: /],
    [{ ups: { name: 'a', shutdown: 'poweroff' } }, /^ups\.shutdown: /],
    [{ ups: { name: 'a', shutdown: ['poweroff'] } }, /full path/],
    [{ ups: { name: 'a', shutdown: [] } }, /^ups\.shutdown: /],
    [{ ups: { name: 'a', shutdwn: ['/x'] } }, /^ups: /],
    [{ hallServer: { by: 'command', start: ['/bin/true'] } }, /^hallServer\.stop: /],
    [{ hallServer: { by: 'process' } }, /^hallServer\.pidFile: /],
    [{ hallServer: undefined }, /^hallServer: /],
  ])('%j is refused with its place', (change, words) => {
    expect(problem(change)).toMatch(words);
  });

  it('a server host enrols as one', () => {
    const { device: _device, secret: _secret, hall: _hall, ...rest } = base;
    const setup = parseSetup(JSON.stringify({ ...rest, enrol: { url: 'https://127.0.0.1:8443' } }));
    expect(setup.ok && setup.value).toMatchObject({ kind: 'enrol', deviceKind: 'server-host', port: null });
  });
});
