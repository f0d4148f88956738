/** A key as a page (`KeyboardEvent`) or a shell (Electron's `before-input-event`) sees it. */
export interface PressedKey {
  /** `KeyboardEvent.key`. */
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  /** The key with the maker's sign on it. */
  readonly meta: boolean;
  readonly shift: boolean;
}

/** Keys besides those that write a character; what moves within the page, and what a writing method needs. */
const WITH_OR_WITHOUT_SHIFT: ReadonlySet<string> = new Set([
  ...['Enter', 'Tab', 'Backspace', 'Home', 'End', 'PageUp', 'PageDown'],
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  ...['Shift', 'CapsLock', 'NumLock', 'Dead', 'Process', 'Unidentified'],
]);
/** With Shift these open a task manager and cut into the clipboard. */
const WITHOUT_SHIFT: ReadonlySet<string> = new Set(['Escape', 'Delete']);

/**
 * Whether a locked window lets a key do what it does by itself. Denied by default: browsers grow new shortcuts, and a
 * kiosk needs none of them.
 */
export function isKeyAllowed({ key, control, alt, meta, shift }: PressedKey): boolean {
  if (control || alt || meta) return false;
  if ([...key].length === 1) return true;
  return WITH_OR_WITHOUT_SHIFT.has(key) || (!shift && WITHOUT_SHIFT.has(key));
}
