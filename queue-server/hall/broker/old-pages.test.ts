import { expect, it } from 'vitest';
import { reloadOldPages } from './old-pages.ts';

it('a page of before an upgrade is asked to load anew, a few times, and nothing else is', () => {
  const reloaded: string[] = [];
  const versions = new Map([
    ['wall-1', 1],
    ['board-1', 2],
    ['kiosk-1', 1],
  ]);
  const kinds = { 'wall-1': 'wall', 'board-1': 'board', 'kiosk-1': 'kiosk' } as const;
  const seen = reloadOldPages({
    kindOf: (device) => kinds[device as keyof typeof kinds] ?? null,
    knows: (device) => (versions.get(device) ?? 0) >= 2,
    reload: (device) => reloaded.push(device),
  });
  for (const device of ['wall-1', 'board-1', 'kiosk-1', 'gone']) seen(device);
  expect(reloaded).toEqual(['wall-1']);
  for (let n = 0; n < 10; n += 1) seen('wall-1');
  expect(reloaded).toHaveLength(3);
  versions.set('wall-1', 2);
  seen('wall-1');
  versions.set('wall-1', 1);
  seen('wall-1');
  expect(reloaded).toHaveLength(4);
});
