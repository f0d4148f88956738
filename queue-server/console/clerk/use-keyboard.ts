import { WEDGE_GAP_MS } from '@hall/shared/ui/wedge/recogniser.ts';
import { useEffect, useRef } from 'react';
import { focusOf, type KeyAction, keyAction } from './keyboard.ts';
import { lettersOff } from './letters.ts';

/** A letter acts once it is certain that no scanner goes on typing; the timer is a little later than the keys' own times. */
const LETTER_MS = WEDGE_GAP_MS + 10;

/** Keys that write nothing and come with the letters of a scan. */
const BETWEEN: ReadonlySet<string> = new Set(['Shift', 'CapsLock', 'AltGraph']);

/** Window-wide keys while the clerk's page is there. */
export function useKeyboard(act: (action: KeyAction) => void, dialog: boolean): void {
  const latest = useRef({ act, dialog });
  latest.current = { act, dialog };
  useEffect(() => {
    let ours = false;
    let letterAt = Number.NEGATIVE_INFINITY;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let letter: KeyAction | null = null;
    const act = () => {
      clearTimeout(waiting);
      const action = letter;
      letter = null;
      if (action !== null && !latest.current.dialog) latest.current.act(action);
    };
    const down = (event: KeyboardEvent) => {
      // The first letters of a scan come here, too: of letters that come so fast none is a person's.
      const isLetter = event.key.length === 1 && event.code !== 'Space' && !event.ctrlKey && !event.metaKey;
      const isFast = isLetter && event.timeStamp - letterAt <= WEDGE_GAP_MS;
      if (isLetter) letterAt = event.timeStamp;
      if (isFast) letter = null;
      // A letter and Enter right behind it are a person's, in this order; a scanner sends Shift between its letters.
      else if (event.key.length > 1 && !BETWEEN.has(event.key)) act();
      const focus = focusOf(document.activeElement);
      const free = focus === 'none' && !latest.current.dialog;
      // A held Space neither acts again nor scrolls the page nor presses the focused primary button.
      if (event.code === 'Space' && free) event.preventDefault();
      const action = keyAction({
        code: event.code,
        repeat: event.repeat,
        command: event.ctrlKey || event.metaKey,
        alt: event.altKey,
        composing: event.isComposing,
        focus,
        dialog: latest.current.dialog,
        lettersOff: lettersOff.get(),
      });
      if (!action) return;
      event.preventDefault();
      ours = event.code === 'Space';
      if (!isLetter) return latest.current.act(action);
      if (isFast) return;
      act();
      letter = action;
      waiting = setTimeout(act, LETTER_MS);
    };
    // Browsers press a focused button when Space comes up: not ours a second time.
    const up = (event: KeyboardEvent) => {
      if (event.code === 'Space' && ours) event.preventDefault();
      if (event.code === 'Space') ours = false;
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    return () => {
      clearTimeout(waiting);
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
    };
  }, []);
}
