import type { Seeded } from '@hall/hardware/testing/seeded';

const STRANGE: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'no-such-queue',
  '../../etc',
  '号'.repeat(40),
  [],
  {},
  [null],
  { $ne: 1 },
  '__proto__',
  '\u0000',
];

/** JSON text of a value, damaged none to three times: fields lost, added or of another type, or bytes of the text. */
export function damageJson(golden: Record<string, unknown>, random: Seeded): string {
  const value: Record<string, unknown> = structuredClone(golden);
  for (let times = random.whole(0, 4); times > 0; times -= 1) {
    const key = random.pick(Object.keys(value).length > 0 ? Object.keys(value) : ['queue']);
    const kind = random.whole(0, 4);
    if (kind === 0) delete value[key];
    else if (kind === 1) value[`x${random.whole(0, 9)}`] = random.pick(STRANGE);
    else if (kind === 2) value[key] = random.pick(STRANGE);
    else if (typeof value[key] === 'object' && value[key] !== null) {
      (value[key] as Record<string, unknown>)[random.pick(['queue', 'items', 'person', 'zz'])] =
        random.pick(STRANGE);
    }
  }
  const text = JSON.stringify(value);
  if (random.unit() < 0.85) return text;
  const at = random.whole(0, text.length);
  return (
    text.slice(0, at) + random.pick(['', '"', '}', '\u0007', '[', text.slice(0, at)]) + text.slice(at + 1)
  );
}
