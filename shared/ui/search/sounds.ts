/** Pinyin as people from different places speak and type it (模糊音). Letters only, ü written `v`. */

const INITIALS: readonly (readonly [string, string])[] = [
  ['zh', 'z'],
  ['ch', 'c'],
  ['sh', 's'],
];

/** One spelling for all that are taken for one another: `zheng` and `zen`, `nu` and `lu`, `hu` and `fu`. */
export function soundKey(reading: string): string {
  let key = reading;
  for (const [flat, curled] of INITIALS) if (key.startsWith(flat)) key = curled + key.slice(flat.length);
  if (key.startsWith('n')) key = `l${key.slice(1)}`;
  if (key.startsWith('hu')) key = key === 'hu' ? 'fu' : `f${key.slice(2)}`;
  if (/(an|en|in)g$/.test(key)) key = key.slice(0, -1);
  if (/ong$/.test(key)) key = key.slice(0, -1);
  return key.replace('v', 'u');
}

/** How else a reading is typed, itself first. */
export function spellings(reading: string): readonly string[] {
  const found = new Set([reading]);
  for (const [curled, flat] of INITIALS) {
    if (reading.startsWith(curled)) found.add(flat + reading.slice(curled.length));
    else if (reading.startsWith(flat)) found.add(curled + reading.slice(flat.length));
  }
  if (reading.startsWith('n')) found.add(`l${reading.slice(1)}`);
  if (reading.startsWith('l')) found.add(`n${reading.slice(1)}`);
  if (reading === 'hu') found.add('fu');
  else if (reading === 'fu') found.add('hu');
  else if (reading.startsWith('hu')) found.add(`f${reading.slice(2)}`);
  else if (reading.startsWith('f')) found.add(`hu${reading.slice(1)}`);
  for (const one of [...found]) {
    if (/(an|en|in|on)g$/.test(one)) found.add(one.slice(0, -1));
    else if (/(an|en|in)$/.test(one)) found.add(`${one}g`);
  }
  for (const one of [...found]) {
    if (!one.includes('v')) continue;
    for (const written of ['u', 'yu']) found.add(one.replace('v', written));
  }
  return [...found];
}

/** `zh` of `zheng`, else its first letter. */
export function initialOf(reading: string): string {
  const two = reading.slice(0, 2);
  return INITIALS.some(([curled]) => curled === two) ? two : reading.slice(0, 1);
}
