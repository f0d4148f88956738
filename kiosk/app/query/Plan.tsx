import type { HallMap, MapPlace, PlaceKind } from '@hall/shared/contracts/hall-map';
import type { Route } from '@hall/shared/ui/hall-map/route.ts';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { PLACES, Q } from '../words/query.ts';

/** Metres around a floor, so that signs at its edge are whole. */
const MARGIN = 1;
/** Signs are drawn so large, in metres of the plan. */
const SIGN = 1.9;

/** Drawn as words of one sign: nobody has to learn symbols of this hall. */
const SIGNS: Readonly<Partial<Record<PlaceKind, { zh: string; en: string }>>> = {
  toilet: { zh: '厕', en: 'WC' },
  'accessible-toilet': { zh: '♿', en: '♿' },
  nursing: { zh: '婴', en: 'N' },
  lift: { zh: '梯', en: 'L' },
  stairs: { zh: '楼', en: 'S' },
  water: { zh: '水', en: 'W' },
  desk: { zh: '?', en: '?' },
  entrance: { zh: '门', en: '↓' },
};

/** One floor of the plan; a picture, whose words stand beside it. */
export function Plan(props: {
  readonly map: HallMap;
  readonly floor: string;
  readonly here: MapPlace | null;
  readonly route: Route | null;
  readonly goal: MapPlace | null;
}) {
  const say = useSay();
  const { catalogue } = useKiosk();
  const { map, here, route, goal } = props;
  const floor = map.floors.find(({ id }) => id === props.floor);
  if (!floor) return null;
  const [width, depth] = floor.size;
  const zones = new Map(catalogue.zones.map((zone, i) => [zone.id, { name: zone.name, tint: i % 4 }]));
  const windows = new Map(catalogue.publicInfo?.windows.map(({ id, number }) => [id, number]));
  const places = map.places.filter((place) => place.floor === floor.id && place.kind !== 'junction');
  return (
    <svg
      className="plan"
      viewBox={`${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${depth + 2 * MARGIN}`}
      role="img"
      aria-label={say(floor.name)}
      data-testid="plan"
    >
      <rect width={width} height={depth} rx="1" className="plan-floor" />
      {floor.areas.map(({ zone, name, from, to }) => {
        const about = zone === undefined ? undefined : zones.get(zone);
        const words = about?.name ?? name;
        const tall = to[1] - from[1] > (to[0] - from[0]) * 1.3;
        const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
        return (
          <g key={`${from.join()} ${to.join()}`}>
            <rect
              x={from[0]}
              y={from[1]}
              width={to[0] - from[0]}
              height={to[1] - from[1]}
              rx="0.4"
              className={about ? `plan-zone plan-tint-${about.tint}` : 'plan-room'}
            />
            {words && (
              <text
                x={x}
                y={y}
                fontSize={sizeOf(say(words), tall ? to[1] - from[1] : to[0] - from[0], about ? 1.7 : 1.4)}
                className={about ? 'plan-name' : 'plan-room-name'}
                transform={tall ? `rotate(90 ${x} ${y})` : undefined}
              >
                {say(words)}
              </text>
            )}
          </g>
        );
      })}
      {pieces(route, floor.id).map((points) => (
        <polyline key={points} points={points} className="plan-way" />
      ))}
      {places.map((place) => (
        <Sign
          key={place.id}
          place={place}
          number={place.window === undefined ? null : (windows.get(place.window) ?? null)}
          goal={place.id === goal?.id}
        />
      ))}
      {here?.floor === floor.id && (
        <g>
          <circle cx={here.at[0]} cy={here.at[1]} r="1.3" className="plan-here" />
          <circle cx={here.at[0]} cy={here.at[1]} r="0.5" className="plan-here-eye" />
          <text x={here.at[0]} y={here.at[1] + 3} className="plan-here-words">
            {say(Q.here)}
          </text>
        </g>
      )}
    </svg>
  );
}

/** A Latin letter is so wide against its height, a Chinese character as wide as high. */
const LETTER = 0.56;

/** So large that the words stay within their area. */
function sizeOf(words: string, room: number, most: number): number {
  const ems = [...words].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) < 0x80 ? LETTER : 1), 0);
  return Math.min(most, (room * 0.94) / ems);
}

function Sign({ place, number, goal }: { place: MapPlace; number: number | null; goal: boolean }) {
  const say = useSay();
  const [x, y] = place.at;
  if (place.kind === 'window') {
    if (number === null) return null;
    return (
      <g
        className={goal ? 'plan-window plan-goal' : 'plan-window'}
        data-testid={goal ? 'plan-goal' : undefined}
      >
        {goal && <circle cx={x} cy={y} r={SIGN * 1.25} className="plan-ring" />}
        <rect x={x - SIGN / 2 - 0.1} y={y - SIGN / 2} width={SIGN + 0.2} height={SIGN} rx="0.35" />
        <text x={x} y={y}>
          {number}
        </text>
      </g>
    );
  }
  const sign = SIGNS[place.kind];
  if (!sign) return null;
  const name = place.kind in PLACES ? say(PLACES[place.kind as keyof typeof PLACES]) : undefined;
  return (
    <g className={goal ? 'plan-sign plan-goal' : 'plan-sign'} data-testid={goal ? 'plan-goal' : undefined}>
      {name && <title>{name}</title>}
      {goal && <circle cx={x} cy={y} r={SIGN * 1.25} className="plan-ring" />}
      <circle cx={x} cy={y} r={SIGN / 2 + 0.15} />
      <text x={x} y={y}>
        {say(sign)}
      </text>
    </g>
  );
}

/** The parts of a way on one floor. */
function pieces(route: Route | null, floor: string): string[] {
  const all: string[][] = [[]];
  for (const place of route ?? []) {
    if (place.floor === floor) all.at(-1)?.push(place.at.join());
    else if ((all.at(-1)?.length ?? 0) > 0) all.push([]);
  }
  return all.filter((points) => points.length > 1).map((points) => points.join(' '));
}
