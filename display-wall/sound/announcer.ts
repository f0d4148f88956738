import type { Text } from '@hall/shared/contracts/text';
import { type Announcement, enqueued, nextOf } from './announcement-queue.ts';

/** A caption without a voice stands this long, ms: a short sentence, read twice. */
export const CAPTION_STANDS_MS = 7_000;
/** Silence between two sayings of one announcement, ms. */
const BETWEEN_SAYINGS_MS = 600;

/** What makes the sound; the browser in the page, a recorder in tests. */
export interface Voice {
  /** Whether the browser lets this page be heard. */
  audible(): boolean;
  chime(): Promise<void>;
  /** @returns whether a voice said all of it */
  speak(wording: Text): Promise<boolean>;
}

export interface AnnouncerState {
  readonly present: Announcement | null;
  readonly waiting: readonly Announcement[];
}

interface AnnouncerOptions {
  readonly voice: Voice;
  /** Hall time, ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether a call was not taken back meanwhile. */
  readonly stands: (call: Announcement) => boolean;
  /** Said once for each announcement, after it was heard for the first time. */
  readonly heard: (call: number, how: 'spoken' | 'captioned') => void;
  readonly changed: (state: AnnouncerState) => void;
}

/**
 * Says announcements one at a time: chime, then the words as often as asked. One that is late when its turn
 * comes is dropped. What nobody can hear, because the browser blocks sound, is never acknowledged.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  #queue: readonly Announcement[] = [];
  #busy = false;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  add(call: Announcement): void {
    this.#queue = enqueued(this.#queue, call);
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    const { now, changed, stands } = this.#options;
    for (;;) {
      const { next, rest } = nextOf(this.#queue, now(), stands);
      this.#queue = rest;
      changed({ present: next, waiting: rest });
      if (next === null) break;
      await this.#say(next);
    }
    this.#busy = false;
  }

  async #say(call: Announcement): Promise<void> {
    const { voice, sleep, heard, stands } = this.#options;
    if (!voice.audible()) return sleep(CAPTION_STANDS_MS);
    await voice.chime();
    for (let saying = 0; saying < call.repeat; saying += 1) {
      if (saying > 0) await sleep(BETWEEN_SAYINGS_MS);
      if (!stands(call)) return;
      const spoken = await voice.speak(call.wording);
      if (saying === 0) heard(call.call, spoken ? 'spoken' : 'captioned');
      if (!spoken) return sleep(CAPTION_STANDS_MS);
    }
  }
}
