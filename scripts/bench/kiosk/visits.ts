import type { Page } from 'playwright-core';
import type { Finger } from './finger.ts';
import type { Watched } from './watch-page.ts';

/** What people do at a kiosk, by test ids; nothing of it needs a card. */

export const HOME = '[data-testid="screen-home"]';
const LIST = '[data-testid="screen-list"]';
const ITEM = '[data-testid="screen-item"]';
const FIND = '[data-testid="screen-find"]';
const TICKET = '[data-testid="screen-ticket"]';
const WORKING = '[data-testid="screen-working"]';
/** Of the demo: a theme on the start screen, and in it items whose queue asks nobody for a card. */
const THEME = 'theme-tax';
const NO_CARD = 'item-invoice';
/** One tour after the other goes through all of them. */
const THEMES_A_TOUR = 3;
/** Every so many visits somebody takes a ticket: the printer keeps up with that. */
const TICKET_EVERY = 10;

export interface Sample extends Watched {
  readonly key: string;
}

const id = (testId: string): string => `[data-testid="${testId}"]`;

/** Once over every kind of screen and key, measured; other themes with another serial. */
export async function tour(page: Page, finger: Finger, serial: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  const tap = async (name: string, key: string, leadsTo: string): Promise<void> => {
    samples.push({ key: name, ...(await finger.tap(key, leadsTo)) });
  };
  const home = (): Promise<void> => tap('home', id('home'), HOME);

  const themes = await testIds(page, 'theme-');
  for (let i = 0; i < THEMES_A_TOUR; i += 1) {
    const theme = themes[(serial * THEMES_A_TOUR + i) % themes.length] as string;
    await tap('theme', id(theme), LIST);
    if ((await page.locator(id('page-2')).count()) > 0)
      await tap('page', id('page-2'), `${id('page-2')}[aria-current="page"]`);
    const [item] = await testIds(page, 'item-');
    if (item !== undefined) {
      await tap('item', id(item), ITEM);
      await tap('back', id('back'), LIST);
    }
    await home();
  }
  await finger.press(id(THEME), LIST);
  await finger.press(id(await ticketItem(page)), ITEM);
  await tap('take', id('take'), `${WORKING}, ${TICKET}`);
  await finger.press(id('done'), HOME);
  await tap('search', id('home-search'), FIND);
  await home();
  await tap('zones', id('home-zones'), id('screen-zones'));
  await home();
  await tap('guide', id('home-guide'), id('screen-guide'));
  await home();
  await tap('language', id('language'), 'html[lang^="en"]');
  await tap('language', id('language'), 'html[lang^="zh"]');
  return samples;
}

/** One person from the start screen to the end of their visit; every tenth leaves with a ticket. */
export async function visit(page: Page, finger: Finger, serial: number): Promise<void> {
  const themes = await testIds(page, 'theme-');
  const wantsTicket = serial % TICKET_EVERY === 0;
  const theme = wantsTicket ? THEME : (themes[serial % themes.length] as string);
  await finger.press(id(theme), LIST);
  if (wantsTicket) {
    await finger.press(id(await ticketItem(page)), ITEM);
    await finger.press(id('take'), TICKET);
    await finger.press(id('done'), HOME);
    return;
  }
  const items = await testIds(page, 'item-');
  await finger.press(id(items[serial % items.length] as string), ITEM);
  await finger.press(id('home'), HOME);
  await finger.press(id('home-search'), FIND);
  await finger.press(id('home'), HOME);
}

async function ticketItem(page: Page): Promise<string> {
  const found = (await testIds(page, NO_CARD))[0];
  if (found === undefined) throw new Error('the demo has no item without a card on this page');
  return found;
}

/** Those on the screen, in their order. */
function testIds(page: Page, prefix: string): Promise<string[]> {
  return page
    .locator(`button[data-testid^="${prefix}"]`)
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['testid'] ?? ''));
}
