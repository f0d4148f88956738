import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { DockState } from '@hall/hardware/simulators/dock-contract';
import type { DemoSurfaces } from '@hall/shared/contracts/feed';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { takeKioskStates } from './screens/kiosk-states.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from './system/chromium.ts';

/**
 * `npm run screens -- --ready FILE [--out DIR]`: walks through a running demo hall (best with --crowd 60) and
 * takes a picture of every surface on the way.
 * `npm run screens -- --states [PATTERN] --out DIR` takes every page of the kiosk in every state and mode instead; that is
 * several hundred pictures, which are not kept.
 */

const { values, positionals } = parseArgs({
  options: {
    ready: { type: 'string' },
    out: { type: 'string', default: 'docs/screens' },
    states: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
if (values.states) {
  if (values.out === 'docs/screens') {
    console.error('Give a folder of your own with --out DIR: these pictures are not kept in docs/.');
    process.exit(1);
  }
  await takeKioskStates(values.out, new RegExp(positionals[0] ?? '.'));
  process.exit(0);
}
if (!values.ready) {
  console.error(
    'Start a hall with npm start -- --crowd 60 --ready-file F, then give that file with --ready F.',
  );
  process.exit(1);
}
interface Ready {
  readonly surfaces: DemoSurfaces;
  readonly simulators: { readonly dock: string };
}
const { surfaces, simulators } = JSON.parse(readFileSync(values.ready, 'utf8')) as Ready;
const out = values.out;
mkdirSync(out, { recursive: true });

const SETTLE_MS = 1_800;
const WINDOW = 'w1';
const LANDSCAPE = { width: 1920, height: 1080 };
const PORTRAIT = { width: 1080, height: 1920 };
const DESKTOP = { width: 1440, height: 900 };
const TABLET = { width: 1280, height: 800 };

const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
const hall: BrowserContext = await browser.newContext();

async function open(url: string, size: { width: number; height: number }, context = hall): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${url.split('#')[0]}: ${error.message}`));
  await page.setViewportSize(size);
  await page.goto(url);
  await page.waitForTimeout(SETTLE_MS);
  return page;
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  console.log(`${name}.png`);
}

async function dock(action: string, body: object = {}): Promise<void> {
  const response = await fetch(`${simulators.dock}api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${action}: ${response.status}`);
}

const dockFile = async (file: string) =>
  Buffer.from(await (await fetch(`${simulators.dock}api/${file}`)).arrayBuffer());
const dockState = async () => (await (await fetch(`${simulators.dock}api/state`)).json()) as DockState;
const of = (list: readonly { url: string }[], i = 0) => list[i]?.url ?? '';
const login = (role: string) => {
  const found = surfaces.logins.find((entry) => entry.roles.includes(role));
  if (!found) throw new Error(`the demo has no ${role}`);
  return found;
};

async function logIn(role: string): Promise<Page> {
  const page = await open(surfaces.console, DESKTOP, await browser.newContext());
  const { username, password } = login(role);
  if (role === 'clerk') await take(page, 'login');
  await page.getByTestId('login-username').fill(username);
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-submit').click();
  await page.waitForTimeout(SETTLE_MS);
  return page;
}

/** The person's way at the kiosk, from the first touch to the paper. */
async function kioskWalk(page: Page, prefix: string, person: string): Promise<void> {
  const shot = (name: string) => take(page, `${prefix}${name}`);
  await shot('');
  await page.getByTestId('theme-business').click();
  await shot('-find');
  await page.getByTestId('home').click();
  await page.getByTestId('home-search').click();
  for (const letter of 'kgs') await page.getByTestId(`key-${letter}`).click();
  await shot('-search');
  await page.getByTestId('item-company-setup').click();
  await shot('-item');
  await page.getByTestId('take').click();
  await shot('-card');
  await page.getByTestId('back').click();
  await dock('reader/lay', { person });
  await page.getByTestId('item-card').waitFor();
  await shot('-item-card');
  await page.getByTestId('take').click();
  await page.getByTestId('paper-printed').waitFor();
  await shot('-ticket');
}

await take(await open(surfaces.landing, DESKTOP), 'landing');
const kiosk = await open(surfaces.kiosk, PORTRAIT);
await kioskWalk(kiosk, 'kiosk', 'elder');
const dockPage = await open(surfaces.dock, { width: 1600, height: 1000 });
await take(dockPage, 'dock');
const ticket = (await dockState()).printer.tickets.at(-1);
writeFileSync(path.join(out, 'ticket.png'), await dockFile(`printer/tickets/${ticket?.id}.png`));
await kiosk.getByTestId('done').click();
await dock('reader/lift');

const wall = await open(surfaces.wall, LANDSCAPE);
const board = await open(of(surfaces.boards), LANDSCAPE);
const window = await open(of(surfaces.windowScreens), { width: 1920, height: 540 });
const pad = await open(of(surfaces.pads), TABLET);
await take(pad, 'pad-idle');
const clerk = await logIn('clerk');
await take(clerk, 'windows');
await clerk.getByTestId(`choose-window-${WINDOW}`).click();
const primary = (action: string) =>
  clerk.locator(`[data-testid=primary][data-action=${action}]:not([aria-disabled=true])`);
if (
  await primary('open')
    .isVisible()
    .catch(() => false)
)
  await primary('open').click();
await primary('call').waitFor();
await sleep(700);
await primary('call').click();
await clerk.getByTestId('serving-number').waitFor();
await sleep(600);
await take(wall, 'wall');
await take(board, 'board');
await take(window, 'window');
await take(await open(surfaces.sound, TABLET), 'sound');
await sleep(2_500);
await take(clerk, 'clerk');
await primary('start').click();
await sleep(1_000);
await take(pad, 'pad-serving');
await primary('finish').click();
await sleep(1_500);
await take(pad, 'pad');
await pad.getByRole('button', { name: '非常满意', exact: true }).click();
await take(pad, 'pad-reasons');
await pad.getByRole('button', { name: '提交评价' }).click();
await sleep(800);
await take(pad, 'pad-thanks');

await kiosk.getByTestId('home-certificate').click();
await take(kiosk, 'kiosk-certificates');
await kiosk.getByTestId('certificate-insurance').click();
await dock('reader/lay', { person: 'elder' });
await kiosk.getByTestId('card-read').waitFor();
await kiosk.getByTestId('card-continue').click();
await kiosk.getByTestId('paper-printed').waitFor();
await take(kiosk, 'kiosk-certificate');
await dockPage.waitForTimeout(SETTLE_MS);
await take(dockPage, 'dock-page');
const page = (await dockState()).pages.out.at(-1);
writeFileSync(path.join(out, 'certificate.pdf'), await dockFile(`pages/${page?.id}.pdf`));
await kiosk.getByTestId('done').click();
await dock('reader/lift');

await take(await open(surfaces.platform, DESKTOP), 'platform');
await take(await logIn('manager'), 'manager');
await take(await logIn('guide'), 'guide');

const english = await open(surfaces.kiosk, LANDSCAPE, await browser.newContext());
await english.getByTestId('language').click();
await english.getByTestId('care').click();
await kioskWalk(english, 'en-large', 'taiwan-resident');
await english.getByTestId('done').click();
await dock('reader/lift');
await browser.close();
