import { textOf } from '@hall/shared/contracts/errors';
import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import { type Message, MOST_AWAY } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';
import type { StaffLookup } from '../access/directory.ts';
import { admission } from '../domain/admission.ts';
import { waitsSince } from '../domain/change.ts';
import { servedBy } from '../domain/serving-windows.ts';
import { type HallState, type QueueState, windowOf } from '../domain/state.ts';
import type { WaitSource } from '../stats/estimates/waits.ts';
import { awayWords, MINUTE_MS, openWindowsOf, PAUSED, queueState, ticketAt } from '../views/serving.ts';

/** Retained messages as pure functions of the state; the envelope is put around them when they go out. */
export type Body<N extends Parameters<typeof import('@hall/shared/contracts/messages').topicOf>[1]> = Omit<
  Message<N>,
  'v' | 'epoch' | 'seq' | 'at'
>;

export function windowBody(
  state: HallState,
  config: HallConfig,
  staff: StaffLookup,
  window: WindowConfig,
  at: number,
): Body<'window'> {
  const status = windowOf(state, window.id);
  const ticket = ticketAt(state, window.id);
  return {
    window: window.id,
    number: window.number,
    zone: window.zone,
    state: status.state,
    reason: status.state === 'paused' ? awayWords(config, status.reason, status.returnAt, at) : null,
    serving: ticket
      ? {
          number: ticket.number,
          state: ticket.state === 'serving' ? 'serving' : 'called',
          since: ticket.startedAt ?? ticket.calledAt ?? ticket.arrival,
          call: ticket.call ?? 0,
        }
      : null,
    clerk: clerkCard(config, staff, status.clerk),
    queues: servedBy(state, window).queues.flatMap(
      (id) => config.queues.find((queue) => queue.id === id)?.name ?? [],
    ),
  };
}

/** Of somebody whom the configuration does not know: an account that the console made. */
const PLAIN_POST = { zh: '窗口人员', en: 'Clerk' };

function clerkCard(config: HallConfig, staff: StaffLookup, username: string | null): Body<'window'>['clerk'] {
  const member = username === null ? undefined : staff.find(username);
  if (!member || !config.showClerk) return null;
  return {
    name: member.name,
    staffNumber: member.staffNumber ?? '',
    post: member.post ?? PLAIN_POST,
    stars: member.stars,
  };
}

/** Why a queue gives no numbers now; null where it does. */
export function whyNotTaking(
  state: HallState,
  config: HallConfig,
  queueId: string,
  at: number,
): Body<'queue'>['why'] {
  const queue = config.queues.find((entry) => entry.id === queueId)!;
  const { refusal } = admission(state, config, queue, at);
  return refusal === null ? null : textOf(refusal);
}

export function queueBody(
  state: HallState,
  config: HallConfig,
  queueId: string,
  at: number,
  waits: WaitSource,
): Body<'queue'> {
  const queue = config.queues.find((entry) => entry.id === queueId)!;
  const status = queueState(state, queue.id);
  const why = whyNotTaking(state, config, queueId, at);
  return {
    queue: queue.id,
    prefix: queue.prefix,
    name: queue.name,
    zone: queue.zone,
    waiting: status.waiting.size,
    estimate: waits.told.newcomer(state, queue.id),
    windows: openWindowsOf(state, config, queue.id).map((window) => window.number),
    open: why === null,
    why,
    late: at - longestSince(state, status, at) > queue.warnAfterMin * MINUTE_MS,
  };
}

/** [E2] Since when somebody waits here who could have been called; a class puts others before whoever came first. */
function longestSince(state: HallState, { waiting }: QueueState, at: number): number {
  let since = at;
  for (const { ticket: id, virtual } of waiting) {
    // A line stands in order of virtual arrival, and nobody waits since before that: mostly the first one says it.
    if (virtual >= since) break;
    const ticket = state.tickets.get(id);
    if (ticket) since = Math.min(since, Math.max(waitsSince(ticket), ticket.notBefore ?? 0));
  }
  return since;
}

export function boardBody(
  state: HallState,
  config: HallConfig,
  zoneId: string,
  waits: WaitSource,
  at: number,
): Body<'board'> {
  const zone = config.zones.find((entry) => entry.id === zoneId)!;
  const queues = config.queues.filter((queue) => queue.zone === zoneId);
  const away = awayFrom(state, config, zoneId, at);
  return {
    zone: zone.id,
    name: zone.name,
    place: zone.place,
    calls: (state.boards.get(zoneId) ?? []).map(({ ticket, ...row }) => ({
      ...row,
      state: state.tickets.get(ticket)?.state === 'called' ? 'called' : 'serving',
    })),
    waiting: queues.reduce((total, queue) => total + queueState(state, queue.id).waiting.size, 0),
    openWindows: config.windows.filter(
      (window) => window.zone === zoneId && windowOf(state, window.id).state === 'open',
    ).length,
    queues: queues.map((queue) => {
      const { waiting, paperSince } = queueState(state, queue.id);
      return {
        prefix: queue.prefix,
        name: queue.name,
        waiting: waiting.size,
        estimate: waits.told.newcomer(state, queue.id),
        ...(paperSince === null ? {} : { paper: true as const }),
      };
    }),
    // Left out where there is none: screens of before 0.2 do not know it.
    ...(away.length === 0 ? {} : { away }),
  };
}

/** [W1] The zone's paused windows, by number. */
function awayFrom(
  state: HallState,
  config: HallConfig,
  zone: string,
  at: number,
): NonNullable<Body<'board'>['away']> {
  return config.windows
    .flatMap((window) => {
      const { state: is, reason, returnAt } = windowOf(state, window.id);
      if (window.zone !== zone || is !== 'paused') return [];
      const text = awayWords(config, reason, returnAt, at) ?? PAUSED;
      return [{ windowNumber: window.number, text }];
    })
    .sort((a, b) => a.windowNumber - b.windowNumber)
    .slice(0, MOST_AWAY);
}

/** What a pad shows at an instant: thanks end by themselves. */
export function padBody(
  state: HallState,
  config: HallConfig,
  staff: StaffLookup,
  window: WindowConfig,
  at: number,
): Body<'pad'> {
  const status = windowOf(state, window.id);
  const common = {
    window: window.id,
    windowNumber: window.number,
    clerk: clerkCard(config, staff, status.clerk),
  };
  const over = status.pad.show === 'thanks' && at > (status.pad.until ?? 0);
  if (status.pad.show !== 'idle' && !over) {
    return { ...common, show: status.pad.show, ref: status.pad.rating, until: status.pad.until };
  }
  const ticket = ticketAt(state, window.id);
  const show = ticket?.state === 'serving' ? 'serving' : status.state === 'closed' ? 'closed' : 'idle';
  return { ...common, show, ref: null, until: null };
}

export function infoBody(
  config: HallConfig,
  catalogue: string,
  progressUrl: string | null,
  demo: boolean,
  /** What goes before the hall's own notices now. */
  urgent: readonly Text[] = [],
): Body<'info'> {
  return {
    hall: config.id,
    name: config.name,
    address: config.address,
    phone: config.phone,
    opening: config.opening,
    timeZone: config.timeZone,
    notices: [...urgent, ...config.notices],
    languages: ['zh', 'en'],
    zones: config.zones,
    demo,
    progressUrl,
    catalogue,
  };
}
