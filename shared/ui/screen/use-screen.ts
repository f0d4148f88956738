import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Message, TopicName } from '../../contracts/messages.ts';
import { kept, type ScreenLink, type ScreenState } from './screen-link.ts';

/** The state of the link; every accepted message is drawn at once. */
export function useScreen(link: ScreenLink): ScreenState {
  const subscribe = useCallback((listener: () => void) => link.subscribe(listener), [link]);
  return useSyncExternalStore(subscribe, () => link.state);
}

/** The kept message of one topic, or null while there is none. */
export function useKept<N extends TopicName>(link: ScreenLink, name: N, part?: string): Message<N> | null {
  return kept(useScreen(link), name, part);
}

/** Hall time, renewed every `everyMs`. */
export function useHallNow(link: ScreenLink, everyMs: number): number {
  const [now, setNow] = useState(() => link.hallNow());
  useEffect(() => {
    const tick = () => setNow(link.hallNow());
    tick();
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [link, everyMs]);
  return now;
}

/** Runs for each live announcement; retained state never comes here. `listener` should not change often. */
export function useCalls(link: ScreenLink, listener: (call: Message<'call'>) => void): void {
  useEffect(() => link.onCall(listener), [link, listener]);
}
