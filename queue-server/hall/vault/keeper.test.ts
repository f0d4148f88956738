import path from 'node:path';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noteId } from '../commands/note.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { Submission } from '../ledger/protocol.ts';
import { commitBatch } from '../ledger/writer.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { answerVault, type VaultAskName, type VaultAsks } from './asks.ts';
import { hasSuite } from './cipher.ts';
import { Keeper, type Kept, LOST_AFTER_MS, ORPHAN_AFTER_MS } from './keeper.ts';
import { Mentions } from './mentions.ts';
import { invented, TEST_KEYS } from './testing.ts';
import { Vault } from './vault.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const ACCESS = { actor: 'sync', purpose: 'sync-case', at: MONDAY_9 + 500 * 86_400_000 } as const;

let folder: ReturnType<typeof scratchFolder>;
let config: HallConfig;
let ledger: Ledger;
let vault: Vault;
let mentions: Mentions;
let keeper: Keeper;
let serial = 0;

beforeEach(() => {
  folder = scratchFolder();
  config = testConfig();
  start();
});
afterEach(() => {
  stop();
  folder.remove();
});

function start(): void {
  const at = (name: string) => path.join(folder.path, name);
  vault = new Vault(at('vault.db'), TEST_KEYS, config.privacy.cipherSuite);
  ledger = new Ledger({ file: at('ledger.db'), config });
  mentions = new Mentions(at('ledger.db'));
  keeper = new Keeper(vault, mentions, config.privacy);
  keeper.start(ledger.epoch);
}
function stop(): void {
  mentions.close();
  ledger.close();
  vault.close();
}
function ask<N extends VaultAskName>(what: N, body: VaultAsks[N]['body']): VaultAsks[N]['answer'] {
  const keeping = { vault, ledger, keeper, settings: config.privacy };
  return answerVault({ what, body } as never, keeping).value as VaultAsks[N]['answer'];
}
/** A whole run of a hall that ran every day; what it did, without the zeros. */
function keep(at: number): Partial<Kept> {
  vault.records.setMeta('kept-at', String(at - DAY));
  return keepAfterPause(at);
}
/** As `keep`, with nothing known of the days before. */
function keepAfterPause(at: number): Partial<Kept> {
  for (let steps = 1; ; steps += 1) {
    const { more, done } = ask('keep', { at });
    if (steps > 1000) throw new Error('a run does not end');
    if (!more) return Object.fromEntries(Object.entries(done).filter(([, count]) => count > 0));
  }
}
function take(i: number, at = MONDAY_9): { ticket: string } | { code: string } {
  return submit(
    'ticket.take',
    { queue: 'insurance', items: [], paperless: true, person: invented(i) },
    'kiosk-1',
    at,
  );
}
function submit<A extends object = { ticket: string }>(
  command: Submission['command'],
  body: object,
  actor = 'guide01',
  at = MONDAY_9,
): A | { code: string } {
  const submission = { command, body, actor, requestId: `request-${++serial}` };
  const batch = [{ ...submission, repeatable: true, at } as Submission];
  const [answer] = commitBatch(ledger, vault, batch, config.timeZone).answers;
  if (!answer) throw new Error('no answer');
  return answer.ok ? (JSON.parse(answer.json) as A) : { code: answer.error.code };
}
function cancel(ticket: string): void {
  const body = { ticket, reason: 'person' } as const;
  ledger.run([
    { command: 'ticket.cancel', body, actor: 'guide01', requestId: `r-${++serial}`, at: MONDAY_9 },
  ]);
}
const refOf = (i: number) => vault.keys.find(invented(i).idNumber) as string;
const readable = (ref: string) => vault.person(ref, ACCESS) !== null;

