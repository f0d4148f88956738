import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDisplay } from './display.ts';
import type { Person } from './person.ts';

/** One way out that somebody might try. */
export interface Try {
  readonly name: string;
  readonly run: (at: {
    readonly person: Person;
    readonly display: TestDisplay;
    readonly page: PageHand;
  }) => Promise<void>;
  /** The window may come back as new instead of standing as it was; the reason why. */
  readonly mayRestart?: string;
  /** It could close what an earlier one has opened. */
  readonly alone?: boolean;
}

/** What the page that wants out is told, an attempt a line; `now` without, `click` with a person's own click. */
export interface PageHand {
  now(attempts: string): void;
  onClick(attempts: string): Promise<void>;
}

/** Keys that browsers and desktops give a meaning to. */
const COMBINATIONS = [
  // Windows, tabs, addresses.
  ...['ctrl+n', 'ctrl+shift+n', 'ctrl+t', 'ctrl+shift+t', 'ctrl+w', 'ctrl+shift+w', 'ctrl+F4', 'ctrl+l'],
  ...['alt+d', 'ctrl+k', 'ctrl+e', 'F6', 'ctrl+Tab', 'ctrl+shift+Tab', 'ctrl+Page_Up', 'ctrl+Page_Down'],
  ...['ctrl+1', 'ctrl+9', 'alt+1', 'ctrl+shift+a', 'ctrl+q', 'ctrl+shift+q'],
  // Dialogs and pages of the browser.
  ...[
    'ctrl+o',
    'ctrl+s',
    'ctrl+shift+s',
    'ctrl+p',
    'ctrl+shift+p',
    'ctrl+f',
    'ctrl+g',
    'F3',
    'ctrl+h',
    'ctrl+j',
  ],
  ...[
    'ctrl+d',
    'ctrl+shift+d',
    'ctrl+shift+b',
    'ctrl+shift+o',
    'ctrl+u',
    'F1',
    'shift+F1',
    'ctrl+shift+Delete',
  ],
  ...[
    'shift+Escape',
    'ctrl+shift+Escape',
    'ctrl+shift+m',
    'F10',
    'shift+F10',
    'Menu',
    'alt+f',
    'alt+e',
    'F7',
    'F9',
  ],
  ...['ctrl+m', 'ctrl+shift+y', 'ctrl+comma', 'ctrl+period', 'alt+shift+i', 'alt+shift+a', 'alt+shift+t'],
  // Tools for developers.
  ...['F12', 'ctrl+shift+i', 'ctrl+shift+j', 'ctrl+shift+c', 'ctrl+shift+k', 'ctrl+shift+e', 'ctrl+grave'],
  // The window itself, history, zoom.
  ...['F11', 'Escape', 'F5', 'shift+F5', 'ctrl+r', 'ctrl+shift+r', 'alt+Left', 'alt+Right', 'alt+Home'],
  ...['BackSpace', 'shift+BackSpace', 'XF86Back', 'XF86Forward', 'XF86HomePage', 'XF86Search', 'XF86Reload'],
  ...['ctrl+plus', 'ctrl+minus', 'ctrl+0', 'ctrl+KP_Add', 'ctrl+KP_Subtract', 'F2', 'F4', 'F8'],
  // The desktop.
  ...[
    'alt+F4',
    'alt+space',
    'alt+Tab',
    'alt+shift+Tab',
    'alt+F1',
    'alt+F2',
    'alt+Escape',
    'ctrl+Escape',
    'super',
  ],
  ...[
    'super+d',
    'super+e',
    'super+r',
    'super+l',
    'super+Tab',
    'super+1',
    'super+Up',
    'ctrl+alt+Delete',
    'ctrl+alt+t',
  ],
  ...[
    'ctrl+alt+BackSpace',
    'Print',
    'alt+Print',
    'ctrl+Print',
    'Pause',
    'Scroll_Lock',
    'XF86Mail',
    'XF86WWW',
  ],
  ...['XF86Explorer', 'XF86Calculator', 'ctrl+space', 'shift+space', 'ctrl+shift+u'],
  // Clipboard.
  ...[
    'ctrl+a',
    'ctrl+c',
    'ctrl+x',
    'ctrl+v',
    'ctrl+shift+v',
    'shift+Insert',
    'ctrl+Insert',
    'shift+Delete',
    'ctrl+z',
  ],
] as const;
/** Keys that could close, or open what the next key would close: menus go at any touch. */
const ALONE = /Escape$|F4$|\+w$|\+q$|Tab$|F10$|^Menu$|^alt\+[a-z]+$|^super$/;

/** They end the window where a window manager obeys them; it is back at once. */
const MAY_CLOSE: Readonly<Record<string, string>> = {
  'alt+F4': 'a window manager closes it',
};

export const KEY_TRIES: readonly Try[] = [
  ...COMBINATIONS.map(
    (keys): Try => ({
      name: `keys ${keys}`,
      run: ({ person }) => person.keys(keys),
      ...(ALONE.test(keys) ? { alone: true } : {}),
      ...(MAY_CLOSE[keys] === undefined ? {} : { mayRestart: MAY_CLOSE[keys] as string }),
    }),
  ),
  { name: 'Shift five times', run: ({ person }) => person.keys(...Array<string>(5).fill('shift')) },
  { name: 'right Shift held', run: ({ person }) => person.hold('Shift_R', 1_200) },
  { name: 'NumLock held', run: ({ person }) => person.hold('Num_Lock', 1_200) },
  {
    name: 'a code that types an address and shortcuts',
    async run({ person }) {
      await person.type('file:///etc/passwd');
      await person.keys('Return', 'ctrl+l');
      await person.type('javascript:alert(1)');
      await person.keys('Return');
    },
  },
];

