import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launch } from './browser.ts';
import { CONSOLE } from './built.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { scanInto } from './scanner.ts';

/**
 * Pictures of the clerk's page in every state, as it was built last (`npm start`):
 * `node testing/clerk-shots.ts <out folder> [name part]`.
 */

const SIZES = { wide: [1440, 900], narrow: [360, 800] } as const;
/** Long enough for the paper desk to take over. */
const AWAY_MS = 15_000;

type Walk = (page: Page, fixture: Fixture) => Promise<void>;

const ready = (action: string) => `[data-testid=primary][data-action=${action}]:not([aria-disabled=true])`;

async function sit(page: Page): Promise<void> {
  await page.goto('/console/');
  await page.getByTestId('demo-login-wang.fang').click();
  await page.getByTestId('choose-window-w3').click();
  await page.locator(ready('call')).waitFor();
}
async function press(page: Page, ...turn: string[]): Promise<void> {
  for (const action of turn) {
    await page.locator(ready(action)).waitFor();
    await page.keyboard.press('Space');
  }
}
async function called(page: Page): Promise<void> {
  await sit(page);
  await press(page, 'call');
  await page.locator(ready('start')).waitFor();
}
async function serving(page: Page): Promise<void> {
  await called(page);
  await press(page, 'start');
  await page.locator(ready('finish')).waitFor();
}
async function away(page: Page, fixture: Fixture): Promise<void> {
  fixture.online(false);
  await page.getByTestId('offline-desk').waitFor({ timeout: AWAY_MS });
}
async function paper(page: Page, number: string): Promise<void> {
  await page.getByTestId('paper-number').fill(number);
  await page.keyboard.press('Enter');
  await page.getByTestId('paper-present').waitFor();
}

async function scan(page: Page, code: string): Promise<void> {
  await scanInto(page, code);
  await page.getByTestId('scan-result').waitFor();
}

