import { HealthMessage } from '@hall/shared/contracts/messages';
import { expect, it } from 'vitest';
import { kindsForServer } from './health-kinds.ts';

/** What a server of 0.2 takes; one kind beyond them and it refuses the whole message. */
const KINDS_OF_0_2 = [
  ...['card-reader', 'scanner', 'ticket-printer', 'page-printer', 'window-led', 'keypad', 'ups'],
  'ledger-heads',
];

it('a server of 0.2 knows every kind it is told, and the names stay', () => {
  const peripherals = (['card-reader', 'scanner', 'document-scanner', 'page-printer'] as const).map(
    (kind) => ({
      ...{ name: kind, kind, state: 'up' as const, reason: null, since: 0, counters: {} },
    }),
  );
  const told = kindsForServer(peripherals);
  for (const { kind } of told) expect(KINDS_OF_0_2).toContain(kind);
  expect(told.map(({ name }) => name)).toEqual(peripherals.map(({ name }) => name));
  // A newer host may say it plainly: this server takes it.
  expect(HealthMessage.safeParse({ v: 1, at: 0, peripherals }).success).toBe(true);
});
