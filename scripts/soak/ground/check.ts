import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Request } from '@hall/queue-server/hall/ledger/ledger';
import { verifyLedger } from '@hall/queue-server/hall/ledger/verify';
import { said } from '@hall/queue-server/hall/testing/said';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import Database from 'better-sqlite3';
import { type Ground, groundFiles, openGround } from './ground.ts';
import type { Acknowledged } from './workload.ts';

const STORAGE = new Set(['STORAGE_FULL', 'STORAGE_FAILED']);

/**
 * Opens ledger and vault as a start does and looks whether all is there that somebody was told: returns what is
 * wrong, in plain English, empty where nothing is. Unless told not to
 * `goOn`, it takes the next tickets; where told to `readAll`, it reads all personal data, too.
 */
export function problemsOf(
  folder: string,
  config: HallConfig,
  acknowledged: readonly Acknowledged[],
  { goOn = true, readAll = false } = {},
): string[] {
  const files = groundFiles(folder);
  let ground: Ground;
  try {
    ground = openGround(folder, config);
  } catch (error) {
    return [`does not open: ${(error as Error).message}`];
  }
  const db = new Database(files.ledgerFile);
  try {
    return [
      ...integrity(folder),
      ...verifyLedger(db).problems,
      ...missing(db, ground, acknowledged),
      ...(readAll ? unreadable(folder, db, ground) : []),
      ...(goOn ? next(ground) : []),
      ...doubled(db),
    ];
  } catch (error) {
    return [`cannot be read: ${(error as Error).message}`];
  } finally {
    db.close();
    ground.close();
  }
}

function integrity(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .flatMap((name) => {
      const db = new Database(path.join(folder, name));
      try {
        const found = db.pragma('integrity_check', { simple: true }) as string;
        return found === 'ok' ? [] : [`${name} is damaged: ${found}`];
      } finally {
        db.close();
      }
    });
}

/** Whatever was answered is answered the same again, and who took a ticket with a card is known. */
function missing(db: Database.Database, ground: Ground, acknowledged: readonly Acknowledged[]): string[] {
  const { ledger, vault } = ground;
  // That nothing was done is no promise.
  const promised = acknowledged.filter(({ answer }) => answer.ok || !STORAGE.has(answer.error.code));
  const lost = promised.filter(({ actor, requestId }) => !ledger.knows(actor, requestId));
  if (lost.length > 0)
    return lost.map(({ requestId, command }) => `lost: the answer to ${requestId} (${command})`);
  const again = ledger.run(
    promised.map(
      ({ actor, requestId, command }) =>
        ({ command, body: {}, actor, requestId, at: ledger.state.at }) as Request,
    ),
  );
  const ticketOf = db.prepare('SELECT number, doc FROM tickets WHERE id = ?');
  const problems = again.events.length > 0 ? ['a repeat did something'] : [];
  vault.commit(() => {
    for (const [i, { requestId, command, answer, idNumber }] of promised.entries()) {
      if (said(again.answers[i]) !== said(answer)) problems.push(`${requestId} has another answer`);
      if (command !== 'ticket.take' || !answer.ok) continue;
      const { ticket, number } = JSON.parse(answer.json) as { ticket: string; number: string };
      const found = ticketOf.get(ticket) as { number: string; doc: string } | undefined;
      if (found?.number !== number) problems.push(`lost: ticket ${number}`);
      if (idNumber === null || !found) continue;
      const { personRef } = JSON.parse(found.doc) as { personRef: string };
      const person = vault.person(personRef, { actor: 'soak', purpose: 'sync-case', at: ledger.state.at });
      if (person?.idNumber !== idNumber) problems.push(`lost: the person of ticket ${number}`);
    }
  });
  return problems;
}

/** Everything that is sealed can be opened, which shows any change, and all that events refer to is there. */
function unreadable(folder: string, db: Database.Database, { vault, ledger }: Ground): string[] {
  const access = { actor: 'soak', purpose: 'sync-case', at: ledger.state.at } as const;
  const named = db
    .prepare(
      `SELECT DISTINCT COALESCE(data ->> '$.personRef', data ->> '$.commentRef') FROM events
       WHERE type IN ('ticket.taken', 'rating.given')`,
    )
    .pluck()
    .all() as (string | null)[];
  const records = new Database(groundFiles(folder).vaultFile, { readonly: true });
  const kept = records.prepare('SELECT ref, kind FROM records').all() as { ref: string; kind: string }[];
  records.close();
  const refs = new Set(kept.map(({ ref }) => ref));
  const lost = named.filter((ref) => ref !== null && !refs.has(ref));
  const unread = vault.commit(() =>
    kept.flatMap(({ ref, kind }) => {
      try {
        const read = kind === 'person' ? vault.person(ref, access) : vault.text(ref, access);
        return read === null ? ['the vault has lost a key'] : [];
      } catch (error) {
        return [`the vault cannot be read: ${(error as Error).message}`];
      }
    }),
  );
  return lost.length > 0 ? ['lost: somebody or some words in the vault', ...unread] : unread;
}

/** The next tickets are given; a number that was given before would be there twice. */
function next(ground: Ground): string[] {
  const { ledger } = ground;
  const taken = ledger.run(
    ['invoices', 'insurance'].map((queue, i) => ({
      command: 'ticket.take' as const,
      body: {
        queue,
        items: [],
        paperless: true,
        person: queue === 'insurance' ? { personRef: 'p-next', age: null } : null,
      },
      actor: 'kiosk-2',
      requestId: `next-${ledger.state.seq}-${i}`,
      at: ledger.state.at,
    })),
  );
  return taken.answers.flatMap((answer) =>
    answer.ok || answer.error.code === 'ALREADY_WAITING' ? [] : [`cannot go on: ${answer.error.code}`],
  );
}

function doubled(db: Database.Database): string[] {
  const twice = db
    .prepare('SELECT day, number, COUNT(*) AS n FROM tickets GROUP BY day, number HAVING n > 1')
    .all() as { day: string; number: string }[];
  return twice.map(({ day, number }) => `number ${number} was given twice on ${day}`);
}