describe('orphans', () => {
  it('are swept an hour after their last use, and nothing that an event names ever is', () => {
    take(1);
    const orphan = vault.commit(() => vault.remember(invented(2), MONDAY_9));
    const words = vault.commit(() => vault.rememberText('lost', MONDAY_9));
    expect(keep(MONDAY_9 + ORPHAN_AFTER_MS)).toEqual({});
    expect(readable(orphan)).toBe(true);
    expect(keep(MONDAY_9 + ORPHAN_AFTER_MS + 1)).toEqual({ orphans: 2 });
    expect([readable(orphan), vault.text(words, ACCESS), vault.keys.has(orphan)]).toEqual([
      false,
      null,
      false,
    ]);
    expect(readable(refOf(1))).toBe(true);
  });

  it('are also people whose ticket was refused; whoever got one in the end stays', () => {
    config = { ...config, queues: config.queues.map((queue) => ({ ...queue, dailyQuota: 1 })) };
    stop();
    start();
    take(1);
    expect(take(2)).toEqual({ code: 'QUOTA_USED_UP' });
    const refused = refOf(2);
    const known = refOf(1);
    expect(take(1, MONDAY_9 + MINUTE)).toEqual({ code: 'QUOTA_USED_UP' });
    expect(keep(MONDAY_9 + 2 * ORPHAN_AFTER_MS)).toEqual({ orphans: 1 });
    expect([readable(refused), readable(known)]).toEqual([false, true]);
  });

  it('were refused first and got a ticket later: they are none', () => {
    vault.commit(() => vault.remember(invented(1), MONDAY_9 - DAY));
    take(1);
    expect(keep(MONDAY_9 + DAY)).toEqual({});
    expect(readable(refOf(1))).toBe(true);
  });

  it('are told from the others in small steps, over a restart', () => {
    for (let i = 0; i < 30; i += 1) take(i);
    for (let i = 0; i < 250; i += 1) vault.commit(() => vault.rememberText(`lost ${i}`, MONDAY_9));
    const first = ask('keep', { at: MONDAY_9 + DAY });
    expect(first.more).toBe(true);
    stop();
    start();
    expect(keep(MONDAY_9 + DAY)).toEqual({ orphans: 250 });
    expect(Array.from({ length: 30 }, (_, i) => readable(refOf(i)))).not.toContain(false);
  });

  it('of a restored older ledger wait a week, in case the right one is put back', () => {
    take(1);
    keep(MONDAY_9 + MINUTE);
    const file = path.join(folder.path, 'ledger.db');
    const copy = path.join(folder.path, 'older.db');
    const db = new Database(file, { readonly: true });
    db.prepare('VACUUM INTO ?').run(copy);
    db.close();
    take(2, MONDAY_9 + 10 * MINUTE);
    keep(MONDAY_9 + 11 * MINUTE);
    const later = refOf(2);
    stop();
    const restored = new Database(copy);
    restored.exec("UPDATE meta SET value = 'restored' WHERE key = 'epoch'");
    restored.close();
    const at = (name: string) => path.join(folder.path, name);
    vault = new Vault(at('vault.db'), TEST_KEYS);
    ledger = new Ledger({ file: copy, config });
    mentions = new Mentions(copy);
    keeper = new Keeper(vault, mentions, config.privacy);
    keeper.start(ledger.epoch);
    expect(keep(MONDAY_9 + DAY)).toEqual({});
    expect(readable(later)).toBe(true);
    expect(keep(MONDAY_9 + LOST_AFTER_MS + 2 * DAY)).toEqual({ orphans: 1 });
    expect([readable(later), readable(refOf(1))]).toEqual([false, true]);
  });
});

describe('halves', () => {
  it('a record whose key is gone is swept at once where it was forgotten, after a week otherwise', () => {
    take(1);
    take(2);
    const [one, two] = [refOf(1), refOf(2)];
    vault.keys.forget([one], MONDAY_9);
    vault.keys.discard([two]);
    expect([readable(one), readable(two)]).toEqual([false, false]);
    expect(keep(MONDAY_9 + DAY)).toEqual({ keyless: 1 });
    expect(vault.records.has(two)).toBe(true);
    expect(keep(MONDAY_9 + LOST_AFTER_MS + 1)).toEqual({ keyless: 1 });
  });

  it('of a restore of the wrong backup wait a week from the restore, however old they are', () => {
    take(1);
    take(2);
    const [one, two] = [refOf(1), refOf(2)];
    keep(MONDAY_9 + MINUTE);
    // The older copy of the records lacks one, whose key is here; of another the key is gone.
    vault.records.remove([one]);
    vault.keys.discard([two]);
    vault.records.setMeta('ledger-epoch', 'former');
    stop();
    start();
    const restored = MONDAY_9 + 30 * DAY;
    expect(keep(restored)).toEqual({});
    expect(keep(restored + LOST_AFTER_MS)).toEqual({});
    expect([vault.keys.has(one), vault.records.has(two)]).toEqual([true, true]);
    expect(keep(restored + LOST_AFTER_MS + 1)).toEqual({ keyless: 1, bareKeys: 1 });
  });

  it('a key without a record is destroyed after a week', () => {
    vault.keys.create(MONDAY_9);
    vault.keys.commit();
    expect(keep(MONDAY_9 + DAY)).toEqual({});
    expect(keep(MONDAY_9 + LOST_AFTER_MS + 1)).toEqual({ bareKeys: 1 });
    expect(vault.keys.count()).toBe(0);
  });
});

