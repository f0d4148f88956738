import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { err, ok } from '@hall/shared/contracts/result';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../testing/catalogue.ts';
import { wallClock } from '../clock.ts';
import { askFault } from '../link/server-link.ts';
import { silentLog } from '../log.ts';
import { openHallCopy } from './hall-copy.ts';
import { openOfflineDesk } from './offline-desk.ts';
import { memoryBook } from './testing.ts';
import { OFFLINE_WORDS } from './words.ts';

const AT = Date.parse('2026-11-23T09:00:00+08:00');
const PRESS = '1'.repeat(32);
const FAILED = { outcome: 'failed', reason: 'PAPER_OUT' } as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'offline-desk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** One kiosk that knows its hall; `answers` are what the server says to each reconciliation. */
function rig(answers: readonly string[]) {
  const copy = openHallCopy(folder, silentLog);
  copy.info({ timeZone: 'Asia/Shanghai' } as never);
  copy.catalogue({ ...CATALOGUE, queues: CATALOGUE.queues.map((queue) => ({ ...queue, realName: false })) });
  copy.settings({
    numbers: {
      day: '2026-11-23',
      ranges: [{ queue: 'social', prefix: 'A', digits: 3, first: 981, last: 983 }],
    },
    offline: {
      sealTo: '',
      hours: [{ queues: ['social'], days: [{ day: '2026-11-23', open: [[0, 1440]] }] }],
    },
  } as never);
  copy.beat({ at: AT, heartbeatMs: 1_000 }, AT);
  let online = false;
  let left = [...answers];
  const asked: string[] = [];
  const desk = openOfflineDesk({
    file: memoryBook(),
    copy,
    link: {
      device: 'kiosk-1',
      online: () => online,
      lostSince: () => null,
      ask: async (_: string, body: { tickets: { requestId: string; ordinal: number }[] }) => {
        asked.push(...body.tickets.map(({ ordinal }) => `paper ${ordinal}`));
        const [code = 'ok', ...rest] = left;
        left = rest;
        if (code !== 'ok') return err(askFault(code, 'no'));
        const results = body.tickets.map(({ requestId }) => ({
          ...{ requestId, outcome: 'taken', ticket: 'f'.repeat(32), code: null, text: null },
        }));
        return ok({ results });
      },
    } as never,
    clock: { ...wallClock, now: () => AT, after: () => () => undefined },
    log: silentLog,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    desk,
    asked,
    async back() {
      online = true;
      desk.nudge();
      await settle();
    },
    async failed() {
      desk.issue(PRESS, { items: [], queue: 'social', person: null });
      desk.printed(PRESS, FAILED);
      await settle();
    },
  };
}

describe('[N4] one side counts the papers of a number', () => {
  it('this machine does while the server has heard of nothing', async () => {
    const { desk, failed } = rig([]);
    await failed();
    expect(desk.printAgain(PRESS)).toMatchObject({ ok: true, value: { number: 'A981', ordinal: 2 } });
  });

  it('this machine does not once the server may have heard, and says where a paper is to be had', async () => {
    const { desk, asked, back, failed } = rig(['SERVER_AWAY']);
    await failed();
    await back();
    expect(asked).toEqual(['paper 1']);
    expect(desk.printAgain(PRESS)).toMatchObject({ ok: false, error: { text: OFFLINE_WORDS.underWay } });
    expect(await desk.whose(PRESS)).toBe('own');
    // The answer comes at last: from here on it is the hall's.
    await back();
    expect(await desk.whose(PRESS)).toEqual({ ticket: 'f'.repeat(32) });
  });

  it('this machine goes on where the server certainly took nothing', async () => {
    const { desk, back, failed } = rig(['STORAGE_FULL']);
    await failed();
    await back();
    expect(desk.printAgain(PRESS)).toMatchObject({ ok: true, value: { ordinal: 2 } });
  });
});
