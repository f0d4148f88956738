import type { LedContent } from '@hall/hardware';
import { ok } from '@hall/shared/contracts/result';
import { expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { ledBoard } from './led-board.ts';

const IDLE = { number: 3, state: 'open', serving: null, reason: null } as never;
const CALL = { call: 41, number: 'A012', windowNumber: 3, validUntil: 1_000 } as never;

it('says what the window does now, though it went on while the panel still drew the call', async () => {
  const drawn: string[] = [];
  const waiting: (() => void)[] = [];
  const shown: number[] = [];
  const board = ledBoard({
    led: {
      show: ({ text }: LedContent) => {
        drawn.push(text);
        return new Promise((resolve) => waiting.push(() => resolve(ok(undefined as never))));
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
