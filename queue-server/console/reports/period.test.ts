import { describe, expect, it } from 'vitest';
import { dayPeriod, monthPeriod, moved } from './period.ts';

const TODAY = '2026-11-22';

describe('the period of a report', () => {
  it('a month ends with its last day, or today', () => {
    expect(monthPeriod('2026-10-09', TODAY)).toEqual({ kind: 'month', from: '2026-10-01', to: '2026-10-31' });
    expect(monthPeriod(TODAY, TODAY)).toEqual({ kind: 'month', from: '2026-11-01', to: TODAY });
    expect(monthPeriod('2028-02-03', '2030-01-01').to).toBe('2028-02-29');
  });
  it('moves over the ends of months and years', () => {
    expect(moved(dayPeriod('2026-03-01'), -1, TODAY).from).toBe('2026-02-28');
    expect(moved(monthPeriod('2026-01-05', TODAY), -1, TODAY)).toMatchObject({
      from: '2025-12-01',
      to: '2025-12-31',
    });
    expect(moved(monthPeriod('2026-10-05', TODAY), 1, TODAY)).toMatchObject({
      from: '2026-11-01',
      to: TODAY,
    });
  });
});
