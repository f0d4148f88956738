import { z } from 'zod';

/**
 * What a kiosk's screen looks like, without what a person sees, types or chooses there. It is no photograph: boxes,
 * bars where text stood, and texts of a closed list. From the page to its host a text is a number in that list, so
 * that nothing else could travel at all; see docs/decisions/2026-11-22-a-screen-is-drawn-not-photographed.md.
 */

/** Coordinates in CSS pixels of the page; what lies outside of the screen is left out. */
const Px = z.number().int().min(-10_000).max(10_000);
const Colour = z.string().regex(/^#[0-9a-f]{6}$/);

/** So many shapes are more than any screen of the kiosk has. */
export const MOST_SHAPES = 500;

const place = { x: Px, y: Px, w: Px, h: Px };
const Box = z.strictObject({
  kind: z.literal('box'),
  ...place,
  fill: Colour.nullable(),
  line: Colour.nullable(),
  round: z.number().int().min(0).max(500),
});
/** A text that is not shown: a bar of one length, whatever the text was. */
const Bar = z.strictObject({ kind: z.literal('bar'), ...place });
/** A picture, a code, a field, a keyboard: that it is there, and nothing of it. */
const Blank = z.strictObject({ kind: z.literal('blank'), ...place });

const letters = { ...place, size: z.number().int().min(1).max(2_000), colour: Colour };

/** As the page says it. `list`: the page's own words, or what the hall has configured; `at` stands in that list. */
export const PageShape = z.discriminatedUnion('kind', [
  Box,
  Bar,
  Blank,
  z.strictObject({
    kind: z.literal('word'),
    ...letters,
    list: z.enum(['own', 'hall']),
    at: z.number().int().min(0).max(20_000),
    language: z.enum(['zh', 'en']),
  }),
]);
export type PageShape = z.infer<typeof PageShape>;

const screen = {
  width: z.number().int().min(1).max(10_000),
  height: z.number().int().min(1).max(10_000),
  /** Somebody stands there: only the page's own words are shown. */
  visit: z.boolean(),
};

export const PagePicture = z.strictObject({
  ...screen,
  /** Version of the catalogue that the numbers of `hall` count in. */
  catalogue: z.string().max(80).nullable(),
  shapes: z.array(PageShape).max(MOST_SHAPES),
});
export type PagePicture = z.infer<typeof PagePicture>;

/** As it goes to the manager. */
export const PictureShape = z.discriminatedUnion('kind', [
  Box,
  Bar,
  Blank,
  z.strictObject({ kind: z.literal('text'), ...letters, text: z.string().min(1).max(200) }),
]);
export type PictureShape = z.infer<typeof PictureShape>;

export const ScreenPicture = z.strictObject({ ...screen, shapes: z.array(PictureShape).max(MOST_SHAPES) });
export type ScreenPicture = z.infer<typeof ScreenPicture>;
