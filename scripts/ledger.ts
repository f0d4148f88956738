import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { verifyTail } from '@hall/queue-server/hall/ledger/chain';
import { exportLines } from '@hall/queue-server/hall/ledger/export';
import type { HeadCheck } from '@hall/queue-server/hall/ledger/head-checks';
import { headsAfter, newestHead } from '@hall/queue-server/hall/ledger/head-table';
import { readOutsideHeads, signedHeads } from '@hall/queue-server/hall/ledger/outside-heads';
import { SCHEMA_VERSION } from '@hall/queue-server/hall/ledger/schema';
import { readPublicKey } from '@hall/queue-server/hall/ledger/signing-key';
import { verifyLedger } from '@hall/queue-server/hall/ledger/verify';
import Database from 'better-sqlite3';
import { ROOT } from './launch/options.ts';

const USAGE = `npm run ledger -- verify | export | head   reads the ledger, also of a running hall; changes nothing
  --data DIR     the hall's folder (.data/demo), with hall/ledger.db and keys/ in it
  verify         replays and checks everything
    --heads SOURCE           and compares it with heads kept elsewhere: a file, or an http address; again for more
    --credential-file FILE   for an address (DIR/keys/platform-credential)
    --key KEY                the hall's public signing key, known from elsewhere (DIR/keys/ledger-sign.pub)
  export         events as lines of JSON, with their hashes
    --from N --to N          positions, both included
    --out FILE               instead of standard output
  head           position, hash, epoch and the newest signed head`;
/** Characters that are written at a time. */
const BLOCK = 1 << 20;

const { values, positionals } = readArguments();
const file = path.join(values.data, 'hall', 'ledger.db');
const keys = path.join(values.data, 'keys');
if (!existsSync(file))
  stop(`There is no ledger in ${values.data}: name the hall's data folder with --data DIR.`);
const db = new Database(file, { readonly: true });
const schema = db.pragma('user_version', { simple: true }) as number;
if (schema !== SCHEMA_VERSION) {
  stop(
    `The ledger has schema ${schema}, this program knows ${SCHEMA_VERSION}: start the hall with this program first.`,
  );
}

switch (positionals[0]) {
  case 'verify':
    await verify();
    break;
  case 'export':
    exportTo(values.out ?? null);
    break;
  case 'head': {
    const { seq, head } = verifyTail(db, 0);
    const { value: epoch } = db.prepare("SELECT value FROM meta WHERE key = 'epoch'").get() as {
      value: string;
    };
    console.log(JSON.stringify({ seq, head, epoch, signed: newestHead(db) }));
    break;
  }
  default:
    stop(USAGE);
}
db.close();

async function verify(): Promise<void> {
  const outside: HeadCheck[] = [];
  const credentialFile = values['credential-file'] ?? path.join(keys, 'platform-credential');
  const credential = existsSync(credentialFile) ? readFileSync(credentialFile, 'utf8').trim() : null;
  for (const source of values.heads) {
    const heads = await readOutsideHeads(source, credential).catch((error: Error) =>
      stop(`No heads can be read from ${source}: ${error.message}`),
    );
    if (heads.length === 0) stop(`${source} holds no heads: nothing can be compared.`);
    outside.push(...heads.map((head) => ({ source, head })));
  }
  const own = headsAfter(db, -1).map((head) => ({ source: 'the heads table', head }));
  const key = values.key ?? readPublicKey(keys);
  if (key === null && outside.length > 0) stop('The public signing key is missing: give it with --key KEY.');
  const signed =
    key === null ? { heads: outside, problems: [] } : await signedHeads([...own, ...outside], key);
  const found = verifyLedger(db, { heads: signed.heads.filter((check) => !own.includes(check)) });
  const problems = [...found.problems, ...signed.problems];
  for (const problem of problems) console.error(problem);
  const heads = `${found.headsBorneOut} signed heads borne out (${outside.length} kept elsewhere)`;
  console.log(
    `${found.events} events (${found.archived} archived), head ${found.head}, ${heads}: ${problems.length === 0 ? 'sound' : 'DAMAGED'}`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function exportTo(out: string | null): void {
  const handle = out === null ? 1 : openSync(out, 'wx', 0o600);
  let block = '';
  const flush = () => {
    for (let bytes = Buffer.from(block); bytes.length > 0; ) bytes = bytes.subarray(writeSync(handle, bytes));
    block = '';
  };
  for (const line of exportLines(db, position('from'), position('to'))) {
    block += `${line}\n`;
    if (block.length >= BLOCK) flush();
  }
  flush();
  if (out !== null) {
    fsyncSync(handle);
    closeSync(handle);
  }
}

function position(name: 'from' | 'to'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) stop(`--${name} is a position from 1: ${text} is none.`);
  return value;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        data: { type: 'string', default: path.join(ROOT, '.data', 'demo') },
        heads: { type: 'string', multiple: true, default: [] },
        'credential-file': { type: 'string' },
        key: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        out: { type: 'string' },
      },
    });
  } catch (error) {
    return stop(`${(error as Error).message}\n${USAGE}`);
  }
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
