import type { Finding } from '@hall/shared/contracts/health';
import { describe, expect, it } from 'vitest';
import { sizeOutlook } from '../../ledger/size.ts';
import { DAY_MS } from '../finding.ts';
import { reportOf } from '../report.ts';
import { checkDevices } from './devices.ts';
import {
  checkBackup,
  checkCertificates,
  checkKeys,
  checkLedger,
  checkLedgerSize,
  checkPlatform,
} from './keeping.ts';
import {
  checkConfig,
  checkDatabases,
  checkDevicePorts,
  checkNode,
  checkPackages,
  checkPages,
  checkPorts,
} from './machine.ts';
import { checkDisk, checkLogs, checkLoop, checkMemory, checkWriting, type DiskFacts } from './storage.ts';
import { checkClock, checkSkew } from './time.ts';

const GIB = 1024 ** 3;
const NOW = Date.parse('2026-11-23T09:00:00Z');
const states = (findings: readonly Finding[]) => Object.fromEntries(findings.map((f) => [f.id, f.state]));

/** Whatever is not good says what to do, in both languages; whatever is good asks for nothing. */
function advised(findings: readonly Finding[]): readonly Finding[] {
  for (const finding of findings) {
    expect([finding.id, finding.act === null]).toEqual([finding.id, finding.state === 'good']);
    for (const text of [finding.says, finding.act]) {
      if (text === null) continue;
      expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(text.en.length).toBeGreaterThan(5);
      expect(`${text.zh}${text.en}`).not.toMatch(/undefined|NaN|null/);
    }
  }
  return findings;
}

describe('storage', () => {
  const disk: DiskFacts = {
    name: 'data',
    freeBytes: 100 * GIB,
    totalBytes: 200 * GIB,
    inMemory: false,
    syncMs: 0.2,
  };
  it.each([
    ['a good disk', {}, { 'data-space': 'good', 'data-sync': 'good' }],
    ['little space', { freeBytes: 4 * GIB }, { 'data-space': 'attention', 'data-sync': 'good' }],
    ['no space', { freeBytes: GIB }, { 'data-space': 'trouble', 'data-sync': 'good' }],
    ['a slow disk', { syncMs: 30 }, { 'data-space': 'good', 'data-sync': 'attention' }],
    ['a dying disk', { syncMs: 200 }, { 'data-space': 'good', 'data-sync': 'trouble' }],
    ['memory', { inMemory: true, syncMs: null }, { 'data-in-memory': 'trouble', 'data-space': 'good' }],
  ])('%s', (_name, change, expected) => {
    expect(states(advised(checkDisk({ ...disk, ...change })))).toEqual(expected);
  });

  it('names a full disk, a failed write and a lost vault', () => {
    const writing = (failure: string | null, vaultOpen = true) =>
      states(advised(checkWriting({ failure, vaultOpen })));
    expect(writing(null)).toEqual({ 'ledger-writing': 'good', vault: 'good' });
    expect(writing('STORAGE_FULL')['ledger-writing']).toBe('trouble');
    expect(writing('STORAGE_FAILED', false)).toEqual({ 'ledger-writing': 'trouble', vault: 'trouble' });
  });

  it('says when the quota does not hold six months: foreseen, and when it happened', () => {
    const logs = { bytes: 1e6, quotaBytes: 1e9, oldestAt: NOW - 30 * DAY_MS, cutShortAt: null, lostLines: 0 };
    const look = (change: object) => states(advised(checkLogs({ ...logs, ...change }, NOW)));
    expect(look({})).toEqual({ 'log-retention': 'good' });
    expect(look({ bytes: 2e8 })).toEqual({ 'log-retention': 'attention' });
    expect(look({ cutShortAt: NOW - DAY_MS })).toEqual({ 'log-retention': 'attention' });
    expect(look({ cutShortAt: NOW - 181 * DAY_MS })).toEqual({ 'log-retention': 'good' });
    expect(look({ lostLines: 3 })['log-lost']).toBe('attention');
    expect(look({ oldestAt: null, bytes: 0 })).toEqual({ 'log-retention': 'good' });
  });

  it('judges memory and the event loop', () => {
    expect(states(advised(checkMemory(4 * GIB, 8 * GIB)))).toEqual({ memory: 'good' });
    expect(states(advised(checkMemory(0.1 * GIB, 8 * GIB)))).toEqual({ memory: 'trouble' });
    expect(states(advised(checkLoop(80)))).toEqual({ responsiveness: 'attention' });
  });
});

