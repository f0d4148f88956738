import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AccessSettings } from '@hall/shared/contracts/hall-config';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from './access/devices.ts';
import { openStaffDoors } from './access/staff-doors.ts';
import { AccessStore } from './access/store.ts';
import { demoCredentials, wrongMode } from './demo.ts';
import { startHall } from './hall.ts';
import { readOptions } from './options.ts';
import { scratchFolder, testConfig } from './testing/hall.ts';

const START = Date.parse('2026-11-23T09:00:00+08:00');

let folder: ReturnType<typeof scratchFolder>;
let access: AccessStore;
const credentials = () => path.join(folder.path, 'demo-credentials.json');

function open(file: string): AccessStore {
  return new AccessStore({
    ...{ file, settings: AccessSettings.parse({}) },
    ...{ key: Buffer.alloc(32, 7), suite: 'aes', issuer: 'x' },
  });
}

beforeEach(() => {
  folder = scratchFolder();
  access = open(path.join(folder.path, 'access.db'));
  access.accounts.seed(testConfig().staff, START);
});
afterEach(() => {
  access.close();
  folder.remove();
});

const enrol = (by: string) =>
  access.devices.enrol('kiosk-1', hashOf(randomBytes(32).toString('hex')), {
    at: START,
    by,
    enrolment: null,
  });
const openDoors = async () => {
  const doors = await openStaffDoors({
    ...{ access, config: testConfig(), keys: path.join(folder.path, 'keys'), demo: false, now: () => START },
    ledger: { submit: async () => ({ ok: true, json: '{}' }) } as never,
    log: pino({ level: 'silent' }),
  });
  doors.stop();
};

describe('the folder of a real hall', () => {
  it('takes no demo: not with an own password, not with an enrolled device', async () => {
    expect(wrongMode(true, access, credentials())).toBeNull();
    enrol('manager01');
    expect(wrongMode(true, access, credentials())).toContain('belongs to a real hall');
    access.devices.revoke('kiosk-1', START, 'manager01');
    expect(wrongMode(true, access, credentials())).toBeNull();
    await access.accounts.setPassword('admin01', 'the-own-password', { kind: 'own' });
    expect(wrongMode(true, access, credentials())).toContain('belongs to a real hall');
    // Credentials of another demo in the keys folder do not make it one.
    writeFileSync(credentials(), JSON.stringify({ logins: [], devices: [{ id: 'kiosk-1', secret: 'x' }] }));
    expect(wrongMode(true, access, credentials())).toContain('belongs to a real hall');
    expect(wrongMode(false, access, credentials())).toBeNull();
  });

  it('is refused by the server before anything is written, with that sentence', async () => {
    const data = path.join(folder.path, 'hall');
    mkdirSync(data);
    access.close();
    access = open(path.join(data, 'access.db'));
    access.accounts.seed(testConfig().staff, START);
    await access.accounts.setPassword('admin01', 'the-own-password', { kind: 'own' });
    const start = (...more: string[]) => {
      const folders = ['--config', 'x', '--data', data, '--keys', path.join(folder.path, 'keys')];
      const options = readOptions([...folders, '--port', '0', '--mqtt-port', '0', ...more]);
      return startHall(options, testConfig(), pino({ level: 'silent' }));
    };
    await expect(start('--demo')).rejects.toThrow('belongs to a real hall');
    expect([existsSync(path.join(data, 'ledger.db')), existsSync(credentials())]).toEqual([false, false]);
    access.markDemo(START);
    await expect(start()).rejects.toThrow('A demo was played on this data folder');
  });

  it('ends what an old demo enrolled, and accounts whose name was reserved since', async () => {
    enrol('demo');
    access.accounts.create({ username: 'hall', name: '周', nameEn: 'Z', roles: ['guide'] }, 'admin01', START);
    await openDoors();
    expect(access.devices.has('kiosk-1')).toBe(false);
    expect(access.accounts.find('hall')).toMatchObject({ state: 'disabled', changedBy: 'hall' });
  });
});

describe('the folder of a demo', () => {
  it('stays one for good, whatever file is taken away', async () => {
    await demoCredentials(credentials(), testConfig(), access);
    await access.accounts.setPassword('admin01', 'chosen-by-a-visitor', { kind: 'own' });
    const none = path.join(folder.path, 'no-such-file.json');
    expect(wrongMode(true, access, none)).toBeNull();
    expect(wrongMode(false, access, none)).toContain('A demo was played on this data folder');
  });

  it('from before there were marks is known by credentials that are good in it', async () => {
    await demoCredentials(credentials(), testConfig(), access);
    access.db.exec('DELETE FROM marks');
    await access.accounts.setPassword('admin01', 'chosen-by-a-visitor', { kind: 'own' });
    expect(wrongMode(true, access, credentials())).toBeNull();
  });
});
