import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startPulse } from './page-pulse.ts';

/** A page whose compositor and whose browser answer as long as they are told to. */
function fakePage() {
  const frames: (() => void)[] = [];
  const questions: (() => void)[] = [];
  const listeners = new Set<() => void>();
  const is = { draws: true, answers: true, visible: true, locks: true };
  const page = {
    setInterval: (run: () => void, ms: number) => setInterval(run, ms),
    clearInterval: (timer: NodeJS.Timeout) => clearInterval(timer),
    requestAnimationFrame(run: () => void) {
      if (is.draws) queueMicrotask(run);
      else frames.push(run);
    },
    navigator: {
      get locks() {
        if (!is.locks) return undefined;
        const query = () =>
          is.answers ? Promise.reject(new Error('denied')) : new Promise<void>((run) => questions.push(run));
        return { query };
      },
    },
    document: {
      get visibilityState() {
        return is.visible ? 'visible' : 'hidden';
      },
      addEventListener: (_kind: string, listener: () => void) => listeners.add(listener),
      removeEventListener: (_kind: string, listener: () => void) => listeners.delete(listener),
    },
  } as unknown as Window;
  const again = (held: (() => void)[]): void => {
    for (const run of held.splice(0)) run();
  };
  return {
    page,
    is,
    listeners,
    questions,
    drawsAgain: () => again(frames),
    answersAgain: () => again(questions),
    hide() {
      is.visible = false;
      for (const listener of [...listeners]) listener();
    },
  };
}

let beats = 0;
const beat = (): void => {
  beats += 1;
};
beforeEach(() => {
  beats = 0;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});
const settle = () => new Promise((resolve) => setImmediate(resolve));
const pass = async (rounds: number): Promise<void> => {
  for (let i = 0; i < rounds; i += 1) {
    vi.advanceTimersByTime(250);
    await settle();
  }
};

it('beats at once, then four times a second, and not after its end', async () => {
  const stop = startPulse(beat, fakePage().page);
  await settle();
  expect(beats).toBe(1);
  await pass(4);
  expect(beats).toBe(5);
  stop();
  await pass(4);
  expect(beats).toBe(5);
});

it('is silent while the page gets no frames, though its script runs', async () => {
  const { page, is, drawsAgain } = fakePage();
  const stop = startPulse(beat, page);
  await settle();
  is.draws = false;
  await pass(8);
  expect(beats).toBe(1);
  is.draws = true;
  drawsAgain();
  await pass(1);
  expect(beats).toBeGreaterThan(1);
  stop();
});

it('is silent while the browser does not answer, and asks it one question only', async () => {
  const { page, is, questions, answersAgain } = fakePage();
  const stop = startPulse(beat, page);
  await settle();
  is.answers = false;
  await pass(8);
  expect([beats, questions.length]).toEqual([1, 1]);
  is.answers = true;
  answersAgain();
  await pass(1);
  expect(beats).toBeGreaterThan(1);
  stop();
});

it('beats on when it is hidden, also when that happens before a frame comes: it says itself that it is', async () => {
  const { page, is, hide, listeners } = fakePage();
  const stop = startPulse(beat, page);
  await settle();
  is.draws = false;
  await pass(2);
  hide();
  await pass(3);
  expect(beats).toBeGreaterThan(2);
  expect(listeners.size).toBe(0);
  stop();
});

it('beats where the origin has no locks', async () => {
  const { page, is } = fakePage();
  is.locks = false;
  const stop = startPulse(beat, page);
  await settle();
  await pass(2);
  expect(beats).toBe(3);
  stop();
});