const STATES: Readonly<Record<string, Walk>> = {
  ready: sit,
  called,
  serving,
  'scanned-here': async (page, fixture) => {
    await called(page);
    const number = (await page.getByTestId('serving-number').textContent()) ?? '';
    await scan(page, fixture.guide.code(number.trim()));
  },
  'scanned-waiting': async (page, fixture) => {
    await sit(page);
    await scan(page, fixture.guide.code('A054'));
  },
  'scanned-replaced': async (page, fixture) => {
    await sit(page);
    fixture.guide.reprinted('A054', 3);
    await scan(page, fixture.guide.code('A054'));
  },
  'scanned-offline': async (page, fixture) => {
    await sit(page);
    await away(page, fixture);
    await scan(page, fixture.guide.code('A054'));
  },
  parked: async (page, fixture) => {
    await called(page);
    await page.keyboard.press('k');
    await page.getByTestId('parked-A053').waitFor();
    await page.locator(ready('call')).waitFor();
    await press(page, 'call');
    await page.locator(ready('start')).waitFor();
    await page.keyboard.press('n');
    await page.getByTestId('reason-absent').click();
    await page.getByTestId('passed-A054').waitFor();
    const seat = fixture.hall.seats.get('w3');
    if (seat) seat.parked = seat.parked.map((row) => ({ ...row, dueAt: Date.now() - 60_000 }));
    fixture.rules.paper.add('company');
    fixture.emit({ type: 'paper.started', window: 'w3' });
    await page.getByTestId('due').waitFor();
  },
  'note-over': async (page, fixture) => {
    await serving(page);
    const seat = fixture.hall.seats.get('w3');
    if (seat?.serving)
      seat.serving = {
        ...seat.serving,
        note: '缺经营场所证明原件，下午补交；复印件已留存。',
        startedAt: Date.now() - 13 * 60_000,
      };
    fixture.silentScreens('w3', [{ zh: '商事登记分区屏', en: 'Board, business registration' }]);
    await page.getByTestId('note-text').waitFor();
  },
  'dialog-transfer': async (page) => {
    await called(page);
    await page.keyboard.press('t');
    await page.getByTestId('choice-search').waitFor();
    await page.keyboard.press('ArrowDown');
  },
  'dialog-out-of-turn': async (page) => {
    await sit(page);
    await page.keyboard.press('l');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('reason-helper').waitFor();
  },
  'dialog-pause': async (page) => {
    await sit(page);
    await page.keyboard.press('p');
    await page.getByTestId('pause-minutes').fill('25');
  },
  'dialog-last-window': async (page, fixture) => {
    await sit(page);
    fixture.rules.lastWindow = 'warn';
    for (const seat of fixture.hall.seats.values()) if (seat.id !== 'w3') seat.state = 'closed';
    await page.keyboard.press('q');
    await page.getByTestId('question-yes').waitFor();
  },
  'dialog-end': async (page) => {
    await serving(page);
    await page.keyboard.press('c');
    await page.getByTestId('question-yes').waitFor();
  },
  'dialog-help': async (page) => {
    await sit(page);
    await page.keyboard.press('?');
    await page.getByTestId('keys').waitFor();
  },
  'dialog-note': async (page) => {
    await called(page);
    await page.keyboard.press('m');
    await page.getByTestId('note-area').fill('下午补交材料');
  },
  'dialog-paper': async (page, fixture) => {
    fixture.rules.paper.add('company');
    await sit(page);
    await page.keyboard.press('d');
    await page.getByTestId('paper-number').fill('A012');
    await page.keyboard.press('Enter');
  },
  helping: async (page, fixture) => {
    await sit(page);
    fixture.clear();
    for (let i = 0; i < 15; i += 1) fixture.arrive('enquiry');
    await page.getByTestId('section-helped-enquiry').getByRole('listitem').first().waitFor();
  },
  paused: async (page) => {
    await sit(page);
    await page.keyboard.press('p');
    await page.getByTestId('reason-meal').click();
    await page.locator(ready('resume')).waitFor();
  },
  problem: async (page, fixture) => {
    await sit(page);
    fixture.clear();
    fixture.arrive('company');
    fixture.hall.waiting.length = 0;
    await page.keyboard.press('Space');
    await page.getByText(/现在没有可以呼叫的人|Nobody can be called now/).waitFor();
  },
  'offline-form': async (page, fixture) => {
    await serving(page);
    await away(page, fixture);
  },
  'offline-serving': async (page, fixture) => {
    await sit(page);
    await away(page, fixture);
    await paper(page, 'a905');
    await press(page, 'start', 'finish');
    await page.getByTestId('paper-number').waitFor();
    await paper(page, 'a913');
    await press(page, 'start');
    await page.locator(ready('finish')).waitFor();
  },
  returned: async (page, fixture) => {
    await sit(page);
    await away(page, fixture);
    for (const number of ['a905', 'a913']) {
      await paper(page, number);
      await press(page, 'start', 'finish');
      await page.getByTestId('paper-number').waitFor();
    }
    fixture.arrive('company');
    fixture.online(true);
    await page.getByTestId('paper-outcome').waitFor({ timeout: AWAY_MS });
    await page.getByTestId('missed').waitFor();
  },
};

const [out = 'shots', only = ''] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const browser = await launch();
for (const [name, walk] of Object.entries(STATES)) {
  if (!name.includes(only)) continue;
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    for (const language of size === 'wide' || name.startsWith('dialog') ? ['zh'] : ['zh', 'en']) {
      const fixture = await startFixture({ dist: CONSOLE });
      const context = await browser.newContext({
        viewport: { width, height },
        baseURL: fixture.url,
        reducedMotion: 'reduce',
      });
      await context.addInitScript((chosen) => localStorage.setItem('hall-language', chosen), language);
      const page = await context.newPage();
      page.setDefaultTimeout(AWAY_MS);
      const label = `${name} ${size} ${language}`;
      page.on('pageerror', (error) => process.stderr.write(`${label}: ${error.message}\n`));
      try {
        await walk(page, fixture);
        await page.evaluate(() => document.fonts.ready);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wider > 0) process.stderr.write(`${label}: ${wider} px too wide\n`);
        await page.screenshot({
          path: join(out, `${name}-${size}-${language}.png`),
          fullPage: size === 'narrow' && !name.startsWith('dialog'),
        });
      } catch (error) {
        process.stderr.write(`${label}: ${String(error).split('\n').slice(0, 3).join(' ')}\n`);
        await page.screenshot({ path: join(out, `${name}-${size}-${language}-failed.png`) });
      }
      await context.close();
      await fixture.close();
    }
  }
}
await browser.close();
