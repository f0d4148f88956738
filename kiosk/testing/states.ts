import type { Page } from 'playwright-core';
import { ADULT, ELDER, type FakeHost } from './fake-host.ts';
import { myTicket } from './fake-resident.ts';
import { QUERY_STATES } from './query-states.ts';
import { RESIDENT_STATES } from './resident-states.ts';

/**
 * Every page of the kiosk in every state that a person may find it in, by name: for pictures and for looking after all
 * of them at once. A new screen needs a line in {@link STATES}.
 */
export interface NamedState {
  readonly name: string;
  /** Test id of what is then there. */
  readonly shows: string;
  /** The screen has the common keys, so that language and care mode can be changed on it. */
  readonly keys: boolean;
  /** From the start screen, in Chinese and without care mode. */
  reach(visit: Visit): Promise<void> | void;
}

export interface Visit {
  readonly page: Page;
  readonly host: FakeHost;
  press(...testIds: string[]): Promise<void>;
  /** Types with the screen's own keys. */
  type(letters: string): Promise<void>;
}

const REAL_NAME = ['theme-social-insurance', 'item-social-card'];
const state = (
  name: string,
  shows: string,
  reach: NamedState['reach'] = () => undefined,
  keys = true,
): NamedState => ({ name, shows, reach, keys });

const withCard = async ({ host, press }: Visit, card = ADULT): Promise<void> => {
  host.lay(card);
  await press(...REAL_NAME);
};
const ticket = async (visit: Visit, outcome: Parameters<FakeHost['paper']>[0]): Promise<void> => {
  visit.host.paper(outcome);
  await withCard(visit, ELDER);
  await visit.press('take');
};
const certificate = async (visit: Visit, outcome: Parameters<FakeHost['paper']>[0]): Promise<void> => {
  visit.host.paper(outcome);
  visit.host.lay(ELDER);
  await visit.press('home-certificate', 'certificate-insurance', 'card-continue');
};
const failing = async (visit: Visit, code: string): Promise<void> => {
  visit.host.fail(code);
  await withCard(visit);
  await visit.press('take');
};

export const STATES: readonly NamedState[] = [
  state('home', 'screen-home'),
  state('home-card', 'screen-home', ({ host }) => host.lay(ELDER)),
  state('home-away', 'no-tickets', ({ host }) => host.online(false)),
  state('home-own-numbers', 'offline-valid', ({ host }) => host.online(false, 'own')),
  state('home-paper-out', 'no-tickets', ({ host }) => host.peripheral('ticket-printer', 'down', 'PAPER_OUT')),
  state('home-closed', 'all-closed', ({ host }) => host.closeHall()),
  state('home-bell', 'bell-notice', ({ press }) => press('call-guide')),
  state('home-battery', 'power-notice', ({ host }) => host.power({ state: 'battery' })),
  state('find', 'screen-find', ({ press }) => press('home-search')),
  state('find-results', 'results', async ({ press, type }) => {
    await press('home-search');
    await type('sbk');
  }),
  state('find-nothing', 'no-results', async ({ page, press }) => {
    await press('home-search');
    await page.getByTestId('search').fill('zzzqqq');
  }),
  state('list', 'items', ({ press }) => press('theme-business')),
  state('list-long', 'items', ({ press }) => press('theme-certificates')),
  state('list-closed', 'items', async ({ host, press }) => {
    host.closeQueue('insurance');
    await press('theme-social-insurance');
  }),
  state('zones', 'screen-zones', ({ press }) => press('home-zones')),
  state('zone', 'items', async ({ page, press }) => {
    await press('home-zones');
    await page.locator('[data-testid^=zone-]').first().click();
  }),
  state('item', 'screen-item', ({ press }) => press(...REAL_NAME)),
  state('item-long', 'screen-item', ({ press }) => press('theme-business', 'item-food-business')),
  state('item-card', 'item-card', (visit) => withCard(visit, ELDER)),
  state('item-closed', 'why-not', async ({ host, press }) => {
    host.closeQueue('insurance');
    await press(...REAL_NAME);
  }),
  state('item-own-numbers', 'screen-item', async ({ host, press }) => {
    host.online(false, 'own');
    await press(...REAL_NAME);
  }),
  state('guide', 'screen-guide', ({ press }) => press('home-guide')),
  state('guide-away', 'screen-guide', async ({ host, press }) => {
    host.online(false);
    await press('home-guide');
  }),
  state('certificates', 'screen-certificates', ({ press }) => press('home-certificate')),
  state('card', 'screen-card', ({ press }) => press(...REAL_NAME, 'take')),
  state('card-trouble', 'card-trouble', async ({ host, press }) => {
    await press(...REAL_NAME, 'take');
    host.trouble();
  }),
  state('card-no-reader', 'screen-card', async ({ host, press }) => {
    await press('home-certificate', 'certificate-insurance');
    host.peripheral('card-reader', 'down', 'READER_SILENT');
  }),
  state('card-read', 'card-read', async ({ host, press }) => {
    host.lay(ELDER);
    await press('home-certificate', 'certificate-insurance');
  }),
  state('working', 'screen-working', async (visit) => {
    visit.host.silent(true);
    await withCard(visit);
    await visit.press('take');
  }),
  state('ticket-printing', 'screen-ticket', (visit) => ticket(visit, 'printing')),
  state('ticket', 'paper-printed', (visit) => ticket(visit, 'printed')),
  state('ticket-paper-out', 'paper-failed', (visit) => ticket(visit, 'failed')),
  state('ticket-unknown', 'paper-unknown', (visit) => ticket(visit, 'unknown')),
  state('ticket-offline', 'paper-printed', async (visit) => {
    visit.host.online(false, 'own');
    await ticket(visit, 'printed');
  }),
  state('certificate', 'paper-printed', (visit) => certificate(visit, 'printed')),
  state('certificate-failed', 'paper-failed', (visit) => certificate(visit, 'failed')),
  state('certificate-unknown', 'paper-unknown', (visit) => certificate(visit, 'unknown')),
  state('trouble', 'screen-trouble', (visit) => failing(visit, 'QUOTA_REACHED')),
  state('trouble-again', 'again', (visit) => failing(visit, 'SERVER_AWAY')),
  state('power-closed', 'power-closed', ({ host }) => host.power({ state: 'closed' }), false),
  state(
    'enrolment',
    'enrolment-code',
    ({ host }) =>
      host.enrolment({
        step: 'waiting',
        code: 'KM7Q-4F2X',
        expiresAt: 0,
        caFingerprint: '0123456789abcdef'.repeat(4),
      }),
    false,
  ),
  ...(['contacting', 'refused', 'wrong-hall', 'revoked'] as const).map((step) =>
    state(`enrolment-${step}`, 'enrolment', ({ host }) => host.enrolment({ step }), false),
  ),
  ...QUERY_STATES,
  ...RESIDENT_STATES,
];

