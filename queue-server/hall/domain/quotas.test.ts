import { describe, expect, it } from 'vitest';
import { changed, hallWith, november, PureHall, QUEUE, refusedTo, take } from '../testing/rules.ts';

describe('[T4] the quota of the day', () => {
  it('is used up, says how many there were and when to come again, and follows its setting', () => {
    const hall = new PureHall(hallWith({ dailyQuota: 2 }));
    take(hall);
    take(hall);
    const { code, text } = refusedTo(hall);
    expect(code).toBe('QUOTA_USED_UP');
    expect(text?.zh).toContain('2 个号已取完');
    expect(text?.zh).toContain('明天 0:00');
    changed(hall, { dailyQuota: 3 });
    expect(take(hall).number).toBe('G003');
    hall.passMinutes(24 * 60);
    expect(take(hall).number).toBe('G001');
  });
});

describe('[T5] quotas of spans of the day', () => {
  const slots = [
    { from: '08:30', to: '10:00', quota: 2 },
    { from: '10:00', to: '11:30', quota: 1 },
  ];

  it('none by default', () => {
    const hall = new PureHall();
    for (let i = 0; i < 5; i += 1) take(hall);
    expect(hall.state.queues.get(QUEUE)?.slotsTaken).toEqual({});
  });

  it('a span is used up and says which is next', () => {
    const hall = new PureHall(hallWith({ slots }));
    hall.at = november('23T09:00');
    take(hall);
    take(hall);
    const { code, text } = refusedTo(hall);
    expect(code).toBe('SLOT_USED_UP');
    expect(text?.zh).toContain('10:00–11:30 还有 1 个');
    hall.at = november('23T10:00');
    take(hall);
    expect(refusedTo(hall).text?.zh).toContain('11:30 起可再取号');
    // Between spans only the quota of the day counts.
    hall.at = november('23T12:00');
    expect(take(hall).number).toBe('G004');
    hall.at = november('24T09:00');
    expect(take(hall).number).toBe('G001');
  });

  it('what is said next is when a number is given: not in a break, not in a span that is full, not past the day', () => {
    const office = { days: [1, 2, 3, 4, 5, 6, 7] };
    const hours = [
      { ...office, from: '08:30', to: '12:00' },
      { ...office, from: '13:30', to: '17:00' },
    ];
    const last = { from: '15:00', to: '17:00', quota: 1 };
    const hall = new PureHall(hallWith({ hours, slots: [{ from: '08:30', to: '12:00', quota: 1 }, last] }));
    hall.at = november('23T09:00');
    take(hall);
    expect(refusedTo(hall).text?.zh).toContain('13:30 起可再取号');
    hall.at = november('23T15:00');
    take(hall);
    expect(refusedTo(hall).text?.zh).toContain('明天 8:30');
  });

  it('a larger quota lets in at once', () => {
    const hall = new PureHall(hallWith({ slots }));
    hall.at = november('23T09:00');
    take(hall);
    take(hall);
    expect(refusedTo(hall).code).toBe('SLOT_USED_UP');
    changed(hall, { slots: [{ from: '08:30', to: '10:00', quota: 3 }] });
    expect(take(hall).number).toBe('G003');
  });
});
