import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ledger } from '@hall/queue-server/hall/ledger/ledger';
import { loadSigner } from '@hall/queue-server/hall/ledger/signing-key';
import { liveDay } from '@hall/queue-server/hall/testing/days';
import { MONDAY_9, testConfig } from '@hall/queue-server/hall/testing/hall';
import { CREDENTIAL, startPlatform } from '@hall/queue-server/platform/testing';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from './launch/options.ts';

const config = testConfig((demo) => ({ ...demo, calling: { ...demo.calling, lockSeconds: 0 } }));
let data: string;
let headLine: string;

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'yichuang-ledger-'));
  mkdirSync(path.join(data, 'hall'));
  const signer = loadSigner(path.join(data, 'keys'));
  writeFileSync(path.join(data, 'keys', 'platform-credential'), `${CREDENTIAL}\n`, { mode: 0o600 });
  const ledger = new Ledger({ file: path.join(data, 'hall', 'ledger.db'), config });
  liveDay(ledger, { from: MONDAY_9, tickets: 5, queue: 'invoices', window: 'w18', item: null, stepMs: 7 });
  const { epoch, state, head: hash } = ledger;
  const head = signer.sign({
    hall: config.id,
    epoch,
    seq: state.seq,
    hash,
    at: state.at,
    day: state.day as string,
  });
  ledger.keepHead(head);
  ledger.close();
  headLine = JSON.stringify(head);
});
afterEach(() => rmSync(data, { recursive: true }));

/** Not `spawnSync`: the platform of the test answers in this process. */
async function ledgerCommand(...args: string[]) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(ROOT, 'scripts/ledger.ts'), ...args, '--data', data],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { status, out, err };
}

it('verify: sound by itself, with a device’s heads and with the platform’s; damaged where a head says so', async () => {
  const device = path.join(data, 'ledger-heads.jsonl');
  writeFileSync(device, `${headLine}\n`);
  const platform = await startPlatform();
  await platform.send('POST', '/v1/ledger-heads', JSON.parse(headLine));
  const url = `${platform.url}/v1/ledger-heads`;
  const sound = await ledgerCommand('verify', '--heads', device, '--heads', url);
  expect(sound).toMatchObject({ status: 0, err: '' });
  expect(sound.out).toContain('3 signed heads borne out (2 kept elsewhere): sound');
  await platform.stop();

  const signer = loadSigner(path.join(data, 'keys'));
  const { signature, key, ...head } = JSON.parse(headLine);
  appendFileSync(device, `${JSON.stringify(signer.sign({ ...head, seq: head.seq + 40 }))}\n`);
  const damaged = await ledgerCommand('verify', '--heads', device);
  expect(damaged.status).toBe(1);
  expect(damaged.err).toContain('it was shortened or rolled back');
  expect(damaged.out).toContain('DAMAGED');
  expect((await ledgerCommand('verify', '--heads', path.join(data, 'nothing'))).err).toContain(
    'No heads can be read',
  );
  expect((await ledgerCommand('verify', '--heads', device, '--key', 'k'.repeat(43))).err).toContain(
    'another key',
  );
  expect(signature.length + key.length).toBe(129);
});

it('verify: finds a changed event in the file', async () => {
  const db = new Database(path.join(data, 'hall', 'ledger.db'));
  db.prepare("UPDATE events SET data = replace(data, 'G002', 'G009') WHERE seq = 4").run();
  db.close();
  const found = await ledgerCommand('verify');
  expect([found.status, found.err]).toEqual([1, expect.stringContaining('event 4 was changed')]);
});

it('head and export say what stands in the ledger', async () => {
  const { out } = await ledgerCommand('head');
  const said = JSON.parse(out);
  const signed = JSON.parse(headLine);
  expect(said).toEqual({ seq: signed.seq, head: signed.hash, epoch: signed.epoch, signed });
  const file = path.join(data, 'export.jsonl');
  expect((await ledgerCommand('export', '--from', '3', '--to', '5', '--out', file)).status).toBe(0);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).seq)).toEqual([3, 4, 5]);
  expect((await ledgerCommand('export')).out.trim().split('\n')).toHaveLength(signed.seq);
  expect((await ledgerCommand('export', '--from', 'x')).err).toContain('--from is a position');
});