/** Where things lie on the page that wants out. */
const PLACES = [
  ['text', 30],
  ['a field', 75],
  ['a link', 120],
  ['nothing', 600],
] as const;

export const HAND_TRIES: readonly Try[] = [
  ...PLACES.flatMap(([place, y]): Try[] => [
    { name: `right click on ${place}`, run: ({ person }) => person.click(3, 60, y), alone: true },
    { name: `middle click on ${place}`, run: ({ person }) => person.click(2, 60, y), alone: true },
  ]),
  {
    name: 'text selected by two and three clicks',
    async run({ person }) {
      await person.click(1, 60, 30);
      await person.click(1, 60, 30);
      await person.click(1, 60, 30);
      await person.keys('ctrl+c', 'ctrl+shift+f');
    },
  },
  {
    name: 'back and forward buttons',
    async run({ person }) {
      await person.click(8, 300, 600);
      await person.click(9, 300, 600);
    },
  },
  { name: 'long press on text', run: ({ person }) => person.longPress(60, 30, 900) },
  { name: 'long press on a link', run: ({ person }) => person.longPress(60, 120, 900) },
  {
    name: 'text dragged out of a field, a link dragged away',
    async run({ person }) {
      await person.drag([20, 75], [120, 75]);
      await person.drag([60, 75], [400, 600]);
      await person.drag([60, 120], [400, 600]);
    },
  },
  {
    name: 'swipes from the four edges',
    async run({ person, display: { width, height } }) {
      const [x, y] = [Math.round(width / 2), Math.round(height / 2)];
      await person.drag([0, y], [x, y]);
      await person.drag([width - 1, y], [x, y]);
      await person.drag([x, 0], [x, y]);
      await person.drag([x, height - 1], [x, y]);
    },
  },
  { name: 'zoom by wheel, nearer', run: ({ person }) => person.wheel(6, 'ctrl') },
  { name: 'zoom by wheel, farther', run: ({ person }) => person.wheel(-6, 'ctrl') },
  { name: 'history by wheel', run: ({ person }) => person.wheel(6, 'shift') },
  {
    name: 'window moved by Alt and pointer',
    async run({ person }) {
      await person.keys('alt+space');
      await person.drag([400, 5], [700, 400]);
    },
  },
];

const ADDRESSES = [
  ...[
    'https://example.com/',
    'http://127.0.0.1:631/',
    'file:///etc/passwd',
    'data:text/html,out',
    'data:application/pdf;base64,JVBERi0xLjQKJSVFT0YK',
    'about:blank',
  ],
  ...[
    'view-source:http://127.0.0.1/',
    'mailto:a@example.com',
    'tel:10086',
    'ftp://127.0.0.1/',
    'blob:null/x',
  ],
  ...[
    'javascript:location="about:blank"',
    'chrome://settings/',
    'chrome://crash/',
    'chrome-extension://x/',
    'ssh://x/',
  ],
];
/** A page that floods its browser with navigations falls silent, and is opened anew: that is no way out. */
const BETWEEN_MS = 80;
const WAYS = ['go', 'replace', 'link', 'blank', 'open', 'popup', 'frame', 'form'];

/** What needs a click by a person to be allowed at all. */
const ASKED = [
  ...['download', 'downloadOwn', 'print', 'picker', 'saver', 'folder', 'camera', 'screen'],
  ...[
    'place',
    'notify',
    'usb',
    'hid',
    'serial',
    'bluetooth',
    'share',
    'clipboard',
    'copy',
    'pip',
    'pay',
    'passkey',
  ],
  ...['handler', 'leave', 'back', 'state', 'hash'],
];
/** A page that stands still or is gone is opened anew. */
const STOPS = ['alert', 'confirm', 'ask', 'close', 'hang', 'memory'];

export const PAGE_TRIES: readonly Try[] = [
  ...ADDRESSES.map(
    (address): Try => ({
      name: `page to ${address}`,
      run: ({ page }) => page.onClick(WAYS.map((way) => `${way} ${address}`).join('\n')),
    }),
  ),
  ...ADDRESSES.map(
    (address): Try => ({
      name: `page to ${address} without a click`,
      async run({ page }) {
        page.now(WAYS.map((way) => `${way} ${address}`).join('\n'));
        await sleep(BETWEEN_MS);
      },
    }),
  ),
  ...ASKED.map(
    (attempt): Try => ({
      name: `page asks: ${attempt}`,
      run: ({ page }) => page.onClick(attempt),
      alone: true,
    }),
  ),
  // Of a field of the page itself; they lead nowhere, and close.
  ...['colour', 'date'].map(
    (attempt): Try => ({
      name: `page asks: ${attempt}`,
      async run({ person, page }) {
        await page.onClick(attempt);
        await person.keys('Escape');
      },
    }),
  ),
  {
    name: 'page asks: file',
    run: ({ page }) => page.onClick('file'),
    mayRestart: 'Chromium says in a bar that files are denied; the shell sees a page that is too small',
  },
  {
    name: 'page asks: small',
    run: ({ page }) => page.onClick('small'),
    mayRestart: 'the shell sees a window that does not fill its screen',
  },
];

export const STOP_TRIES: readonly Try[] = STOPS.map((attempt) => ({
  name: `page stops: ${attempt}`,
  run: ({ page }) => page.onClick(attempt),
  mayRestart: 'a page that stands still is opened anew',
}));
