import { describe, expect, it } from 'vitest';
import { evolveAll, loosened, settled } from './batch.ts';
import type { StoredEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { emptyHall, type HallState } from './state.ts';

describe('a batch of events', () => {
  it('makes of a state what the events make one by one, across the turn of a day too', () => {
    const events = [began(1, '2026-11-21'), ...takings(2, 40), began(42, '2026-11-22'), ...takings(43, 40)];
    const oneByOne = events.reduce(evolve, emptyHall());
    expect(plain(evolveAll(emptyHall(), events))).toEqual(plain(oneByOne));
    const half = events.slice(0, 20).reduce(evolve, emptyHall());
    expect(plain(evolveAll(half, events.slice(20)))).toEqual(plain(oneByOne));
  });

  it('leaves the state from before as it was: a failed batch is undone by going back to it', () => {
    const before = evolveAll(emptyHall(), [began(1, '2026-11-21'), ...takings(2, 40)]);
    const was = plain(before);
    const loose = [...takings(42, 40), began(82, '2026-11-22'), ...takings(83, 5)].reduce(
      evolve,
      loosened(before),
    );
    expect(plain(before)).toEqual(was);
    settled(loose);
    expect(plain(before)).toEqual(was);
  });

  it('ends with a state that later events leave alone', () => {
    const state = evolveAll(emptyHall(), [began(1, '2026-11-21'), ...takings(2, 40)]);
    const was = plain(state);
    takings(42, 40).reduce(evolve, state);
    expect(plain(state)).toEqual(was);
  });
});

function plain(state: HallState): unknown {
  const { tickets, queues, live } = state;
  return structuredClone({
    ...state,
    tickets: tickets.toJS(),
    queues: queues.toJS(),
    live: live.toJS(),
    ...MAPS,
  });
}

const MAPS = { windows: null, ratings: null, certificates: null, boards: null };

function began(seq: number, day: string): StoredEvent {
  return stored(seq, { type: 'day.began', data: { day } });
}

function takings(from: number, count: number): StoredEvent[] {
  return Array.from({ length: count }, (_, i) =>
    stored(from + i, {
      type: 'ticket.taken',
      data: {
        ticket: (from + i).toString(16).padStart(32, '0'),
        number: `A${from + i}`,
        ordinalOfDay: i + 1,
        queue: `q${i % 3}`,
        items: [],
        class: 'ordinary',
        arrival: from + i,
        virtual: from + i,
        personRef: i % 2 === 0 ? `person-${from + i}` : null,
        paperless: true,
        progressToken: 'token',
        shortCode: 'ABCDEF',
        source: 'kiosk-1',
      },
    }),
  );
}

function stored(seq: number, event: Pick<StoredEvent, 'type' | 'data'>): StoredEvent {
  return {
    ...event,
    seq,
    at: seq,
    occurredAt: seq,
    v: 1,
    actor: 'kiosk-1',
    requestId: `r${seq}`,
  } as StoredEvent;
}
