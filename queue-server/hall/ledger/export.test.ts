import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { liveDay } from '../testing/days.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { exportLines } from './export.ts';
import { Ledger } from './ledger.ts';

const DOCS = readFileSync(new URL('../../../docs/ledger.md', import.meta.url), 'utf8');
const config = testConfig((demo) => ({ ...demo, calling: { ...demo.calling, lockSeconds: 0 } }));

let folder: ReturnType<typeof scratchFolder>;
let db: Database.Database;
beforeEach(() => {
  folder = scratchFolder();
  const file = path.join(folder.path, 'ledger.db');
  const ledger = new Ledger({ file, config });
  liveDay(ledger, { from: MONDAY_9, tickets: 12, queue: 'invoices', window: 'w18', item: null, stepMs: 7 });
  ledger.close();
  db = new Database(file, { readonly: true });
});
afterEach(() => {
  db.close();
  folder.remove();
});

/** The stranger's script of docs/ledger.md, as a person would copy it. */
function check(lines: readonly string[], ...more: string[]) {
  const script = path.join(folder.path, 'check.mjs');
  writeFileSync(script, /```js\n([\s\S]+?)```/.exec(DOCS)?.[1] ?? '');
  const file = path.join(folder.path, 'export.jsonl');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, file, ...more], {
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

it('writes events that the stranger’s script of the documentation checks', () => {
  const lines = [...exportLines(db)];
  const { hash, seq } = JSON.parse(lines.at(-1) as string) as { hash: string; seq: number };
  expect(seq).toBe(lines.length);
  expect(check(lines)).toEqual({ status: 0, said: `sound up to event ${seq}, head ${hash}\n` });
  const changed = lines.map((line) => line.replace('G003', 'G903'));
  expect(check(changed)).toMatchObject({ status: 1, said: expect.stringContaining('was changed') });
  expect(check(lines.toSpliced(5, 1)).status).toBe(1);
});

it('writes a part, which goes on from the hash before it', () => {
  const lines = [...exportLines(db, 10, 20)];
  expect(lines).toHaveLength(11);
  const { hash } = JSON.parse([...exportLines(db, 9, 9)][0] as string) as { hash: string };
  expect(check(lines, hash).status).toBe(0);
  expect(check(lines).status).toBe(1);
});
