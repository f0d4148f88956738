import { bookingQr } from '@hall/shared/contracts/resident-codes';
import type { Browser, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { demoCatalogue } from './demo-catalogue.ts';
import { ADULT, ELDER, type FakeHost } from './fake-host.ts';
import { BOOKED_PHONE, myTicket, SHOWN_TICKET } from './fake-resident.ts';
import { VIEWS } from './states.ts';
import { chromiumMissing } from './test-pages.ts';
import { withKiosk } from './with-kiosk.ts';

/** Bookings, own tickets and several things for one number, by real presses; how they look: `everybody.test.ts`. */

describe.skipIf(chromiumMissing !== '')(`what one has already${chromiumMissing}`, () => {
  let browser: Browser;
  let host: FakeHost;
  let page: Page;

  withKiosk({ catalogue: demoCatalogue() }, (kiosk) => {
    ({ browser, host } = kiosk);
  });
  beforeEach(async () => {
    await page?.close();
    host.resident.bookings.clear();
    host.lay(null);
    page = await browser.newPage({
      ...{ viewport: VIEWS.upright, reducedMotion: 'reduce', deviceScaleFactor: 0.25 },
    });
    await page.goto(host.url);
    await page.getByTestId('screen-home').waitFor();
  });

  const press = async (...testIds: string[]): Promise<void> => {
    for (const testId of testIds) await page.getByTestId(testId).click();
  };
  const pad = (keys: string) => press(...[...keys].map((key) => `pad-${key}`));
  const last = (name: string) => host.asked.findLast((one) => one.name === name);
  const text = (testId: string) => page.getByTestId(testId).textContent();

  it('a booking by phone number and code becomes a number without a card', async () => {
    const { booking, code } = host.resident.booked(10);
    await press('home-booking', 'way-type');
    await pad(BOOKED_PHONE);
    await pad(code);
    await press('look-up', `check-in-${code}`);
    await page.getByTestId('paper-printed').waitFor();
    expect(last('check-in')).toEqual({ name: 'check-in', booking, card: null });
  });

  it('a booking whose slip is scanned on the start screen is found at once; a foreign code is said to be one', async () => {
    const { booking, code } = host.resident.booked(3 * 24 * 60);
    host.scan(bookingQr(booking));
    await page.getByTestId(`booking-${code}`).waitFor();
    // Days before there is nothing to check in.
    expect(await page.getByTestId(`check-in-${code}`).count()).toBe(0);
    await press(`cancel-${code}`, 'cancel-no', `cancel-${code}`, 'cancel-yes');
    await page.getByTestId('bookings-said').waitFor();
    expect(host.resident.bookings.size).toBe(0);
    await press('home', 'home-queue');
    host.scan('6901234567892');
    await page.getByTestId('who-trouble').waitFor();
  });

  it('late is said, and still leads to an ordinary number', async () => {
    const { code } = host.resident.booked(-40);
    await press('language', 'home-booking');
    host.lay(ELDER);
    await page.getByTestId(`booking-${code}`).waitFor();
    await expect.poll(() => text('booking-state')).toContain('ordinary number');
    await press(`check-in-${code}`);
    await page.getByTestId('paper-printed').waitFor();
    expect(last('check-in')).toMatchObject({ name: 'check-in', card: ELDER.card });
  });

  it('a booking is made by day and time, with the card and a phone number, and its paper may be printed again', async () => {
    await page.setViewportSize(VIEWS.wide);
    await press('theme-social-insurance', 'item-social-card', 'book-item', 'slot-10:00');
    host.lay(ADULT);
    await press('phone-type');
    await pad(BOOKED_PHONE);
    host.paper('unknown');
    await press('phone-done', 'book');
    await page.getByTestId('paper-unknown').waitFor();
    expect(last('book')).toMatchObject({
      name: 'book',
      from: '10:00',
      card: ADULT.card,
      phone: BOOKED_PHONE,
    });
    host.paper('printed');
    await press('print-booking');
    await page.getByTestId('paper-printed').waitFor();
    expect(await text('booking-code')).toMatch(/^[0-9A-F]{6}$/);
    await press('done');
    await page.getByTestId('screen-home').waitFor();
  });

  it('number and code of a paper tell how far it is, and bring a new paper where there was a fault', async () => {
    host.resident.tickets = [myTicket('waiting')];
    await press('home-queue', 'way-type');
    await pad(SHOWN_TICKET.number);
    await press('proof-1');
    await pad(SHOWN_TICKET.code);
    await press('look-up');
    expect(await text('my-ahead')).toContain('4');
    await press(`print-${SHOWN_TICKET.number}`);
    await page.getByTestId('paper-printed').waitFor();
  });

  it('[K10] two things of two queues are one number, in their order, and one can be left out', async () => {
    await press('theme-social-insurance', 'item-social-card', 'basket-add', 'basket-more', 'theme-tax');
    const second = page.locator('[data-testid^=item-]').first();
    const id = (await second.getAttribute('data-testid'))!.slice('item-'.length);
    await second.click();
    await press('basket-add');
    expect(await page.locator('.leg').count()).toBe(2);
    await press(`remove-${id}`);
    expect(await page.locator('.leg').count()).toBe(1);
    await press('back');
    await press('basket-add', 'basket-take');
    await page.getByTestId('screen-card').waitFor();
    host.lay(ELDER);
    await press('card-continue');
    await page.getByTestId('paper-printed').waitFor();
    expect(last('take')).toEqual({ name: 'take', items: ['social-card', id], queue: null, card: ELDER.card });
    await press('done');
    await page.getByTestId('screen-home').waitFor();
    expect(await page.getByTestId('basket-bar').count()).toBe(0);
  });

  it('without a server it is said, and a number is to be had all the same', async () => {
    host.online(false, 'own');
    await press('home-booking');
    await page.getByTestId('needs-server').waitFor();
    await press('home');
    await page.getByTestId('offline-valid').waitFor();
    host.online(true);
  });
});
