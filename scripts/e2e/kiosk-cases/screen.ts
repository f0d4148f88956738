import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { CARE_TIMES, QUIET_MS, QUIET_RESULT_MS, WARN_MS } from '@hall/kiosk/app/session/idle';
import { launchChromiumServer } from '@hall/kiosk/testing/test-pages';
import { type BrowserServer, chromium, type Page } from 'playwright-core';
import type { Case } from './cases.ts';
import { type HostState, Told } from './told.ts';

/** The kiosk's screen in Chromium: what stands on it, fingers, time that passes before it, and its browser's death. */

const VIEWS = { upright: { width: 1080, height: 1920 }, wide: { width: 1920, height: 1080 } } as const;
/** Everything lies where it lies; only the pixels are fewer, which spares the machine. */
const PIXELS = 0.25;
/** Patience with a busy machine, not a measure. */
const PATIENCE_MS = 120_000;
/** A key that lies under something else or off the screen takes no press, however long one waits. */
const PRESS_MS = 5_000;
const TRIES = 6;
const LOOK_MS = 60;
/** A screen that nobody touches is looked at four times a second. */
const SOON_MS = 1_000;

/** What stands on the screen now. */
export interface Look {
  /** Which screen, by its test id; empty while none of the kiosk's own is there. */
  readonly screen: string;
  /** Test ids of all that can be seen. */
  readonly ids: readonly string[];
  /** Those that take a press. */
  readonly keys: readonly string[];
  readonly text: string;
}

export class Screen {
  /** Of this visit; see {@link newVisit}. */
  told = new Told();
  /** Errors of the console and of the page itself since the last {@link newVisit}. */
  errors: string[] = [];
  readonly url: string;
  readonly #now: () => number;
  #browser: BrowserServer | null = null;
  #page: Page | null = null;
  #view: (typeof VIEWS)[keyof typeof VIEWS] = VIEWS.upright;

  private constructor(url: string, now: () => number) {
    this.url = url;
    this.#now = now;
  }

  static async open(url: string, now: () => number): Promise<Screen> {
    const screen = new Screen(url, now);
    await screen.#start();
    return screen;
  }

  get page(): Page {
    if (this.#page === null) throw new Error('there is no browser');
    return this.#page;
  }

  async #start(): Promise<void> {
    this.#browser = await launchChromiumServer();
    const browser = await chromium.connect(this.#browser.wsEndpoint());
    const page = await browser.newPage({
      ...{ viewport: this.#view, deviceScaleFactor: PIXELS, reducedMotion: 'reduce' },
    });
    this.#page = page;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => this.told.sent(String(payload)));
      socket.on('framereceived', ({ payload }) => this.told.heard(String(payload)));
    });
    await page.clock.install({ time: this.#now() });
    await page.goto(this.url);
    await page.getByTestId('screen-home').waitFor();
  }

  /** The next person comes: what was told before is forgotten, and the screen hangs as it shall. */
  async newVisit(lies: Case['lies']): Promise<void> {
    this.told = new Told(this.told);
    this.errors = [];
    if (this.#view !== VIEWS[lies]) {
      this.#view = VIEWS[lies];
      await this.page.setViewportSize(this.#view);
    }
    await this.setTime();
  }

  /** The page's own clock, after time was moved on before it or behind it. */
  async setTime(): Promise<void> {
    await this.page.clock.setSystemTime(this.#now());
  }

  look(): Promise<Look> {
    return this.page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>('[data-testid]')].filter((element) =>
        element.checkVisibility({ visibilityProperty: true }),
      );
      const idOf = (element: HTMLElement): string => element.dataset['testid'] ?? '';
      const isKey = (element: HTMLElement): boolean =>
        element instanceof HTMLButtonElement &&
        !element.disabled &&
        element.getAttribute('aria-disabled') !== 'true';
      const ids = all.map(idOf);
      return {
        screen: ids.find((id) => id.startsWith('screen-')) ?? '',
        ids,
        keys: all.filter(isKey).map(idOf),
        text: document.body.textContent ?? '',
      };
    });
  }

  /** Looks until it is so; the last look where it never comes. */
  async until(isSo: (look: Look) => boolean, withinMs: number): Promise<Look> {
    for (const end = Date.now() + withinMs; ; await sleep(LOOK_MS)) {
      const look = await this.look();
      if (isSo(look) || Date.now() > end) return look;
    }
  }

  /** Waits until the page was told that its host is like this. */
  async host(isSo: (state: HostState) => boolean, what: string): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; ; await sleep(LOOK_MS)) {
      if (this.told.state !== null && isSo(this.told.state)) return;
      if (Date.now() > end) throw new Error(`the page was not told in time: ${what}`);
    }
  }

  /** A finger on the middle of a key; twice: within 50 ms, wherever the second one falls. */
  async press(key: string, times: Case['press'] = 'once'): Promise<void> {
    const locator = this.page.getByTestId(key).first();
    const how = { timeout: PRESS_MS };
    for (let tries = 1; ; tries += 1) {
      try {
        return await (times === 'twice' ? locator.dblclick(how) : locator.click(how));
      } catch (error) {
        // The screen changed under the finger: what it is now has to be looked at again.
        if (!(await this.look()).keys.includes(key)) return;
        if (tries === TRIES) throw error;
      }
    }
  }

  async type(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.press(key);
  }

  /**
   * Nobody touches it until the machine has asked whether somebody is there, and nobody answers: the page's own clock
   * runs on. Returns what was wrong with that.
   */
  async walkAway(care: boolean): Promise<string[]> {
    const { clock } = this.page;
    const look = await this.look();
    const onResult = look.ids.some((id) => id.startsWith('paper-'));
    const quiet = (onResult ? QUIET_RESULT_MS : QUIET_MS) * (care ? CARE_TIMES : 1);
    const problems: string[] = [];
    await clock.fastForward(quiet + SOON_MS);
    const warned = await this.until(({ ids }) => ids.includes('idle'), PATIENCE_MS);
    if (!warned.ids.includes('idle')) return ['nobody was asked whether they are still there'];
    await clock.fastForward(WARN_MS);
    const gone = await this.until(({ ids }) => !ids.includes('idle'), PATIENCE_MS);
    if (gone.screen !== 'screen-home') problems.push(`walked away, and ${gone.screen} stands there`);
    await this.setTime();
    return problems;
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.getByTestId('screen-home').waitFor();
  }

  /** The browser dies with all its processes; the launcher starts another. */
  async kill(): Promise<void> {
    const process = this.#browser?.process();
    if (process === undefined) throw new Error('there is no browser');
    const ended = once(process, 'exit');
    process.kill('SIGKILL');
    await ended;
    await this.#start();
  }

  /** Everything that is in the page, whatever can be seen of it. */
  content(): Promise<{
    readonly html: string;
    readonly kept: string;
    readonly url: string;
    readonly root: string;
  }> {
    return this.page.evaluate(() => ({
      html: document.documentElement.outerHTML,
      kept: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
      url: location.href,
      root: `${document.documentElement.lang} ${document.documentElement.dataset['care']}`,
    }));
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}
