import { expect, it } from 'vitest';
import type { HostState } from './availability.ts';
import { givesOwnNumbers, whyNoCertificates, whyNoTickets, whyQueueClosed } from './availability.ts';

const up = (kind: HostState['peripherals'][number]['kind']) => ({
  name: kind,
  kind,
  state: 'up' as const,
  reason: null,
  since: 0,
  counters: {},
});
const STATE: HostState = {
  type: 'state',
  online: true,
  lostSince: null,
  info: null,
  queues: [],
  peripherals: [up('ticket-printer'), up('page-printer'), up('card-reader')],
  device: 'kiosk-1',
  bell: { state: 'off' },
  offline: null,
};
const without = (kind: string, reason: string): HostState => ({
  ...STATE,
  peripherals: STATE.peripherals.map((one) => (one.kind === kind ? { ...one, state: 'down', reason } : one)),
});

it('gives numbers and certificates when all is well', () => {
  expect([whyNoTickets(STATE), whyNoCertificates(STATE), whyQueueClosed(STATE, 'social')]).toEqual([
    null,
    null,
    null,
  ]);
});

it('names a missing roll of paper, and still prints certificates', () => {
  const state = without('ticket-printer', 'PAPER_OUT');
  expect(whyNoTickets(state)?.zh).toContain('缺纸');
  expect(whyNoCertificates(state)).toBeNull();
});

it('prints no certificate without a reader, but still gives numbers', () => {
  const state = without('card-reader', 'READER_SILENT');
  expect(whyNoCertificates(state)?.zh).toContain('读卡器');
  expect(whyNoTickets(state)).toBeNull();
});

it('puts the server before every device', () => {
  expect(whyNoTickets({ ...without('ticket-printer', 'PAPER_OUT'), online: false })?.zh).toContain(
    '连不上服务器',
  );
});

it('sends people to the guide desk where a machine has no printer at all', () => {
  expect(whyNoTickets({ ...STATE, peripherals: [] })?.en).toContain('guide desk');
});

it('[N4] goes on with numbers of its own while the server is away, queue by queue', () => {
  const usedUp = { zh: '本机备用号已取完', en: 'no more numbers' };
  const away: HostState = { ...STATE, online: false, lostSince: 1, offline: { social: null, tax: usedUp } };
  expect([whyNoTickets(away), whyQueueClosed(away, 'social'), whyQueueClosed(away, 'tax')]).toEqual([
    null,
    null,
    usedUp,
  ]);
  expect(givesOwnNumbers(away)).toBe(true);
  // What only the server can do is refused in plain words.
  expect(whyNoCertificates(away)?.zh).toContain('网络中断');
  expect(givesOwnNumbers({ ...away, offline: null })).toBe(false);
  expect(whyNoTickets({ ...away, offline: null })).not.toBeNull();
});
