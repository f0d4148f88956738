import { ADULT } from './fake-host.ts';
import { FAKE_RECEIPT } from './fake-query.ts';
import type { NamedState, Visit } from './states.ts';

/** The screens of questions, in every state: a part of `STATES`. */

const state = (name: string, shows: string, reach: NamedState['reach']): NamedState => ({
  ...{ name, shows, reach, keys: true },
});
/** Behind the door of questions on the start screen. */
const behind = (name: string, shows: string, ...keys: string[]): NamedState =>
  state(name, shows, ({ press }) => press('home-query', ...keys));

async function byReceipt({ press, type }: Visit, digits: string): Promise<void> {
  await press('home-query', 'query-progress');
  await type(FAKE_RECEIPT.receipt);
  await type(digits);
  await press('progress-look');
}

export const QUERY_STATES: readonly NamedState[] = [
  behind('query', 'screen-query'),
  behind('progress', 'screen-progress', 'query-progress'),
  state('progress-typed', 'progress-trouble', (visit) => byReceipt(visit, '1111')),
  state('progress-away', 'progress-away', async ({ host, press }) => {
    await press('home-query', 'query-progress');
    host.online(false);
  }),
  state('progress-no-reader', 'screen-progress', async ({ host, press }) => {
    host.peripheral('card-reader', 'down', 'READER_SILENT');
    await press('home-query', 'query-progress');
  }),
  state('case', 'cases', (visit) => byReceipt(visit, FAKE_RECEIPT.lastDigits)),
  state('cases', 'cases', async ({ host, press }) => {
    host.lay(ADULT);
    await press('home-query', 'query-progress', 'progress-card');
  }),
  behind('guides', 'screen-guides', 'query-guides'),
  state('guide-list', 'code', ({ press }) => press('theme-social-insurance', 'item-social-card', 'to-list')),
  state('guide-list-long', 'code', ({ press }) => press('theme-business', 'item-food-business', 'to-list')),
  state('guide-list-failed', 'list-paper', async ({ host, press }) => {
    await press('theme-social-insurance', 'item-social-card', 'to-list');
    host.paper('failed', 'PAPER_OUT');
    await press('list-print');
  }),
  behind('questions', 'screen-questions', 'query-questions'),
  behind('questions-typing', 'screen-questions-typing', 'query-questions', 'questions-search'),
  state('questions-found', 'question-results', async ({ press, type }) => {
    await press('home-query', 'query-questions', 'questions-search');
    await type('ting');
  }),
  state('questions-none', 'no-answer', async ({ page, press }) => {
    await press('home-query', 'query-questions', 'questions-search');
    await page.getByTestId('question-search').fill('zzzqqq');
  }),
  behind('answer', 'screen-answer', 'query-questions', 'question-no-card'),
  behind('map', 'screen-map', 'query-map'),
  behind('map-way', 'way', 'query-map', 'map-toilet'),
  behind('windows', 'screen-windows', 'query-windows'),
  behind('window-way', 'plan-goal', 'query-windows', 'window-w1'),
  behind('window-upstairs', 'way', 'query-windows', 'page-2', 'window-w20'),
  behind('hours', 'screen-hours', 'query-hours'),
  behind('notices', 'screen-notices', 'query-notices'),
  behind('notice', 'screen-notice', 'query-notices', 'notice-fraud'),
  behind('ratings', 'ratings', 'query-ratings'),
  behind('ratings-department', 'ratings', 'query-ratings', 'by-department'),
  state('ratings-none', 'ratings-none', async ({ host, press }) => {
    host.query.ratings('none');
    await press('home-query', 'query-ratings');
  }),
  state('ratings-away', 'ratings-away', async ({ host, press }) => {
    host.query.ratings('never');
    await press('home-query', 'query-ratings');
  }),
];
