import type { KioskScreen } from '@hall/shared/contracts/kiosk-screen';

/** How large a millimetre is on this screen, and how high a seated hand reaches on it. Pure. */

const MM_PER_INCH = 25.4;
/** Of a screen that nobody has measured: the most usual one of kiosks, 476 × 268 mm. */
export const USUAL_INCHES = 21.5;
/** The short side that the layout needs, millimetres; on a smaller screen everything shrinks with it. */
export const NEEDED_MM = 268;
/** A usual kiosk's picture begins this far above the floor, millimetres. */
export const USUAL_BOTTOM_MM = 800;
/** Controls that a person in a wheelchair reaches, millimetres above the floor (ADA 308.2, EN 301 549 8.3.2). */
export const REACH_MM = { low: 380, high: 1_220 } as const;
/** What the controls of the fullest screen need in large type, millimetres of height. */
const CONTROLS_MM = { portrait: 410, landscape: 240 } as const;

export interface Sizes {
  /** CSS pixels of one millimetre. */
  readonly mm: number;
  /** Millimetres at the top of the screen that hold nothing to touch in care mode. */
  readonly band: number;
  /** Millimetres at the bottom of the screen that lie too low for a seated hand. */
  readonly rise: number;
}

/** @param view of the page, CSS pixels; it covers the screen */
export function sizesOf(
  view: { readonly width: number; readonly height: number },
  screen: KioskScreen | null,
): Sizes {
  const { inches = USUAL_INCHES, bottomMm = USUAL_BOTTOM_MM } = screen ?? {};
  const real = Math.hypot(view.width, view.height) / (inches * MM_PER_INCH);
  const mm = Math.min(real, Math.min(view.width, view.height) / NEEDED_MM);
  // How high it hangs is a matter of the real screen; what the controls need, of the layout's own millimetres.
  const high = view.height / real;
  const rise = clamp(REACH_MM.low - bottomMm, 0, high / 4);
  const needed = (CONTROLS_MM[view.height > view.width ? 'portrait' : 'landscape'] * mm) / real;
  const controls = Math.max(REACH_MM.high - bottomMm - rise, needed);
  const band = clamp(high - rise - controls, 0, high / 2);
  return { mm, band: (band * real) / mm, rise: (rise * real) / mm };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
