import { kept, ScreenLink, type ScreenLinkOptions } from '@hall/shared/ui/screen/screen-link.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fixture, SECRET, SEQ } from './fixture.ts';
import { boardMessage, callMessage, HALL, ZONES } from './hall-state.ts';
import { waitFor } from './wait-for.ts';

/** The link against a real broker, without a browser. */

let fixture: Fixture;
const links: ScreenLink[] = [];
const social = ZONES[0];

function open(device: string, wants: ScreenLinkOptions['wants'], secret = SECRET): ScreenLink {
  const link = new ScreenLink({
    credential: { device, secret },
    origin: fixture.origin,
    version: '0.1.0',
    wants,
  });
  links.push(link);
  link.start();
  return link;
}
const board = (device = 'board-social') =>
  open(device, (settings) =>
    settings?.zone
      ? [
          { name: 'board', part: settings.zone },
          { name: 'call', part: settings.zone },
        ]
      : [],
  );
const online = (link: ScreenLink) => waitFor(() => link.state.connection.is === 'online');

beforeEach(async () => {
  fixture = await Fixture.start();
});
afterEach(async () => {
  for (const link of links.splice(0)) link.stop();
  await fixture.stop();
});

test('kept state arrives, settings decide what is subscribed, presence says online with a last will', async () => {
  const link = board();
  await online(link);
  const message = await waitFor(() => kept(link.state, 'board', 'social'));
  expect(message.calls[0]?.number).toBe('A012');
  expect(kept(link.state, 'board', 'property')).toBeNull();
  expect(await waitFor(() => fixture.heardOn('board-social/presence')[0])).toMatchObject({
    online: true,
    version: '0.1.0',
  });
  fixture.cut();
  await waitFor(() =>
    fixture.heardOn('/presence').some((said) => (said as { online: boolean }).online === false),
  );
});

test('a live call is heard once, kept calls never, malformed and late ones are counted and dropped', async () => {
  const link = board();
  const heard: number[] = [];
  link.onCall((call) => heard.push(call.call));
  await online(link);
  await waitFor(() => kept(link.state, 'board', 'social'));
  const call = callMessage(Date.now(), 'A013', 3, SEQ + 1);
  await fixture.say('call', 'social', call);
  await fixture.say('call', 'social', call);
  await fixture.sayRaw(`hall/${HALL}/call/social`, '{"v":1,', false);
  await fixture.say('call', 'social', {
    ...callMessage(Date.now(), 'A014', 3, SEQ + 2),
    // Clocks differ by up to a second until the first beat.
    validUntil: Date.now() - 5_000,
  });
  await fixture.say('board', 'social', boardMessage(Date.now(), social, SEQ - 1));
  await fixture.say('call', 'social', callMessage(Date.now(), 'A015', 3, SEQ + 3));
  await waitFor(() => heard.length === 2);
  expect(heard).toEqual([SEQ + 1, SEQ + 3]);
  expect(link.state.dropped).toEqual({ repeated: 1, 'not-json': 1, 'too-late': 1, 'out-of-order': 1 });
});

test('a cut network is "lost", and the link comes back by itself under the same client id', async () => {
  const link = board();
  await online(link);
  const states: string[] = [];
  link.subscribe(() => states.push(link.state.connection.is));
  fixture.cut();
  await waitFor(() => states.includes('lost'));
  await online(link);
  expect(fixture.clients.length).toBe(2);
  expect(fixture.clients[1]).toBe(fixture.clients[0]);
  await waitFor(() => kept(link.state, 'board', 'social'));
});

test('a topic that is gone when the link comes back is not shown any more', async () => {
  const link = open('wall-1', () => [{ name: 'board', part: '+' }]);
  await online(link);
  await waitFor(() => kept(link.state, 'board', 'property'));
  fixture.cut();
  await fixture.sayRaw(`hall/${HALL}/board/property`, '', true);
  await waitFor(() => kept(link.state, 'board', 'property') === null);
  expect(kept(link.state, 'board', 'social')).not.toBeNull();
});

test('a silent server is lost though the socket stands, since its last beat', async () => {
  const link = board();
  await online(link);
  fixture.beating = false;
  const lost = await waitFor(() => (link.state.connection.is === 'lost' ? link.state.connection : null));
  expect(link.hallNow() - link.toHallTime(lost.since)).toBeGreaterThan(3000);
  fixture.beating = true;
  await online(link);
});

test('the token is renewed before it ends: the new connection stands before the old one goes', async () => {
  fixture.tokenLifeMs = 6_250;
  const link = board();
  await online(link);
  const states: string[] = [];
  link.subscribe(() => states.push(link.state.connection.is));
  await waitFor(() => fixture.clients.length >= 2);
  expect(fixture.clients[1]).not.toBe(fixture.clients[0]);
  await waitFor(() => fixture.heardOn('/presence').length >= 2);
  expect(states).not.toContain('lost');
  expect(fixture.heardOn('/presence').every((said) => (said as { online: boolean }).online)).toBe(true);
});

test('an unknown credential says so, and keeps trying', async () => {
  const link = board('board-social');
  await online(link);
  const stranger = open('board-social', () => [], 'f'.repeat(32));
  await waitFor(() => stranger.state.connection.is === 'unknown-credential');
});

test('an ask is answered; without a connection it is not sent, neither then nor later', async () => {
  fixture.ratingUntil = Date.now() + 60_000;
  const link = open('pad-3', () => [{ name: 'pad', part: 'w3' }]);
  const body = { window: 'w3', ref: 'ab'.repeat(16) };
  expect(await link.ask('rating.decline', body)).toMatchObject({ ok: false, error: { code: 'SERVER_AWAY' } });
  await online(link);
  expect(await link.ask('pad.read', body)).toMatchObject({
    ok: true,
    value: { number: 'A012', commentMax: 150 },
  });
  expect(fixture.heardOn('/ask')).toHaveLength(1);
  expect(fixture.carriedOut).toEqual([]);
});
