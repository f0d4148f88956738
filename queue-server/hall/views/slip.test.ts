import { TicketSlip } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import { testConfig } from '../testing/hall.ts';
import { PureHall, person, take } from '../testing/rules.ts';
import { kioskNumbers } from './kiosk-numbers.ts';
import { Slips } from './slip.ts';

const config = testConfig();
const [a, b] = [...new Set(config.items.map(({ queue }) => queue))];
const items = [a, b].map((queue) => config.items.find((item) => item.queue === queue)!.id);
const ofTwo = () => take(new PureHall(config), { queue: undefined, items, person: person(1) } as never);

describe('a slip', () => {
  const notice = { zh: '17:30 停止办理。', en: 'It closes at 17:30.' };

  it('[K10] [T11] has way and notices of their own', () => {
    const place = { ...ofTwo(), notices: [notice] };
    const slip = TicketSlip.parse(JSON.parse(new Slips({ current: config }).text(place, null)));
    expect(slip.route).toHaveLength(1);
    expect(slip.route?.[0]?.queueName).toEqual(config.queues.find(({ id }) => id === b)?.name);
    expect(slip.notices).toEqual([notice]);
    expect(slip.items).toHaveLength(1);
  });

  it.each([
    ['plain', {}],
    ['by age, with services', { queue: undefined, items: [items[0]], person: person(1, 70) }],
    ['with a reason', { claim: { kind: 'disabled' } }],
  ])('[I4] is the same to the byte where an answer is new and where it is read again: %s', (_, more) => {
    const hall = new PureHall(config);
    const place = take(hall, more as never, 'guide01');
    const ticket = hall.state.tickets.get(place.ticket)!;
    const slips = new Slips({ current: config });
    const estimate = { lowMin: 3, highMin: 8 };
    const given = slips.given(JSON.stringify(place), ticket, estimate);
    expect(given).toBe(slips.text(place, estimate));
    expect(TicketSlip.parse(JSON.parse(given))).toEqual(JSON.parse(given));
    // Each key once: strict readers refuse it twice.
    expect(given.match(/"(items|classReason)":/g)).toEqual(['"items":', '"classReason":']);
  });

  it('[I4] is whole when an answer is given again: of a version that named no windows, of a queue that is gone', () => {
    const place = ofTwo();
    const { windows, ...old } = place;
    const slips = new Slips({ current: config });
    const again = TicketSlip.parse(JSON.parse(slips.text({ ...old, estimate: null } as never, null)));
    expect(again.windows).toEqual(windows);
    const current = { ...config, queues: config.queues.filter(({ id }) => id !== a && id !== b) };
    const later = new Slips({ current, at: () => config });
    expect(JSON.parse(later.text(place, null))).toEqual(JSON.parse(slips.text(place, null)));
  });

  it('says them in the words of the rule to a machine of before 0.2, which refuses what it does not know', () => {
    const place = { ...ofTwo(), notices: [notice] };
    const slip = JSON.parse(new Slips({ current: config }).text(place, null, true));
    const { notices: _, route: __, ...known } = TicketSlip.shape;
    expect(Object.keys(slip).filter((key) => !(key in known))).toEqual([]);
    expect(slip.rule.zh).toContain(notice.zh);
    expect(slip.rule.zh).toContain('号码不变');
  });
});

describe('[N4] the settings of a kiosk', () => {
  it('have no numbers by default, and with the setting its own range of each queue', () => {
    const hall = new PureHall(config);
    take(hall);
    expect(kioskNumbers(hall.state, config, 'kiosk-1')).toEqual({});
    const kept = { ...config, numbering: { ...config.numbering, perKiosk: 5 } };
    const { numbers } = kioskNumbers(hall.state, kept, 'kiosk-1');
    expect(numbers?.day).toBe(hall.state.day);
    expect(numbers?.ranges).toHaveLength(config.queues.length);
    for (const { first, last } of numbers?.ranges ?? []) expect(last - first).toBe(4);
    expect(kioskNumbers(hall.state, kept, 'wall')).toEqual({});
  });

  it('leave out what another kiosk gave from them: with one kiosk more, the ranges have moved', () => {
    const hall = new PureHall(config);
    const [queue] = config.queues;
    const kept = { ...config, numbering: { ...config.numbering, perKiosk: 5 } };
    const rangeOf = () => {
      const { numbers } = kioskNumbers(hall.state, kept, 'kiosk-1');
      return numbers?.ranges.find((range) => range.queue === queue?.id);
    };
    const { ticket } = take(hall, { queue: queue?.id as string, person: person(1) });
    const { first, next } = rangeOf() ?? { first: 0 };
    expect(next).toBeUndefined();
    const moved = {
      ...hall.state.tickets.get(ticket)!,
      ...{ origin: 'offline' as const, source: 'kiosk-9', ordinalOfDay: first + 1 },
    };
    hall.state = { ...hall.state, tickets: hall.state.tickets.set(ticket, moved) };
    expect(rangeOf()?.next).toBe(first + 2);
  });
});
