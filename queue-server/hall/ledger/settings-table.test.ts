import path from 'node:path';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { differences } from '../config/differences.ts';
import { settingsOf, written } from '../config/document.ts';
import type { SettingsChangeBody } from '../domain/settings.ts';
import { renewLedger } from '../maintenance/renew.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { Ledger, type Request } from './ledger.ts';
import { LedgerReader } from './reader.ts';
import { comparable, verifyLedger } from './verify.ts';

const DAY = 86_400_000;
const config = testConfig((hall) => ({
  ...hall,
  queues: hall.queues.map((queue) => ({ ...queue, realName: false })),
}));
const [window] = config.windows;
const at = window?.id as string;
const queue = window?.queues[0] as string;

let scratch: ReturnType<typeof scratchFolder>;
let file: string;
let clock: number;
let serial: number;
beforeEach(() => {
  scratch = scratchFolder();
  file = path.join(scratch.path, 'ledger.db');
  clock = MONDAY_9;
  serial = 0;
});
afterEach(() => scratch.remove());

const locked = (lockSeconds: number): HallConfig => ({
  ...config,
  calling: { ...config.calling, lockSeconds },
});

function request(command: string, body: object, actor = 'clerk01'): Request {
  serial += 1;
  return { command, body, actor, requestId: `request-${serial}`, at: clock } as never as Request;
}

function version(to: HallConfig, rest: Partial<SettingsChangeBody> = {}): Request {
  return request(
    'settings.change',
    {
      ...written(settingsOf(to)),
      ...differences(settingsOf(config), settingsOf(to)),
      ...{ origin: 'editor', reason: 'trial', base: null, backTo: null, newest: null, effectiveAt: null },
      ...{ cancels: [], carried: [] },
      ...rest,
    },
    'manager01',
  );
}

const seed = () => version(config, { origin: 'file', reason: null });

/** The lock that a real call gets, in seconds. */
function callLock(ledger: Ledger): number {
  const { answers, events } = ledger.run([
    request('ticket.take', { queue, items: [], paperless: true, person: null }),
    request('window.open', { window: at }),
    request('window.call', { window: at }),
    request('window.start', { window: at }),
    request('window.finish', { window: at }),
  ]);
  const refused = answers.find((answer) => !answer.ok);
  if (refused && !refused.ok) throw new Error(refused.error.code);
  const call = events.find((event) => event.type === 'ticket.called');
  const lock = call?.type === 'ticket.called' ? call.data.lockedUntil - call.at : Number.NaN;
  clock += lock;
  return lock / 1000;
}

function problems(): readonly string[] {
  const db = new Database(file, { readonly: true });
  try {
    return verifyLedger(db).problems;
  } finally {
    db.close();
  }
}

