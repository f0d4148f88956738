import { expect, it } from 'vitest';
import { onlyInstance } from './single-instance.ts';

it('lets one in for each page, and the next one when it has gone', async () => {
  const url = 'http://127.0.0.1:18699/';
  const first = await onlyInstance(url);
  expect(first).not.toBeNull();
  expect(await onlyInstance(`${url}?again`)).toBeNull();
  const other = await onlyInstance('http://127.0.0.1:18698/');
  expect(other).not.toBeNull();
  first?.();
  await new Promise((resolve) => setImmediate(resolve));
  const next = await onlyInstance(url);
  expect(next).not.toBeNull();
  next?.();
  other?.();
});
