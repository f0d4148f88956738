import { useEffect, useRef } from 'react';
import { focusOf, type KeyAction, keyAction } from './keyboard.ts';
import { lettersOff } from './letters.ts';

/** Window-wide keys while the clerk's page is there. */
export function useKeyboard(act: (action: KeyAction) => void, dialog: boolean): void {
  const latest = useRef({ act, dialog });
  latest.current = { act, dialog };
  useEffect(() => {
    let ours = false;
    const down = (event: KeyboardEvent) => {
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
      latest.current.act(action);
    };
    // Browsers press a focused button when Space comes up: not ours a second time.
    const up = (event: KeyboardEvent) => {
      if (event.code === 'Space' && ours) event.preventDefault();
      if (event.code === 'Space') ours = false;
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
    };
  }, []);
}
