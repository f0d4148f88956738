import { seeded } from '@hall/hardware/testing/seeded';
import { hallClock } from '@hall/queue-server/hall/clock';
import { MONDAY_9, PureHall, testConfig } from '@hall/queue-server/hall/testing/hall';
import { localTime } from '@hall/shared/contracts/time';
import { expect, it } from 'vitest';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const JUMPS = [HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS, 365 * DAY_MS, -365 * DAY_MS];
const WINDOW = 'w18';

/** A seed that ever fails is added here and stays. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

it.each(SEEDS)('keeps order, days and numbers whatever the clock of the machine does (seed %i)', (seed) => {
  const random = seeded(seed);
  const config = testConfig();
  const hall = new PureHall(config);
  let wall = MONDAY_9;
  let steady = 0;
  const now = hallClock(
    MONDAY_9,
    () => wall,
    () => steady,
  );
  const pass = (ms: number) => {
    wall += ms;
    steady += ms;
    hall.at = now();
  };
  const numbers = new Set<string>();
  let day = '';
  for (let step = 0; step < 120; step += 1) {
    const jump = random.unit();
    if (jump < 0.2) wall += random.pick(JUMPS);
    else if (jump < 0.25) wall = 0;
    else if (jump < 0.35) wall += DAY_MS - ((wall + 8 * HOUR_MS) % DAY_MS) - 1;
    const before = hall.at;
    pass(random.whole(1, 90_000));
    expect(hall.at).toBeGreaterThanOrEqual(before);
    const taken = hall.must<'ticket.take', { number: string; day: string }>('ticket.take', {
      queue: 'invoices',
      items: [],
      paperless: true,
      person: null,
    });
    expect(taken.day).toBe(localTime(hall.at, config.timeZone).day);
    expect(taken.day >= day).toBe(true);
    expect(numbers).not.toContain(`${taken.day} ${taken.number}`);
    numbers.add(`${taken.day} ${taken.number}`);
    day = taken.day;

    // A lock ends when its seconds are over, not when the machine's clock says so.
    hall.run('window.open', { window: WINDOW }, 'clerk01');
    const called = hall.run('window.call', { window: WINDOW }, 'clerk01');
    if (!called.ok) expect(called.error.code).toBe('CALL_LOCKED');
    if (random.unit() < 0.3) wall -= random.pick([HOUR_MS, DAY_MS]);
    pass(config.calling.lockSeconds * 1_000);
    if (!called.ok && hall.state.windows.get(WINDOW)?.state === 'open') {
      hall.must('window.call', { window: WINDOW }, 'clerk01');
    }
    if (hall.state.windows.get(WINDOW)?.ticket == null) continue;
    hall.must('window.start', { window: WINDOW }, 'clerk01');
    hall.must('window.finish', { window: WINDOW }, 'clerk01');
    if (random.unit() < 0.3) wall = random.pick([0, wall - DAY_MS]);
    pass(config.rating.timeoutSeconds * 1_000 + 1);
    hall.must('rating.lapse', {}, 'hall');
    expect(hall.state.ratings.some((rating) => rating.outcome === 'open')).toBe(false);
  }
  const times = hall.events.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const days = hall.events.flatMap((event) => (event.type === 'day.began' ? [event.data.day] : []));
  expect(days).toEqual([...new Set(days)].sort());
});
