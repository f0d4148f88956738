import { z } from 'zod';
import { Slug, WindowId, ZoneId } from './identifiers.ts';
import { Text } from './text.ts';

/**
 * The plan of a hall as data: floors with their areas, places on them, and the ways between places. Lengths are
 * metres from the upper left corner of a floor, x to the right and y down as the plan is drawn.
 */

const Metres = z.number().min(0).max(500);
export const MapPoint = z.tuple([Metres, Metres]);
export type MapPoint = z.infer<typeof MapPoint>;

export const PLACE_KINDS = [
  'window',
  'kiosk',
  'entrance',
  'desk',
  'lift',
  'stairs',
  'toilet',
  'accessible-toilet',
  'nursing',
  'water',
  'waiting',
  /** Where corridors meet; not drawn. */
  'junction',
] as const;
export const PlaceKind = z.enum(PLACE_KINDS);
export type PlaceKind = z.infer<typeof PlaceKind>;

/** Where the face of a machine looks to, on the drawn plan: whoever stands before it looks the other way. */
export const FACINGS = ['up', 'right', 'down', 'left'] as const;
export const Facing = z.enum(FACINGS);
export type Facing = z.infer<typeof Facing>;

export const MapFloor = z.strictObject({
  id: Slug,
  name: Text,
  /** Width and depth. */
  size: MapPoint,
  areas: z
    .array(
      z.strictObject({
        /** An area of the hall, drawn in its colour and with its name; without: a room, a wall block. */
        zone: ZoneId.optional(),
        name: Text.optional(),
        from: MapPoint,
        to: MapPoint,
      }),
    )
    .max(60),
});

export type MapFloor = z.infer<typeof MapFloor>;

export const MapPlace = z.strictObject({
  id: Slug,
  floor: Slug,
  at: MapPoint,
  kind: PlaceKind,
  /** Where the usual word for its kind does not do; a named junction is a landmark. */
  name: Text.optional(),
  /** Of a window. */
  window: WindowId.optional(),
  /** Of a kiosk: "you are here". */
  device: Slug.optional(),
  faces: Facing.optional(),
});
export type MapPlace = z.infer<typeof MapPlace>;

export const MapWay = z.strictObject({
  between: z.tuple([Slug, Slug]),
  /** There are steps on it; ways between stairs have them in any case. */
  steps: z.literal(true).optional(),
});

export const HallMap = z.strictObject({
  floors: z.array(MapFloor).min(1).max(12),
  places: z.array(MapPlace).min(1).max(600),
  ways: z.array(MapWay).max(2_000),
});
export type HallMap = z.infer<typeof HallMap>;

export interface MapProblem {
  readonly path: (string | number)[];
  readonly message: string;
}

/**
 * What is wrong with a plan in itself: names used twice, places outside of their floor, ways that lead nowhere or
 * through a ceiling, places that nobody can reach. Whether its windows and areas are the hall's is no question of the
 * plan: a window that is taken away need not be taken off the plan first.
 */
export function mapProblems(map: HallMap): MapProblem[] {
  const problems: MapProblem[] = [];
  const floors = new Map(map.floors.map((floor) => [floor.id, floor]));
  const places = new Map(map.places.map((place) => [place.id, place]));
  const twice = (ids: readonly (string | undefined)[], at: string, key: string): void => {
    ids.forEach((id, i) => {
      if (id !== undefined && ids.indexOf(id) < i)
        problems.push({ path: [at, i, key], message: `"${id}" is used twice` });
    });
  };
  twice(
    map.floors.map(({ id }) => id),
    'floors',
    'id',
  );
  for (const key of ['id', 'window', 'device'] as const) {
    twice(
      map.places.map((place) => place[key]),
      'places',
      key,
    );
  }
  map.floors.forEach(({ areas, size }, i) => {
    areas.forEach(({ from, to }, j) => {
      if (from[0] >= to[0] || from[1] >= to[1])
        problems.push({ path: ['floors', i, 'areas', j], message: 'ends before it begins' });
      if (to[0] > size[0] || to[1] > size[1])
        problems.push({ path: ['floors', i, 'areas', j], message: 'lies outside of its floor' });
    });
  });
  map.places.forEach((place, i) => {
    const floor = floors.get(place.floor);
    if (!floor) {
      problems.push({ path: ['places', i, 'floor'], message: `there is no floor "${place.floor}"` });
    } else if (place.at[0] > floor.size[0] || place.at[1] > floor.size[1]) {
      problems.push({ path: ['places', i, 'at'], message: 'lies outside of its floor' });
    }
    if ((place.kind === 'window') !== (place.window !== undefined))
      problems.push({
        path: ['places', i, 'window'],
        message: 'a window, and nothing else, names its window',
      });
    if (place.kind !== 'kiosk' && place.device !== undefined)
      problems.push({ path: ['places', i, 'device'], message: 'only a kiosk names its device' });
  });
  map.ways.forEach(({ between: [a, b] }, i) => {
    for (const [j, id] of [a, b].entries()) {
      if (!places.has(id))
        problems.push({ path: ['ways', i, 'between', j], message: `there is no place "${id}"` });
    }
    const [from, to] = [places.get(a), places.get(b)];
    if (!from || !to) return;
    if (a === b) problems.push({ path: ['ways', i], message: 'leads back to where it begins' });
    const through = from.kind === to.kind && (from.kind === 'lift' || from.kind === 'stairs');
    if (from.floor !== to.floor && !through)
      problems.push({ path: ['ways', i], message: 'only lifts and stairs lead to another floor' });
  });
  if (problems.length === 0) problems.push(...unreachable(map));
  return problems;
}

function unreachable(map: HallMap): MapProblem[] {
  const beside = new Map<string, string[]>(map.places.map(({ id }) => [id, []]));
  for (const { between } of map.ways) {
    const [a, b] = between;
    beside.get(a)?.push(b);
    beside.get(b)?.push(a);
  }
  const reached = new Set<string>();
  const open = [map.places.find(({ kind }) => kind === 'entrance')?.id ?? map.places[0]!.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...(beside.get(id) ?? []));
  }
  return map.places.flatMap(({ id }, i) =>
    reached.has(id) ? [] : [{ path: ['places', i], message: `no way leads to "${id}"` }],
  );
}
