import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { testConfig } from '../hall.ts';

/** Small halls in which rules meet soon: few windows, short limits, lines that overlap. */
export function smallHall(variant: number): HallConfig {
  const odd = variant % 2 === 1;
  return testConfig((demo) => {
    const ids = ['tax', 'invoices', 'insurance'];
    const queues = demo.queues
      .filter(({ id }) => ids.includes(id))
      .map((queue) => ({
        ...queue,
        realName: false,
        lastNumber: 899,
        dailyQuota: 60,
        paperNumbers: { first: 900, last: 905 },
        bookings: [
          { days: [1, 2, 3, 4, 5, 6, 7], from: '09:10', to: '09:30', places: 2 },
          { days: [1, 2, 3, 4, 5, 6, 7], from: '09:30', to: '10:30', places: 3 },
          { days: [1, 2, 3, 4, 5, 6, 7], from: '10:30', to: '12:00', places: 3 },
        ],
      }));
    const window = (id: string, number: number, own: string[], secondary: [string, number][] = []) => ({
      id,
      number,
      zone: 'tax',
      queues: own,
      secondary: secondary.map(([queue, above]) => ({ queue, above })),
    });
    return {
      ...demo,
      queues,
      windows: [
        window('w1', 1, ['tax', 'invoices']),
        window('w2', 2, ['invoices'], [['tax', 1]]),
        window(
          'w3',
          3,
          ['insurance'],
          [
            ['invoices', 2],
            ['tax', 0],
          ],
        ),
      ],
      items: demo.items.filter(({ queue }) => ids.includes(queue)),
      guideQueue: 'tax',
      devices: demo.devices.filter(({ kind }) => kind === 'kiosk'),
      priority: { ...demo.priority, enterpriseWindows: ['w1', 'w2'] },
      next: {
        overtaken: { people: 2 + (variant % 2), minutes: odd ? 12 : 20 },
        share: 2 + (variant % 3),
        boundFirst: variant % 5 !== 4,
        greenFirst: variant % 7 !== 6,
        by: variant % 6 === 5 ? 'arrival' : 'virtual',
      },
      calling: {
        ...demo.calling,
        lockSeconds: 5,
        recallLimit: 2,
        recallSpacingSeconds: 2,
        transferKeepsArrival: variant % 4 !== 3,
        reactivate: { times: 1 + (variant % 2), behind: variant % 4 },
        park: { most: 2, minutes: 10 },
        overRunning: odd ? 'refuse' : 'confirm',
      },
      taking: { ...demo.taking, onePerPerson: variant % 3 !== 2 },
    };
  });
}