describe('time', () => {
  const clock = {
    synchronised: true,
    jumps: [],
    hallAheadMs: 0,
    machineZone: 'Asia/Shanghai',
    hallZone: 'Asia/Shanghai',
  };
  it.each([
    ['well', {}, { 'time-source': 'good' }],
    ['no source', { synchronised: false }, { 'time-source': 'attention' }],
    ['unknown', { synchronised: null }, { 'time-source': 'attention' }],
    [
      'a small jump',
      { jumps: [{ at: NOW, byMs: -5_000 }] },
      { 'time-source': 'good', 'clock-jump': 'attention' },
    ],
    ['an hour', { jumps: [{ at: NOW, byMs: 3.6e6 }] }, { 'time-source': 'good', 'clock-jump': 'trouble' }],
    ['a jump of last week', { jumps: [{ at: NOW - 7 * DAY_MS, byMs: 3.6e6 }] }, { 'time-source': 'good' }],
    ['set back', { hallAheadMs: 3_000 }, { 'time-source': 'good', 'hall-ahead': 'attention' }],
    ['set to 1970', { hallAheadMs: NOW }, { 'time-source': 'good', 'hall-ahead': 'trouble' }],
    ['another zone', { machineZone: 'UTC' }, { 'time-source': 'good', 'time-zone': 'attention' }],
  ])('%s', (_name, change, expected) => {
    expect(states(advised(checkClock({ ...clock, ...change }, NOW)))).toEqual(expected);
  });

  it.each([
    [0, 'good'],
    [2_000, 'good'],
    [-2_001, 'attention'],
    [60_000, 'attention'],
    [-60_001, 'trouble'],
  ])('a device clock that is %i ms off is %s', (skewMs, state) => {
    const name = { zh: '取号机', en: 'Kiosk' };
    expect(
      states(
        advised(
          checkSkew([
            { name, skewMs: 3 },
            { name, skewMs },
          ]),
        ),
      ),
    ).toEqual({ 'device-skew': state });
  });

  it('says nothing of clocks that nobody told about', () => {
    expect(checkSkew([])).toEqual([]);
  });
});

