import type { FeedEvent } from '@hall/shared/contracts/feed';
import { describe, expect, it } from 'vitest';
import { createTicketFinder, PAGE_EVENTS } from './ticket-finder.ts';

const SEQ = 1_200;
const event = (seq: number): FeedEvent => ({
  seq,
  at: seq * 1_000,
  type: 'ticket.taken',
  ticket: `t${seq}`,
  number: `A${seq}`,
  queue: null,
  window: null,
});

function finder() {
  const pages: [number, number][] = [];
  const live: ((event: FeedEvent) => void)[] = [];
  const made = createTicketFinder({
    position: async () => ({ seq: SEQ }),
    live: (onEvent) => live.push(onEvent),
    page: async (after, upTo, onEvent) => {
      pages.push([after, upTo]);
      for (let seq = after + 1; seq <= upTo; seq++) onEvent(event(seq));
    },
  });
  return { made, pages, live };
}

describe('finding a ticket in the feed’s past', () => {
  it('reads no further back than it must, and no page twice', async () => {
    const { made, pages } = finder();
    expect(await made.find('A1150')).toMatchObject([{ ticket: 't1150' }]);
    expect(pages).toEqual([[SEQ - PAGE_EVENTS, SEQ]]);
    expect(await made.find('A1')).toMatchObject([{ ticket: 't1' }]);
    expect(await made.find('A600')).toMatchObject([{ ticket: 't600' }]);
    expect(pages).toEqual([
      [700, 1_200],
      [200, 700],
      [0, 200],
    ]);
  });

  it('finds nothing after the whole past, and finds what comes later', async () => {
    const { made, live } = finder();
    expect(await made.find('B001')).toEqual([]);
    live[0]?.({ ...event(1_201), number: 'B001' });
    expect(await made.find('b001')).toMatchObject([{ ticket: 't1201' }]);
    expect(live).toHaveLength(1);
  });

  it('says why when the hall cannot be asked', async () => {
    const text = { zh: '连不上', en: 'away' };
    const made = createTicketFinder({
      position: async () => ({ text }),
      live: () => {},
      page: async () => {},
    });
    expect(await made.find('A001')).toEqual(text);
  });
});
