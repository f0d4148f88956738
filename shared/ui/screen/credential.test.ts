import { expect, test } from 'vitest';
import { type KeyStore, takeCredential } from './credential.ts';

const SECRET = '00112233445566778899aabbccddeeff';

function memoryStore(entries: Record<string, string> = {}): KeyStore & { all(): Record<string, string> } {
  const map = new Map(Object.entries(entries));
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    key: (index) => [...map.keys()][index] ?? null,
    get length() {
      return map.size;
    },
    all: () => Object.fromEntries(map),
  };
}

const address = (hash: string, search = '') => ({ pathname: '/display/wall.html', search, hash });

test('a secret in the fragment is kept and taken out of the address, the device id stays', () => {
  const store = memoryStore();
  const shown: string[] = [];
  const credential = takeCredential(
    'wall',
    address(`#device=wall-1&secret=${SECRET}`, '?zone=a'),
    store,
    (to) => shown.push(to),
  );
  expect(credential).toEqual({ device: 'wall-1', secret: SECRET });
  expect(shown).toEqual(['/display/wall.html?zone=a#device=wall-1']);
  expect(store.all()).toEqual({ 'hall-screen/wall/wall-1': SECRET });
});

test('a reload finds its own credential among several of the same browser', () => {
  const store = memoryStore({
    'hall-screen/window/screen-1': SECRET,
    'hall-screen/window/screen-2': `${SECRET}2`,
    'hall-screen/pad/screen-2': `${SECRET}3`,
  });
  const never = () => expect.unreachable();
  expect(takeCredential('window', address('#device=screen-2'), store, never)?.secret).toBe(`${SECRET}2`);
  expect(takeCredential('window', address(''), store, never)).toBeNull();
  expect(takeCredential('pad', address(''), store, never)).toEqual({
    device: 'screen-2',
    secret: `${SECRET}3`,
  });
  expect(takeCredential('wall', address('#device=screen-2'), store, never)).toBeNull();
});

test('an unusable secret is taken out of the address all the same and does not replace a good one', () => {
  const store = memoryStore({ 'hall-screen/wall/wall-1': SECRET });
  const shown: string[] = [];
  const credential = takeCredential('wall', address('#device=wall-1&secret=short'), store, (to) =>
    shown.push(to),
  );
  expect(shown).toEqual(['/display/wall.html#device=wall-1']);
  expect(credential).toEqual({ device: 'wall-1', secret: SECRET });
});
