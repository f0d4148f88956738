import { TicketSlip } from '@hall/shared/contracts/commands';
import { ERRORS } from '@hall/shared/contracts/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, weekdayOf } from '../domain/dates.ts';
import { hallWith, QUEUE } from '../testing/rules.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { invented } from '../vault/testing.ts';

const config = hallWith({
  bookings: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '10:00', places: 2 }],
});
let server: TestServer;
let cookie = '';
let check = '';

beforeAll(async () => {
  server = await startTestServer({ config });
  const response = await fetch(`${server.api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'guide01', password: server.password('guide01') }),
  });
  cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0] as string;
  check = ((await response.json()) as { check: string }).check;
});
afterAll(() => server.stop());

async function ask(method: 'GET' | 'POST', at: string, body?: object) {
  const response = await fetch(`${server.api}${at}`, {
    method,
    headers: {
      cookie,
      'x-session-check': check,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('bookings over HTTP', () => {
  const today = new Date().toLocaleDateString('sv', { timeZone: config.timeZone });
  const day = addDays(today, 2);

  it('[B1] are offered, made, found by the card, listed with masked names, and given up', async () => {
    expect(weekdayOf(day)).toBeGreaterThan(0);
    const slots = await ask('GET', `/bookings/slots/${QUEUE}/${day}`);
    expect(slots.body).toEqual({ slots: [{ from: '09:00', to: '10:00', places: 2, free: 2 }] });
    const person = invented(1);
    const made = await ask('POST', '/bookings', { queue: QUEUE, person, day, from: '09:00' });
    expect(made.body).toMatchObject({ state: 'booked', name: '样**', day });
    const found = await ask('POST', '/bookings/find', { person });
    expect(found.body.bookings).toMatchObject([{ booking: made.body.booking, name: null }]);
    expect((await ask('POST', '/bookings/find', { person: invented(2) })).body).toEqual({ bookings: [] });
    const list = await ask('GET', `/bookings/day/${day}`);
    expect(list.body.bookings).toMatchObject([{ name: '样**', code: made.body.code }]);
    expect(JSON.stringify(list.body)).not.toContain(person.name);
    const given = await ask('POST', `/bookings/${String(made.body.booking)}/cancel`, {});
    expect(given.status).toBe(200);
    expect(JSON.stringify(server.logged)).not.toContain(person.idNumber);
  });

  it('[B2] a refusal says its own words, beside its code', async () => {
    const far = addDays(today, 30);
    const refused = await ask('POST', '/bookings', {
      queue: QUEUE,
      person: invented(3),
      day: far,
      from: '09:00',
    });
    expect(refused.body).toMatchObject({ code: 'BOOKING_TOO_FAR' });
    const { zh } = refused.body.text as { zh: string };
    expect(zh).toContain('7 天内');
    expect(zh).not.toBe(ERRORS.BOOKING_TOO_FAR.text.zh);
  });

  it('[C3] a guide’s confirmation stands on the slip; ticket.find says what may be done', async () => {
    const taken = await ask('POST', '/tickets', {
      queue: QUEUE,
      paperless: true,
      claim: { kind: 'disabled' },
    });
    const slip = TicketSlip.parse(taken.body);
    expect(slip).toMatchObject({ class: 'priority', classReason: { zh: '残疾人，经导办确认优先办理。' } });
    expect(slip.windows.length).toBeGreaterThan(0);
    const found = await ask('GET', `/find/${slip.number}`);
    expect(found.body.tickets).toMatchObject([
      { number: slip.number, class: 'priority', can: ['reprint', 'confirm-class', 'move', 'cancel'] },
    ]);
    const green = { claim: { kind: 'green', reason: 'urgent' } };
    expect((await ask('POST', `/tickets/${slip.ticket}/class`, green)).status).toBe(200);
    expect((await ask('GET', `/find/${slip.number}`)).body.tickets).toMatchObject([
      { class: 'green', classReason: { zh: '绿色通道：急事急办。' } },
    ]);
  });
});
