import { expect, test, vi } from 'vitest';
import type { ScreenClock } from './clock.ts';
import { ScreenPairing } from './pairing.ts';

/** Time passes at once. */
const clock: ScreenClock = {
  now: () => 0,
  after: (_ms, run) => {
    const timer = setTimeout(run, 0);
    return () => clearTimeout(timer);
  },
};
const FINGERPRINT = 'ab'.repeat(32);

function server(polls: readonly ([number, unknown] | 'away')[]) {
  const asked: { path: string; body: Record<string, string> }[] = [];
  let polled = 0;
  const request = (async (input: string, init: RequestInit) => {
    const path = input.replace('https://hall/api/v1/enrolments', '');
    asked.push({ path, body: JSON.parse(String(init.body)) });
    const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
    if (path === '') {
      return answer(200, {
        enrolment: asked.length.toString(16).padStart(32, '0'),
        serverNonce: '1'.repeat(32),
        caFingerprint: FINGERPRINT,
        expiresAt: 600_000,
      });
    }
    if (path === '/reveal') return answer(200, { state: 'waiting', expiresAt: 600_000 });
    const next = polls[Math.min(polled++, polls.length - 1)];
    if (next === undefined || next === 'away') throw new TypeError('fetch failed');
    return answer(...next);
  }) as unknown as typeof fetch;
  return { asked, request };
}

const approved = [200, { state: 'approved', device: 'wall-1', hall: 'qingxi' }] as const;

test('commits before it reveals, keeps its code while the server is away, and ends with a secret of its own', async () => {
  const { asked, request } = server([[200, { state: 'waiting', expiresAt: 1 }], 'away', [...approved]]);
  const codes = new Set<string>();
  const credential = await new Promise<{ device: string; secret: string }>((resolve) => {
    const pairing = new ScreenPairing({
      page: 'window',
      origin: 'https://hall',
      version: '1',
      onApproved: resolve,
      clock,
      request,
    });
    pairing.subscribe(() => pairing.view.is === 'waiting' && codes.add(pairing.view.code));
    pairing.start();
  });
  expect(credential.device).toBe('wall-1');
  expect(asked.slice(0, 2).map(({ path }) => path)).toEqual(['', '/reveal']);
  expect(asked[0]?.body['kind']).toBe('window-screen');
  expect(codes.size).toBe(1);
  // Only hashes of the secret have left the screen.
  expect(JSON.stringify(asked)).not.toContain(credential.secret);
});

test('a code that has run out is followed by another, with another key', async () => {
  const { asked, request } = server([[404, {}], [...approved]]);
  const onApproved = vi.fn();
  const pairing = new ScreenPairing({
    page: 'wall',
    origin: 'https://hall',
    version: '1',
    onApproved,
    clock,
    request,
  });
  pairing.start();
  await vi.waitFor(() => expect(onApproved).toHaveBeenCalled());
  const verifiers = asked.filter(({ path }) => path === '/reveal').map(({ body }) => body['verifier']);
  expect(new Set(verifiers).size).toBe(2);
});

test('a refusal is shown', async () => {
  const { request } = server([[200, { state: 'refused' }]]);
  let held: (() => void) | null = null;
  const pairing = new ScreenPairing({
    page: 'pad',
    origin: 'https://hall',
    version: '1',
    onApproved: () => expect.unreachable(),
    clock: {
      ...clock,
      after: (ms, run) => {
        if (ms < 60_000) return clock.after(ms, run);
        held = run;
        return () => {};
      },
    },
    request,
  });
  pairing.start();
  await vi.waitFor(() => expect(pairing.view).toEqual({ is: 'refused' }));
  expect(held).not.toBeNull();
  pairing.stop();
});
