import { describe, expect, it } from 'vitest';
import { HallMap, mapProblems } from '../../contracts/hall-map.ts';
import { directionsOf, directionWords } from './directions.ts';
import { metresOf, nearest, routeBetween } from './route.ts';

/** Two floors: a kiosk below, window 2 beside it, window 9 above; a lift and stairs, stairs nearer. */
const MAP = HallMap.parse({
  floors: [
    { id: 'f1', name: { zh: '一楼', en: 'Floor 1' }, size: [40, 20], areas: [] },
    { id: 'f2', name: { zh: '二楼', en: 'Floor 2' }, size: [40, 20], areas: [] },
  ],
  places: [
    { id: 'door', floor: 'f1', at: [20, 19], kind: 'entrance' },
    { id: 'k1', floor: 'f1', at: [18, 15], kind: 'kiosk', device: 'kiosk-1', faces: 'right' },
    { id: 'a', floor: 'f1', at: [20, 15], kind: 'junction' },
    { id: 'b', floor: 'f1', at: [20, 5], kind: 'junction', name: { zh: '咨询台', en: 'Guide desk' } },
    { id: 'w2', floor: 'f1', at: [32, 5], kind: 'window', window: 'w2' },
    { id: 'stairs-1', floor: 'f1', at: [14, 5], kind: 'stairs' },
    { id: 'lift-1', floor: 'f1', at: [6, 5], kind: 'lift' },
    { id: 'stairs-2', floor: 'f2', at: [14, 5], kind: 'stairs' },
    { id: 'lift-2', floor: 'f2', at: [6, 5], kind: 'lift' },
    { id: 'w9', floor: 'f2', at: [14, 15], kind: 'window', window: 'w9' },
    { id: 'wc-near', floor: 'f1', at: [20, 3], kind: 'toilet' },
    { id: 'wc-far', floor: 'f2', at: [30, 5], kind: 'toilet' },
  ],
  ways: [
    { between: ['door', 'a'] },
    { between: ['k1', 'a'] },
    { between: ['a', 'b'] },
    { between: ['b', 'w2'] },
    { between: ['b', 'stairs-1'] },
    { between: ['stairs-1', 'lift-1'] },
    { between: ['stairs-1', 'stairs-2'] },
    { between: ['lift-1', 'lift-2'] },
    { between: ['stairs-2', 'lift-2'] },
    { between: ['stairs-2', 'w9'] },
    { between: ['b', 'wc-near'], steps: true },
    { between: ['stairs-2', 'wc-far'] },
  ],
});
const ANY = { stepFree: false };
const STEP_FREE = { stepFree: true };
const WINDOW_9 = { zh: '9 号窗口', en: 'Window 9' };
const ids = (route: ReturnType<typeof routeBetween>) => route?.map(({ id }) => id);
const words = (route: ReturnType<typeof routeBetween>, language: 'zh' | 'en') =>
  directionsOf(route ?? [], MAP.floors).map((one) => directionWords(one, WINDOW_9)[language]);

describe('[I11] the way through the hall', () => {
  it('takes the nearest stairs, and without stairs the lift', () => {
    expect(ids(routeBetween(MAP, 'k1', 'w9', ANY))).toEqual(['k1', 'a', 'b', 'stairs-1', 'stairs-2', 'w9']);
    expect(ids(routeBetween(MAP, 'k1', 'w9', STEP_FREE))).toEqual([
      ...['k1', 'a', 'b', 'stairs-1', 'lift-1', 'lift-2', 'stairs-2', 'w9'],
    ]);
  });

  it('keeps wheels off ways with steps, and says where there is no way', () => {
    expect(routeBetween(MAP, 'k1', 'wc-near', ANY)).not.toBeNull();
    expect(routeBetween(MAP, 'k1', 'wc-near', STEP_FREE)).toBeNull();
    expect(routeBetween(MAP, 'k1', 'nowhere', ANY)).toBeNull();
    expect(ids(routeBetween(MAP, 'k1', 'k1', ANY))).toEqual(['k1']);
  });

  it('finds the nearest of a kind that can be reached in that way', () => {
    const toilet = (how: typeof ANY) => nearest(MAP, 'k1', ({ kind }) => kind === 'toilet', how)?.at(-1)?.id;
    expect([toilet(ANY), toilet(STEP_FREE)]).toEqual(['wc-near', 'wc-far']);
    expect(metresOf(routeBetween(MAP, 'a', 'w2', ANY) ?? [])).toBe(22);
  });

  it('is told in words, from how one stands before the machine', () => {
    // The face looks right, so one looks left, and up on the plan is to the right.
    expect(words(routeBetween(MAP, 'k1', 'w9', ANY), 'zh')).toEqual([
      '向右走，约 10 米',
      '在咨询台向左走，约 5 米',
      '走楼梯到二楼',
      '直走，约 10 米',
      '到了：9 号窗口',
    ]);
    expect(words(routeBetween(MAP, 'k1', 'w9', STEP_FREE), 'en')).toEqual([
      'Turn right, go about 10 m',
      'At the guide desk: Turn left, go about 15 m',
      'Take the lift to floor 2',
      'Go straight on about 10 m',
      'Turn right, go about 10 m',
      'You are there: Window 9',
    ]);
  });

  it('turns round, and goes along the line where nobody knows how one stands', () => {
    const [k1, ...rest] = routeBetween(MAP, 'k1', 'w2', ANY) ?? [];
    const unknown = directionsOf(rest, MAP.floors, undefined);
    expect(unknown[0]).toMatchObject({ kind: 'walk', turn: 'ahead' });
    const behind = directionsOf([{ ...k1!, faces: 'up' }, ...rest], MAP.floors);
    expect(behind[0]).toMatchObject({ kind: 'walk', turn: 'back' });
  });
});

describe('[I12] what a plan may not be', () => {
  const wrong = (change: (map: HallMap) => void) => {
    const map = structuredClone(MAP);
    change(map);
    return mapProblems(map).map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it('is right as it is', () => expect(mapProblems(MAP)).toEqual([]));

  it.each<[string, (map: HallMap) => void, string]>([
    [
      'a name twice',
      (map) => void Object.assign(map.places[1]!, { id: 'door' }),
      'places.1.id: "door" is used twice',
    ],
    [
      'a place outside',
      (map) => void Object.assign(map.places[4]!, { at: [41, 5] }),
      'places.4.at: lies outside of its floor',
    ],
    [
      'no floor',
      (map) => void Object.assign(map.places[0]!, { floor: 'f3' }),
      'places.0.floor: there is no floor "f3"',
    ],
    [
      'a way to nowhere',
      (map) => void Object.assign(map.ways[0]!, { between: ['door', 'x'] }),
      'ways.0.between.1: there is no place "x"',
    ],
    [
      'a way through the ceiling',
      (map) => void map.ways.push({ between: ['w2', 'w9'] }),
      'ways.12: only lifts and stairs lead to another floor',
    ],
    ['a place that nobody reaches', (map) => void map.ways.splice(3, 1), 'places.4: no way leads to "w2"'],
    [
      'a window without its name',
      (map) => void delete map.places[4]!.window,
      'places.4.window: a window, and nothing else, names its window',
    ],
    [
      'an area that ends before it begins',
      (map) => void map.floors[0]!.areas.push({ from: [5, 5], to: [4, 9] }),
      'floors.0.areas.0: ends before it begins',
    ],
  ])('%s', (_name, change, said) => expect(wrong(change)).toContain(said));
});
