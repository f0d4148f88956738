import path from 'node:path';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
/** A whole run; what it did, without the zeros. */
function keep(at: number): Partial<Kept> {
  for (let steps = 1; ; steps += 1) {
    const { more, done } = ask('keep', { at });
    if (steps > 1000) throw new Error('a run does not end');
    if (!more) return Object.fromEntries(Object.entries(done).filter(([, count]) => count > 0));
  }
}
function take(i: number, at = MONDAY_9): { ticket: string } | { code: string } {
  const body = { queue: 'insurance', items: [], paperless: true, person: invented(i) };
  const submission = { command: 'ticket.take', body, actor: 'kiosk-1', requestId: `request-${++serial}` };
  const batch = [{ ...submission, repeatable: true, at } as Submission];
  const [answer] = commitBatch(ledger, vault, batch, config.timeZone).answers;
  if (!answer) throw new Error('no answer');
  return answer.ok ? (JSON.parse(answer.json) as { ticket: string }) : { code: answer.error.code };
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

  it('a key without a record is destroyed after a week', () => {
    vault.keys.create(MONDAY_9);
    vault.keys.commit();
    expect(keep(MONDAY_9 + DAY)).toEqual({});
    expect(keep(MONDAY_9 + LOST_AFTER_MS + 1)).toEqual({ bareKeys: 1 });
    expect(vault.keys.count()).toBe(0);
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
      ['forget', 'read'],
      ['forget', 'read'],
    ]);
    expect(ask('report', { at: MONDAY_9 }).forgotten).toBe(1);
    // Who comes again is somebody new.
    take(1);
    expect(refOf(1)).not.toBe(ref);
  });

  it('is finished by a repeat where the disk failed after the note', () => {
    const taken = take(1) as { ticket: string };
    cancel(taken.ticket);
    const ref = refOf(1);
    const body = { act: 'privacy.forgotten', subject: ref, detail: { reason: 'person-asked' } };
    ledger.run([{ command: 'audit.note', body, actor: 'manager01', requestId: 'forget-06', at: MONDAY_9 }]);
    expect(forget({ idNumber: invented(1).idNumber }, 'forget-06')).toEqual({ ok: true, value: null });
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
