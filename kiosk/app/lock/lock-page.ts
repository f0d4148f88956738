import { isKeyAllowed } from '@hall/shared/ui/locked-keys.ts';

/** The main button and the finger; the others paste, scroll by themselves, open menus and go back in history. */
const MAIN_BUTTON = 0;

/** Never wanted on a kiosk, wherever they begin. */
const DENIED = [
  ...['contextmenu', 'dragstart', 'dragenter', 'dragover', 'drop'],
  ...['copy', 'cut', 'paste', 'auxclick'],
  ...['gesturestart', 'gesturechange'],
] as const;

/**
 * Closes in the page what a shell cannot reach, and closes again what it should: menus, dragging, clipboard, zoom,
 * shortcuts, history. Events still reach the page's own listeners, which a scanner that types needs; only what the
 * browser would do by itself does not happen. Returns a function that ends it.
 */
export function lockPage(page: Window): () => void {
  const ending = new AbortController();
  // Before anything else of the page, and able to prevent.
  const how = { capture: true, passive: false, signal: ending.signal } as const;
  const deny = (event: Event): void => event.preventDefault();
  for (const kind of DENIED) page.addEventListener(kind, deny, how);

  page.addEventListener(
    'keydown',
    (event) => {
      const { key, ctrlKey: control, altKey: alt, metaKey: meta, shiftKey: shift } = event;
      if (!isKeyAllowed({ key, control, alt, meta, shift })) event.preventDefault();
    },
    how,
  );
  page.addEventListener(
    'wheel',
    (event) => {
      // A pinch on a touchpad comes as a wheel with Ctrl.
      if (event.ctrlKey || event.metaKey) event.preventDefault();
    },
    how,
  );
  page.addEventListener(
    'touchmove',
    (event) => {
      if (event.touches.length > 1 && event.cancelable) event.preventDefault();
    },
    how,
  );
  for (const kind of ['mousedown', 'mouseup', 'pointerdown'] as const) {
    page.addEventListener(
      kind,
      (event) => {
        if (event.button > MAIN_BUTTON) event.preventDefault();
      },
      how,
    );
  }
  page.addEventListener(
    'selectstart',
    (event) => {
      if (!isField(event.target)) event.preventDefault();
    },
    how,
  );
  // The kiosk's page is one document that goes nowhere; it only loads anew.
  const { navigation } = page as Window & { readonly navigation?: EventTarget };
  navigation?.addEventListener(
    'navigate',
    (event) => {
      const { navigationType, destination } = event as NavigateLike;
      if (navigationType !== 'reload' && destination.url !== page.location.href) event.preventDefault();
    },
    how,
  );
  // A page that was left and comes back from the browser's cache is one that a person has used.
  page.addEventListener(
    'pageshow',
    (event) => {
      if (event.persisted) page.location.reload();
    },
    how,
  );
  return () => ending.abort();
}

/** Of the Navigation API, which not every browser's types have. */
interface NavigateLike extends Event {
  readonly navigationType: string;
  readonly destination: { readonly url: string };
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
