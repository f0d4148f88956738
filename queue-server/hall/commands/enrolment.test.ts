import { newPairingKey, pairingCommitment } from '@hall/shared/contracts/pairing';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccessDatabase } from '../access/database.ts';
import { DeviceCredentials } from '../access/devices.ts';
import { Enrolments } from '../access/enrolments.ts';
import type { StaffActor } from '../access/store.ts';
import { scratchFolder, testConfig } from '../testing/hall.ts';
import { type EnrolmentOptions, enrolmentHandlers } from './enrolment.ts';

/** A name that does not fit into its row's page: SQLite must ask for another page, as a longer file needs one. */
const LONG = 'm'.repeat(20_000);
const manager = (id: string): StaffActor => ({ kind: 'staff', id, roles: ['manager'], session: 's' });

let folder: ReturnType<typeof scratchFolder>;
let db: Database.Database;
let credentials: DeviceCredentials;
let enrolments: Enrolments;
let handlers: ReturnType<typeof enrolmentHandlers>;
/** What happened, in its order. */
let told: string[];
let notes: Map<string, string>;

beforeEach(() => {
  folder = scratchFolder();
  db = openAccessDatabase(`${folder.path}/access.db`);
  credentials = new DeviceCredentials(db);
  enrolments = new Enrolments('qingxi', 'ab'.repeat(32), (id) => credentials.byEnrolment(id)?.id ?? null);
  told = [];
  notes = new Map();
  // As the ledger: what is known by its id is answered and not written again.
  const submit = (async (_: string, { act }: { act: string }, actor: string, id: string) => {
    const key = `${actor} ${id}`;
    if (!notes.has(key)) {
      notes.set(key, act);
      told.push(`noted ${act}`);
    }
    return { ok: true, json: '{}' };
  }) as never as EnrolmentOptions['ledger']['submit'];
  handlers = enrolmentHandlers({
    config: testConfig(),
    ...{ credentials, enrolments, ledger: { submit }, now: () => 1_000 },
    isOnline: () => false,
    onEnrolled: (device) => told.push(`in ${device}`),
    onEnded: (device) => told.push(`out ${device} ${credentials.has(device) ? 'replaced' : 'shut'}`),
    onChange: () => told.push('changed'),
  });
});
afterEach(() => {
  db.close();
  folder.remove();
});

