import { Desk } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import { canLeave, canNoShow, canPause, canRecall, primaryOf } from './primary.ts';

const NOW = 1_764_000_000_000;

const waiting = (callable: boolean): Desk['waiting'][number] => ({
  ticket: 'a'.repeat(32),
  number: 'A012',
  queue: 'company',
  queueName: { zh: '企业登记', en: 'Company registration' },
  class: 'ordinary',
  items: [],
  arrivedAt: NOW - 60_000,
  callable,
});

const serving = (state: 'called' | 'serving'): Desk['serving'] => ({
  ticket: 'b'.repeat(32),
  number: 'A011',
  state,
  class: 'senior',
  items: [],
  queueName: { zh: '企业登记', en: 'Company registration' },
  calledAt: NOW - 5_000,
  startedAt: state === 'serving' ? NOW - 1_000 : null,
  waitedMin: 12,
  recalls: 0,
  call: 44,
});

const desk = (more: Partial<Desk> = {}): Desk =>
  Desk.parse({
    window: 'w3',
    number: 3,
    zone: 'business',
    state: 'open',
    reason: null,
    clerk: 'wang.fang',
    serving: null,
    waiting: [waiting(true)],
    waitingTotal: 1,
    lockedUntil: 0,
    unacknowledged: [],
    acknowledged: 0,
    last: null,
    ...more,
  });

describe('the primary action', () => {
  it('[P1] goes open → call → start → finish → call', () => {
    expect(primaryOf(desk({ state: 'closed' }), NOW)).toMatchObject({
      action: 'open',
      command: 'window.open',
    });
    expect(primaryOf(desk(), NOW)).toMatchObject({ action: 'call', command: 'window.call', blocked: null });
    expect(primaryOf(desk({ serving: serving('called') }), NOW)).toMatchObject({
      action: 'start',
      command: 'window.start',
    });
    expect(primaryOf(desk({ serving: serving('serving') }), NOW)).toMatchObject({
      action: 'finish',
      command: 'window.finish',
    });
  });

  it('[P2] ends a pause with window.open', () => {
    expect(primaryOf(desk({ state: 'paused' }), NOW)).toMatchObject({
      action: 'resume',
      command: 'window.open',
      blocked: null,
    });
  });

  it('[P3] a person at the window comes before a pause', () => {
    expect(primaryOf(desk({ state: 'paused', serving: serving('serving') }), NOW).action).toBe('finish');
  });

  it('[P4] the call lock holds the call until its instant, and only the call', () => {
    const locked = { lockedUntil: NOW + 1 };
    expect(primaryOf(desk(locked), NOW).blocked).toBe('locked');
    expect(primaryOf(desk(locked), NOW + 1).blocked).toBeNull();
    expect(primaryOf(desk({ ...locked, serving: serving('called') }), NOW).blocked).toBeNull();
  });

  it('[P5] nobody waiting, or only tickets whose paper is not out, cannot be called', () => {
    expect(primaryOf(desk({ waiting: [], waitingTotal: 0 }), NOW).blocked).toBe('nobody');
    expect(primaryOf(desk({ waiting: [waiting(false)] }), NOW).blocked).toBe('printing');
  });

  it('[P6] a cut-off list proves nothing: the server decides', () => {
    expect(primaryOf(desk({ waiting: [waiting(false)], waitingTotal: 41 }), NOW).blocked).toBeNull();
  });

  it('[P7] recall and no-show need a called ticket; pause and leaving need nobody at the window', () => {
    const called = desk({ serving: serving('called') });
    const busy = desk({ serving: serving('serving') });
    expect([canRecall(called), canNoShow(called), canPause(called), canLeave(called)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([canRecall(busy), canNoShow(busy), canPause(busy), canLeave(busy)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect([canRecall(desk()), canNoShow(desk()), canPause(desk()), canLeave(desk())]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