describe('what has to be kept in order', () => {
  const certificate = (daysLeft: number, names: string[] = ['10.1.1.5']) => ({
    file: 'hall-server.pem',
    notBefore: NOW - DAY_MS,
    notAfter: NOW + daysLeft * DAY_MS,
    names,
    isAuthority: false,
  });
  it.each([
    [31, 'good'],
    [30, 'attention'],
    [7, 'trouble'],
    [-1, 'trouble'],
  ])('a certificate with %i days left is %s', (days, state) => {
    expect(states(advised(checkCertificates([certificate(days)], ['10.1.1.5'], NOW)))).toEqual({
      'certificate-hall-server-pem': state,
    });
  });
  it('names an address that no certificate speaks for, and one that is not valid yet', () => {
    expect(
      states(advised(checkCertificates([certificate(90)], ['10.1.1.6'], NOW)))['certificate-names'],
    ).toBe('attention');
    const early = { ...certificate(90), notBefore: NOW + DAY_MS };
    expect(states(advised(checkCertificates([early], [], NOW)))).toEqual({
      'certificate-hall-server-pem': 'trouble',
    });
    expect(states(advised(checkCertificates([], [], NOW)))).toEqual({ certificates: 'attention' });
  });

  it('keys: permissions, place, and the one that must not be missing', () => {
    const folder = {
      keys: [{ file: 'hall.key', mode: 0o100600 }],
      hallKey: true,
      vault: true,
      insideData: false,
    };
    expect(states(advised(checkKeys(folder)))).toEqual({ 'key-permissions': 'good' });
    expect(states(advised(checkKeys({ ...folder, keys: [{ file: 'hall.key', mode: 0o100640 }] })))).toEqual({
      'key-permissions': 'trouble',
    });
    expect(states(advised(checkKeys({ ...folder, hallKey: false, insideData: true })))).toMatchObject({
      'hall-key': 'trouble',
      'keys-apart': 'attention',
    });
  });

  it('backups grow old', () => {
    const age = (hours: number | null, lastFailure: string | null = null) =>
      states(
        advised(
          checkBackup(
            { configured: true, lastAt: hours === null ? null : NOW - hours * 3.6e6, lastFailure },
            NOW,
          ),
        ),
      );
    expect(age(null)).toEqual({ 'backup-age': 'attention' });
    expect(age(26)).toEqual({ 'backup-age': 'good' });
    expect(age(51)).toEqual({ 'backup-age': 'attention' });
    expect(age(24 * 8)).toEqual({ 'backup-age': 'trouble' });
    expect(age(2, 'folder-missing')).toEqual({ 'backup-age': 'good', 'backup-failed': 'attention' });
    expect(age(null, 'folder-missing')).toEqual({ 'backup-age': 'attention', 'backup-failed': 'attention' });
  });

  it('a platform that is away is no fault until records wait for hours', () => {
    const look = (linked: boolean, waiting: number, hours: number | null) =>
      states(
        advised(
          checkPlatform({ linked, waiting, oldestAt: hours === null ? null : NOW - hours * 3.6e6 }, NOW),
        ),
      );
    expect(look(false, 900, 900)).toEqual({ platform: 'good' });
    expect(look(true, 0, null)).toEqual({ platform: 'good' });
    expect(look(true, 4, 3)).toEqual({ platform: 'attention' });
    expect(look(true, 4, 25)).toEqual({ platform: 'trouble' });
  });

  it('a head that others keep and that does not fit is the loudest', () => {
    const look = (anchoredAt: number | null | undefined, contradictedAt: number | null = null) =>
      states(advised(checkLedger({ events: 7, shortHead: 'AB12CD', anchoredAt, contradictedAt }, NOW)));
    expect(look(undefined)).toEqual({ 'ledger-head': 'good' });
    expect(look(null)).toMatchObject({ 'ledger-anchor': 'attention' });
    expect(look(NOW - DAY_MS)).toMatchObject({ 'ledger-anchor': 'good' });
    expect(look(NOW - 4 * DAY_MS)).toMatchObject({ 'ledger-anchor': 'attention' });
    expect(look(NOW, 41)).toMatchObject({ 'ledger-contradiction': 'trouble' });
  });
  it('the ledger says for how many days it has room', () => {
    const MIB = 1024 ** 2;
    const size = {
      ...{ liveBytes: 100 * MIB, freeBytes: 0, archiveBytes: 300 * MIB },
      ...{ diskFreeBytes: 10_000 * MIB, bytesPerDay: 2 * MIB },
    };
    const look = (budgetMiB: number, change: Partial<typeof size> | { bytesPerDay: null } = {}) =>
      advised(checkLedgerSize(sizeOutlook({ ...size, ...change }, budgetMiB)));
    expect(look(1_000)[0]).toMatchObject({
      state: 'good',
      says: { en: 'The ledger takes 400 MB of its 1000 MB: at this rate there is room for about 300 days.' },
    });
    expect(look(560)[0]?.state).toBe('attention');
    expect(look(428)[0]?.state).toBe('trouble');
    // The disk is smaller than the budget.
    expect(look(1_000, { diskFreeBytes: 20 * MIB })[0]?.state).toBe('trouble');
    // In its first day nobody knows the growth.
    expect(look(1_000, { bytesPerDay: null })[0]).toMatchObject({ state: 'good' });
    expect(look(300, { bytesPerDay: null })[0]).toMatchObject({ state: 'attention' });
  });
});

describe('devices', () => {
  const device = (kind: string, online: boolean, troubles: string[] = []) => ({
    name: { zh: kind, en: kind },
    ...{ kind, online, seen: true, troubles },
  });
  it('no kiosk at all is a fault; one away, or ill, deserves a look', () => {
    expect(states(advised(checkDevices([])))).toEqual({ devices: 'attention' });
    expect(states(advised(checkDevices([device('kiosk', true), device('wall', true)])))).toEqual({
      devices: 'good',
    });
    expect(states(advised(checkDevices([device('kiosk', true), device('kiosk', false)])))).toEqual({
      'devices-away': 'attention',
    });
    expect(states(advised(checkDevices([device('kiosk', false)])))).toMatchObject({
      'kiosks-away': 'trouble',
    });
    expect(states(advised(checkDevices([device('kiosk', true, ['ticket-printer: paper-out'])])))).toEqual({
      'devices-ill': 'attention',
    });
  });
});

