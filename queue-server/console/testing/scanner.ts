import type { CDPSession, Page } from 'playwright-core';

/** Between two keys, as a USB scanner sends them. */
const KEY_S = 0.008;

/**
 * Types a code as a scanner does, with Enter at the end: keys carry their own times, so that a busy machine, which
 * hands them over late, does not make a person of it.
 */
export async function scanInto(page: Page, code: string): Promise<void> {
  const keys: CDPSession = await page.context().newCDPSession(page);
  let at = Date.now() / 1_000;
  const sent: Promise<unknown>[] = [];
  const press = (key: string, written: string): void => {
    at += KEY_S;
    const letter = /^[A-Za-z]$/.test(key);
    const number = /^[A-Za-z0-9]$/.test(key) ? key.toUpperCase().charCodeAt(0) : 0;
    const common = {
      ...{ key, code: letter ? `Key${key.toUpperCase()}` : key, timestamp: at },
      windowsVirtualKeyCode: key === 'Enter' ? 13 : number,
    };
    sent.push(keys.send('Input.dispatchKeyEvent', { type: 'keyDown', text: written, ...common }));
    sent.push(keys.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common }));
  };
  for (const character of code) {
    if (/[A-Z]/.test(character)) press('Shift', '');
    press(character, character);
  }
  press('Enter', '\r');
  await Promise.all(sent);
  await keys.detach();
}
