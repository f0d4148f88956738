import { isKeyAllowed } from '@hall/shared/ui/locked-keys.ts';
import type { BrowserWindow, WebContents } from 'electron';
import { mayNavigate } from './policy.ts';

/** Closes navigation, windows, keys, menus, zoom and tools for whatever contents there ever are. */
export function guardContents(contents: WebContents, homes: readonly string[]): void {
  const isOwn = (url: string): boolean => homes.some((home) => mayNavigate(home, url));
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  // Neither page has a frame.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('context-menu', (event) => event.preventDefault());
  contents.on('login', (event, _details, _info, reply) => {
    event.preventDefault();
    reply();
  });
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.on('before-input-event', (event, { type, key, control, alt, meta, shift }) => {
    if (type === 'keyDown' && !isKeyAllowed({ key, control, alt, meta, shift })) event.preventDefault();
  });
  contents.on('zoom-changed', (event) => {
    event.preventDefault();
    contents.setZoomFactor(1);
  });
  contents.on('devtools-opened', () => contents.closeDevTools());
  contents.on('did-finish-load', () => {
    contents.setZoomFactor(1);
    void contents.setVisualZoomLevelLimits(1, 1);
  });
}

/** Keeps the window where it is: a desktop may try to shrink, hide or move it. */
export function guardWindow(window: BrowserWindow): void {
  const back = (): void => {
    if (window.isDestroyed()) return;
    window.restore();
    window.setKiosk(true);
    window.show();
    window.focus();
  };
  window.on('minimize', back);
  window.on('hide', back);
  window.on('leave-full-screen', back);
  window.on('close', (event) => event.preventDefault());
  window.removeMenu();
  window.setAlwaysOnTop(true, 'screen-saver');
}
