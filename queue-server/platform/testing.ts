import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { headText, type LedgerHead } from '@hall/shared/contracts/ledger-heads';
import { pino } from 'pino';
import { loadInsuranceRegister } from './people.ts';
import { createSealing } from './sealing.ts';
import { buildPlatform } from './server.ts';
import { type Db, openDatabase } from './store/database.ts';

export const CREDENTIAL = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const KEY = Buffer.alloc(32, 7);

export interface RunningPlatform {
  readonly url: string;
  readonly db: Db;
  readonly databaseFile: string;
  /** Every line that was logged. */
  readonly logged: string[];
  clock: number;
  /** A call with the hall's credential; `body` is sent as JSON. */
  send(method: string, path: string, body?: unknown, token?: string | null): Promise<Response>;
  stop(): Promise<void>;
}

/** A platform of the tests: real HTTP on a free port of 127.0.0.1, a database in a folder of its own. */
export async function startPlatform(
  settings: { clock?: number; verifyPerMinute?: number } = {},
): Promise<RunningPlatform> {
  const databaseFile = path.join(mkdtempSync(path.join(tmpdir(), 'platform-')), 'platform.db');
  const db = openDatabase(databaseFile);
  const logged: string[] = [];
  const running = { clock: settings.clock ?? Date.UTC(2026, 10, 23, 2, 0) };
  const app = await buildPlatform({
    db,
    sealing: createSealing(KEY, randomBytes),
    register: loadInsuranceRegister(),
    credential: CREDENTIAL,
    now: () => running.clock,
    timeZone: 'Asia/Shanghai',
    logger: pino({ level: 'trace' }, { write: (line: string) => logged.push(line) }),
    ...(settings.verifyPerMinute === undefined ? {} : { verifyPerMinute: settings.verifyPerMinute }),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return Object.assign(running, {
    url,
    db,
    databaseFile,
    logged,
    send: (method: string, target: string, body?: unknown, token: string | null = CREDENTIAL) =>
      fetch(`${url}${target}`, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
      }),
    async stop() {
      await app.close();
      db.close();
    },
  });
}

export const CASE = {
  operation: 'insert',
  version: 1,
  batchAt: Date.UTC(2026, 10, 23, 1, 40),
  caseNumber: '11339927105417312M2000107001000202611230001',
  hall: 'qingxi',
  itemCode: '11339927105417312M2000107001000',
  itemName: '社会保险参保证明打印',
  itemVersion: 1,
  department: '清溪县人力资源和社会保障局',
  clerk: '江暮云',
  window: 24,
  ticketNumber: 'H012',
  applicant: { name: '范例𬭎', cardKind: 'resident', idNumber: '100001198811209024' },
  takenAt: Date.UTC(2026, 10, 23, 1, 10),
  calledAt: Date.UTC(2026, 10, 23, 1, 20),
  acceptedAt: Date.UTC(2026, 10, 23, 1, 22),
  finishedAt: Date.UTC(2026, 10, 23, 1, 30),
  onTheSpot: true,
  promisedDays: 0,
  stage: 'finished',
};

export const RATING = {
  operation: 'insert',
  version: 1,
  batchAt: Date.UTC(2026, 10, 23, 1, 41),
  rating: '0123456789abcdef0123456789abcdef',
  caseNumber: CASE.caseNumber,
  ticketNumber: 'H012',
  channel: 4,
  grade: 5,
  reasons: [510, 517],
  comment: '江老师很耐心，电话13800000000',
  at: Date.UTC(2026, 10, 23, 1, 31),
};

export const CERTIFICATE = {
  verification: '7K3M-Q2XT-9ABC',
  title: '社会保险参保证明',
  holder: '范**',
  idNumber: '100*************24',
  issuedOn: '2026-11-23',
  validUntil: '2027-02-23',
  issuer: '清溪县人力资源和社会保障局',
  digest: 'ab'.repeat(32),
};

/** The signing key of the tests' hall. */
const SIGNING_KEY = generateKeyPairSync('ed25519');

/** A head as a hall signs it, with these fields changed before it is signed. */
export function signedHead(
  change: Partial<LedgerHead> = {},
  { privateKey, publicKey } = SIGNING_KEY,
): LedgerHead {
  const head = {
    hall: 'qingxi',
    epoch: '0123abcd',
    seq: 4711,
    hash: 'cd'.repeat(32),
    at: Date.UTC(2026, 10, 23, 1, 59),
    day: '2026-11-23',
    key: publicKey.export({ format: 'jwk' }).x as string,
    ...change,
  };
  return { ...head, signature: sign(null, Buffer.from(headText(head)), privateKey).toString('base64url') };
}

export const HEAD = signedHead();
