/**
 * Shows a press at once: what a finger lies on carries `data-pressed` from the moment it touches. `:active` will not do
 * on a touch screen: Chromium waits 150 ms for a scroll or a second finger before it matches.
 */

/** A tap of 40 ms must be seen as well. */
const SHOWN_AT_LEAST_MS = 120;
const PRESSED = 'data-pressed';
const KEYS = 'button, a[href], [role="button"], [role="option"], [role="switch"], label';

export function showPresses(document: Document): () => void {
  const view = document.defaultView as Window;
  let pressed: Element | null = null;
  let since = 0;
  let timer: number | undefined;

  const clear = (): void => {
    view.clearTimeout(timer);
    pressed?.removeAttribute(PRESSED);
    pressed = null;
  };
  const down = (event: Event): void => {
    clear();
    // A text node or the document itself has no `closest`.
    const key = (event.target as Partial<Element> | null)?.closest?.(KEYS) ?? null;
    if (key === null || key.matches(':disabled, [aria-disabled="true"]')) return;
    pressed = key;
    since = event.timeStamp;
    key.setAttribute(PRESSED, '');
  };
  const up = (event: Event): void => {
    if (pressed === null) return;
    const left = SHOWN_AT_LEAST_MS - (event.timeStamp - since);
    view.clearTimeout(timer);
    timer = view.setTimeout(clear, Math.max(0, left));
  };
  const heard = { capture: true, passive: true } as const;
  document.addEventListener('pointerdown', down, heard);
  document.addEventListener('pointerup', up, heard);
  document.addEventListener('pointercancel', clear, heard);
  return () => {
    clear();
    document.removeEventListener('pointerdown', down, heard);
    document.removeEventListener('pointerup', up, heard);
    document.removeEventListener('pointercancel', clear, heard);
  };
}
