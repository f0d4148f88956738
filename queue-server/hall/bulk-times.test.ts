import { expect, it } from 'vitest';
import { BulkTimes } from './bulk-times.ts';
import { testConfig } from './testing/hall.ts';

const config = testConfig((hall) => ({
  ...hall,
  windowRules: { ...hall.windowRules, bulkClose: [{ at: '11:30' }, { at: '17:00', queues: ['invoices'] }] },
}));
const on = (clock: string) => Date.parse(`2026-11-23T${clock}+08:00`);

it('[W4] each time of the day comes once, a machine that slept through it does it late', () => {
  const times = new BulkTimes();
  expect(times.due(config, on('11:29:59'))).toEqual([]);
  const [due, ...more] = times.due(config, on('14:07:30'));
  expect(more).toEqual([]);
  expect(due).toMatchObject({
    requestId: 'bulk-2026-11-23-11:30',
    body: { cameBefore: on('11:30:00') },
  });
  expect(due?.body.queues.length).toBe(config.queues.length);
  expect(times.due(config, on('14:07:31'))).toEqual([]);
  expect(times.due(config, on('17:00:00'))).toMatchObject([{ body: { queues: ['invoices'] } }]);
  expect(times.due(config, on('11:30:00') + 24 * 3_600_000)).toMatchObject([
    { requestId: 'bulk-2026-11-24-11:30' },
  ]);
  // What could not be written is given again.
  times.again(due!);
  const restarted = new BulkTimes();
  expect(restarted.due(config, on('11:30:01'))[0]?.requestId).toBe(due?.requestId);
});

it('[W4] a time that is set after it has passed closes nobody today', () => {
  const times = new BulkTimes();
  const before = { ...config, windowRules: { ...config.windowRules, bulkClose: [] } };
  const configAt = (instant: number) => (instant < on('14:00:00') ? before : config);
  expect(times.due(config, on('14:30:00'), configAt)).toEqual([]);
  expect(times.due(config, on('17:00:00'), configAt)).toMatchObject([{ body: { queues: ['invoices'] } }]);
});
