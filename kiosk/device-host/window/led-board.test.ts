import type { LedContent } from '@hall/hardware';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { ledBoard } from './led-board.ts';

const IDLE = { number: 3, state: 'open', serving: null, reason: null } as never;
const SHOWN = { shownAt: 0, proof: 'acknowledged', replaced: [], cut: false } as const;
const CALL = { call: 41, number: 'A012', windowNumber: 3, validUntil: 1_000 } as never;

it('[K12] takes a call back that was undone before the panel could draw it', async () => {
  const drawn: string[] = [];
  const board = ledBoard({
    led: {
      show: ({ text }: LedContent) => {
        drawn.push(text);
        // The panel is away: its driver shows what was wanted last when it is back.
        return Promise.resolve(err(fault('LED_OFFLINE', 'no answer')) as never);
      },
    },
    hallNow: () => 999,
    onShown: () => {},
    log: silentLog,
  });
  const window = { number: 3, state: 'open', reason: null } as const;
  board.liveness(true);
  board.state({ ...window, seq: 41, serving: { number: 'A012', state: 'called', call: 41 } } as never);
  board.called({ call: 41, seq: 41, number: 'A012', windowNumber: 3, validUntil: 1_000 } as never);
  await new Promise((resolve) => setImmediate(resolve));
  board.state({ ...window, seq: 42, serving: null } as never);
  expect(drawn.at(-1)).toBe('3号窗口 热情为您服务');
});

it('[W1] says why the window is paused and until when, and lets run what is too long for the panel', () => {
  const drawn: LedContent[] = [];
  const board = ledBoard({
    led: {
      show: (content: LedContent) => {
        drawn.push(content);
        return Promise.resolve(ok(SHOWN));
      },
    },
    hallNow: () => 999,
    onShown: () => {},
    log: silentLog,
  });
  const paused = (zh: string) =>
    board.state({ number: 3, state: 'paused', serving: null, reason: { zh, en: '' } } as never);
  board.liveness(true);
  paused('用餐，约 13:15 返回');
  expect(drawn.at(-1)).toMatchObject({ text: '3号窗口 用餐，约 13:15 返回', mode: 'static' });
  paused('设备检修中请稍候，约 13:15 返回');
  expect(drawn.at(-1)).toMatchObject({ mode: 'left' });
});

it('says what the window does now, though it went on while the panel still drew the call', async () => {
  const drawn: string[] = [];
  const waiting: (() => void)[] = [];
  const shown: number[] = [];
  const board = ledBoard({
    led: {
      show: ({ text }: LedContent) => {
        drawn.push(text);
        return new Promise((resolve) => waiting.push(() => resolve(ok(SHOWN))));
      },
    },
    hallNow: () => 999,
    onShown: (call) => shown.push(call),
    log: silentLog,
  });
  const settle = async () => {
    for (const done of waiting.splice(0)) done();
    await new Promise((resolve) => setImmediate(resolve));
  };
  board.liveness(true);
  board.called(CALL);
  board.state(IDLE);
  expect(drawn.at(-1)).toBe('请A012到3号窗口');
  await settle();
  await settle();
  expect(shown).toEqual([41]);
  expect(drawn.at(-1)).toBe('3号窗口 热情为您服务');
});
