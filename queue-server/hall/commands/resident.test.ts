import { TicketSlip } from '@hall/shared/contracts/commands';
import { maskPhone, plainPhone } from '@hall/shared/contracts/identity';
import { MyTicket } from '@hall/shared/contracts/resident';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../domain/dates.ts';
import { hallWith, QUEUE } from '../testing/rules.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { invented } from '../vault/testing.ts';
import { WrongGuesses } from './wrong-guesses.ts';

const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
const config = hallWith({
  bookings: [
    { days: ALL_DAYS, from: '00:00', to: '23:59', places: 9 },
    { days: ALL_DAYS, from: '09:00', to: '10:00', places: 9 },
  ],
});
let server: TestServer;
let authorization = '';

beforeAll(async () => {
  server = await startTestServer({ config });
  authorization = `Bearer kiosk-1:${server.secret('kiosk-1')}`;
});
afterAll(() => server.stop());

async function ask(method: 'GET' | 'POST', at: string, body?: object) {
  const response = await fetch(`${server.api}${at}`, {
    method,
    headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const today = () => new Date().toLocaleDateString('sv', { timeZone: config.timeZone });

async function booked(seed: number, phone?: string) {
  const person = { ...invented(seed), ...(phone === undefined ? {} : { phone }) };
  const day = addDays(today(), 2);
  const made = await ask('POST', '/bookings', { queue: QUEUE, person, day, from: '09:00' });
  expect(made.status).toBe(200);
  return { person, booking: String(made.body['booking']), code: String(made.body['code']) };
}

describe('bookings at a kiosk', () => {
  it('says which queues take bookings and when one may come', async () => {
    const { body } = await ask('GET', '/bookings/offers');
    expect(body).toMatchObject({
      earlyMin: config.booking.earlyMin,
      queues: expect.arrayContaining([expect.objectContaining({ queue: QUEUE })]),
    });
  });

  it('[B3] finds a booking by code and phone number, and by neither alone; the phone stays after a ticket by card', async () => {
    const { code, booking, person } = await booked(11, '138-0000-1234');
    const by = (phone: string, of = code) =>
      ask('POST', '/bookings/lookup', { by: { kind: 'code', code: of, phone } });
    expect((await by('13800001234')).body['bookings']).toMatchObject([{ booking, name: null }]);
    expect((await by('+8613800001234')).body['bookings']).toHaveLength(1);
    expect((await by('13800009999')).body['bookings']).toEqual([]);
    const other = code === '000000' ? '000001' : '000000';
    expect((await by('13800001234', other)).body['bookings']).toEqual([]);
    const { phone: _phone, ...card } = person;
    expect((await ask('POST', '/tickets', { queue: QUEUE, person: card, paperless: true })).status).toBe(200);
    expect((await by('13800001234')).body['bookings']).toHaveLength(1);
    const paper = await ask('POST', '/bookings/lookup', { by: { kind: 'paper', booking } });
    expect(paper.body['bookings']).toMatchObject([{ code }]);
    expect(JSON.stringify([paper, server.logged])).not.toMatch(/1380000|13800001234/);
  });

  it('[B3] a machine checks in with the card or with what was shown instead, and with nothing it does not', async () => {
    const { booking } = await booked(12);
    const plain = await ask('POST', '/tickets', { booking });
    expect(plain.body).toMatchObject({ code: 'CARD_NEEDED' });
    const shown = await ask('POST', '/tickets', { booking, withoutCard: true });
    // In two days: the refusal is about the hour, not about who it is.
    expect(shown.body).toMatchObject({ code: 'CHECK_IN_EARLY' });
    const wrong = await ask('POST', '/tickets', { booking, person: invented(13) });
    expect(wrong.body).toMatchObject({ code: 'BOOKING_UNKNOWN' });
  });

  it('counts wrong guesses, machine by machine, and forgets them in time', () => {
    let now = 0;
    const guesses = new WrongGuesses(() => now);
    for (let i = 0; i < 20; i += 1) expect(guesses.begin('kiosk-1')).not.toBeNull();
    expect(guesses.begin('kiosk-1')).toBeNull();
    expect(guesses.begin('kiosk-2')).not.toBeNull();
    now = 10 * 60_000 + 1;
    const right = guesses.begin('kiosk-1');
    for (let i = 0; i < 19; i += 1) guesses.begin('kiosk-1');
    expect(guesses.begin('kiosk-1')).toBeNull();
    right?.right();
    expect(guesses.begin('kiosk-1')).not.toBeNull();
  });

  it('a hundred guesses at once are no more than twenty', async () => {
    const authorized = `Bearer kiosk-2:${server.secret('kiosk-2')}`;
    const guess = async (n: number) => {
      const code = n.toString(16).toUpperCase().padStart(6, '0');
      const response = await fetch(`${server.api}/progress`, {
        method: 'POST',
        headers: { authorization: authorized, 'content-type': 'application/json' },
        body: JSON.stringify({ by: { kind: 'paper', number: 'A999', code } }),
      });
      return response.status;
    };
    const statuses = await Promise.all(Array.from({ length: 100 }, (_, n) => guess(n)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
  });
});

describe('my progress', () => {
  it('is told by card, by token, and by number with the code of the paper, and names nobody', async () => {
    const person = invented(21);
    const taken = await ask('POST', '/tickets', { queue: QUEUE, person });
    const slip = TicketSlip.parse(taken.body);
    const of = async (by: object) =>
      MyTicket.array().parse((await ask('POST', '/progress', { by })).body['tickets']);
    const byCard = await of({ kind: 'card', person });
    expect(byCard).toMatchObject([{ number: slip.number, state: 'committed', mayReprint: true }]);
    expect(byCard[0]?.ahead).toBe(slip.ahead);
    expect(await of({ kind: 'token', token: slip.progressToken })).toMatchObject([{ number: slip.number }]);
    const { number, shortCode: code } = slip;
    expect(await of({ kind: 'paper', number, code })).toHaveLength(1);
    const other = code === '000000' ? '000001' : '000000';
    expect(await of({ kind: 'paper', number, code: other })).toEqual([]);
    expect(await of({ kind: 'card', person: invented(22) })).toEqual([]);
    const report = { ticket: slip.ticket, ordinal: 1, report: { outcome: 'printed', proof: 'confirmed' } };
    await ask('POST', `/tickets/${slip.ticket}/print-report`, { ordinal: 1, report: report.report });
    // Whoever holds a sound paper needs no second one; whose card it is may have lost it.
    expect(await of({ kind: 'paper', number, code })).toMatchObject([
      { state: 'waiting', mayReprint: false },
    ]);
    expect(await of({ kind: 'card', person })).toMatchObject([{ mayReprint: true }]);
    expect(JSON.stringify(byCard)).not.toContain(person.name);
  });

  it('is for kiosks, not for staff or screens', async () => {
    const response = await fetch(`${server.api}/progress`, {
      method: 'POST',
      headers: {
        authorization: `Bearer wall-1:${server.secret('wall-1')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ by: { kind: 'token', token: '0'.repeat(32) } }),
    });
    expect(response.status).toBe(403);
  });
});

it('knows a phone number in every spelling, and masks it', () => {
  for (const phone of ['13800001234', '138-0000-1234', '+86 13800001234', '008613800001234']) {
    expect(plainPhone(phone)).toBe('13800001234');
    expect(maskPhone(phone)).toBe('138****1234');
  }
});
