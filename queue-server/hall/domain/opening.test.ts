import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import { describe, expect, it } from 'vitest';
import { changed, hallWith, november, PureHall, QUEUE, refusedTo, take } from '../testing/rules.ts';
import { ALWAYS, nextOpening, openingAt } from './opening.ts';

const OFFICE = [
  { days: [1, 2, 3, 4, 5], from: '08:30', to: '12:00' },
  { days: [1, 2, 3, 4, 5], from: '13:30', to: '17:30' },
];
const at = (config: HallConfig, instant: string) =>
  openingAt(config, config.queues.find(({ id }) => id === QUEUE)!, november(instant));
const office = (queue: Partial<QueueConfig> = {}, sections: Partial<HallConfig> = {}) =>
  hallWith({ hours: OFFICE, ...queue }, sections);

describe('[T1] weekly hours', () => {
  it.each([
    ['23T08:29', false],
    ['23T08:30', true],
    ['23T11:59', true],
    ['23T12:00', false],
    ['23T17:29', true],
    ['28T10:00', false],
  ])('on %s: %s', (instant, open) => {
    expect(at(office(), instant).open).toBe(open);
  });

  it.each([
    ['23T07:00', '今天 8:30', 'today 8:30'],
    ['23T12:10', '今天 13:30', 'today 13:30'],
    ['23T18:00', '明天 8:30', 'tomorrow 8:30'],
    ['27T18:00', '周一（11月30日）8:30', 'Monday (30 Nov) 8:30'],
  ])('refused on %s it says when it opens next', (instant, zh, en) => {
    const hall = new PureHall(office());
    hall.at = november(instant);
    const { code, text } = refusedTo(hall);
    expect(code).toBe('QUEUE_CLOSED');
    expect(text?.zh.replace(/\s/g, '')).toContain(zh.replace(/\s/g, ''));
    expect(text?.en).toContain(en);
  });

  it('other hours, other answer', () => {
    const hall = new PureHall(office());
    hall.at = november('28T10:00');
    expect(refusedTo(hall).code).toBe('QUEUE_CLOSED');
    changed(hall, { hours: [...OFFICE, { days: [6], from: '09:00', to: '12:00' }] });
    expect(take(hall).number).toBe('G001');
  });

  it('a queue that is always open never closes, also not at midnight', () => {
    const config = hallWith({ hours: ALWAYS });
    expect(at(config, '23T23:59')).toMatchObject({ open: true, closesIn: null });
    expect(at(config, '24T00:00')).toMatchObject({ open: true, closesIn: null });
  });

  it('the instant of the next opening is one of the hall’s clock', () => {
    const config = office();
    const queue = config.queues.find(({ id }) => id === QUEUE)!;
    expect(nextOpening(config, queue, november('27T18:00'))).toEqual({
      at: november('30T08:30'),
      day: '2026-11-30',
      clock: '8:30',
    });
    expect(nextOpening({ ...config, calendar: allClosed }, queue, november('23T18:00'))).toBeNull();
  });
});

const closed = (date: string) => ({
  date,
  name: { zh: '国庆节', en: 'National Day' },
  kind: 'closed' as const,
});
const allClosed = {
  days: Array.from({ length: 100 }, (_, i) =>
    closed(new Date(Date.parse('2026-11-20') + i * 86_400_000).toISOString().slice(0, 10)),
  ),
};

describe('[T2] holidays and make-up days', () => {
  it('a holiday is closed, named, and left out of what opens next', () => {
    const hall = new PureHall(office());
    hall.at = november('24T10:00');
    expect(take(hall).number).toBe('G001');
    changed(hall, {}, { calendar: { days: [closed('2026-11-24'), closed('2026-11-25')] } });
    const { code, text } = refusedTo(hall);
    expect(code).toBe('QUEUE_CLOSED');
    expect(text?.zh).toContain('国庆节');
    expect(text?.zh).toContain('周四（11月26日） 8:30');
  });

  it('a make-up Saturday keeps the hours of the weekday it stands for, or its own', () => {
    const name = { zh: '调休', en: 'Make-up day' };
    const saturday = { date: '2026-11-28', name, kind: 'open' as const, as: 5 };
    expect(at(office(), '28T10:00').open).toBe(false);
    expect(at(office({}, { calendar: { days: [saturday] } }), '28T10:00').open).toBe(true);
    const short = { ...saturday, hours: [{ from: '09:00', to: '11:00' }] };
    expect(at(office({}, { calendar: { days: [short] } }), '28T10:59').open).toBe(true);
    expect(at(office({}, { calendar: { days: [short] } }), '28T11:00').open).toBe(false);
    // Without the weekday it is a Saturday, on which this queue is closed.
    const { as: _, ...plain } = saturday;
    expect(at(office({}, { calendar: { days: [plain] } }), '28T10:00').open).toBe(false);
  });
});

