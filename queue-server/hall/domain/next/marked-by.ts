import type { StoredEvent } from '../events.ts';
import type { HallState } from '../state.ts';
import { beginsUnmarked, type Marks, remarked, touchedBy } from './marks.ts';

/**
 * The marks after an event. `state` is read before the event is applied: within a batch its maps change in place.
 */
export function markedBy(state: HallState, event: StoredEvent): (next: HallState) => Marks {
  if (event.type === 'ticket.taken' && beginsUnmarked(event.data)) return unchanged;
  const ids = touchedBy(event);
  const before = ids?.map((id) => state.tickets.get(id)) ?? [];
  return (next) => remarked(next, ids, before);
}

function unchanged({ marks }: HallState): Marks {
  return marks;
}
