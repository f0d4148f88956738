/** The clerk's keyboard: one hand, no menu. Every key stands on its button and in the help (`key-words.ts`). */
export type KeyAction =
  | 'primary'
  | 'recall'
  | 'no-show'
  | 'park'
  | 'transfer'
  | 'end-and-call'
  | 'serve'
  | 'note'
  | 'pause'
  | 'list'
  | 'back'
  | 'passed'
  | 'paper'
  | 'leave'
  | 'undo'
  | 'help';

export interface KeyPress {
  /** KeyboardEvent.code: the place of the key, whatever layout or input method is on. */
  readonly code: string;
  /** Auto-repeat of a held key. */
  readonly repeat: boolean;
  /** Ctrl or Meta is down: the browser's, but for Ctrl+Z. */
  readonly command: boolean;
  /** Alt is down: always the browser's. */
  readonly alt: boolean;
  /** An input method is putting a character together. */
  readonly composing: boolean;
  /** What has the focus: a text field, a control that Space itself presses, or nothing of the kind. */
  readonly focus: 'field' | 'control' | 'none';
  /** A dialog is open: its own keys count. */
  readonly dialog: boolean;
  /** Single letters are switched off, for people who speak to their computer (WCAG 2.1.4). */
  readonly lettersOff: boolean;
}

export const KEYS: Readonly<Record<string, KeyAction>> = {
  Space: 'primary',
  KeyR: 'recall',
  KeyN: 'no-show',
  KeyK: 'park',
  KeyT: 'transfer',
  KeyC: 'end-and-call',
  KeyW: 'serve',
  KeyM: 'note',
  KeyP: 'pause',
  KeyL: 'list',
  KeyB: 'back',
  KeyA: 'passed',
  KeyD: 'paper',
  KeyQ: 'leave',
  Slash: 'help',
};

/** Null where the key is not ours, or is but must not act (held, typing, dialog). */
export function keyAction(press: KeyPress): KeyAction | null {
  if (press.repeat || press.alt || press.composing || press.dialog || press.focus === 'field') return null;
  if (press.command) return press.code === 'KeyZ' ? 'undo' : null;
  const action = KEYS[press.code] ?? null;
  if (action === 'primary') return press.focus === 'control' ? null : action;
  return press.lettersOff ? null : action;
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
