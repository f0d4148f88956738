import { expect, it } from 'vitest';
import { Waits } from '../stats/estimates/waits.ts';
import type { PureHall } from '../testing/hall.ts';
import { GUIDE, QUEUE, take } from '../testing/rules.ts';
import { at, callingHall, OTHER_WINDOW, seated, ticketOf, WINDOW } from '../testing/window.ts';
import { progressOf } from './progress-words.ts';

/** What the phone says of a ticket, Chinese; the sentence first. */
function said(hall: PureHall, ticket: string): string[] {
  const waits = new Waits(
    () => hall.config,
    () => hall.at,
  );
  const { now, more } = progressOf(ticketOf(hall, ticket), hall.state, hall.config, waits, hall.at);
  for (const { zh, en } of [now, ...more]) expect(`${zh} ${en}`).not.toMatch(/undefined|null/);
  return [now.zh, ...more.map(({ zh }) => zh)];
}

it('says place and wait, then where to go, then that it is done', () => {
  const hall = callingHall();
  at(hall, 'open');
  take(hall);
  const { ticket } = take(hall);
  at(hall, 'call');
  expect(said(hall, ticket)).toEqual([expect.stringMatching(/^发票.*：前面没有人，约 \d+ 至 \d+ 分钟。$/)]);
  at(hall, 'start');
  at(hall, 'finish');
  at(hall, 'call');
  expect(said(hall, ticket)).toEqual(['请到 18 号窗口。']);
  at(hall, 'start');
  at(hall, 'finish');
  expect(said(hall, ticket)).toEqual(['已办理完成。']);
});

it('[K7] a parked person is asked back to the window, and until when; what closes leaves them in line', () => {
  const hall = callingHall();
  const ticket = seated(hall, 'serving');
  at(hall, 'park');
  expect(said(hall, ticket)[0]).toMatch(
    /^窗口在等您补齐材料。备好后请直接回到 18 号窗口，不用重新取号，最好在 \d\d:\d\d 前。$/,
  );
  hall.passMinutes(24 * 60 - 600);
  expect(said(hall, ticket)[0]).not.toContain('最好在');
  at(hall, 'close', { anyway: true });
  expect(said(hall, ticket)).toContain('原窗口已关闭，您仍在排队，号码不变。');
});

it('[K8] who was sent on keeps the number, and knows which window calls', () => {
  const hall = callingHall();
  at(hall, 'open', {}, OTHER_WINDOW);
  const ticket = seated(hall, 'serving');
  at(hall, 'transfer', { to: { window: OTHER_WINDOW } });
  expect(said(hall, ticket)).toEqual([
    expect.stringContaining('前面没有人'),
    '由 19 号窗口叫号。',
    '已转到这里，号码不变，请等候叫号。',
  ]);
});

it('[K6] a passed number says whether it can come back, and that it has', () => {
  const hall = callingHall({ reactivate: { times: 1, behind: 3 } });
  const ticket = seated(hall);
  at(hall, 'no-show', { reason: 'absent' });
  expect(said(hall, ticket)).toEqual(['已过号，请到咨询台。', '导办可以让这个号码重新排队。']);
  hall.must('ticket.reactivate', { ticket }, GUIDE);
  expect(said(hall, ticket)).toContain('过号后已重新排队。');
  at(hall, 'call');
  at(hall, 'no-show', { reason: 'absent' });
  expect(said(hall, ticket)).toContain('这个号码不能再排队，请重新取号。');
});

it('[K10] says what still comes under the same number', () => {
  const hall = callingHall();
  const items = ['tax', QUEUE].map((queue) => hall.config.items.find((item) => item.queue === queue)!.id);
  const { ticket } = hall.must<'ticket.take', { ticket: string }>('ticket.take', {
    queue: null,
    items,
    paperless: true,
    person: null,
  } as never);
  expect(said(hall, ticket).at(-1)).toMatch(/^之后同号继续办理：.+。$/);
});

it('a window or queue that is gone from the settings is not named', () => {
  const hall = callingHall();
  const ticket = seated(hall);
  hall.config = { ...hall.config, windows: hall.config.windows.filter(({ id }) => id !== WINDOW) };
  expect(said(hall, ticket)).toEqual(['正在叫您的号，请看大屏。']);
});
