import type { PageView } from '@hall/shared/contracts/kiosk-link';

/** Screens whose size is no whole number of CSS pixels come out one short. */
const ROUNDING_PX = 2;

/** What of a window the view is taken from. */
export type ViewedWindow = Pick<Window, 'innerWidth' | 'innerHeight'> & {
  readonly location: Pick<Location, 'pathname' | 'search'>;
  readonly screen: Pick<Screen, 'width' | 'height'>;
  readonly document: Pick<Document, 'visibilityState'>;
  readonly visualViewport: Pick<VisualViewport, 'scale'> | null;
  readonly outerWidth: number;
};

/** How this page stands on its screen now, for the shell that watches over the locked window. */
export function pageView(page: ViewedWindow): PageView {
  const { screen, visualViewport } = page;
  // Zoom makes CSS pixels larger: the same window is then fewer of them wide than its screen is.
  const zoomed = Math.abs(page.innerWidth - page.outerWidth) > ROUNDING_PX;
  return {
    place: `${page.location.pathname}${page.location.search}`.slice(0, 300),
    full:
      page.document.visibilityState === 'visible' &&
      page.outerWidth >= screen.width - ROUNDING_PX &&
      (zoomed || page.innerHeight >= screen.height - ROUNDING_PX),
    plain: !zoomed && (visualViewport?.scale ?? 1) === 1,
  };
}
