import type { HallView } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';
import type { StaffLookup } from '../access/directory.ts';
import { waitsSince } from '../domain/change.ts';
import { isOpenAt } from '../domain/opening.ts';
import { servedBy } from '../domain/serving-windows.ts';
import { type Assignment, type HallState, windowOf } from '../domain/state.ts';
import type { WaitSource } from '../stats/estimates/waits.ts';
import { bellsOf } from './bells.ts';
import { MINUTE_MS, openWindowsOf, pauseWords, queueState, ticketAt } from './serving.ts';

/** A mean over fewer ratings than this would tell who gave which grade. */
const FEWEST_RATINGS = 5;

interface Beside {
  readonly waits: WaitSource;
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
      const waits = status.waiting.map((place) => {
        const ticket = state.tickets.get(place.ticket);
        // A booking waits from its slot.
        return ticket ? Math.max(0, at - Math.max(waitsSince(ticket), ticket.notBefore ?? 0)) : 0;
      });
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
        open: isOpenAt(config, queue, at),
        estimate: beside.waits.newcomer(state, queue.id),
        windows: openWindowsOf(state, config, queue.id).map((window) => window.number),
        paper: status.paperSince !== null,
        paperNumbers: queue.paperNumbers ?? null,
        warnAfterMin: queue.warnAfterMin,
      };
    }),
    windows: config.windows.map((window) => {
      const status = windowOf(state, window.id);
      const ticket = ticketAt(state, window.id);
      const served = servedBy(state, window);
      return {
        id: window.id,
        number: window.number,
        zone: window.zone,
        state: status.state,
        reason: pauseWords(config, status.reason),
        clerk: status.clerk,
        clerkName:
          (status.clerk === null ? undefined : beside.staff.find(status.clerk)?.name) ?? status.clerk,
        serving: ticket?.number ?? null,
        servingState: ticket ? (ticket.state === 'serving' ? 'serving' : 'called') : null,
        since: ticket ? (ticket.startedAt ?? ticket.calledAt) : null,
        served: status.served,
        returnAt: status.returnAt,
        serves: [...served.queues],
        secondary: [...served.secondary],
        usual: { queues: [...window.queues], secondary: [...window.secondary] },
        // Assigned back to what it serves on other days, it is as on other days.
        assigned: !same(served, window),
      };
    }),
    devices: beside.devices,
    bells: bellsOf(state, config),
    today: today(state, beside),
  };
}

function same(a: Assignment, b: Assignment): boolean {
  return JSON.stringify([a.queues, a.secondary]) === JSON.stringify([b.queues, b.secondary]);
}

function today(state: HallState, beside: Beside): HallView['today'] {
  const queues = [...state.queues.values()];
  const graded = [...state.ratings.values()].flatMap((rating) =>
    rating.grade === null ? [] : [rating.grade],
  );
  const waits = sum(queues.map((queue) => queue.waits));
  // Each step of an itinerary is a service of its own [K10].
  const served = [...state.tickets.values()].flatMap((ticket) => [
    ...ticket.legs.filter(({ end }) => end === 'finished'),
    ...(ticket.state === 'finished' ? [ticket] : []),
  ]);
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