describe('the machine', () => {
  it('Node', () => {
    const states = ['20.19.0', '24.6.0', '24.7.0', '26.0.0'].map((version) => checkNode(version)[0]?.state);
    expect(states).toEqual(['trouble', 'trouble', 'good', 'good']);
  });
  it('ports: free, ours, another’s, forbidden, and in the range of outgoing connections', () => {
    const port = (number: number, held: 'free' | 'our-hall' | 'other' | 'forbidden') =>
      advised(checkPorts([{ port: number, use: 'HTTP', held }]))[0]?.state;
    expect([
      port(8600, 'free'),
      port(8600, 'our-hall'),
      port(8600, 'other'),
      port(443, 'forbidden'),
      port(40_000, 'free'),
    ]).toEqual(['good', 'good', 'trouble', 'trouble', 'attention']);
  });
  it('databases: none yet is fine, one missing of several is not, a newer schema is not', () => {
    const db = (name: string, state: 'missing' | 'sound' | 'unreadable' | 'damaged', schema = 1) => ({
      name,
      state,
      schema,
      known: 2,
    });
    expect(states(advised(checkDatabases([db('ledger', 'missing'), db('vault', 'missing')])))).toEqual({
      databases: 'good',
    });
    expect(
      states(
        advised(
          checkDatabases([
            db('ledger', 'sound'),
            db('vault', 'missing'),
            db('access', 'damaged'),
            db('x', 'unreadable'),
            db('y', 'sound', 3),
          ]),
        ),
      ),
    ).toEqual({
      'database-ledger': 'good',
      'database-vault': 'trouble',
      'database-access': 'trouble',
      'database-x': 'trouble',
      'database-y': 'trouble',
    });
  });
  it('optional packages are not missed', () => {
    const entry = (name: string, there: boolean, need: 'needed' | 'screens' | 'optional') => ({
      name,
      there,
      need,
      forWhat: { zh: '用', en: 'use' },
    });
    expect(
      states(
        advised(
          checkPackages([
            entry('chromium', false, 'screens'),
            entry('cups', false, 'optional'),
            entry('gcc', true, 'optional'),
          ]),
        ),
      ),
    ).toEqual({
      'package-chromium': 'attention',
      'package-gcc': 'good',
    });
  });
  it('pages, device ports and the configuration', () => {
    expect(states(advised(checkPages([], [])))).toEqual({ pages: 'good' });
    expect(states(advised(checkPages(['console'], [])))).toEqual({ pages: 'attention' });
    expect(states(advised(checkPages([], ['console'])))).toEqual({ pages: 'attention' });
    expect(states(advised(checkDevicePorts([{ path: '/dev/ttyUSB0', usable: false }], 'dialout')))).toEqual({
      'device-ports': 'attention',
    });
    expect(states(advised(checkDevicePorts([{ path: '/dev/ttyUSB0', usable: true }], 'dialout')))).toEqual({
      'device-ports': 'good',
    });
    const [wrong] = advised(
      checkConfig('hall.yaml', ['hall.yaml:93: queues[0].prefix: "A" is used twice', 'x']),
    );
    expect([wrong?.state, wrong?.says.en]).toEqual([
      'trouble',
      'The configuration has a mistake: hall.yaml:93: queues[0].prefix: "A" is used twice (and 1 more)',
    ]);
  });
});

describe('the report', () => {
  const none = {
    server: [],
    storage: [],
    devices: [],
    time: [],
    certificates: [],
    backup: [],
    platform: [],
    ledger: [],
  };
  const finding = (id: string, state: Finding['state']): Finding => ({
    id,
    state,
    says: { zh: '一', en: 'a' },
    act: null,
  });
  it('is as bad as its worst group, and puts the worst first', () => {
    const report = reportOf(NOW, {
      ...none,
      time: [finding('a', 'good'), finding('b', 'trouble'), finding('c', 'attention')],
    });
    expect(report.state).toBe('trouble');
    expect(
      report.groups.map((group) => [group.id, group.state]).filter(([, state]) => state !== 'good'),
    ).toEqual([['time', 'trouble']]);
    expect(report.groups[3]?.findings.map((entry) => entry.id)).toEqual(['b', 'c', 'a']);
    expect(report.says).toEqual({
      zh: '有 1 处故障需要马上处理，另有 1 处需要留意。',
      en: '1 fault needs a hand now, 1 more deserves a look.',
    });
  });
  it('says in one sentence that all is well', () => {
    expect(reportOf(NOW, none).says).toEqual({ zh: '一切正常。', en: 'All is well.' });
  });
});
