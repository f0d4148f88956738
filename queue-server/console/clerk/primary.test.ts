import type { Desk } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import * as can from './can.ts';
import { helpsWith, primaryOf } from './primary.ts';
import { deskFor, helpedFor, NOW, servedFor, waitingFor } from './testing.ts';

const waiting = (callable: boolean): Desk['waiting'][number] => waitingFor({ callable });
const serving = (state: 'called' | 'serving') => servedFor({ state });
const desk = deskFor;

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

  it('[B3] a list of bookings whose slot has not begun says so', () => {
    const booked = waitingFor({ callable: false, held: 'slot', slotAt: NOW + 60_000 });
    expect(primaryOf(desk({ waiting: [booked] }), NOW).blocked).toBe('held');
  });

  it('[X6] with nobody callable in the own lines, an open helped queue is called from', () => {
    const open = { secondary: [helpedFor()] };
    const booked = waitingFor({ callable: false, held: 'slot', slotAt: NOW + 60_000 });
    const nobody = { waiting: [], waitingTotal: 0 };
    for (const own of [nobody, { waiting: [booked] }, { waiting: [waiting(false)] }]) {
      expect(primaryOf(desk({ ...own, ...open }), NOW)).toMatchObject({ action: 'call', blocked: null });
      expect(primaryOf(desk({ ...own, ...open, lockedUntil: NOW + 1 }), NOW).blocked).toBe('locked');
      expect(helpsWith(desk({ ...own, ...open })).map(({ queue }) => queue)).toEqual(['invoices']);
    }
    expect(helpsWith(desk(open))).toEqual([]);
  });

  it('[X6] up to its threshold a helped queue changes nothing', () => {
    const shut = { secondary: [helpedFor({ open: false, rows: [] })] };
    expect(primaryOf(desk({ waiting: [], waitingTotal: 0, ...shut }), NOW).blocked).toBe('nobody');
    expect(primaryOf(desk({ waiting: [waiting(false)], ...shut }), NOW).blocked).toBe('printing');
  });

  it('[X6] [P2] in paper mode an open helped queue has Space; a paper number keeps its own key', () => {
    const paper = [{ queue: 'company', name: { zh: '企', en: 'C' }, prefix: 'A', first: 901, last: 960 }];
    const view = desk({ waiting: [], waitingTotal: 0, paper, secondary: [helpedFor()] });
    expect(primaryOf(view, NOW)).toMatchObject({ action: 'call', blocked: null });
    expect(can.canCallPaper(view)).toBe(true);
  });

  it('[P7] what needs somebody at the window, and what needs nobody', () => {
    const at = (view: Desk) =>
      Object.entries(can)
        .filter(([, test]) => (test as (desk: Desk) => unknown)(view) === true)
        .map(([name]) => name)
        .sort();
    expect(at(desk({ serving: serving('called') }))).toEqual([
      'canNoShow',
      'canNote',
      'canPark',
      'canRecall',
      'canTransfer',
    ]);
    expect(at(desk({ serving: serving('serving') }))).toEqual([
      'canEndAndCall',
      'canNote',
      'canPark',
      'canTransfer',
    ]);
    expect(at(desk())).toEqual(['canCallOutOfTurn', 'canLeave', 'canPause', 'canResume', 'canServe']);
    expect(at(desk({ state: 'paused' }))).toEqual(['canLeave']);
  });

  it('[P2] in paper mode, where nobody else waits, Space asks for a paper number', () => {
    const paper = [{ queue: 'company', name: { zh: '企', en: 'C' }, prefix: 'A', first: 901, last: 960 }];
    const empty = { waiting: [], waitingTotal: 0, paper };
    expect(primaryOf(desk(empty), NOW)).toMatchObject({ action: 'paper', blocked: null });
    expect(primaryOf(desk({ ...empty, lockedUntil: NOW + 1 }), NOW).blocked).toBe('locked');
    expect(primaryOf(desk({ paper }), NOW).action).toBe('call');
  });

  it('[K9] [K11] [P2] what the hall has switched off cannot be done', () => {
    const strict = desk({ choices: { pause: [], outOfTurn: [], quickServe: false } });
    expect([can.canCallOutOfTurn(strict), can.canServe(strict)]).toEqual([false, false]);
    const paper = { queue: 'company', name: { zh: '企', en: 'C' }, prefix: 'A', first: 901, last: 960 };
    expect(can.canCallPaper(desk({ paper: [{ ...paper, on: false }] }))).toBe(false);
    expect(can.canCallPaper(desk({ paper: [paper] }))).toBe(true);
  });
});
