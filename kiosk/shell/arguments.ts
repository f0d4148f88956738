import type { DisplayArea } from './display.ts';

/** A page of this suite needs a tenth; one that runs away dies soon and is started again. */
const PAGE_HEAP_MB = 512;

/** Without a window manager Chromium makes a window that is as large as its screen one pixel smaller. */
const EDGE_PX = 1;

/** What of Chromium is switched off: menus on swipes, translation, casting, reading, saved passwords, side panels. */
const OFF_FEATURES = [
  ...['Translate', 'TouchpadOverscrollHistoryNavigation', 'OverscrollHistoryNavigation', 'MediaRouter'],
  ...['GlobalMediaControls', 'HardwareMediaKeyHandling', 'ReadAnything', 'Lens'],
  ...['TouchTextEditingRedesign', 'InterestFeedV2', 'OptimizationHints', 'DialMediaRouteProvider'],
].join(',');

/**
 * Chromium's command line for one locked window: kiosk mode without dialogs, translation, pinch, swipe or a word to the
 * outside. `area`: where the display lies, null: the window manager knows. `sandbox: false` is for trying only.
 */
export function chromiumArguments(options: {
  readonly url: string;
  readonly profile: string;
  readonly area: DisplayArea | null;
  readonly wayland: boolean;
  readonly sandbox: boolean;
}): string[] {
  const { area } = options;
  return [
    '--kiosk',
    // An app window has no tabs, no address bar, and gives every shortcut to the page first.
    `--app=${options.url}`,
    `--user-data-dir=${options.profile}`,
    '--incognito',
    // Kiosk mode asks a window manager to fill the screen; without one the window is as large as it is told to be.
    ...(area === null
      ? ['--start-fullscreen']
      : [
          `--window-position=${area.x},${area.y}`,
          `--window-size=${area.width + EDGE_PX},${area.height + EDGE_PX}`,
        ]),
    `--ozone-platform=${options.wayland ? 'wayland' : 'x11'}`,
    '--force-device-scale-factor=1',
    '--no-first-run',
    '--no-default-browser-check',
    '--noerrdialogs',
    '--disable-infobars',
    '--hide-crash-restore-bubble',
    '--disable-breakpad',
    '--disable-translate',
    '--disable-pinch',
    '--overscroll-history-navigation=0',
    `--disable-features=${OFF_FEATURES}`,
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-sync',
    '--disable-quic',
    '--disable-extensions',
    '--disable-component-extensions-with-background-pages',
    '--disable-print-preview',
    '--disable-notifications',
    '--disable-speech-api',
    '--disable-file-system',
    '--deny-permission-prompts',
    '--password-store=basic',
    // The page says every quarter of a second that it lives: nothing may slow it down.
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-hang-monitor',
    '--autoplay-policy=no-user-gesture-required',
    `--js-flags=--max-old-space-size=${PAGE_HEAP_MB}`,
    ...(options.sandbox ? [] : ['--no-sandbox', '--test-type']),
  ];
}