export interface Mode {
  readonly name: string;
  readonly lies: 'upright' | 'wide';
  readonly language: 'zh' | 'en';
  readonly care: boolean;
}

const mode = (lies: Mode['lies'], language: Mode['language'], care: boolean): Mode => ({
  name: `${lies}-${language}${care ? '-care' : ''}`,
  ...{ lies, language, care },
});

/** Neighbours differ in one thing, and so do the last and the first: each is one press away. */
export const MODES: readonly Mode[] = [
  mode('upright', 'zh', false),
  mode('upright', 'zh', true),
  mode('upright', 'en', true),
  mode('upright', 'en', false),
  mode('wide', 'en', false),
  mode('wide', 'en', true),
  mode('wide', 'zh', true),
  mode('wide', 'zh', false),
];

export const VIEWS = {
  upright: { width: 1_080, height: 1_920 },
  wide: { width: 1_920, height: 1_080 },
} as const;

/** A state or a mode that has not come by then does not come. */
const COMES_WITHIN_MS = 5_000;

/** Goes through `states` in `modes` on one page that stands on its start screen, and looks at each. */
export async function visitAll(options: {
  readonly page: Page;
  readonly host: FakeHost;
  readonly states: readonly NamedState[];
  readonly modes: readonly Mode[];
  look(state: NamedState, mode: Mode): Promise<void>;
}): Promise<void> {
  const { page, host, states, modes, look } = options;
  page.setDefaultTimeout(COMES_WITHIN_MS);
  const press = async (...testIds: string[]): Promise<void> => {
    for (const testId of testIds) await page.getByTestId(testId).click();
  };
  const visit: Visit = {
    ...{ page, host, press },
    type: (letters) => press(...[...letters].map((letter) => `key-${letter}`)),
  };
  for (const one of states) {
    await to(page, MODES[0]!, true);
    try {
      await one.reach(visit);
      await page.getByTestId(one.shows).waitFor();
      for (const mode of modes) {
        if (!one.keys && (mode.language === 'en' || mode.care)) continue;
        await to(page, mode, one.keys);
        await page.getByTestId(one.shows).waitFor();
        await look(one, mode);
      }
    } catch (problem) {
      throw new Error(`${one.name}: ${(problem as Error).message}`, { cause: problem });
    }
    await back(visit, one);
  }
}

async function to(page: Page, mode: Mode, keys: boolean): Promise<void> {
  const view = VIEWS[mode.lies];
  if (page.viewportSize()?.width !== view.width) await page.setViewportSize(view);
  if (!keys) return settle(page);
  // Not with the mouse: that these two keys can be touched is looked at on every page, and so it goes quickly.
  await page.evaluate(({ language, care }) => {
    const { lang, dataset } = document.documentElement;
    const touch = (key: string) => document.querySelector<HTMLElement>(`[data-testid=${key}]`)?.click();
    if ((dataset['care'] === 'on') !== care) touch('care');
    if (lang.slice(0, 2) !== language) touch('language');
  }, mode);
  await settle(page);
}

/** Lists measure their room after a frame. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}

/** Everything as it was, and nobody there. */
async function back({ page, host, press }: Visit, one: NamedState): Promise<void> {
  host.enrolment(null);
  host.power(null);
  host.online(true);
  host.silent(false);
  host.fail(null);
  host.paper('printed');
  host.bell({ state: 'off' });
  host.query.ratings('some');
  host.resident.bookings.clear();
  host.resident.tickets = [myTicket('waiting')];
  host.closeHall(false);
  for (const kind of ['ticket-printer', 'card-reader'] as const) host.peripheral(kind, 'up', null);
  host.lay(null);
  // What was chosen for one number stays while one looks for more.
  const chosen = (await page.locator('[data-testid=basket-bar], [data-testid=screen-basket]').count()) > 0;
  if (one.shows === 'screen-working' || chosen) await page.reload();
  else if (one.keys && (await page.getByTestId('screen-home').count()) === 0) await press('home');
  await page.getByTestId('screen-home').waitFor();
}
