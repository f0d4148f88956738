import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { verifyTail } from '@hall/queue-server/hall/ledger/ledger';
import { verifyLedger } from '@hall/queue-server/hall/ledger/verify';
import Database from 'better-sqlite3';
import { ROOT } from './launch/options.ts';

/** `npm run ledger -- verify | head [--data DIR]`: reads the ledger, also of a running hall; changes nothing. */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string', default: path.join(ROOT, '.data', 'demo') } },
});
const file = path.join(values.data, 'hall', 'ledger.db');
if (!existsSync(file))
  stop(`There is no ledger in ${values.data}: name the hall's data folder with --data DIR.`);
const db = new Database(file, { readonly: true });

switch (positionals[0]) {
  case 'verify': {
    const { events, head, problems } = verifyLedger(db);
    for (const problem of problems) console.error(problem);
    console.log(`${events} events, head ${head}: ${problems.length === 0 ? 'sound' : 'DAMAGED'}`);
    process.exitCode = problems.length === 0 ? 0 : 1;
    break;
  }
  case 'head':
    console.log(JSON.stringify(verifyTail(db, 0)));
    break;
  default:
    stop('Say npm run ledger -- verify, or head.');
}
db.close();

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
