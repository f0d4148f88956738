import { ADULT, ELDER } from './fake-host.ts';
import { BOOKED_PHONE, myTicket, SHOWN_TICKET } from './fake-resident.ts';
import type { NamedState, Visit } from './states.ts';

/** The screens of bookings, own tickets and several things for one number, in every state: a part of `STATES`. */

const state = (name: string, shows: string, reach: NamedState['reach']): NamedState => ({
  ...{ name, shows, reach, keys: true },
});

const ITEM = ['theme-social-insurance', 'item-social-card'];
const SOON_MIN = 10;
const LONG_AGO_MIN = -40;
const IN_TWO_DAYS_MIN = 2 * 24 * 60;

const pad = async ({ press }: Visit, keys: string): Promise<void> => {
  for (const key of keys) await press(`pad-${key}`);
};

async function byCard({ host, press }: Visit): Promise<void> {
  await press('home-booking');
  host.lay(ELDER);
}

const NO_PAPER: ReturnType<typeof myTicket>['more'] = [
  {
    zh: '号票没有打印出来，请到咨询台补打，打印后才会叫号。',
    en: 'Your paper did not come out. The guide desk prints it again; you are called after that.',
  },
  { zh: '老年优先：满60岁，优先办理。', en: 'Senior priority: 60 or older: served earlier.' },
];
/** A number of a hall with thousands a day, for whose queue there are many windows. */
const LONG: Parameters<typeof myTicket>[1] = {
  number: 'H0004',
  classReason: { zh: '满60岁，优先办理。', en: '60 or older: served earlier.' },
  windows: [24, 25, 26, 27, 28, 29],
  zoneName: { zh: '人社医保', en: 'Labour and insurance' },
  place: { zh: '一层北侧', en: 'Floor 1, north' },
};

async function myTickets(visit: Visit, tickets: ReturnType<typeof myTicket>[]): Promise<void> {
  visit.host.resident.tickets = tickets;
  await visit.press('home-queue');
  visit.host.lay(ELDER);
}

async function toCheck({ page, host, press }: Visit): Promise<void> {
  await press(...ITEM, 'book-item');
  await page.getByTestId('slot-10:00').click();
  await page.getByTestId('screen-card').waitFor();
  host.lay(ADULT);
  await press('card-continue');
}

export const RESIDENT_STATES: readonly NamedState[] = [
  state('who-booking', 'screen-who', ({ press }) => press('home-booking')),
  state('who-card-lies', 'use-card', async ({ host, press }) => {
    host.lay(ELDER);
    await press('home-booking');
  }),
  state('who-away', 'needs-server', async ({ host, press }) => {
    host.online(false, 'own');
    await press('home-queue');
  }),
  state('who-type-booking', 'keypad', async (visit) => {
    await visit.press('home-booking', 'way-type');
    await pad(visit, BOOKED_PHONE);
    await pad(visit, '4F2');
  }),
  state('who-type-ticket', 'keypad', async (visit) => {
    await visit.press('home-queue', 'way-type');
    await pad(visit, SHOWN_TICKET.number);
  }),
  state('who-nothing', 'who-trouble', async (visit) => {
    visit.host.resident.bookings.clear();
    await byCard(visit);
  }),
  state('bookings', 'screen-bookings', async (visit) => {
    const { resident } = visit.host;
    resident.bookings.clear();
    resident.booked(SOON_MIN);
    resident.booked(IN_TWO_DAYS_MIN);
    await byCard(visit);
  }),
  state('bookings-late', 'screen-bookings', async (visit) => {
    visit.host.resident.bookings.clear();
    visit.host.resident.booked(LONG_AGO_MIN);
    await byCard(visit);
  }),
  state('booking-cancel', 'cancel-yes', async (visit) => {
    const { resident } = visit.host;
    resident.bookings.clear();
    const { code } = resident.booked(IN_TWO_DAYS_MIN);
    await byCard(visit);
    await visit.press(`cancel-${code}`);
  }),
  state('my-waiting', 'screen-my-tickets', (visit) => myTickets(visit, [myTicket('waiting')])),
  // What the hall adds where there is no paper, and whom it puts first: the longest that stands beside one number.
  state('my-no-paper', 'my-now', (visit) =>
    myTickets(visit, [myTicket('waiting', { ...LONG, more: NO_PAPER })]),
  ),
  state('my-no-paper-bell', 'bell-notice', async (visit) => {
    await myTickets(visit, [myTicket('waiting', { ...LONG, more: NO_PAPER })]);
    await visit.page.getByTestId('screen-my-tickets').waitFor();
    await visit.press('call-guide');
  }),
  state('my-called', 'my-window', (visit) => myTickets(visit, [myTicket('called')])),
  state('my-missed', 'my-missed', (visit) =>
    myTickets(visit, [myTicket('no-show'), myTicket('waiting', { number: 'B101' })]),
  ),
  state('book-when', 'slot-10:00', ({ press }) => press(...ITEM, 'book-item')),
  state('book-when-many', 'slot-09:15', async ({ page, press }) => {
    await press(...ITEM, 'book-item');
    await page.locator('[data-testid^=day-]').nth(1).click();
  }),
  state('book-check', 'screen-book-check', toCheck),
  state('book-phone', 'keypad', async (visit) => {
    await toCheck(visit);
    await visit.press('phone-type');
    await pad(visit, BOOKED_PHONE);
  }),
  state('booked', 'paper-printed', async (visit) => {
    await toCheck(visit);
    await visit.press('book');
  }),
  state('booked-paper-out', 'paper-failed', async (visit) => {
    visit.host.paper('failed');
    await toCheck(visit);
    await visit.press('book');
  }),
  state('basket', 'leg-2', async ({ page, press }) => {
    await press(...ITEM, 'basket-add', 'basket-more', 'theme-tax');
    await page.locator('[data-testid^=item-]').first().click();
    await press('basket-add');
    await page.getByTestId('screen-basket').waitFor();
  }),
  state('basket-bar', 'basket-bar', ({ press }) => press(...ITEM, 'basket-add', 'basket-more')),
  state('no-card', 'screen-no-card', ({ press }) => press(...ITEM, 'take', 'no-card')),
];
