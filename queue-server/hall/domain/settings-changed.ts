import type { EventOf } from './events.ts';
import type { HallState } from './state.ts';

/** A version of the settings was made; from when on it counts, settings-timeline.ts says. */
export function settingsChanged(state: HallState, event: EventOf<'settings.changed'>): HallState {
  const { digest, version, effectiveAt, base, origin, reason, backTo } = event.data;
  const { seq, at, actor } = event;
  const fact = { version, seq, at, effectiveAt, actor, origin, reason, base, backTo, digest };
  return { ...state, settings: [...state.settings, fact] };
}
