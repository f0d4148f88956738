import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../testing/catalogue.ts';
import { type HostState, whyAllClosed } from './availability.ts';

const OVER = { zh: '今天停止取号。', en: 'No more numbers today.' };
const FULL = { zh: '今天的号已取完。', en: 'No numbers are left for today.' };

function hall(why: (index: number) => typeof OVER | null): HostState {
  const queues = CATALOGUE.queues.map(({ id }, i) => ({ queue: id, open: why(i) === null, why: why(i) }));
  return { online: true, offline: null, queues, peripherals: [] } as unknown as HostState;
}

describe('a hall that takes nobody any more', () => {
  it('says so in its own words where all queues say the same', () => {
    expect(
      whyAllClosed(
        hall(() => OVER),
        CATALOGUE,
      ),
    ).toEqual(OVER);
  });

  it('says it plainly where they differ', () => {
    const mixed = whyAllClosed(
      hall((i) => (i === 0 ? FULL : OVER)),
      CATALOGUE,
    );
    expect(mixed?.zh).toContain('现在不取号');
  });

  it('says nothing while one queue still takes people', () => {
    expect(
      whyAllClosed(
        hall((i) => (i === 1 ? null : OVER)),
        CATALOGUE,
      ),
    ).toBeNull();
  });
});