describe('settings in the ledger', () => {
  it('count for the very next call, also within the batch that made them, and after a restart; verify passes', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([seed()]);
    expect(callLock(ledger)).toBe(config.calling.lockSeconds);
    expect(ledger.run([version(locked(44), { base: 1 })]).answers[0]).toMatchObject({ ok: true });
    expect(callLock(ledger)).toBe(44);
    ledger.close();
    expect(problems()).toEqual([]);
    const again = new Ledger({ file, config });
    clock += 60_000;
    expect(callLock(again)).toBe(44);
    again.close();
  });

  it('count from their instant and not before', () => {
    const ledger = new Ledger({ file, config });
    const from = MONDAY_9 + 3_600_000;
    ledger.run([seed(), version(locked(50), { base: 1, effectiveAt: from })]);
    clock = from - 1;
    expect(callLock(ledger)).toBe(config.calling.lockSeconds);
    clock = from + 120_000;
    expect(callLock(ledger)).toBe(50);
    ledger.close();
    expect(problems()).toEqual([]);
  });

  it('are refused where their base is not in force, or a plan would go unnoticed', () => {
    const ledger = new Ledger({ file, config });
    const code = (wanted: Request) => {
      const [answer] = ledger.run([wanted]).answers;
      return answer?.ok ? 'ok' : answer?.error.code;
    };
    expect(code(seed())).toBe('ok');
    expect(code(version(locked(20), { base: 1 }))).toBe('ok');
    expect(code(version(locked(30), { base: 1 }))).toBe('SETTINGS_STALE');
    expect(code(version(locked(31), { base: null }))).toBe('SETTINGS_STALE');
    expect(code(version(locked(32), { base: 9 }))).toBe('SETTINGS_STALE');
    expect(code(version(locked(33), { base: 2, newest: 1 }))).toBe('SETTINGS_STALE');
    expect(code(version(locked(40), { base: 2, effectiveAt: clock + 1000 }))).toBe('ok');
    expect(code(version(locked(50), { base: 2 }))).toBe('SETTINGS_STALE');
    expect(code(version(locked(50), { base: 2, cancels: [3] }))).toBe('ok');
    clock += 5000;
    expect(callLock(ledger)).toBe(50);
    ledger.close();
  });

  it('make a plan again on top of a change that comes before it', () => {
    const ledger = new Ledger({ file, config });
    const from = clock + 3_600_000;
    const plan = { ...locked(40), reprintLimit: 7 };
    ledger.run([seed(), version({ ...config, reprintLimit: 7 }, { base: 1, effectiveAt: from })]);
    const again = { ...written(settingsOf(plan)), changes: [], moreChanges: 0, of: 2 };
    const { answers } = ledger.run([version(locked(40), { base: 1, carried: [again] })]);
    expect(answers[0]).toMatchObject({ ok: true, json: expect.stringContaining('"version":3') });
    expect(
      ledger.state.settings.map(({ base, origin, effectiveAt }) => [base, origin, effectiveAt > clock]),
    ).toEqual([
      [null, 'file', false],
      [1, 'editor', true],
      [1, 'editor', false],
      [3, 'carried', true],
    ]);
    ledger.close();
    expect(problems()).toEqual([]);
  });

  it('answer a repeat as before, and make no second version', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([seed()]);
    const wanted = version(locked(20), { base: 1 });
    const [first] = ledger.run([wanted]).answers;
    expect(ledger.run([wanted]).answers[0]).toEqual(first);
    expect(ledger.state.settings).toHaveLength(2);
    ledger.close();
  });

  it('go with their event when the disk refuses the commit: neither the row nor the event is there, nor in force', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([seed()]);
    ledger.limitTo(0);
    const large = {
      ...locked(55),
      notices: Array.from({ length: 12 }, () => ({ zh: '知'.repeat(400), en: 'x'.repeat(600) })),
    };
    expect(ledger.run([version(large, { base: 1 })]).answers[0]).toMatchObject({ ok: false });
    expect(ledger.state.settings).toHaveLength(1);
    expect(callLock(ledger)).toBe(config.calling.lockSeconds);
    expect(ledger.run([version(locked(21), { base: 1 })]).answers[0]).toMatchObject({ ok: true });
    clock += 60_000;
    expect(callLock(ledger)).toBe(21);
    ledger.close();
    expect(problems()).toEqual([]);
  });

  it('are found out where a row was changed behind the chain’s back, and the last sound version goes on', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([seed(), version(locked(20), { base: 1 })]);
    clock += 1000;
    ledger.run([version(locked(30), { base: 2 })]);
    ledger.close();
    const db = new Database(file);
    db.prepare(
      `UPDATE settings SET doc = replace(doc, '"lockSeconds":30', '"lockSeconds":31') WHERE version = 3`,
    ).run();
    db.close();
    expect(problems()).toEqual(['the document of settings version 3 was changed']);
    const again = new Ledger({ file, config });
    clock += 60_000;
    expect(callLock(again)).toBe(20);
    again.close();
    const rows = new Database(file);
    rows.prepare('UPDATE settings SET effective_at = effective_at + 1 WHERE version = 2').run();
    rows.close();
    expect(problems()).toContain('the tables differ from the replayed events');
  });

  it('of archived days stay in force, are told with their changes, and bear verification out', () => {
    const short = { ...config, ledger: { ...config.ledger, keepDays: 180 } };
    const ledger = new Ledger({ file, config: short });
    clock = MONDAY_9 - 208 * DAY;
    ledger.run([seed(), version(locked(45), { base: 1 })]);
    expect(callLock(ledger)).toBe(45);
    clock += DAY;
    callLock(ledger);
    clock = MONDAY_9;
    callLock(ledger);
    while (ledger.tidy());
    const memory = comparable(ledger.state);
    ledger.close();
    const db = new Database(file, { readonly: true });
    const found = verifyLedger(db);
    expect([found.problems, found.archived > 10]).toEqual([[], true]);
    const { seq } = ledger.state.settings[1] as { seq: number };
    expect(db.prepare('SELECT 1 FROM events WHERE seq = ?').get(seq)).toBeUndefined();
    expect(new LedgerReader(db, file).event(seq)).toMatchObject({ type: 'settings.changed' });
    db.close();
    const again = new Ledger({ file, config: short });
    expect(comparable(again.state)).toBe(memory);
    clock += 60_000;
    expect(callLock(again)).toBe(45);
    again.close();
  });

  it('that a restored ledger lost are gone, and their numbers are given anew in the new epoch', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([seed()]);
    expect(callLock(ledger)).toBe(config.calling.lockSeconds);
    const backup = path.join(scratch.path, 'backup.db');
    const live = new Database(file);
    live.prepare('VACUUM INTO ?').run(backup);
    live.close();
    ledger.run([version(locked(33), { base: 1 })]);
    expect(callLock(ledger)).toBe(33);
    ledger.close();

    file = backup;
    const from = { epoch: '0a1b2c3d', seq: 1, at: MONDAY_9 };
    const restore = { from, epoch: 'ffffffff', restoresToday: 1, lastNumbers: {}, lastCase: 9 };
    expect(renewLedger(backup, config, restore, clock)).toMatchObject({ ok: true });
    const restored = new Ledger({ file, config });
    clock += 60_000;
    expect(callLock(restored)).toBe(config.calling.lockSeconds);
    // Somebody who has looked at the lost version 2 does not change what they have not seen.
    const [stale] = restored.run([version(locked(50), { base: 2 })]).answers;
    expect(stale).toMatchObject({ ok: false, error: { code: 'SETTINGS_STALE' } });
    restored.run([version(locked(51), { base: 1 })]);
    clock += 60_000;
    expect([restored.state.settings.length, callLock(restored)]).toEqual([2, 51]);
    restored.close();
    expect(problems()).toEqual([]);
  });

  it('whose time came while no machine ran count at the next start, and a clock set back takes nothing back', () => {
    let ledger = new Ledger({ file, config });
    ledger.run([seed(), version(locked(52), { base: 1, effectiveAt: MONDAY_9 + 3_600_000 })]);
    ledger.close();
    ledger = new Ledger({ file, config });
    clock = MONDAY_9 + 7_200_000;
    expect(callLock(ledger)).toBe(52);
    ledger.close();
    ledger = new Ledger({ file, config });
    // An hour before the last event: the hall's time does not go back, and neither do its settings.
    clock = MONDAY_9;
    const { events } = ledger.run([
      request('ticket.take', { queue, items: [], paperless: true, person: null }),
    ]);
    expect(events[0]?.at).toBeGreaterThan(MONDAY_9 + 3_600_000);
    expect(ledger.run([version(locked(53), { base: 1 })]).answers[0]).toMatchObject({ ok: false });
    expect(ledger.run([version(locked(53), { base: 2 })]).answers[0]).toMatchObject({ ok: true });
    ledger.close();
    expect(problems()).toEqual([]);
  });
});
