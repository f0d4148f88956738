import { HallConfig } from '@hall/shared/contracts/hall-config';

/**
 * The demo hall with something to decide for every rule: bookings, quotas, helping out, windows for enterprises,
 * pre-printed numbers, a holiday and a make-up day. What the demo hall says of these itself is kept.
 */
export function simulatedConfig(demo: HallConfig, firstDay: string): HallConfig {
  const weekdays = [1, 2, 3, 4, 5];
  const slot = (from: string, to: string, places: number) => ({ days: weekdays, from, to, places });
  const bookings = [
    slot('09:00', '09:30', 4),
    slot('09:30', '10:00', 4),
    slot('10:00', '11:00', 6),
    slot('14:00', '15:00', 6),
    slot('15:00', '16:00', 4),
  ];
  const slots = [
    { from: '08:30', to: '10:00', quota: 20 },
    { from: '10:00', to: '12:00', quota: 26 },
    { from: '12:00', to: '17:30', quota: 70 },
  ];
  const extended = [{ days: [1, 3], from: '17:30', to: '19:00', kind: 'extended' as const }];
  const config = {
    ...demo,
    queues: demo.queues.map((queue, i) => ({
      ...queue,
      bookings: queue.bookings.length > 0 || i % 3 === 2 ? queue.bookings : bookings,
      slots: queue.slots.length > 0 || queue.id !== 'household' ? queue.slots : slots,
      extended: queue.extended.length > 0 || queue.id !== 'tax' ? queue.extended : extended,
      dailyQuota: queue.id === 'projects' ? Math.min(queue.dailyQuota, 40) : queue.dailyQuota,
      paperNumbers: queue.paperNumbers ?? (queue.lastNumber <= 900 ? { first: 901, last: 999 } : undefined),
    })),
    windows: demo.windows.map((window, i) => {
      const helped = demo.queues.find(
        ({ id, zone }) => zone === window.zone && !window.queues.includes(id) && id !== window.queues[0],
      );
      const secondary =
        window.secondary.length > 0 || !helped || i % 2 === 1
          ? window.secondary
          : [{ queue: helped.id, above: 4 }];
      return { ...window, secondary };
    }),
    priority: {
      ...demo.priority,
      enterpriseWindows:
        demo.priority.enterpriseWindows.length > 0
          ? demo.priority.enterpriseWindows
          : demo.windows.slice(0, 2).map(({ id }) => id),
    },
    calendar: {
      days:
        demo.calendar.days.length > 0
          ? demo.calendar.days
          : [
              {
                date: dayAfter(firstDay, 9),
                name: { zh: '模拟节假日', en: 'Simulated holiday' },
                kind: 'closed' as const,
              },
              {
                date: dayAfter(firstDay, 6),
                name: { zh: '模拟调休', en: 'Simulated make-up day' },
                kind: 'open' as const,
                as: 1,
              },
            ],
    },
    calling: { ...demo.calling, noShowAfterCalls: Math.max(2, demo.calling.noShowAfterCalls) },
  };
  return HallConfig.parse(JSON.parse(JSON.stringify(withRoom(config))));
}

/** Room for pre-printed numbers behind those that machines give. */
function withRoom(config: HallConfig): HallConfig {
  return {
    ...config,
    queues: config.queues.map((queue) =>
      queue.id === 'enquiry' && queue.paperNumbers === undefined
        ? { ...queue, lastNumber: Math.min(queue.lastNumber, 899), paperNumbers: { first: 900, last: 999 } }
        : queue,
    ),
  };
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