describe('a clock far ahead of the last run', () => {
  const YEAR = 366 * DAY;
  const everything = () => {
    take(1);
    vault.commit(() => vault.rememberText('orphan', MONDAY_9));
    vault.keys.create(MONDAY_9);
    vault.keys.commit();
    vault.log.add({ ...ACCESS, at: MONDAY_9 }, refOf(1), 'person', 'read');
  };
  const left = () => [vault.keys.count(), vault.records.page(0, 9).length, vault.log.counts().count];

  it('destroys nothing, also of a vault that never kept the time, and all is as ever once it is right', () => {
    everything();
    expect(keepAfterPause(MONDAY_9 + YEAR)).toEqual({});
    keep(MONDAY_9 + MINUTE);
    expect(ask('keep', { at: MONDAY_9 + YEAR }).held).toMatchObject({ since: MONDAY_9 + YEAR, days: 1 });
    expect(keepAfterPause(MONDAY_9 + YEAR)).toEqual({});
    expect(left()).toEqual([3, 2, 1]);
    expect(keepAfterPause(MONDAY_9 + DAY)).toEqual({ orphans: 1 });
    expect(ask('keep', { at: MONDAY_9 + DAY }).held).toBeNull();
  });

  it('is believed after a week of days with a run, over restarts, which count for nothing by themselves', () => {
    everything();
    keep(MONDAY_9 + MINUTE);
    for (let day = 0; day < 7; day += 1) {
      for (let start_ = 0; start_ < 3; start_ += 1) {
        stop();
        start();
        expect(keepAfterPause(MONDAY_9 + YEAR + day * DAY + start_ * MINUTE)).toEqual({});
      }
    }
    expect(left()).toEqual([3, 2, 1]);
    expect(keepAfterPause(MONDAY_9 + YEAR + 7 * DAY)).toEqual({
      orphans: 1,
      bareKeys: 1,
      person: 1,
      accessLog: 1,
    });
  });

  it('begins its week anew when it leaps again', () => {
    everything();
    keep(MONDAY_9 + MINUTE);
    for (let day = 0; day < 6; day += 1) keepAfterPause(MONDAY_9 + YEAR + day * DAY);
    for (let day = 0; day < 7; day += 1) {
      expect(keepAfterPause(MONDAY_9 + 2 * YEAR + day * DAY)).toEqual({});
    }
    expect(keepAfterPause(MONDAY_9 + 2 * YEAR + 7 * DAY)).toMatchObject({ person: 1 });
  });

  it('is none where the clock only comes back from 1970, which cuts no week after a restore short either', () => {
    everything();
    keep(MONDAY_9 + MINUTE);
    vault.records.setMeta('ledger-epoch', 'former');
    stop();
    start();
    expect(keepAfterPause(0)).toEqual({});
    expect(ask('keep', { at: MONDAY_9 + DAY }).held).toBeNull();
    expect(keepAfterPause(MONDAY_9 + LOST_AFTER_MS)).not.toHaveProperty('bareKeys');
    expect(keepAfterPause(MONDAY_9 + LOST_AFTER_MS + 1)).toMatchObject({ bareKeys: 1 });
  });

  it('is none after a month and a half', () => {
    everything();
    keep(MONDAY_9 + MINUTE);
    expect(keepAfterPause(MONDAY_9 + 45 * DAY)).toEqual({ orphans: 1, bareKeys: 1 });
  });
});

