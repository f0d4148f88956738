import { KioskScreen, SCREEN_META } from '@hall/shared/contracts/kiosk-screen';
import { sizesOf } from './millimetres.ts';

/** Gives the page's styles the millimetres of its screen, now and whenever the window changes. */
export function applySizes(page: Window): void {
  const screen = screenOf(page.document);
  const apply = (): void => {
    const { mm, band, rise } = sizesOf({ width: page.innerWidth, height: page.innerHeight }, screen);
    const { style } = page.document.documentElement;
    style.setProperty('--mm', `${mm}px`);
    style.setProperty('--band', `${band * mm}px`);
    style.setProperty('--rise', `${rise * mm}px`);
  };
  apply();
  page.addEventListener('resize', apply);
}

/** As the device host wrote it into the page; null where nobody has measured the screen. */
function screenOf(document: Document): KioskScreen | null {
  const text = document.querySelector(`meta[name="${SCREEN_META}"]`)?.getAttribute('content');
  if (!text) return null;
  const found = KioskScreen.safeParse(JSON.parse(text));
  return found.success ? found.data : null;
}
