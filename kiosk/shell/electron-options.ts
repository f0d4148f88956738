import type { BrowserWindowConstructorOptions, Display, Rectangle } from 'electron';

/** The locked window's options: `area` of its display, `partition` of a session that lives in memory only. */
export function windowOptions(
  preload: string,
  area: Rectangle,
  partition: string,
): BrowserWindowConstructorOptions {
  return {
    ...area,
    kiosk: true,
    fullscreen: true,
    frame: false,
    resizable: false,
    movable: false,
    minimizable: false,
    closable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    autoHideMenuBar: true,
    disableAutoHideCursor: true,
    acceptFirstMouse: true,
    backgroundColor: '#fbfaf7',
    title: '一窗自助服务',
    webPreferences: {
      preload,
      partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      devTools: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      disableDialogs: true,
      autoplayPolicy: 'no-user-gesture-required',
      // The page says every quarter of a second that it lives.
      backgroundThrottling: false,
      zoomFactor: 1,
    },
  };
}

/** Chromium's switches that close what Electron has no option for. */
export const SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  ['disable-pinch'],
  ['overscroll-history-navigation', '0'],
  ['disable-features', 'OverscrollHistoryNavigation,TouchpadOverscrollHistoryNavigation,MediaRouter'],
  ['disable-background-networking'],
  ['disable-quic'],
  ['disable-speech-api'],
  ['disable-file-system'],
  ['js-flags', '--max-old-space-size=512'],
];

/** The display that a setting names: its number from 0, or Electron's own id; null: there is none. */
export function chosenDisplay(displays: readonly Display[], setting: string): Display | null {
  const number = Number(setting);
  if (!Number.isInteger(number)) return null;
  return displays.find((display) => display.id === number) ?? displays[number] ?? null;
}
