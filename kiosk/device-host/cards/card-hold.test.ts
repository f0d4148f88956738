import type { CardView } from '@hall/shared/contracts/kiosk-link';
import { expect, it } from 'vitest';
import { FORGET_AFTER_LIFT_MS, openCardHold } from './card-hold.ts';

const CARD = { kind: 'resident', name: '张三丰', number: '11010519491231002X', birth: '1949-12-31' } as const;

function setUp() {
  const timers: Array<{ ms: number; run: () => void }> = [];
  const views: Array<CardView | null> = [];
  let ids = 0;
  const hold = openCardHold({
    clock: {
      now: () => Date.UTC(2026, 10, 21),
      after(ms, run) {
        const timer = { ms, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer) >>> 0, 1);
      },
    },
    newId: () => `card-${++ids}`,
    timeZone: () => 'Asia/Shanghai',
    seniorAge: () => 60,
    onView: (view) => views.push(view),
  });
  return { hold, timers, views };
}

it('shows a masked name, age and nothing that names the person', () => {
  const { hold, views } = setUp();
  hold.laid(CARD);
  expect(views).toEqual([{ card: 'card-1', maskedName: '张**', age: 76, senior: true, kind: 'resident' }]);
  expect(hold.personOf('card-1')).toMatchObject({
    name: '张三丰',
    idNumber: '11010519491231002X',
    birth: '1949-12-31',
  });
});

it('forgets a second after the card was lifted', () => {
  const { hold, timers, views } = setUp();
  hold.laid(CARD);
  hold.lifted();
  expect(hold.view()).not.toBeNull();
  expect(timers.map(({ ms }) => ms)).toEqual([FORGET_AFTER_LIFT_MS]);
  timers[0]!.run();
  expect(hold.personOf('card-1')).toBeNull();
  expect(views.at(-1)).toBeNull();
});

it('does not give the next card to a page that asks with the old one', () => {
  const { hold } = setUp();
  hold.laid(CARD);
  hold.lifted();
  hold.laid({ ...CARD, name: '李四' });
  expect(hold.personOf('card-1')).toBeNull();
  expect(hold.personOf('card-2')?.name).toBe('李四');
  expect([hold.replaced('card-1'), hold.replaced('card-2')]).toEqual([true, false]);
  expect(hold.personOf(null)).toBeNull();
});

it('knows the same card that is read anew while it is held, and only then', () => {
  const { hold, timers } = setUp();
  hold.laid(CARD);
  hold.lifted();
  hold.laid(CARD);
  expect(timers).toEqual([]);
  expect(hold.personOf('card-1')?.name).toBe('张三丰');
  expect(hold.replaced('card-1')).toBe(false);
  hold.end();
  hold.laid(CARD);
  expect(hold.personOf('card-1')).toBeNull();
  expect(hold.view()?.card).toBe('card-2');
});

it('forgets at the end of the visit though the card still lies there', () => {
  const { hold, timers, views } = setUp();
  hold.laid(CARD);
  hold.end();
  expect(hold.personOf('card-1')).toBeNull();
  expect(views.at(-1)).toBeNull();
  expect(timers).toEqual([]);
});
