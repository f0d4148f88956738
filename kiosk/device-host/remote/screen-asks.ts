import type { Catalogue } from '@hall/shared/contracts/commands';
import type { FromHost, FromPage } from '@hall/shared/contracts/kiosk-link';
import { hallTexts } from '@hall/shared/contracts/picture-texts';
import type { RemoteRefusal } from '@hall/shared/contracts/remote';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { PagePicture, PictureShape, ScreenPicture } from '@hall/shared/contracts/screen-picture';
import type { Text } from '@hall/shared/contracts/text';
import type { HostClock } from '../clock.ts';

/** A page draws within a frame; one that does not answer for so long hangs. */
const ANSWER_WITHIN_MS = 5_000;
/** Whoever stands there reads first that support looks, and may cover or leave. */
const TOLD_BEFORE_MS = 3_000;
/** And sees for a while that it did. */
const TOLD_AFTER_MS = 10_000;
const LONGEST_TEXT = 200;

type Drawn = Extract<FromPage, { type: 'picture' }>;

export interface ScreenAsks {
  /** Has the page draw itself; during a visit only after whoever stands there was told. */
  draw(duringVisit: boolean): Promise<Result<ScreenPicture, RemoteRefusal>>;
  /** The page's own words, in its order. */
  words(texts: readonly Text[]): void;
  /** A page's answer. */
  drawn(answer: Drawn): void;
  close(): void;
}

export function openScreenAsks(options: {
  readonly send: (message: FromHost) => void;
  readonly pages: () => number;
  readonly busy: () => boolean;
  readonly catalogue: () => Catalogue | null;
  readonly newId: () => string;
  readonly clock: HostClock;
}): ScreenAsks {
  const { send, clock } = options;
  let waiting: { readonly id: string; settle(answer: Drawn | null): void } | null = null;
  let own: readonly Text[] = [];
  let cancelTold = (): void => undefined;
  const pause = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));

  const ask = (visit: boolean): Promise<Drawn | null> => {
    const id = options.newId();
    const { promise, resolve } = Promise.withResolvers<Drawn | null>();
    const cancel = clock.after(ANSWER_WITHIN_MS, () => settle(null));
    const settle = (answer: Drawn | null): void => {
      cancel();
      waiting = null;
      resolve(answer);
    };
    waiting = { id, settle };
    send({ type: 'draw', id, visit });
    return promise;
  };

  return {
    async draw(duringVisit) {
      if (options.pages() === 0) return err('no-page');
      if (waiting !== null) return err('failed');
      const visit = options.busy();
      if (visit) {
        if (!duringVisit) return err('somebody-there');
        cancelTold();
        send({ type: 'support', looks: true });
        await pause(TOLD_BEFORE_MS);
      }
      const answer = await ask(visit);
      if (visit) cancelTold = clock.after(TOLD_AFTER_MS, () => send({ type: 'support', looks: false }));
      if (answer === null) return err('no-answer-of-page');
      // Somebody came in the meantime: the page itself refuses then.
      if (answer.picture === null) return err('somebody-there');
      if (answer.picture.visit !== visit) return err('failed');
      return ok(resolved(answer.picture, options.catalogue(), own));
    },
    words(texts) {
      own = texts;
    },
    drawn(answer) {
      if (waiting?.id === answer.id) waiting.settle(answer);
    },
    close() {
      cancelTold();
      waiting?.settle(null);
    },
  };
}

/** Puts texts for their numbers, from this host's own lists; a number that stands in none becomes a bar. Pure. */
export function resolved(
  picture: PagePicture,
  catalogue: Catalogue | null,
  own: readonly Text[],
): ScreenPicture {
  const { width, height, visit } = picture;
  const hall =
    !visit && catalogue !== null && picture.catalogue === catalogue.version ? hallTexts(catalogue) : [];
  const shapes = picture.shapes.map((shape): PictureShape => {
    if (shape.kind !== 'word') return shape;
    const { x, y, w, h, size, colour, list, at, language } = shape;
    const text = (list === 'own' ? own : hall)[at]?.[language];
    if (text === undefined || text === '') return { kind: 'bar', x, y, w, h };
    return { kind: 'text', x, y, w, h, size, colour, text: text.slice(0, LONGEST_TEXT) };
  });
  return { width, height, visit, shapes };
}
