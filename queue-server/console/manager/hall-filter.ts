import type { HallView } from '@hall/shared/contracts/commands';

export const WINDOW_STATES = ['all', 'open', 'paused', 'closed', 'assigned'] as const;
export type WindowState = (typeof WINDOW_STATES)[number];

export interface HallFilter {
  /** Null: all zones. */
  readonly zone: string | null;
  /** `assigned`: serves other queues today. */
  readonly state: WindowState;
}

export const EVERYTHING: HallFilter = { zone: null, state: 'all' };

type WindowRow = HallView['windows'][number];

export function shows({ state }: HallFilter, window: WindowRow): boolean {
  if (state === 'all') return true;
  return state === 'assigned' ? window.assigned === true : window.state === state;
}

/** How many windows of the chosen zone each choice would show. */
export function countsOf(hall: HallView, zone: string | null): Readonly<Record<WindowState, number>> {
  const windows = hall.windows.filter((window) => zone === null || window.zone === zone);
  return Object.fromEntries(
    WINDOW_STATES.map((state) => [state, windows.filter((window) => shows({ zone, state }, window)).length]),
  ) as Record<WindowState, number>;
}

/** Zones that have something to show, each with its windows. */
export function zonesShown(
  hall: HallView,
  filter: HallFilter,
): readonly { readonly zone: HallView['zones'][number]; readonly windows: readonly WindowRow[] }[] {
  return hall.zones
    .filter(({ id }) => filter.zone === null || filter.zone === id)
    .map((zone) => ({
      zone,
      windows: hall.windows.filter((window) => window.zone === zone.id && shows(filter, window)),
    }))
    .filter(({ windows }) => windows.length > 0 || filter.state === 'all');
}
