import { createHash } from 'node:crypto';
import { PIECE_BYTES, type RemoteReport } from '@hall/shared/contracts/remote';
import { beforeEach, describe, expect, it } from 'vitest';
import { BUNDLE_KEPT_MS, deadlineOf, PICTURE_KEPT_MS } from './limits.ts';
import { RemoteDesk } from './remote-desk.ts';

const KIOSK = 'kiosk-1';
const TEST: RemoteReport = { kind: 'self-test', test: { at: 1, why: 'start', checks: [] }, slip: 'none' };
let now: number;
let desk: RemoteDesk;
beforeEach(() => {
  now = 1_000;
  desk = new RemoteDesk(() => now);
});
const first = () => desk.view(KIOSK).orders[0];

describe('an order', () => {
  it('is lost after its time, and what comes later changes nothing', () => {
    desk.begin(KIOSK, 'order-0001', { what: 'health' }, 'm');
    now += deadlineOf({ what: 'health' });
    expect(first()?.state).toBe('sent');
    now += 1;
    expect(first()?.state).toBe('lost');
    const late = desk.report(KIOSK, 'order-0001', { kind: 'refused', why: 'failed' });
    expect(late).toMatchObject({ ok: false, error: { code: 'REMOTE_OVER' } });
    expect(first()?.state).toBe('lost');
  });

  it('may not be answered by another device', () => {
    desk.begin(KIOSK, 'order-0001', { what: 'self-test', slip: false }, 'm');
    expect(desk.report('kiosk-2', 'order-0001', TEST)).toMatchObject({ error: { code: 'REMOTE_OVER' } });
    expect(desk.view('kiosk-2').selfTest).toBeNull();
  });

  it('waits for the one before it of its kind, and everything waits for a restart', () => {
    const begin = (id: string, what: 'health' | 'settings') => desk.begin(KIOSK, id, { what }, 'm').ok;
    expect(begin('order-0001', 'health')).toBe(true);
    expect(begin('order-0002', 'health')).toBe(false);
    expect(begin('order-0003', 'settings')).toBe(true);
    desk.begin(KIOSK, 'order-0004', { what: 'restart', part: 'host', withinS: 60 }, 'm');
    now += deadlineOf({ what: 'health' }) + 1;
    expect(begin('order-0005', 'health')).toBe(false);
    now += deadlineOf({ what: 'restart', part: 'host', withinS: 60 });
    expect(begin('order-0006', 'health')).toBe(true);
  });

  it('is not given to a device that went away: whatever comes back says what it is first', () => {
    desk.report(KIOSK, null, TEST);
    expect(desk.isReady(KIOSK)).toBe(true);
    desk.offline(KIOSK);
    expect(desk.isReady(KIOSK)).toBe(false);
  });
});

describe('a bundle', () => {
  const bytes = Buffer.alloc(PIECE_BYTES + 500, 'log ');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const head: RemoteReport = { kind: 'bundle', bytes: bytes.length, pieces: 2, sha256 };
  const piece = (at: number) => bytes.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES).toString('base64');
  beforeEach(() => {
    desk.begin(KIOSK, 'order-0001', { what: 'logs', minutes: 5 }, 'm');
    desk.report(KIOSK, 'order-0001', head);
  });

  it('is whole from pieces in any order that come twice, and is kept for an hour', () => {
    expect(desk.deliver(KIOSK, 'order-0001', 1, piece(1)).ok).toBe(true);
    expect(desk.deliver(KIOSK, 'order-0001', 1, piece(1)).ok).toBe(true);
    expect(first()).toMatchObject({ step: 'arriving', percent: 50, bundle: null });
    expect(desk.deliver(KIOSK, 'order-0001', 0, piece(0)).ok).toBe(true);
    expect(desk.deliver(KIOSK, 'order-0001', 0, piece(0)).ok).toBe(true);
    expect(first()).toMatchObject({ state: 'done', bundle: { until: now + BUNDLE_KEPT_MS } });
    expect(desk.bundle(KIOSK, 'order-0001')).toEqual({ ok: true, value: bytes });
    now += BUNDLE_KEPT_MS + 1;
    expect(desk.bundle(KIOSK, 'order-0001')).toMatchObject({ error: { code: 'BUNDLE_GONE' } });
  });

  it('is refused with a piece that says something else the second time', () => {
    desk.deliver(KIOSK, 'order-0001', 0, piece(0));
    const other = Buffer.alloc(PIECE_BYTES, 'evil').toString('base64');
    expect(desk.deliver(KIOSK, 'order-0001', 0, other).ok).toBe(false);
    expect(first()).toMatchObject({ state: 'refused', bundle: null });
  });

  it('that stops half way is lost, and what had come is forgotten', () => {
    desk.deliver(KIOSK, 'order-0001', 0, piece(0));
    now += deadlineOf({ what: 'logs', minutes: 5 }) + 1;
    expect(first()).toMatchObject({ state: 'lost', bundle: null });
    expect(desk.deliver(KIOSK, 'order-0001', 1, piece(1)).ok).toBe(false);
  });
});

it('forgets a picture after ten minutes, and everything of a device whose credential ended', () => {
  desk.begin(KIOSK, 'order-0001', { what: 'screenshot', duringVisit: false }, 'm');
  const picture = { width: 1, height: 1, visit: false, shapes: [] };
  desk.report(KIOSK, 'order-0001', { kind: 'picture', picture });
  expect(desk.view(KIOSK).picture?.picture).toEqual(picture);
  now += PICTURE_KEPT_MS + 1;
  expect(desk.view(KIOSK).picture).toBeNull();
  desk.forget(KIOSK);
  expect(desk.view(KIOSK).orders).toEqual([]);
});
