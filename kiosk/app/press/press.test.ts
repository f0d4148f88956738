import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { showPresses } from './press.ts';

/** As much of a key as is asked for. */
class Key extends EventTarget {
  readonly attributes = new Set<string>();
  readonly disabled: boolean;
  constructor(disabled = false) {
    super();
    this.disabled = disabled;
  }
  closest = (): Key => this;
  matches = (): boolean => this.disabled;
  setAttribute = (name: string): void => void this.attributes.add(name);
  removeAttribute = (name: string): void => void this.attributes.delete(name);
  get pressed(): boolean {
    return this.attributes.has('data-pressed');
  }
}

let now = 0;
let page: EventTarget;
let stop: () => void;
const send = (type: string, target: unknown = page): void => {
  const event = new Event(type);
  Object.defineProperties(event, { target: { value: target }, timeStamp: { value: now } });
  page.dispatchEvent(event);
};
const wait = (ms: number): void => {
  now += ms;
  vi.advanceTimersByTime(ms);
};

beforeEach(() => {
  vi.useFakeTimers();
  page = Object.assign(new EventTarget(), { defaultView: globalThis });
  stop = showPresses(page as unknown as Document);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

it('shows a press from the touch on, as long as the finger lies there', () => {
  const key = new Key();
  send('pointerdown', key);
  expect(key.pressed).toBe(true);
  wait(2_000);
  expect(key.pressed).toBe(true);
  send('pointerup', key);
  wait(0);
  expect(key.pressed).toBe(false);
});

it('shows the shortest tap long enough to be seen', () => {
  const key = new Key();
  send('pointerdown', key);
  wait(10);
  send('pointerup', key);
  wait(100);
  expect(key.pressed).toBe(true);
  wait(20);
  expect(key.pressed).toBe(false);
});

it('shows the newest press only, and none that became something else', () => {
  const [first, second] = [new Key(), new Key()];
  send('pointerdown', first);
  send('pointerdown', second);
  expect([first.pressed, second.pressed]).toEqual([false, true]);
  send('pointercancel', second);
  expect(second.pressed).toBe(false);
});

it('shows nothing on a key that cannot be pressed, or beside all keys', () => {
  const dead = new Key(true);
  send('pointerdown', dead);
  send('pointerdown', page);
  expect(dead.pressed).toBe(false);
});