describe('[T3] 延时 and 错时 hours', () => {
  const evening = { days: [1], from: '17:30', to: '20:00', kind: 'extended' as const };

  it('are open as well, and the number says so', () => {
    const hall = new PureHall(office());
    hall.at = november('23T18:30');
    expect(refusedTo(hall).code).toBe('QUEUE_CLOSED');
    changed(hall, { extended: [evening] });
    const notices = take(hall).notices ?? [];
    expect(notices.map(({ zh }) => zh).join()).toContain('延时服务时间，至 20:00');
    hall.at = november('23T17:00');
    expect(take(hall).notices).toBeUndefined();
  });

  it('only between their days, and a holiday closes them', () => {
    const between = ['2026-11-24', '2026-12-31'] as [string, string];
    expect(at(office({ extended: [{ ...evening, between }] }), '23T18:30').open).toBe(false);
    expect(at(office({ extended: [{ ...evening, between }] }), '30T18:30')).toMatchObject({
      kind: 'extended',
    });
    const config = office({ extended: [evening] }, { calendar: { days: [closed('2026-11-23')] } });
    expect(at(config, '23T18:30').open).toBe(false);
  });
});

describe('[T11] shortly before closing', () => {
  it('the number says so, from so many minutes on; the lunch break counts, and does not end it', () => {
    const hall = new PureHall(office());
    hall.at = november('23T17:09');
    expect(take(hall).notices).toBeUndefined();
    hall.at = november('23T17:10');
    expect(take(hall).notices?.[0]?.zh).toBe('17:30 停止办理，当天办不完的请改日再来。');
    hall.at = november('24T11:45');
    expect(take(hall).notices).toEqual([
      {
        zh: '12:00–13:30 休息，本号有效，13:30 继续叫号。',
        en: 'There is a break from 12:00 to 13:30. Your number stays valid and calling goes on at 13:30.',
      },
    ]);
    changed(hall, {}, { taking: { ...hall.config.taking, closingSoon: { minutes: 10, mode: 'tell' } } });
    expect(take(hall).notices).toBeUndefined();
  });

  it('[W4] where the line is closed at noon, a number of the morning ends', () => {
    const hall = new PureHall(office());
    const closedAt = (bulkClose: HallConfig['windowRules']['bulkClose']) => {
      changed(hall, {}, { windowRules: { ...hall.config.windowRules, bulkClose } });
      return take(hall).notices?.[0]?.zh;
    };
    hall.at = november('24T11:45');
    expect(closedAt([{ at: '12:00' }])).toBe('12:00 停止办理，届时未叫到的号作废；13:30 起请重新取号。');
    expect(closedAt([{ at: '12:05', queues: [QUEUE] }])).toContain('作废');
    expect(closedAt([{ at: '11:30' }])).toContain('本号有效');
    expect(closedAt([{ at: '17:30' }])).toContain('本号有效');
  });

  it('or it is refused, with the next opening', () => {
    const hall = new PureHall(office());
    changed(hall, {}, { taking: { ...hall.config.taking, closingSoon: { minutes: 20, mode: 'refuse' } } });
    hall.at = november('24T11:45');
    const { code, text } = refusedTo(hall);
    expect(code).toBe('CLOSING_SOON');
    expect(text?.zh).toContain('今天 13:30');
    hall.at = november('24T11:39');
    expect(take(hall).number).toBe('G001');
  });

  it('extended hours right behind put the closing off', () => {
    const evening = { days: [1], from: '17:30', to: '20:00', kind: 'extended' as const };
    const hall = new PureHall(office({ extended: [evening] }));
    hall.at = november('23T17:20');
    expect(take(hall).notices).toBeUndefined();
  });
});
