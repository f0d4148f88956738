import { createStore } from '../api/store.ts';

const STORAGE_KEY = 'hall-clerk-letters';

/** Single-letter keys disturb people who speak to their computer: each browser can switch them off (WCAG 2.1.4). */
export const lettersOff = createStore(localStorage.getItem(STORAGE_KEY) === 'off');

export function setLettersOff(off: boolean): void {
  localStorage.setItem(STORAGE_KEY, off ? 'off' : 'on');
  lettersOff.set(off);
}
