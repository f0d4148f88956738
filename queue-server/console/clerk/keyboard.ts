/** The clerk's keyboard: one hand, no menu. Shown on the buttons. */
export type KeyAction = 'primary' | 'recall' | 'no-show' | 'pause';

export interface KeyPress {
  /** KeyboardEvent.code: the place of the key, whatever layout or input method is on. */
  readonly code: string;
  /** Auto-repeat of a held key. */
  readonly repeat: boolean;
  /** Ctrl, Alt or Meta is down: that is the browser's. */
  readonly modified: boolean;
  /** An input method is putting a character together. */
  readonly composing: boolean;
  /** What has the focus: a text field, a control that Space itself presses, or nothing of the kind. */
  readonly focus: 'field' | 'control' | 'none';
  /** A dialog is open: its own keys count. */
  readonly dialog: boolean;
}

const KEYS: Readonly<Record<string, KeyAction>> = {
  Space: 'primary',
  KeyR: 'recall',
  KeyN: 'no-show',
  KeyP: 'pause',
};

/** Null where the key is not ours, or is but must not act (held, typing, dialog). */
export function keyAction(press: KeyPress): KeyAction | null {
  if (press.repeat || press.modified || press.composing || press.dialog || press.focus === 'field')
    return null;
  const action = KEYS[press.code] ?? null;
  return action === 'primary' && press.focus === 'control' ? null : action;
}

const FIELDS =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="combobox"]';
const CONTROLS = 'button, a[href], summary, [role="button"], [role="menuitem"], [role="tab"]';

/** `primary` itself is no foreign control: Space on it is the same action, done once, by us. */
export function focusOf(element: Element | null): KeyPress['focus'] {
  if (!element || element.matches('[data-primary]')) return 'none';
  if (element.closest(FIELDS)) return 'field';
  return element.closest(CONTROLS) ? 'control' : 'none';
}
