import { copyFileSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import type Database from 'better-sqlite3';
import { readAnchor, verifyTail } from '../ledger/chain.ts';
import { Projections } from '../ledger/projections.ts';
import { openSound } from './database-files.ts';
import { carryDoors } from './doors.ts';
import { renewLedger } from './renew.ts';
import { newEpoch } from './restore.ts';
import { SCHEMAS, schemaOf } from './schemas.ts';
import { PERSON_KEYS, positionOf } from './snapshot.ts';
import { freeName, settleSwap, swapFolders } from './swap.ts';
import { cannotChange, copyFolder, keptName, problemIn } from './upgrade.ts';

export interface RollBackOptions {
  readonly data: string;
  readonly config: HallConfig;
  /** Goes back though events have happened since the upgrade. */
  readonly acceptLoss: boolean;
  readonly now: () => number;
  readonly say: (sentence: string) => void;
}

export interface RolledBack {
  /** Where the data of the newer program are now. */
  readonly kept: string;
  readonly eventsLost: number;
}

/**
 * Puts the data back as they were before the last upgrade. What has happened since is lost: nothing is done
 * then without leave, and numbers that were given since are not given again. Whoever was forgotten, revoked or
 * disabled since stays so.
 */
export function rollBack(options: RollBackOptions): Result<RolledBack, string> {
  const { data, config, now, say } = options;
  settleSwap(data);
  const refused = cannotChange(data);
  if (refused !== null) return err(refused);
  const former = newestKept(data);
  if (former === null) return err('There are no data of before an upgrade to go back to.');
  let lost: Loss;
  try {
    lost = lossOf(data, former);
  } catch (error) {
    return err(`The data stay as they are: ${(error as Error).message}.`);
  }
  if (lost.events > 0 && !options.acceptLoss) {
    return err(
      `${lost.events} events have happened since the upgrade, with ${lost.tickets} tickets: a roll-back loses them. Make a backup first; to go back all the same, say --accept-loss.`,
    );
  }
  if (lost.events < 0) return err('The kept data are newer than the present ones: this is no roll-back.');
  const sameKeys = schemaOf(path.join(data, PERSON_KEYS)) === schemaOf(path.join(former, PERSON_KEYS));
  if (lost.events > 0 && !sameKeys && lost.forgotten > 0) {
    return err(
      `${lost.forgotten} people were forgotten since the upgrade, and would come back with the older data: stay with the new program.`,
    );
  }
  const sameSchema = schemaOf(path.join(former, 'ledger.db')) === SCHEMAS['ledger.db'];
  const today = localTime(now(), config.timeZone).day;
  if (lost.events > 0 && !sameSchema && localTime(lost.lastAt, config.timeZone).day >= today) {
    return err(
      'Numbers were given today that the older data do not know, and would be given again: roll back after closing, tomorrow.',
    );
  }
  const incoming = `${data}.rolling-back`;
  try {
    say('Copying the data of before the upgrade …');
    copyFolder(former, incoming);
    if (sameKeys) bringKeys(data, incoming);
    const doors = carryDoors({ data, incoming, say });
    if (!doors.ok) return doors;
    const ledger = path.join(incoming, 'ledger.db');
    if (lost.events > 0 && sameSchema) {
      const renewed = renew(ledger, data, config, now());
      if (!renewed.ok) return renewed;
    } else if (lost.events > 0) beginEpoch(ledger);
    const problem = sameSchema ? problemIn(incoming) : null;
    if (problem !== null) return err(`The kept data are not whole, and nothing was changed: ${problem}.`);
    const kept = freeName(`${data}.rolled-back`);
    swapFolders(data, incoming, kept);
    return ok({ kept, eventsLost: lost.events });
  } catch (error) {
    return err(`The roll-back failed, and the data stay as they were: ${(error as Error).message}.`);
  } finally {
    rmSync(incoming, { recursive: true, force: true });
  }
}

function newestKept(data: string): string | null {
  const stem = path.basename(keptName(data));
  const folder = path.dirname(data);
  const found = readdirSync(folder)
    .filter((name) => name === stem || (/^-\d+$/.test(name.slice(stem.length)) && name.startsWith(stem)))
    .map((name) => path.join(folder, name))
    // The time of a folder's renaming is that of its change.
    .sort((a, b) => statSync(b).ctimeMs - statSync(a).ctimeMs);
  return found[0] ?? null;
}

interface Loss {
  /** Of the present ledger, behind the last one that both have; negative where the former one goes on. */
  readonly events: number;
  readonly tickets: number;
  readonly forgotten: number;
  readonly lastAt: number;
}

function lossOf(data: string, former: string): Loss {
  const present = openSound(path.join(data, 'ledger.db'));
  try {
    const end = positionAt(path.join(former, 'ledger.db'));
    const { seq, at } = verifyTail(present);
    const from = lastCommon(present, path.join(former, 'ledger.db'));
    const { n } = present
      .prepare("SELECT COUNT(*) AS n FROM events WHERE seq > ? AND type = 'ticket.taken'")
      .get(from) as { n: number };
    const events = seq === from ? from - end : seq - from;
    return { events, tickets: n, forgotten: forgottenIn(data) - forgottenIn(former), lastAt: at };
  } finally {
    present.close();
  }
}

function positionAt(ledger: string): number {
  const db = openSound(ledger);
  try {
    return positionOf(db).seq;
  } finally {
    db.close();
  }
}

/**
 * Position of the newest event that is the same in both ledgers, 0 where none is. A position alone says nothing:
 * where the present ledger was restored since, other events have the same numbers. Equal hashes stand for equal
 * histories up to there.
 */
function lastCommon(present: Database.Database, former: string): number {
  const anchor = readAnchor(present);
  present.prepare('ATTACH ? AS former').run(former);
  try {
    const { seq } = present
      .prepare(
        `SELECT MAX(now.seq) AS seq FROM main.events AS now
         JOIN former.events AS old ON old.seq = now.seq AND old.hash = now.hash`,
      )
      .get() as { seq: number | null };
    if (seq !== null) return seq;
    const row = present.prepare('SELECT hash FROM former.events WHERE seq = ?').get(anchor.seq) as
      | { hash: Buffer }
      | undefined;
    return row?.hash.toString('hex') === anchor.hash ? anchor.seq : 0;
  } finally {
    present.exec('DETACH former');
  }
}

/**
 * Tables that this program cannot write events to get their new epoch all the same: screens, devices and the
 * platform know positions that will come again with other events.
 */
function beginEpoch(ledger: string): void {
  const db = openSound(ledger);
  try {
    db.prepare("UPDATE meta SET value = ? WHERE key = 'epoch'").run(newEpoch(positionOf(db).epoch));
  } finally {
    db.close();
  }
}

function forgottenIn(folder: string): number {
  const file = path.join(folder, PERSON_KEYS);
  if (!existsSync(file)) return 0;
  const db = openSound(file);
  try {
    return (db.prepare('SELECT COUNT(*) AS n FROM forgotten').get() as { n: number }).n;
  } finally {
    db.close();
  }
}

/** The present keys of persons, not the older ones: whoever was forgotten since stays forgotten. */
function bringKeys(data: string, incoming: string): void {
  const store = path.join(data, PERSON_KEYS);
  for (const suffix of ['', '-wal']) {
    rmSync(path.join(incoming, PERSON_KEYS + suffix), { force: true });
    if (existsSync(store + suffix)) copyFileSync(store + suffix, path.join(incoming, PERSON_KEYS + suffix));
  }
}

/** The ledger that is left behind knows exactly which numbers are out. */
function renew(file: string, data: string, config: HallConfig, now: number): Result<unknown, string> {
  const present = openSound(path.join(data, 'ledger.db'));
  const old = openSound(file);
  try {
    const tail = verifyTail(present);
    const state = new Projections(present).read(tail.seq, tail.at);
    const today = localTime(now, config.timeZone).day === state.day;
    const from = positionOf(old);
    const lastNumbers = Object.fromEntries(
      [...state.queues].flatMap(([queue, { lastNumber, floor }]) =>
        today && config.queues.some(({ id }) => id === queue) && (lastNumber ?? floor) !== null
          ? [[queue, Math.max(lastNumber ?? 0, floor ?? 0)]]
          : [],
      ),
    );
    const rest = config.queues.map((queue): [string, number] => [queue.id, queue.firstNumber - 1]);
    old.close();
    return renewLedger(
      file,
      config,
      {
        from: { epoch: from.epoch, seq: from.seq, at: now },
        epoch: newEpoch(from.epoch),
        restoresToday: 1,
        lastNumbers: { ...Object.fromEntries(rest), ...lastNumbers },
        lastCase: today ? state.cases : 0,
      },
      now,
    );
  } finally {
    present.close();
    old.close();
  }
}
