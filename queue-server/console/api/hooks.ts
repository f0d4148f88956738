import type { Catalogue, Desk, HallView } from '@hall/shared/contracts/commands';
import type { FeedEvent, SessionView } from '@hall/shared/contracts/feed';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { browserTimers, coalesce } from './coalesce.ts';
import { ReadFailed } from './failure.ts';
import type { SessionState } from './live.ts';
import { client, connectionStore, onFeedConnected, onFeedEvent, serverClock, sessionStore } from './live.ts';

/** A clerk's own window follows within a blink; a picture of the whole hall twice a second. */
export const OWN_WINDOW_INTERVAL_MS = 100;
export const HALL_INTERVAL_MS = 500;
/** Screens that stay silent about a call are found by time, not by an event. */
const DESK_POLL_MS = 5_000;
/** Waits grow and devices go silent without an event. */
const HALL_POLL_MS = 15_000;
const SECOND_MS = 1_000;

async function readOrThrow<T>(
  answer: Promise<{ ok: true; value: T } | { ok: false; error: ReadFailed['failure'] }>,
): Promise<T> {
  const result = await answer;
  if (result.ok) return result.value;
  throw new ReadFailed(result.error);
}

export const deskKey = (window: string) => ['desk', window] as const;
export const HALL_KEY = ['hall'] as const;

export function useDesk(window: string) {
  return useQuery<Desk, ReadFailed>({
    queryKey: deskKey(window),
    queryFn: () => readOrThrow(client.command('desk.read', { window })),
    refetchInterval: DESK_POLL_MS,
    retry: false,
  });
}

export function useHall() {
  return useQuery<HallView, ReadFailed>({
    queryKey: HALL_KEY,
    queryFn: async () => {
      const sent = Date.now();
      const hall = await readOrThrow(client.command('hall.read', {}));
      serverClock.answered(hall.at, sent, Date.now());
      return hall;
    },
    refetchInterval: HALL_POLL_MS,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function useCatalogue() {
  return useQuery<Catalogue, ReadFailed>({
    queryKey: ['catalogue'],
    queryFn: () => readOrThrow(client.command('catalogue.read', {})),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Reads a view again on the events that concern it, at most once an interval, and after every reconnection. */
export function useReread(
  key: readonly string[],
  concerns: (event: FeedEvent) => boolean,
  intervalMs: number,
): void {
  const queries = useQueryClient();
  const test = useRef(concerns);
  test.current = concerns;
  const path = key.join('/');
  useEffect(() => {
    const queryKey = path.split('/');
    const reread = coalesce(() => void queries.invalidateQueries({ queryKey }), intervalMs, browserTimers);
    const stopEvents = onFeedEvent((event) => {
      if (test.current(event)) reread.ask();
    });
    const stopConnected = onFeedConnected(() => reread.ask());
    return () => {
      stopEvents();
      stopConnected();
      reread.stop();
    };
  }, [queries, path, intervalMs]);
}

export function useSessionState(): SessionState {
  return useSyncExternalStore(sessionStore.subscribe, sessionStore.get);
}

export function useSession(): SessionView {
  const state = useSessionState();
  if (!state.known || !state.session) throw new Error('this page is shown only to someone who is logged in');
  return state.session;
}

/** When the line was last there, in the browser's time, or null while it is. */
export function useLostSince(): number | null {
  return useSyncExternalStore(connectionStore.subscribe, () => connectionStore.get().lostSince);
}

/** The hall's time, moving by the second (or faster where a ring turns), and at once when it is learnt anew. */
export function useNow(everyMs: number = SECOND_MS): number {
  const [now, setNow] = useState(() => serverClock.now());
  useEffect(() => {
    const read = () => setNow(serverClock.now());
    const stopJumps = serverClock.subscribe(read);
    // A jump between the first render and this subscription would be seen only at the next tick.
    read();
    const timer = setInterval(read, everyMs);
    return () => {
      clearInterval(timer);
      stopJumps();
    };
  }, [everyMs]);
  return now;
}
