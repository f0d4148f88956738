import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { APP } from '@hall/kiosk/testing/built';
import { demoCatalogue } from '@hall/kiosk/testing/demo-catalogue';
import { startFakeHost } from '@hall/kiosk/testing/fake-host';
import { MODES, STATES, VIEWS, visitAll } from '@hall/kiosk/testing/states';
import { launchChromium } from '@hall/kiosk/testing/test-pages';
import { buildPages } from '../launch/pages.ts';

/** Pictures for the eye, not for keeping: small files are enough. */
const JPEG_QUALITY = 72;

/** A picture of every page of the kiosk in every state and mode, `STATE.MODE.jpg`; needs no running hall. */
export async function takeKioskStates(out: string, wanted: RegExp): Promise<void> {
  mkdirSync(out, { recursive: true });
  await buildPages(console.log, ['kiosk']);
  const browser = await launchChromium();
  const host = await startFakeHost({ catalogue: demoCatalogue(), appFolder: APP });
  try {
    const page = await browser.newPage({ viewport: VIEWS.upright, reducedMotion: 'reduce' });
    await page.goto(host.url);
    await page.getByTestId('screen-home').waitFor();
    let taken = 0;
    await visitAll({
      ...{ page, host, modes: MODES },
      states: STATES.filter(({ name }) => wanted.test(name)),
      async look(state, mode) {
        const file = path.join(out, `${state.name}.${mode.name}.jpg`);
        await page.screenshot({ path: file, type: 'jpeg', quality: JPEG_QUALITY });
        taken += 1;
      },
    });
    console.log(`${taken} pictures in ${out}`);
  } finally {
    await browser.close();
    await host.close();
  }
}
