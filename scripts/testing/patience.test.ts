import { expect, it, vi } from 'vitest';

it('a wait that runs out says so beside its last answer', async () => {
  const waiting = vi.waitFor(() => expect(1).toBe(2), { timeout: 20, interval: 5 });
  const problem = (await waiting.catch((error: unknown) => error)) as Error;
  expect(problem.message).toContain('expected 1 to be 2');
  expect((problem.cause as Error).message).toBe('did not succeed in time');
  await expect(vi.waitUntil(() => false, { timeout: 20, interval: 5 })).rejects.toThrow();
});

it('looks once more after a standstill', async () => {
  let isThere = false;
  setTimeout(() => {
    for (const end = performance.now() + 100; performance.now() < end; );
    setImmediate(() => {
      isThere = true;
    });
  }, 5);
  await vi.waitFor(() => expect(isThere).toBe(true), { timeout: 50, interval: 20 });
});
