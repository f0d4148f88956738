import type { HallView } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';
import type { StaffLookup } from '../access/directory.ts';
import { estimateWait } from '../domain/estimate.ts';
import { isOpenAt } from '../domain/opening.ts';
import { type HallState, windowOf } from '../domain/state.ts';
import { MINUTE_MS, openWindowsOf, pauseWords, queueState, ticketAt } from './serving.ts';

/** A mean over fewer ratings than this would tell who gave which grade. */
const FEWEST_RATINGS = 5;

interface Beside {
  readonly staff: StaffLookup;
  /** Managers and auditors see the mean grade; whoever sits at a window does not. */
  readonly seesGrades: boolean;
  readonly devices: HallView['devices'];
  readonly cases: { readonly pending: number; readonly synced: number };
}

/** The hall at this moment, for staff: numbers, never names. */
export function hallView(state: HallState, config: HallConfig, at: number, beside: Beside): HallView {
  const isOpen = (window: string) => windowOf(state, window).state === 'open';
  const waitingOf = (queue: string) => queueState(state, queue).waiting.size;
  return {
    at,
    day: state.day ?? localTime(at, config.timeZone).day,
    seq: state.seq,
    name: config.name,
    zones: config.zones.map((zone) => {
      const windows = config.windows.filter((window) => window.zone === zone.id);
      return {
        id: zone.id,
        name: zone.name,
        waiting: sum(
          config.queues.filter((queue) => queue.zone === zone.id).map((queue) => waitingOf(queue.id)),
        ),
        openWindows: windows.filter((window) => isOpen(window.id)).length,
        windows: windows.length,
      };
    }),
    queues: config.queues.map((queue) => {
      const status = queueState(state, queue.id);
      const waits = status.waiting.map((place) => at - (state.tickets.get(place.ticket)?.arrival ?? at));
      return {
        id: queue.id,
        prefix: queue.prefix,
        name: queue.name,
        zone: queue.zone,
        waiting: status.waiting.size,
        late: waits.count((wait) => wait > queue.warnAfterMin * MINUTE_MS),
        longestMin: Math.floor((waits.max() ?? 0) / MINUTE_MS),
        issued: status.issued,
        served: status.served,
        quota: queue.dailyQuota,
        open: isOpenAt(queue, at, config.timeZone),
        estimate: estimateWait(state, config, queue.id, status.waiting.size),
        windows: openWindowsOf(state, config, queue.id).map((window) => window.number),
      };
    }),
    windows: config.windows.map((window) => {
      const status = windowOf(state, window.id);
      const ticket = ticketAt(state, window.id);
      return {
        id: window.id,
        number: window.number,
        zone: window.zone,
        state: status.state,
        reason: pauseWords(status.reason),
        clerk: status.clerk,
        clerkName:
          (status.clerk === null ? undefined : beside.staff.find(status.clerk)?.name) ?? status.clerk,
        serving: ticket?.number ?? null,
        servingState: ticket ? (ticket.state === 'serving' ? 'serving' : 'called') : null,
        since: ticket ? (ticket.startedAt ?? ticket.calledAt) : null,
        served: status.served,
      };
    }),
    devices: beside.devices,
    today: today(state, beside),
  };
}

function today(state: HallState, beside: Beside): HallView['today'] {
  const queues = [...state.queues.values()];
  const graded = [...state.ratings.values()].flatMap((rating) =>
    rating.grade === null ? [] : [rating.grade],
  );
  const waits = sum(queues.map((queue) => queue.waits));
  const served = [...state.tickets.values()].filter((ticket) => ticket.state === 'finished');
  const serviceMs = sum(
    served.map((ticket) => (ticket.endedAt ?? 0) - (ticket.startedAt ?? ticket.endedAt ?? 0)),
  );
  return {
    issued: sum(queues.map((queue) => queue.issued)),
    served: sum(queues.map((queue) => queue.served)),
    noShow: sum(queues.map((queue) => queue.noShow)),
    waiting: sum(queues.map((queue) => queue.waiting.size)),
    averageWaitMin: waits === 0 ? null : round(sum(queues.map((queue) => queue.waitMs)) / waits / MINUTE_MS),
    averageServiceMin: served.length === 0 ? null : round(serviceMs / served.length / MINUTE_MS),
    rated: graded.length,
    averageGrade:
      !beside.seesGrades || graded.length < FEWEST_RATINGS ? null : round(sum(graded) / graded.length),
    casesPending: beside.cases.pending,
    casesSynced: beside.cases.synced,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
