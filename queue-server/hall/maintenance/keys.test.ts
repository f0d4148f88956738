import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadAuthority } from '../access/authority.ts';
import { loadSigner } from '../ledger/signing-key.ts';
import { scratchFolder } from '../testing/hall.ts';
import { loadHallKeys } from '../vault/hall-key.ts';
import { makeIdentity, readIdentity } from './identity.ts';
import { backupKeys, restoreKeys } from './keys.ts';
import { holdLock, isOpenElsewhere } from './lock.ts';

function folders() {
  const scratch = scratchFolder();
  onTestFinished(() => scratch.remove());
  const at = (name: string) => path.join(scratch.path, name);
  for (const name of ['data', 'disk', 'stick']) mkdirSync(at(name));
  loadHallKeys(path.join(at('keys'), 'hall.key'), path.join(at('data'), 'vault.db'));
  mkdirSync(path.join(at('keys'), 'ca'));
  writeFileSync(path.join(at('keys'), 'ca', 'ca.key'), 'secret of the CA');
  return at;
}

it('makes a key pair whose private half lies where it is told, for its owner alone', async () => {
  const at = folders();
  const file = path.join(at('stick'), 'backup-key.txt');
  const made = await makeIdentity(file, [at('data'), at('keys')]);
  expect(made).toMatchObject({ ok: true, value: { recipient: expect.stringMatching(/^age1/) } });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readIdentity(file)).toMatchObject({ ok: true, value: expect.stringMatching(/^AGE-SECRET-KEY-1/) });
  // A second one would make every backup unreadable for whoever has only the first.
  expect(await makeIdentity(file, [])).toMatchObject({ ok: false, error: expect.stringContaining('exists') });
  expect(await makeIdentity(path.join(at('keys'), 'k.txt'), [at('keys')])).toMatchObject({ ok: false });
  writeFileSync(at('other.txt'), 'nothing');
  expect(readIdentity(at('other.txt'))).toMatchObject({ ok: false });
  expect(readIdentity(at('none.txt'))).toMatchObject({ ok: false });
});

it('copies the keys elsewhere only, and puts them back only where there are none', async () => {
  const at = folders();
  const made = await makeIdentity(path.join(at('stick'), 'key.txt'), []);
  const identity = readIdentity(path.join(at('stick'), 'key.txt'));
  if (!made.ok || !identity.ok) throw new Error('no key pair');
  const job = { keys: at('keys'), recipient: made.value.recipient, apartFrom: [at('data'), at('disk')] };
  for (const near of [at('disk'), at('data'), at('keys'), at('.'), path.join(at('keys'), 'ca')]) {
    expect(await backupKeys({ ...job, to: near }), near).toMatchObject({
      ok: false,
      error: expect.stringContaining('Choose another place'),
    });
  }
  const copied = await backupKeys({ ...job, to: at('stick') });
  expect(copied).toMatchObject({
    ok: true,
    value: { names: expect.arrayContaining(['hall.key', 'ca/ca.key']) },
  });
  const sealed = path.join(at('stick'), 'keys.age');
  expect(readFileSync(sealed).includes('secret of the CA')).toBe(false);

  expect(await restoreKeys(sealed, identity.value, at('keys'))).toMatchObject({ ok: false });
  expect(await restoreKeys(sealed, identity.value, at('new'))).toMatchObject({ ok: true });
  expect(readFileSync(path.join(at('new'), 'hall.key'))).toEqual(
    readFileSync(path.join(at('keys'), 'hall.key')),
  );
  expect(statSync(path.join(at('new'), 'hall.key')).mode & 0o077).toBe(0);
  expect(statSync(path.join(at('new'), 'ca', 'ca.key')).mode & 0o077).toBe(0);

  const bytes = readFileSync(sealed);
  bytes[bytes.length - 20]! ^= 1;
  writeFileSync(sealed, bytes);
  expect(await restoreKeys(sealed, identity.value, at('third'))).toMatchObject({ ok: false });
  expect(existsSync(path.join(at('third'), 'hall.key'))).toBe(false);
  expect(readdirSync(at('.')).filter((name) => name.includes('restoring'))).toEqual([]);
});

it('copies every key that a hall makes at its first start', async () => {
  const at = folders();
  loadSigner(at('keys'));
  await loadAuthority({ folder: at('keys'), hall: 'qingxi', hosts: [], now: Date.now() });
  const made = await makeIdentity(path.join(at('stick'), 'key.txt'), []);
  const identity = readIdentity(path.join(at('stick'), 'key.txt'));
  if (!made.ok || !identity.ok) throw new Error('no key pair');
  const job = { keys: at('keys'), to: at('stick'), recipient: made.value.recipient, apartFrom: [] };
  expect(await backupKeys(job)).toMatchObject({ ok: true });
  expect(await restoreKeys(path.join(at('stick'), 'keys.age'), identity.value, at('new'))).toMatchObject({
    ok: true,
  });
  for (const name of ['hall.key', 'hall-ca.pem', 'ledger-sign.key', 'ledger-sign.pub']) {
    expect(readFileSync(path.join(at('new'), name)), name).toEqual(readFileSync(path.join(at('keys'), name)));
    expect(statSync(path.join(at('new'), name)).mode & 0o077, name).toBe(0);
  }
});

it('a lock ends with whoever holds it, and a file that is no database is nobody’s', () => {
  const at = folders();
  const file = path.join(at('data'), 'x.lock');
  const lock = holdLock(file);
  expect(holdLock(file)).toBeNull();
  expect(isOpenElsewhere(file)).toBe(true);
  lock?.release();
  expect(isOpenElsewhere(file)).toBe(false);
  writeFileSync(
    at('text.db'),
    'no database at all, but longer than a header of a hundred bytes would be, so that it is read'.repeat(3),
  );
  expect(isOpenElsewhere(at('text.db'))).toBe(false);
  expect(isOpenElsewhere(at('none.db'))).toBe(false);
});
