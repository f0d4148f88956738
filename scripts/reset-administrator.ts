import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ACCESS_SCHEMA, openAccessDatabase } from '@hall/queue-server/hall/access/database';
import { reopenSetup } from '@hall/queue-server/hall/access/setup-code';
import { isOpenElsewhere } from '@hall/queue-server/hall/maintenance/lock';
import Database from 'better-sqlite3';
import { dataFolders, stopWith } from './launch/maintenance.ts';

/**
 * The way back where nobody knows an administrator's password any more. At the machine, as the hall's own user,
 * with the hall stopped: the next start offers a set-up code, which makes an administrator or gives one a new
 * password, and notes that in the audit trail.
 */

const HELP = 'npm run reset-administrator -- --data DIR   (of a stopped hall, as the user that it runs as)';

const file = path.join(dataFolder(), 'access.db');
if (!existsSync(file)) stopWith(`${file} is not there: name the hall's data folder with --data.`);
// A database that another user has written to could not be opened by the hall any more.
if (process.getuid && process.getuid() !== statSync(file).uid) {
  stopWith(`${file} belongs to another user: run this as the user that the hall runs as.`);
}
if (isOpenElsewhere(file)) stopWith('The hall is running: stop it first.');
const found = new Database(file, { readonly: true });
const schema = found.pragma('user_version', { simple: true });
found.close();
// The hall migrates on a copy, at its start.
if (schema !== ACCESS_SCHEMA)
  stopWith('Start the hall once with this version of the program, then stop it again.');
const db = openAccessDatabase(file);
reopenSetup(db, Date.now());
db.close();
console.log(
  'Start the hall: a set-up code, good for a day, then lies in its keys folder (setup-code). Type it at …/console/#/setup.',
);

function dataFolder(): string {
  try {
    const { values } = parseArgs({ options: { data: { type: 'string' } } });
    return dataFolders(values.data ?? stopWith(HELP), undefined).data;
  } catch (error) {
    stopWith(`${(error as Error).message}\n${HELP}`);
  }
}
