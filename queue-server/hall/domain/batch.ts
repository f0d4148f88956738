import type { StoredEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { HallState } from './state.ts';

/**
 * Within a batch the maps that nearly every event changes are changed in place: that saves the copies of
 * tree nodes that no one but the batch would ever see. The state from before the batch stays valid.
 */

/** A private copy of a state; whatever `evolve` makes of it belongs to the same batch. */
export function loosened(state: HallState): HallState {
  return {
    ...state,
    tickets: state.tickets.asMutable(),
    queues: state.queues.asMutable(),
    live: state.live.asMutable(),
  };
}

/** Ends a batch: its state, persistent again. */
export function settled(state: HallState): HallState {
  return {
    ...state,
    tickets: state.tickets.asImmutable(),
    queues: state.queues.asImmutable(),
    live: state.live.asImmutable(),
  };
}

/** What several events make of the hall: the same as `evolve` for one after the other. */
export function evolveAll(state: HallState, events: readonly StoredEvent[]): HallState {
  return settled(events.reduce(evolve, loosened(state)));
}
