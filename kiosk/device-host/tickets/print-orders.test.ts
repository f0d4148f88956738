import type { Message } from '@hall/shared/contracts/messages';
import { expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { printOrders } from './print-orders.ts';

const AT = 1_000_000;
const ORDER = { id: 'order-1', action: 'print', ticket: 'ticket-1', validUntil: AT + 5_000 } as Message<'do'>;

/** Orders at a hall that answers when `answers` says so. */
function orders(answers: (tries: number) => boolean) {
  const asked: string[] = [];
  const due: (() => void)[] = [];
  let now = AT;
  const order = printOrders({
    tickets: () => ({
      order: (id, ticket) => {
        asked.push(`${id} ${ticket}`);
        return Promise.resolve(answers(asked.length));
      },
    }),
    hallNow: () => now,
    clock: {
      after: (_, run) => {
        due.push(run);
        return () => undefined;
      },
    },
    log: silentLog,
  });
  return {
    order,
    asked,
    async pass(ms: number) {
      await new Promise((resolve) => setImmediate(resolve));
      now += ms;
      for (const run of due.splice(0)) run();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

it('prints once, however often the order comes, and not what comes too late', async () => {
  const { order, asked, pass } = orders(() => true);
  order(ORDER);
  order(ORDER);
  order({ ...ORDER, id: 'order-2', validUntil: AT - 1 });
  order({ ...ORDER, id: 'order-3', action: 'restart' });
  await pass(1_000);
  expect(asked).toEqual(['order-1 ticket-1']);
});

it('asks again where the hall does not answer, under the same id, as long as somebody waits for it', async () => {
  const { order, asked, pass } = orders((tries) => tries === 3);
  order(ORDER);
  for (let i = 0; i < 8; i += 1) await pass(1_000);
  expect(asked).toEqual(Array.from({ length: 3 }, () => 'order-1 ticket-1'));
  const never = orders(() => false);
  never.order(ORDER);
  for (let i = 0; i < 20; i += 1) await never.pass(1_000);
  expect(never.asked).toHaveLength(6);
});
