import { expect, it } from 'vitest';
import type { CallReason } from './events.ts';
import { explainCall } from './explain.ts';

const plain = { waitedMin: 31, passedOver: 0, bonusMin: 0 };
const say = (why: Partial<CallReason> & Pick<CallReason, 'rule'>) =>
  explainCall('B007', { ...plain, ...why });

it('reasons of older programs still explain', () => {
  expect(say({ rule: 'only-one', waitedMin: 0 })).toEqual({
    zh: 'B007 是唯一等候的号（刚刚取号）。',
    en: 'B007 is the only one waiting (just arrived).',
  });
  expect(say({ rule: 'earliest' }).zh).toBe('B007 到达最早（已等候 31 分钟）。');
  expect(say({ rule: 'class-bonus', bonusMin: 15, passedOver: 2 }).zh).toBe(
    'B007 按优先规则提前 15 分钟计算（已等候 31 分钟）；先于 2 位更早到达的人。',
  );
});

it('[X1] names how many came later, and [B3] who could not be called and why', () => {
  const passed = [{ number: 'A009', because: 'booking-slot', from: '10:00' }] as const;
  expect(say({ rule: 'overtaken', overtakenBy: 5, overtakenMin: 12, passed })).toEqual({
    zh: 'B007 已被 5 位后到的人超过、最早在 12 分钟前，按公平规则先叫（X1）（已等候 31 分钟）；A009 预约 10:00 才开始（B3），未叫。',
    en: 'B007 was overtaken by 5 people who came later, first 12 min ago, so fairness puts it first (X1) (has waited 31 min); not called: A009 booked for 10:00 (B3).',
  });
});

it('[X2] says whose the one call in so many was, and who waited for it', () => {
  const share = { of: 4, taken: true, waits: 'B003' };
  expect(say({ rule: 'green', share }).zh).toContain('B003 已到被超过的上限，但每 4 次叫号中有 1 次');
  const held = { of: 4, taken: false, waits: 'B009' };
  expect(say({ rule: 'overtaken', overtakenBy: 5, share: held }).en).toContain(
    '; not called: B009, bound here or green, which has at most one call in 4',
  );
});

it('a call without the names of reasons says the rule all the same', () => {
  expect(say({ rule: 'green', reason: 'urgent' }).zh).toContain('绿色通道，先叫（X4）');
  expect(say({ rule: 'out-of-turn', reason: 'gone' }).en).toContain('out of turn by staff (K9)');
});
