import type { Facing, MapFloor, MapPlace } from '../../contracts/hall-map.ts';
import type { Text } from '../../contracts/text.ts';
import { metresBetween, type Route } from './route.ts';

/** A way as people tell it: where to turn, how far, which floor. Pure. */

export type Turn = 'ahead' | 'left' | 'right' | 'back';

export type Direction =
  | { readonly kind: 'walk'; readonly turn: Turn; readonly metres: number; readonly at: Text | null }
  | { readonly kind: 'floor'; readonly by: 'lift' | 'stairs'; readonly to: Text }
  | { readonly kind: 'there' };

/** Steps shorter than this are not worth a sentence of their own. */
const SHORT_METRES = 2;
/** Nor is the first one, away from the machine. */
const FIRST_METRES = 4;
/** Corners below this are bends. */
const CORNER_DEGREES = 40;
/** Beyond this one turns round. */
const ROUND_DEGREES = 140;
/** Nobody counts single metres. */
const ROUNDED_TO_METRES = 5;

const LOOKS: Readonly<Record<Facing, number>> = { right: 0, down: 90, left: 180, up: 270 };

interface Leg {
  readonly from: MapPlace;
  readonly heading: number;
  metres: number;
}

/**
 * @param faces where the face of the machine looks to: whoever stands before it looks the other way, and the first
 * turn is told from there. Without it the first direction is `ahead`, along the line on the plan.
 */
export function directionsOf(
  route: Route,
  floors: readonly MapFloor[],
  faces: Facing | undefined = route[0]?.faces,
): Direction[] {
  const said: Direction[] = [];
  let heading: number | null = faces === undefined ? null : (LOOKS[faces] + 180) % 360;
  let legs: Leg[] = [];
  const tell = (): void => {
    for (const { from, heading: to, metres } of legs) {
      const turn = heading === null ? 'ahead' : turnOf(heading, to);
      const last = said.at(-1);
      if (turn === 'ahead' && last?.kind === 'walk') {
        said[said.length - 1] = { ...last, metres: last.metres + metres };
      } else {
        said.push({ kind: 'walk', turn, metres, at: from.name ?? null });
      }
      heading = to;
    }
    legs = [];
  };
  for (let i = 1; i < route.length; i += 1) {
    const [a, b] = [route[i - 1]!, route[i]!];
    if (a.floor !== b.floor) {
      tell();
      const to = floors.find(({ id }) => id === b.floor)?.name;
      if (to) said.push({ kind: 'floor', by: a.kind === 'lift' ? 'lift' : 'stairs', to });
      // Whoever comes out of a lift looks into the hall, not where they looked before.
      heading = null;
      continue;
    }
    const metres = metresBetween(a, b);
    const to = (Math.atan2(b.at[1] - a.at[1], b.at[0] - a.at[0]) * 180) / Math.PI;
    const before = legs.at(-1);
    const bend = before === undefined ? CORNER_DEGREES : Math.abs(between(before.heading, to));
    if (before && legs.length === 1 && said.length === 0 && before.metres < FIRST_METRES) {
      legs[0] = { from: before.from, heading: to, metres: before.metres + metres };
    } else if (before && (bend < CORNER_DEGREES || (metres < SHORT_METRES && i < route.length - 1))) {
      before.metres += metres;
    } else if (metres > 0) legs.push({ from: a, heading: to, metres });
  }
  tell();
  return [
    ...said.map((one) => (one.kind === 'walk' ? { ...one, metres: rounded(one.metres) } : one)),
    { kind: 'there' },
  ];
}

function between(from: number, to: number): number {
  return ((to - from + 540) % 360) - 180;
}

function turnOf(from: number, to: number): Turn {
  const angle = between(from, to);
  if (Math.abs(angle) < CORNER_DEGREES) return 'ahead';
  if (Math.abs(angle) > ROUND_DEGREES) return 'back';
  return angle > 0 ? 'right' : 'left';
}

function rounded(metres: number): number {
  return Math.max(ROUNDED_TO_METRES, Math.round(metres / ROUNDED_TO_METRES) * ROUNDED_TO_METRES);
}

const TURNS: Readonly<Record<Turn, Text>> = {
  ahead: { zh: '直走', en: 'Go straight on' },
  left: { zh: '向左走', en: 'Turn left, go' },
  right: { zh: '向右走', en: 'Turn right, go' },
  back: { zh: '转身直走', en: 'Turn round, go' },
};

/** 在咨询台向左走，约 10 米 / At the guide desk: turn left, go about 10 m */
export function directionWords(direction: Direction, target: Text): Text {
  switch (direction.kind) {
    case 'walk': {
      const { turn, metres, at } = direction;
      return {
        zh: `${at ? `在${at.zh}` : ''}${TURNS[turn].zh}，约 ${metres} 米`,
        en: `${at ? `At the ${at.en.toLowerCase()}: ` : ''}${TURNS[turn].en} about ${metres} m`,
      };
    }
    case 'floor':
      return direction.by === 'lift'
        ? { zh: `乘电梯到${direction.to.zh}`, en: `Take the lift to ${direction.to.en.toLowerCase()}` }
        : { zh: `走楼梯到${direction.to.zh}`, en: `Take the stairs to ${direction.to.en.toLowerCase()}` };
    case 'there':
      return { zh: `到了：${target.zh}`, en: `You are there: ${target.en}` };
  }
}