describe('the schedule', () => {
  it('destroys each kind after its own time since the last use, with its key', () => {
    take(1);
    take(2);
    const [one, two] = [refOf(1), refOf(2)];
    const bytes = Buffer.from('bytes');
    const all = vault.commit(() => [
      vault.rememberText('words', MONDAY_9, one),
      vault.rememberPicture(bytes, MONDAY_9, one),
      vault.rememberSignature(bytes, MONDAY_9, one),
    ]);
    vault.records.root(all);
    keep(MONDAY_9 + MINUTE);
    expect(keep(MONDAY_9 + 30 * DAY)).toEqual({});
    expect(keep(MONDAY_9 + 30 * DAY + 1)).toEqual({ picture: 1 });
    expect(keep(MONDAY_9 + 91 * DAY)).toEqual({ text: 1 });
    vault.commit(() => vault.remember(invented(2), MONDAY_9 + 100 * DAY));
    expect(keep(MONDAY_9 + 181 * DAY)).toEqual({ person: 1 });
    expect([readable(one), readable(two), vault.keys.has(one)]).toEqual([false, true, false]);
    // A signature outlives the person's card, and is still the person's.
    expect(vault.signature(all[2] as string, ACCESS)?.equals(bytes)).toBe(true);
    expect(keep(MONDAY_9 + 281 * DAY)).toMatchObject({ person: 1 });
    expect(keep(MONDAY_9 + 366 * DAY)).toMatchObject({ signature: 1 });
    expect([vault.keys.count(), vault.records.page(0, 9).length]).toEqual([0, 0]);
  });

  it('is told by the report', () => {
    take(1);
    take(2, MONDAY_9 + DAY);
    const report = ask('report', { at: MONDAY_9 + 180 * DAY + 1 });
    expect(report.kinds[0]).toEqual({
      kind: 'person',
      count: 2,
      keepDays: 180,
      due: 1,
      nextDueAt: MONDAY_9 + 181 * DAY,
    });
    expect(report.kinds[1]).toMatchObject({ kind: 'text', count: 0, due: 0, nextDueAt: null });
  });
});

