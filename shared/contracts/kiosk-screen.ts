import { z } from 'zod';

/**
 * The real screen of a kiosk, as its installer measured it. The device host writes it into the page that it serves:
 * every size of the page is in millimetres of this screen.
 */
export const KioskScreen = z.strictObject({
  /** Diagonal of the visible picture in inches, as makers name it: 21.5, 27, 32, 43. */
  inches: z.number().min(10).max(110),
  /** How high the picture's lower edge stands above the floor, millimetres: what a seated person reaches follows from it. */
  bottomMm: z.number().int().min(0).max(2_000).optional(),
});
export type KioskScreen = z.infer<typeof KioskScreen>;

/** The name of the meta tag that carries it, as JSON. */
export const SCREEN_META = 'hall-screen';
