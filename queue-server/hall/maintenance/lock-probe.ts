import Database from 'better-sqlite3';
import { isBusy } from './lock.ts';

/**
 * Says on standard output whether a database is `busy` or `free`, and dies without closing it: the last one to
 * close a database carries its log over and deletes it, which must not happen to a damaged one.
 */
const db = new Database(process.argv[2] as string, { timeout: 0, fileMustExist: true });
let said = 'free';
try {
  db.pragma('locking_mode = EXCLUSIVE');
  db.exec('BEGIN EXCLUSIVE');
} catch (error) {
  if (isBusy(error)) said = 'busy';
}
process.stdout.write(said, () => process.kill(process.pid, 'SIGKILL'));
