import type { HallMap, MapPlace } from '../../contracts/hall-map.ts';

/** The shortest way between two places of a plan. Pure. */

/** What changing the floor costs beside walking, in metres: waiting for a lift, climbing stairs. */
const LIFT_METRES = 25;
const STAIRS_METRES = 12;

/** Places on the way, the first where one stands, the last where one wants to go. */
export type Route = readonly MapPlace[];

/** Metres on one floor; changing it costs as much as it feels. */
export function metresBetween(a: MapPlace, b: MapPlace): number {
  if (a.floor !== b.floor) return a.kind === 'lift' ? LIFT_METRES : STAIRS_METRES;
  return Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]);
}

/**
 * @param stepFree no stairs and no steps: wheels, sticks, prams
 * @returns null where no such way leads there
 */
export function routeBetween(
  map: HallMap,
  from: string,
  to: string,
  { stepFree }: { readonly stepFree: boolean },
): Route | null {
  const places = new Map(map.places.map((place) => [place.id, place]));
  if (!places.has(from) || !places.has(to)) return null;
  const beside = new Map<string, string[]>();
  for (const { between, steps } of map.ways) {
    const [a, b] = between.map((id) => places.get(id));
    if (!a || !b) continue;
    const climbs = steps === true || (a.floor !== b.floor && a.kind === 'stairs');
    if (stepFree && climbs) continue;
    beside.set(a.id, [...(beside.get(a.id) ?? []), b.id]);
    beside.set(b.id, [...(beside.get(b.id) ?? []), a.id]);
  }
  const far = new Map<string, number>([[from, 0]]);
  const before = new Map<string, string>();
  const open = new Set([from]);
  while (open.size > 0) {
    const here = [...open].reduce((best, id) => (far.get(id)! < far.get(best)! ? id : best));
    open.delete(here);
    if (here === to) break;
    for (const next of beside.get(here) ?? []) {
      const metres = far.get(here)! + metresBetween(places.get(here)!, places.get(next)!);
      if (metres >= (far.get(next) ?? Number.POSITIVE_INFINITY)) continue;
      far.set(next, metres);
      before.set(next, here);
      open.add(next);
    }
  }
  if (!far.has(to)) return null;
  const way: MapPlace[] = [];
  for (let id: string | undefined = to; id !== undefined; id = before.get(id)) way.unshift(places.get(id)!);
  return way;
}

/** Of several places of a kind, the one with the shortest way. */
export function nearest(
  map: HallMap,
  from: string,
  wanted: (place: MapPlace) => boolean,
  how: { readonly stepFree: boolean },
): Route | null {
  let best: { readonly route: Route; readonly metres: number } | null = null;
  for (const place of map.places.filter(wanted)) {
    const route = routeBetween(map, from, place.id, how);
    if (route === null) continue;
    const metres = metresOf(route);
    if (best === null || metres < best.metres) best = { route, metres };
  }
  return best?.route ?? null;
}

export function metresOf(route: Route): number {
  return route.slice(1).reduce((sum, place, i) => sum + metresBetween(route[i]!, place), 0);
}