describe('forgetting a person', () => {
  const forget = (who: VaultAsks['forget']['body']['who'], requestId: string) =>
    ask('forget', { who, reason: 'person-asked', actor: 'manager01', requestId, at: MONDAY_9 });
  /** Reference of somebody whose ticket is over. */
  const cancelled = (i: number): string => {
    cancel((take(i) as { ticket: string }).ticket);
    return refOf(i);
  };

  it('waits for the ticket, is noted in the ledger without data, and the same request again is done', () => {
    const taken = take(1) as { ticket: string };
    const ref = refOf(1);
    const { idNumber } = invented(1);
    expect(forget({ idNumber }, 'forget-01')).toMatchObject({ ok: false, error: { code: 'PERSON_WAITING' } });
    cancel(taken.ticket);
    expect(forget({ idNumber }, 'forget-02')).toEqual({ ok: true, value: null });
    expect(forget({ idNumber }, 'forget-02')).toEqual({ ok: true, value: null });
    expect(forget({ idNumber }, 'forget-03')).toMatchObject({ ok: false, error: { code: 'PERSON_UNKNOWN' } });
    expect(forget({ ref }, 'forget-04')).toMatchObject({ ok: false, error: { code: 'PERSON_UNKNOWN' } });
    expect(readable(ref)).toBe(false);
    expect(mentions.tombstones(0)).toEqual([{ ref, at: MONDAY_9 }]);
    const looks = vault.log.page({ limit: 9 }).filter(({ actor }) => actor === 'manager01');
    expect(looks.map(({ purpose, result }) => [purpose, result])).toEqual([
      ['forget', 'nothing'],
      ['forget', 'nothing'],
      ['forget', 'read'],
      ['forget', 'read'],
    ]);
    expect(ask('report', { at: MONDAY_9 }).forgotten).toBe(1);
    // Who comes again is somebody new.
    take(1);
    expect(refOf(1)).not.toBe(ref);
  });

  it('[C5] waits for tickets that the person holds for others', () => {
    const agent = { person: invented(2), authorisation: 'letter' };
    const taken = submit('ticket.take', {
      ...{ queue: 'insurance', items: [], paperless: true, person: invented(1), agent },
    }) as { ticket: string };
    const { idNumber } = invented(2);
    expect(forget({ idNumber }, 'forget-01')).toMatchObject({
      ...{ ok: false, error: { code: 'PERSON_WAITING', text: { zh: expect.stringContaining('代办') } } },
    });
    cancel(taken.ticket);
    expect(forget({ idNumber }, 'forget-02')).toEqual({ ok: true, value: null });
  });

  it('[B1] waits for bookings that still count', () => {
    const bookings = [{ days: [1, 2, 3, 4, 5], from: '10:00', to: '11:00', places: 5 }];
    config = { ...config, queues: config.queues.map((queue) => ({ ...queue, bookings })) };
    stop();
    start();
    const made = submit<{ booking: string }>('booking.make', {
      ...{ queue: 'insurance', items: [], person: invented(1), day: '2026-11-24', from: '10:00' },
    }) as { booking: string };
    const { idNumber } = invented(1);
    expect(forget({ idNumber }, 'forget-01')).toMatchObject({
      ...{ ok: false, error: { code: 'PERSON_WAITING', text: { zh: expect.stringContaining('预约') } } },
    });
    expect(submit('booking.cancel', { booking: made.booking })).toEqual({ done: true });
    expect(forget({ idNumber }, 'forget-02')).toEqual({ ok: true, value: null });
  });

  it('under an id that was used is an act of its own: noted, or refused where nobody is forgotten', () => {
    const one = cancelled(1);
    const two = cancelled(2);
    const used = { command: 'audit.note', actor: 'manager01', requestId: 'forget-07', at: MONDAY_9 } as const;
    ledger.run([{ ...used, body: { act: 'privacy.access-log-read', subject: null } }]);
    const of = (i: number) => forget({ idNumber: invented(i).idNumber }, 'forget-07');
    // Nothing is kept of this one: it must not pass for done because the id is known.
    expect(of(3)).toMatchObject({ ok: false, error: { code: 'PERSON_UNKNOWN' } });
    expect(of(1)).toEqual({ ok: true, value: null });
    expect(of(2)).toEqual({ ok: true, value: null });
    expect([readable(one), readable(two)]).toEqual([false, false]);
    expect(mentions.tombstones(0).map(({ ref }) => ref)).toEqual([one, two]);
  });

  it('is not done again by itself for somebody who came back, and puts no number into the id', () => {
    cancelled(1);
    const { idNumber } = invented(1);
    expect(forget({ idNumber }, 'forget-08')).toEqual({ ok: true, value: null });
    const back = cancelled(1);
    expect(forget({ idNumber }, 'forget-08')).toMatchObject({ error: { code: 'REQUEST_ID_REUSED' } });
    expect(readable(back)).toBe(true);
    // Who knows the client's id must not find the number by trying.
    const guessed = noteId('privacy.forget', { idNumber, reason: 'person-asked' }, 'forget-08');
    const guessedWho = noteId('privacy.forget', { person: idNumber, reason: 'person-asked' }, 'forget-08');
    expect([ledger.knows('manager01', guessed), ledger.knows('manager01', guessedWho)]).toEqual([
      false,
      false,
    ]);
  });

  it('is finished by a repeat where the disk failed after the note', () => {
    const taken = take(1) as { ticket: string };
    cancel(taken.ticket);
    const ref = refOf(1);
    const { idNumber } = invented(1);
    const broken = vi.spyOn(vault, 'forget').mockImplementationOnce(() => {
      throw new Error('disk I/O error');
    });
    expect(() => forget({ idNumber }, 'forget-06')).toThrow('disk I/O error');
    broken.mockRestore();
    expect(readable(ref)).toBe(true);
    expect(forget({ idNumber }, 'forget-06')).toEqual({ ok: true, value: null });
    expect(mentions.tombstones(0)).toHaveLength(1);
    expect(readable(ref)).toBe(false);
  });

  it('is finished at the next start where the power failed after the note', () => {
    const taken = take(1) as { ticket: string };
    cancel(taken.ticket);
    const ref = refOf(1);
    const body = { act: 'privacy.forgotten', subject: ref, detail: { reason: 'person-asked' } };
    ledger.run([{ command: 'audit.note', body, actor: 'manager01', requestId: 'forget-05', at: MONDAY_9 }]);
    expect(readable(ref)).toBe(true);
    stop();
    start();
    expect([readable(ref), vault.keys.has(ref)]).toEqual([false, false]);
    expect(vault.keys.forgotten()).toEqual([{ ref, at: MONDAY_9 }]);
  });
});

describe.skipIf(!hasSuite('sm4'))('a change of suite', () => {
  it('makes the look-up hashes anew in the daily run', () => {
    for (let i = 0; i < 150; i += 1) take(i);
    const refs = Array.from({ length: 150 }, (_, i) => refOf(i));
    stop();
    config = { ...config, privacy: { ...config.privacy, cipherSuite: 'sm4' } };
    start();
    expect(keep(MONDAY_9 + MINUTE)).toEqual({ rehashed: 150 });
    expect(refs.map((_, i) => refOf(i))).toEqual(refs);
    expect(vault.keys.ofOtherSuite(1)).toEqual([]);
  });
});
