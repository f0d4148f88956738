import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { said } from '../testing/said.ts';
import { type Answer, Ledger, type Request } from './ledger.ts';
import { comparable, verifyLedger } from './verify.ts';

const config = testConfig();
/** Whether an answer holds these fields. */
function holds(fields: object) {
  return (answer: Answer | undefined) => {
    expect(answer?.ok && JSON.parse(answer.json)).toMatchObject(fields);
    return true;
  };
}

let folder: ReturnType<typeof scratchFolder>;
let file: string;
let serial = 0;

beforeEach(() => {
  folder = scratchFolder();
  file = path.join(folder.path, 'ledger.db');
});
afterEach(() => folder.remove());

function take(requestId = `request-${++serial}`, queue = 'invoices'): Request<'ticket.take'> {
  const body = { queue, items: [], paperless: true, person: null };
  return { command: 'ticket.take', body, actor: 'kiosk-1', requestId, at: MONDAY_9 };
}

describe('Ledger', () => {
  it('gives the same request the same answer, also after a restart', () => {
    const ledger = new Ledger({ file, config });
    const first = said(ledger.run([take('the-same-id')]).answers[0]);
    const second = ledger.run([take('the-same-id')]);
    expect([second.answers.map(said), second.events]).toEqual([[first], []]);
    ledger.close();
    const again = new Ledger({ file, config });
    expect(said(again.run([take('the-same-id')]).answers[0])).toBe(first);
    again.close();
  });

  it('refuses an id that belongs to another command, and keeps ids of actors apart', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([take('shared-id')]);
    const other = ledger.run([
      {
        command: 'window.open',
        body: { window: 'w18' },
        actor: 'kiosk-1',
        requestId: 'shared-id',
        at: MONDAY_9,
      },
      { ...take('shared-id'), actor: 'kiosk-2' },
    ]);
    expect(other.answers[0]).toMatchObject({ ok: false, error: { code: 'REQUEST_ID_REUSED' } });
    expect(other.answers[1]).toSatisfy(holds({ number: 'G002' }));
    ledger.close();
  });

  it('answers each of a batch, one number each', () => {
    const ledger = new Ledger({ file, config });
    const { answers } = ledger.run([take(), take(), take('x'.repeat(8), 'no-such-queue'), take()]);
    const numbers = answers.map((answer) =>
      answer.ok ? (JSON.parse(answer.json) as { number: string }).number : answer.error.code,
    );
    expect(numbers).toEqual(['G001', 'G002', 'QUEUE_UNKNOWN', 'G003']);
    ledger.close();
  });

  it('undoes a batch in memory and on disk when the disk is full, says so, and goes on when there is space', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([take()]);
    ledger.close();
    // A real limit of SQLite's stands in for the disk: the database may not grow.
    const limited = new Ledger({ file, config });
    limited.limitTo(0);
    const before = comparable(limited.state);
    const many = Array.from({ length: 200 }, () => take());
    const full = limited.run(many);
    expect(full.events).toEqual([]);
    expect(new Set(full.answers.map((answer) => (answer.ok ? 'ok' : answer.error.code)))).toEqual(
      new Set(['STORAGE_FULL']),
    );
    expect(comparable(limited.state)).toBe(before);
    // Reopening after the failure lifts the limit of the old connection: there is space again.
    const after = limited.run([take()]);
    expect(after.answers[0]).toSatisfy(holds({ number: 'G002' }));
    limited.close();
    expect(verifyLedger(new Database(file, { readonly: true })).problems).toEqual([]);
  });

  it('starts from its tables with the state that a replay gives', () => {
    const ledger = new Ledger({ file, config });
    ledger.run(Array.from({ length: 30 }, () => take()));
    const clerk = { actor: 'clerk01', at: MONDAY_9 };
    ledger.run([{ command: 'window.open', body: { window: 'w18' }, requestId: 'open-1234', ...clerk }]);
    ledger.run([{ command: 'window.call', body: { window: 'w18' }, requestId: 'call-1234', ...clerk }]);
    const live = comparable(ledger.state);
    ledger.close();
    const again = new Ledger({ file, config });
    expect(comparable(again.state)).toBe(live);
    again.close();
    expect(verifyLedger(new Database(file, { readonly: true }))).toMatchObject({ events: 33, problems: [] });
  });

  it('serves to the end who was at a window at midnight, and its tables follow', () => {
    const ledger = new Ledger({ file, config });
    const at = MONDAY_9;
    const clerk = (
      command: 'window.open' | 'window.call' | 'window.start' | 'window.finish',
      when: number,
    ): Request => ({
      command,
      body: { window: 'w18' },
      actor: 'clerk01',
      requestId: `${command}-${when}`,
      at: when,
    });
    ledger.run([
      take(),
      take(),
      clerk('window.open', at),
      clerk('window.call', at),
      clerk('window.start', at),
    ]);
    const morrow = at + 16 * 3_600_000;
    // One batch over midnight: the last act of the old day and the first of the new one.
    const { answers } = ledger.run([take(), { ...take(), at: morrow }, clerk('window.finish', morrow)]);
    expect(answers[1]).toSatisfy(holds({ number: 'G001', day: '2026-11-24' }));
    expect(answers[2]?.ok).toBe(true);
    ledger.run([{ ...clerk('window.open', morrow), actor: 'clerk02', body: { window: 'w19' } }]);
    const live = comparable(ledger.state);
    ledger.close();
    const again = new Ledger({ file, config });
    expect(comparable(again.state)).toBe(live);
    again.close();
    expect(verifyLedger(new Database(file, { readonly: true })).problems).toEqual([]);
  });

  it('keeps what it learned equal to the events past two hundred services', () => {
    const roomy = {
      ...config,
      calling: { ...config.calling, lockSeconds: 0 },
      queues: config.queues.map((queue) => ({ ...queue, dailyQuota: 900 })),
    };
    const ledger = new Ledger({ file, config: roomy });
    let at = MONDAY_9;
    const clerk = (command: 'window.open' | 'window.call' | 'window.start' | 'window.finish'): Request => {
      at += 7_000;
      return { command, body: { window: 'w18' }, actor: 'clerk01', requestId: `${command}-${at}`, at };
    };
    ledger.run([clerk('window.open')]);
    for (let i = 0; i < 205; i += 1) {
      const { answers } = ledger.run([
        { ...take(), at },
        clerk('window.call'),
        clerk('window.start'),
        clerk('window.finish'),
      ]);
      expect(answers.every((answer) => answer.ok)).toBe(true);
    }
    ledger.close();
    expect(verifyLedger(new Database(file, { readonly: true })).problems).toEqual([]);
  });

  it('goes on by itself after its database was closed under it', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([take()]);
    ledger.close();
    expect(ledger.run([take()]).answers[0]).toSatisfy(holds({ number: 'G002' }));
    ledger.close();
  });

  it('finds a changed event, at the start and by full verification', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([take(), take(), take()]);
    ledger.close();
    const db = new Database(file);
    db.prepare("UPDATE events SET data = replace(data, 'G002', 'G009') WHERE seq = 3").run();
    expect(verifyLedger(db).problems.join()).toContain('event 3 was changed');
    db.close();
    expect(() => new Ledger({ file, config })).toThrow(/changed at event 3/);
  });

  it('keeps the order of time when the clock goes back', () => {
    const ledger = new Ledger({ file, config });
    ledger.run([take()]);
    ledger.run([{ ...take(), at: MONDAY_9 - 86_400_000 }]);
    const { answers } = ledger.run([{ ...take(), at: 0 }]);
    expect(answers[0]).toSatisfy(holds({ number: 'G003', day: '2026-11-23', at: MONDAY_9 }));
    ledger.close();
  });
});
