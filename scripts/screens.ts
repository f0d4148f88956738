import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { DemoSurfaces } from '@hall/shared/contracts/feed';
import { chromium } from 'playwright-core';
import { CHROMIUM, CHROMIUM_FLAGS } from './system/chromium.ts';

/** `npm run screens -- --ready FILE --out DIR`: a picture of every surface of a running demo hall. */

const { values } = parseArgs({
  options: {
    ready: { type: 'string' },
    out: { type: 'string', default: 'screens' },
    only: { type: 'string' },
  },
});
if (!values.ready) {
  console.error('Start a hall with npm start -- --ready-file F, then give that file with --ready F.');
  process.exit(1);
}
const { surfaces } = JSON.parse(readFileSync(values.ready, 'utf8')) as { surfaces: DemoSurfaces };
mkdirSync(values.out, { recursive: true });

const SETTLE_MS = 2_500;
const LANDSCAPE = { width: 1920, height: 1080 };
const PORTRAIT = { width: 1080, height: 1920 };
const DESKTOP = { width: 1440, height: 900 };
const first = (list: readonly { url: string }[]) => list[0]?.url ?? '';
const pictures: readonly { name: string; url: string; size: { width: number; height: number } }[] = [
  { name: 'landing', url: surfaces.landing, size: DESKTOP },
  { name: 'kiosk', url: surfaces.kiosk, size: PORTRAIT },
  { name: 'console', url: surfaces.console, size: DESKTOP },
  { name: 'wall', url: surfaces.wall, size: LANDSCAPE },
  { name: 'board', url: first(surfaces.boards), size: LANDSCAPE },
  { name: 'window', url: first(surfaces.windowScreens), size: { width: 1920, height: 540 } },
  { name: 'pad', url: first(surfaces.pads), size: { width: 1280, height: 800 } },
  { name: 'sound', url: surfaces.sound, size: { width: 1280, height: 800 } },
  { name: 'platform', url: surfaces.platform, size: DESKTOP },
  { name: 'dock', url: surfaces.dock, size: DESKTOP },
];

const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
for (const { name, url, size } of pictures) {
  if (values.only && !values.only.split(',').includes(name)) continue;
  const page = await browser.newPage({ viewport: size });
  page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
  await page.goto(url);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: path.join(values.out, `${name}.png`) });
  console.log(`${name}.png`);
  await page.close();
}
await browser.close();