/** A disk that has no page left; SQLite's own limit, and its own error. */
const fillDisk = () =>
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`, { simple: true });
const freeDisk = () => db.pragma('max_page_count = 100000');
const onDisk = () => new DeviceCredentials(db);

const revoke = (by: string, requestId = 'r1', device = 'wall-1') =>
  handlers['device.revoke']({ actor: manager(by), body: { device, reason: 'lost' }, requestId });
async function waiting() {
  const key = await newPairingKey();
  const commitment = await pairingCommitment(key);
  const begun = enrolments.begin({ kind: 'wall', version: '1', commitment }, '10.0.0.1', 1_000);
  if (!begun.ok) throw new Error(begun.error.code);
  const { enrolment } = begun.value;
  await enrolments.reveal({ enrolment, verifier: key.verifier, nonce: key.nonce }, 1_000);
  const { code } = enrolments.waiting(1_000).find((one) => one.enrolment === enrolment) as { code: string };
  const approve = (by: string, replace: boolean, requestId = 'a1') =>
    handlers['enrolment.approve']({
      actor: manager(by),
      body: { enrolment, code, device: 'wall-1', replace },
      requestId,
    });
  return { secret: key.secret, enrolment, code, approve };
}

describe('a device that is turned out while the disk is full', () => {
  it('is out at once, the manager is told of the disk, and it is written when there is room', async () => {
    const secret = credentials.enrolWithNewSecret('wall-1', 1);
    fillDisk();
    expect(await revoke(LONG)).toMatchObject({ ok: false, error: { code: 'STORAGE_FULL' } });
    expect(credentials.check('wall-1', secret)).toBe(false);
    expect(told).toEqual(['out wall-1 shut', 'changed', 'noted device.revoke']);
    expect(onDisk().has('wall-1')).toBe(true);
    // Tried again in vain, it is not said to be done.
    expect(await revoke(LONG)).toMatchObject({ ok: false, error: { code: 'STORAGE_FULL' } });
    expect(() => credentials.save()).toThrow(/full/);
    freeDisk();
    credentials.save();
    expect(onDisk().record('wall-1')).toMatchObject({ revokedAt: 1_000, revokedBy: LONG, generation: 2 });
    expect(onDisk().check('wall-1', secret)).toBe(false);
    expect(told.filter((line) => line.startsWith('out'))).toHaveLength(1);
  });

  it('is written by the manager’s next try, too', async () => {
    credentials.enrolWithNewSecret('wall-1', 1);
    fillDisk();
    await revoke(LONG);
    freeDisk();
    expect(await revoke(LONG, 'r2')).toMatchObject({ ok: true });
    expect(onDisk().has('wall-1')).toBe(false);
  });
});

describe('a device that is let in while the disk is full', () => {
  it('can be approved again when there is room, and the former one stays until then', async () => {
    const former = credentials.enrolWithNewSecret('wall-1', 1);
    const asked = await waiting();
    fillDisk();
    expect(await asked.approve(LONG, true)).toMatchObject({ ok: false, error: { code: 'STORAGE_FULL' } });
    expect(told).toEqual(['noted enrolment.approve', 'noted enrolment.not-approved']);
    expect(credentials.check('wall-1', former)).toBe(true);
    expect(enrolments.state(asked.enrolment, 1_000)).toMatchObject({ value: { state: 'waiting' } });
    freeDisk();
    told.length = 0;
    expect(await asked.approve(LONG, true)).toMatchObject({ ok: true });
    expect(told).toEqual(['noted enrolment.approve', 'out wall-1 replaced', 'in wall-1', 'changed']);
    expect([credentials.check('wall-1', former), credentials.check('wall-1', asked.secret)]).toEqual([
      false,
      true,
    ]);
  });

  it('can still be refused, or run out', async () => {
    const asked = await waiting();
    fillDisk();
    await asked.approve(LONG, false);
    const body = { enrolment: asked.enrolment };
    expect(await handlers['enrolment.refuse']({ actor: manager('m'), body, requestId: 'x' })).toMatchObject({
      ok: true,
    });
  });
});

describe('every act has its note, whatever request id the client chooses', () => {
  it('refuses, approves, turns out and turns out again under one id: each has a note', async () => {
    const [first, second, third] = [await waiting(), await waiting(), await waiting()];
    const refuse = { actor: manager('m'), body: { enrolment: first.enrolment }, requestId: 'same' };
    expect(await handlers['enrolment.refuse'](refuse)).toMatchObject({ ok: true });
    expect(await second.approve('m', false, 'same')).toMatchObject({ ok: true });
    expect(await revoke('m', 'same')).toMatchObject({ ok: true });
    // A true repeat is the same act.
    expect(await revoke('m', 'same')).toMatchObject({ ok: true });
    expect(await third.approve('m', false, 'same')).toMatchObject({ ok: true });
    expect(await revoke('m', 'same')).toMatchObject({ ok: true });
    expect([...notes.values()]).toEqual([
      'enrolment.refuse',
      'enrolment.approve',
      'device.revoke',
      'enrolment.approve',
      'device.revoke',
    ]);
  });

  it('does not hide one device behind another', async () => {
    for (const device of ['wall-1', 'kiosk-1']) {
      credentials.enrolWithNewSecret(device, 1);
      await revoke('m', 'same', device);
    }
    expect(notes.size).toBe(2);
  });
});

it('a device that is approved needs the code that was read from it', async () => {
  const asked = await waiting();
  const wrong = asked.code.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const body = { enrolment: asked.enrolment, code: wrong, device: 'wall-1', replace: false };
  expect(await handlers['enrolment.approve']({ actor: manager('m'), body, requestId: 'w' })).toMatchObject({
    ok: false,
    error: { code: 'ENROLMENT_MISMATCH' },
  });
  expect(told).toEqual([]);
});
