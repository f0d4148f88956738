import { describe, expect, it } from 'vitest';
import { createTicketIndex, normaliseNumber } from './ticket-index.ts';

const event = (seq: number, at: number, ticket: string | null, number: string | null) => ({
  seq,
  at,
  type: 'ticket.taken',
  ticket,
  number,
  queue: null,
  window: null,
});

describe('ticket search', () => {
  it('reads numbers as people and input methods write them', () => {
    expect(normaliseNumber(' ａ０１２ ')).toBe('A012');
    expect(normaliseNumber('a 012')).toBe('A012');
  });

  it('finds yesterday’s and today’s ticket of a number, newest first', () => {
    const index = createTicketIndex();
    index.add(event(1, 100, 'old', 'A012'));
    index.add(event(2, 900, 'new', 'A012'));
    index.add(event(3, 950, 'new', 'A012'));
    index.add(event(4, 960, null, null));
    expect(index.find('a012')).toEqual([
      { ticket: 'new', number: 'A012', firstAt: 900, lastAt: 950 },
      { ticket: 'old', number: 'A012', firstAt: 100, lastAt: 100 },
    ]);
    expect(index.find('B001')).toEqual([]);
  });
});
