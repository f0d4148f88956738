import { ERRORS } from '@hall/shared/contracts/errors';
import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { Message } from '@hall/shared/contracts/messages';
import type { StaffLookup } from '../access/directory.ts';
import { estimateWait } from '../domain/estimate.ts';
import { isOpenAt } from '../domain/opening.ts';
import { type HallState, windowOf } from '../domain/state.ts';
import { MINUTE_MS, openWindowsOf, pauseWords, queueState, ticketAt } from '../views/serving.ts';

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
): Body<'window'> {
  const status = windowOf(state, window.id);
  const ticket = ticketAt(state, window.id);
  return {
    window: window.id,
    number: window.number,
    zone: window.zone,
    state: status.state,
    reason: status.state === 'paused' ? pauseWords(status.reason) : null,
    serving: ticket
      ? {
          number: ticket.number,
          state: ticket.state === 'serving' ? 'serving' : 'called',
          since: ticket.startedAt ?? ticket.calledAt ?? ticket.arrival,
          call: ticket.call ?? 0,
        }
      : null,
    clerk: clerkCard(config, staff, status.clerk),
    queues: window.queues.flatMap((id) => config.queues.find((queue) => queue.id === id)?.name ?? []),
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

export function queueBody(state: HallState, config: HallConfig, queueId: string, at: number): Body<'queue'> {
  const queue = config.queues.find((entry) => entry.id === queueId)!;
  const status = queueState(state, queue.id);
  const open = isOpenAt(queue, at, config.timeZone);
  const full = status.issued >= queue.dailyQuota;
  const first = status.waiting.first();
  const oldest = first === undefined ? undefined : state.tickets.get(first.ticket);
  return {
    queue: queue.id,
    prefix: queue.prefix,
    name: queue.name,
    zone: queue.zone,
    waiting: status.waiting.size,
    estimate: estimateWait(state, config, queue.id, status.waiting.size),
    windows: openWindowsOf(state, config, queue.id).map((window) => window.number),
    open: open && !full,
    why: !open ? ERRORS.QUEUE_CLOSED.text : full ? ERRORS.QUOTA_USED_UP.text : null,
    late: oldest !== undefined && at - oldest.arrival > queue.warnAfterMin * MINUTE_MS,
  };
}

export function boardBody(state: HallState, config: HallConfig, zoneId: string): Body<'board'> {
  const zone = config.zones.find((entry) => entry.id === zoneId)!;
  const queues = config.queues.filter((queue) => queue.zone === zoneId);
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
      const waiting = queueState(state, queue.id).waiting.size;
      return {
        prefix: queue.prefix,
        name: queue.name,
        waiting,
        estimate: estimateWait(state, config, queue.id, waiting),
      };
    }),
  };
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
): Body<'info'> {
  return {
    hall: config.id,
    name: config.name,
    address: config.address,
    phone: config.phone,
    opening: config.opening,
    timeZone: config.timeZone,
    notices: config.notices,
    languages: ['zh', 'en'],
    zones: config.zones,
    demo,
    progressUrl,
    catalogue,
  };
}
