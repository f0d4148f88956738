import { type SetupBody, SetupState } from '@hall/shared/contracts/accounts';
import type { FeedEvent, SessionView } from '@hall/shared/contracts/feed';
import { DemoSurfaces } from '@hall/shared/contracts/feed';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import { isAway, onUse } from './activity.ts';
import { browserRequestId, createClient, LOGGED_OUT_CODES, type LoggedOutCode } from './client.ts';
import type { Connection } from './connection.ts';
import { broke, connected, heard } from './connection.ts';
import type { Failure } from './failure.ts';
import { createFeed } from './feed.ts';
import { API_ROOT } from './request.ts';
import { createServerClock } from './server-clock.ts';
import { createStore } from './store.ts';

/** The page's one set of live parts: where the pure pieces meet the browser's fetch, clock and randomness. */

export type SessionState =
  | { readonly known: false }
  | { readonly known: true; readonly session: SessionView }
  /** `why` it is over, where it was not this person's own log-out. */
  | { readonly known: true; readonly session: null; readonly why: LoggedOutCode | null };

export const sessionStore = createStore<SessionState>({ known: false });
export const connectionStore = createStore<Connection>(connected(Date.now()));
export const serverClock = createServerClock(() => Date.now());

/** Tells the other tabs that the browser's one session cookie belongs to someone else now. */
const channel = new BroadcastChannel('hall-session');
channel.onmessage = () => void refreshSession();

function contact(reached: boolean): void {
  const state = connectionStore.get();
  connectionStore.set(reached ? heard(state, Date.now()) : broke(state));
}

export const client = createClient({
  fetch: (...args) => fetch(...args),
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  requestId: () => browserRequestId(),
  check: sessionCheck,
  contact,
  loggedOut: endedBecause,
  background: isAway,
});

/** Names the page's session; null where nobody is logged in. */
function sessionCheck(): string | null {
  const state = sessionStore.get();
  return state.known ? (state.session?.check ?? null) : null;
}

/** A log-out of one's own needs no explanation; neither does a browser that never was logged in. */
function endedBecause(code: LoggedOutCode): void {
  const before = sessionStore.get();
  const explained = code !== 'NOT_LOGGED_IN' || (before.known && before.session !== null);
  const kept = before.known && before.session === null ? before.why : null;
  sessionStore.set({ known: true, session: null, why: explained ? code : kept });
}

// Reading or typing is use too, also on a page that asks the server for nothing.
onUse(() => {
  const state = sessionStore.get();
  // Only a lost session changes the page: whoever reads recovery codes must not have them taken away.
  if (state.known && state.session) void client.command('session.list', {});
});

/** Questions for the session, and log-ins and log-outs, in the order in which they were begun. */
let turns = 0;
/** The newest of them that has told: an older answer says nothing any more. */
let told = 0;

export async function refreshSession(): Promise<Failure | null> {
  turns += 1;
  const turn = turns;
  const answer = await client.json<SessionView>('GET', `${API_ROOT}/session`);
  if (turn < told) return null;
  told = turn;
  if (answer.ok) {
    const before = sessionStore.get();
    const same =
      before.known &&
      before.session?.check === answer.value.check &&
      before.session.needs === answer.value.needs &&
      before.session.totp === answer.value.totp;
    if (!same) sessionStore.set({ known: true, session: answer.value });
    return null;
  }
  if (answer.error.kind === 'problem' && answer.error.status === 401) {
    const { code } = answer.error;
    endedBecause(LOGGED_OUT_CODES.find((known) => known === code) ?? 'NOT_LOGGED_IN');
    return null;
  }
  return answer.error;
}

/** `code`: the second factor, after a failure `TOTP_NEEDED`. */
export async function logIn(username: string, password: string, code?: string): Promise<Failure | null> {
  const answer = await client.json<SessionView>('POST', `${API_ROOT}/session`, {
    username,
    password,
    ...(code === undefined ? {} : { code }),
  });
  if (!answer.ok) return answer.error;
  turns += 1;
  told = turns;
  sessionStore.set({ known: true, session: answer.value });
  channel.postMessage('changed');
  return null;
}

export async function logOut(): Promise<void> {
  await client.json<null>('DELETE', `${API_ROOT}/session`);
  turns += 1;
  told = turns;
  sessionStore.set({ known: true, session: null, why: null });
  channel.postMessage('changed');
}

/** Whether the first administrator is still to be made. */
export async function readSetup(): Promise<boolean> {
  const answer = await client.json<unknown>('GET', `${API_ROOT}/setup`);
  return answer.ok && SetupState.safeParse(answer.value).data?.open === true;
}

export async function completeSetup(body: SetupBody): Promise<Failure | null> {
  const answer = await client.json<unknown>('POST', `${API_ROOT}/setup`, body);
  return answer.ok ? null : answer.error;
}

/** The demo's addresses and logins; null where this is no demo. */
export async function readSurfaces(): Promise<Result<DemoSurfaces | null, Failure>> {
  const answer = await client.json<unknown>('GET', '/demo/surfaces');
  if (answer.ok) {
    const parsed = DemoSurfaces.safeParse(answer.value);
    return ok(parsed.success ? parsed.data : null);
  }
  return answer.error.kind === 'problem' ? ok(null) : err(answer.error);
}

type FeedListener = (event: FeedEvent) => void;
const eventListeners = new Set<FeedListener>();
const reconnectListeners = new Set<() => void>();

export const feed = createFeed({
  // The stream opens and comes back by itself: it is no use of the session.
  fetch: (input, init) =>
    fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), 'x-background': '1' } }),
  position: async () => {
    const sent = Date.now();
    const answer = await client.command('hall.read', {});
    if (!answer.ok) return null;
    serverClock.answered(answer.value.at, sent, Date.now());
    return answer.value.seq;
  },
  connection: connectionStore,
  now: () => Date.now(),
  onEvent: (event) => {
    serverClock.happened(event.at);
    for (const listener of [...eventListeners]) listener(event);
  },
  onConnected: () => {
    for (const listener of [...reconnectListeners]) listener();
  },
});

export function onFeedEvent(listener: FeedListener): () => void {
  eventListeners.add(listener);
  return () => eventListeners.delete(listener);
}

/** After every connection of the feed: events may have been missed, so views read again. */
export function onFeedConnected(listener: () => void): () => void {
  reconnectListeners.add(listener);
  return () => reconnectListeners.delete(listener);
}

// A pulled cable is known here at once, and by the silence of the line only after a while. Where the server is on
// this very machine, the new connection proves the browser wrong within a second.
addEventListener('offline', () => {
  contact(false);
  feed.renew();
});
