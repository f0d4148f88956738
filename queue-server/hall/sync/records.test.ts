import { CaseRecord } from '@hall/shared/contracts/platform';
import { expect, it } from 'vitest';
import { QUEUE, take } from '../testing/rules.ts';
import { at, callingHall, ticketOf } from '../testing/window.ts';
import { caseRecord, servedAs, withdrawnCase } from './records.ts';

const staff = { find: () => undefined } as never;

it('[K10] each step of an itinerary is a case of its own, with its own window and times', () => {
  const hall = callingHall();
  const items = [QUEUE, 'tax'].map((queue) => hall.config.items.find((item) => item.queue === queue)!.id);
  const { ticket } = take(hall, { queue: undefined, items });
  at(hall, 'open');
  const numbers = [1, 2].map(() => {
    at(hall, 'call');
    at(hall, 'start');
    hall.passMinutes(4);
    return at(hall, 'finish').caseNumber as string;
  });
  const about = { config: hall.config, staff, version: 1, batchAt: hall.at };
  const records = numbers.map((number) => caseRecord(ticketOf(hall, ticket), number, null, about)!);
  expect(records.map((record) => CaseRecord.safeParse(record).success)).toEqual([true, true]);
  expect(records.map(({ itemCode }) => itemCode)).toEqual(
    items.map((id) => hall.config.items.find((item) => item.id === id)!.code),
  );
  expect(records[1]!.calledAt).toBeGreaterThan(records[0]!.finishedAt);
  expect(records[0]!.finishedAt - records[0]!.acceptedAt).toBe(4 * 60_000 + 1_000);
});

it('[K12] a case that was taken back is withdrawn by a higher version, without the person', () => {
  const hall = callingHall();
  const item = hall.config.items.find(({ queue }) => queue === QUEUE)!;
  const { ticket } = take(hall, { items: [item.id] });
  at(hall, 'open');
  at(hall, 'call');
  at(hall, 'start');
  const number = at(hall, 'finish').caseNumber as string;
  at(hall, 'undo');
  expect(servedAs(ticketOf(hall, ticket), number)).toBeNull();
  const story = hall.events.filter(({ seq }) => ticketOf(hall, ticket).history.includes(seq));
  const about = { config: hall.config, staff, version: 2, batchAt: hall.at };
  const record = withdrawnCase(ticketOf(hall, ticket), number, story, about);
  expect(CaseRecord.parse(record)).toMatchObject({
    ...{ operation: 'update', version: 2, stage: 'withdrawn', applicant: null, window: 18 },
    ...{ caseNumber: number, itemCode: item.code },
  });
});
