import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DockPerson } from '@hall/hardware/simulators/dock-contract';
import { filesIn } from '@hall/queue-server/hall/vault/testing';
import { FromHost, type LinkRequest } from '@hall/shared/contracts/kiosk-link';
import { BookingOffers } from '@hall/shared/contracts/resident';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { CanaryScan } from './canary-scan.ts';
import { startDemo } from './demo-hall.ts';

/** The folder whose files may hold people: the reference platform is another authority’s, in the demo on the same disk. */
const ENTITLED = 'platform';
/** Typed with a booking; stands nowhere else. */
const PHONE = '13987605432';
/** The first start builds the pages. */
const START_AND_WALK_MS = 120_000;

it(
  'a person at the kiosk leaves nothing on any disk: no spool, journal, log or credential file holds the card',
  async () => {
    const demo = await startDemo();
    onTestFinished(() => demo.stop());
    const { people } = await demo.dockState();
    const elder = people.find(({ id }) => id === 'elder') as DockPerson;
    const scan = new CanaryScan([elder.name, elder.number, elder.address, PHONE]);
    const heard: string[] = [];
    const page = await openPage(demo.ready.surfaces.kiosk, heard);

    const laid = page.next((message) => (message.type === 'card' ? message.card?.card : undefined));
    await demo.dock('reader/lay', { person: 'elder' });
    const card = await laid;
    page.ask({ name: 'take', items: [], queue: 'insurance', card });
    const ticket = await page.next((message) =>
      message.type === 'paper' && message.of === 'ticket' && message.state.step === 'done'
        ? message.state
        : undefined,
    );
    expect(ticket.report.outcome).toBe('printed');
    page.ask({ name: 'certificate', kind: 'insurance', card });
    const certificate = await page.next((message) =>
      message.type === 'paper' && message.of === 'certificate' && message.state.step === 'done'
        ? message.state
        : undefined,
    );
    expect(certificate.report.outcome).toBe('printed');
    await askAround(page, card);
    // On the page, the person reads a masked name; no more than that comes over its link.
    expect(heard.length).toBeGreaterThan(3);
    for (const message of heard) expect([message, scan.find(Buffer.from(message))]).toEqual([message, []]);

    const left = () =>
      filesIn(demo.ready.data).flatMap(({ name, bytes }) => {
        const [part] = path.relative(demo.ready.data, name).split(path.sep);
        return part === ENTITLED ? [] : [[name, scan.find(bytes)] as const];
      });
    await demo.dock('reader/lift');
    page.close();
    const files = left();
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter(([, found]) => found.length > 0)).toEqual([]);
    // The search finds what is planted, in a form that a spool might have.
    writeFileSync(path.join(demo.ready.data, 'planted.gz'), gzipSync(`a page for ${elder.name}`));
    const found = left().filter(([, canaries]) => canaries.length > 0);
    expect(found).toEqual([
      [path.join(demo.ready.data, 'planted.gz'), [`${elder.name} as UTF-8 in a gzip stream`]],
    ]);
  },
  START_AND_WALK_MS,
);

/** Booking, finding it, the own place in line, cases: what else a resident asks at a kiosk with card and fingers. */
async function askAround(page: Awaited<ReturnType<typeof openPage>>, card: string): Promise<void> {
  const byCard = { kind: 'card', card } as const;
  const mine = z
    .object({ tickets: z.array(z.object({ number: z.string(), ticket: z.string() })) })
    .parse(await page.done({ name: 'my-tickets', by: byCard }));
  expect(mine.tickets).toHaveLength(1);
  const offers = BookingOffers.parse(await page.done({ name: 'offers' }));
  const [{ queue, days } = { queue: '', days: [] }] = offers.queues;
  const day = days.at(-1) ?? '';
  const { slots } = z
    .object({ slots: z.array(z.object({ from: z.string(), free: z.number() })) })
    .parse(await page.done({ name: 'slots', queue, day }));
  const from = slots.find(({ free }) => free > 0)?.from ?? '';
  const wish: LinkRequest = { name: 'book', queue, items: [], day, from, card, phone: PHONE };
  const { booking, code } = z.object({ booking: z.string(), code: z.string() }).parse(await page.done(wish));
  for (const [phone, found] of [
    [PHONE, 1],
    [`${PHONE.slice(0, -1)}0`, 0],
  ] as const) {
    const asked = { name: 'bookings', by: { kind: 'code', code, phone } } as const;
    expect(await page.done(asked)).toMatchObject({ bookings: { length: found } });
  }
  expect(await page.done({ name: 'bookings', by: byCard })).toMatchObject({ bookings: [{ booking }] });
  expect(await page.failed({ name: 'check-in', booking, card: null })).toBe('CHECK_IN_EARLY');
  await page.done({ name: 'case-progress', of: { by: 'card', card } });
  const receipt = { by: 'receipt', receipt: '202611190008', lastDigits: '0000' } as const;
  expect(await page.done({ name: 'case-progress', of: receipt })).toMatchObject({ cases: [] });
  await page.done({ name: 'end' });
  // The next one has nothing of it, and cannot guess at it either.
  expect(await page.failed({ name: 'print-mine', ticket: mine.tickets[0]?.ticket ?? '' })).toBe(
    'TICKET_UNKNOWN',
  );
  for (const name of ['check-in', 'print-booking', 'cancel-booking'] as const) {
    const asked = name === 'check-in' ? ({ name, booking, card: null } as const) : { name, booking };
    expect([name, await page.failed(asked)]).toEqual([name, 'BOOKING_UNKNOWN']);
  }
  expect(await page.failed({ name: 'my-tickets', by: byCard })).toBe('CARD_NEEDED');
}

/** The kiosk's page without a browser: token, hello, requests. */
async function openPage(url: string, heard: string[]) {
  const html = await (await fetch(url)).text();
  const token = /name="hall-link-token" content="([0-9a-f]+)"/.exec(html)?.[1];
  if (token === undefined) throw new Error('the kiosk page carries no token');
  const link = new URL('/link', url);
  const socket = new WebSocket(link.href.replace('http', 'ws'), { origin: link.origin });
  const waiting = new Set<(message: FromHost) => void>();
  socket.on('message', (data) => {
    heard.push(String(data));
    const message = FromHost.parse(JSON.parse(String(data)));
    for (const look of waiting) look(message);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ type: 'hello', token }));
  let serial = 0;
  const answered = (request: LinkRequest) =>
    new Promise<Extract<FromHost, { type: 'answer' | 'failure' }>>((resolve) => {
      const id = `request-${++serial}`;
      const listen = (message: FromHost) => {
        if ((message.type !== 'answer' && message.type !== 'failure') || message.id !== id) return;
        waiting.delete(listen);
        resolve(message);
      };
      waiting.add(listen);
      socket.send(JSON.stringify({ type: 'request', id, request }));
    });
  return {
    ask: (request: LinkRequest) =>
      socket.send(JSON.stringify({ type: 'request', id: `request-${++serial}`, request })),
    /** What was answered. */
    done: async (request: LinkRequest): Promise<unknown> => {
      const answer = await answered(request);
      if (answer.type === 'failure') throw new Error(`${request.name}: ${answer.error.code}`);
      return answer.body;
    },
    /** The code of the refusal; empty where there was none. */
    failed: async (request: LinkRequest): Promise<string> => {
      const answer = await answered(request);
      return answer.type === 'failure' ? answer.error.code : '';
    },
    /** The next message that holds what is looked for; a failure ends the test. */
    next: <T>(look: (message: FromHost) => T | null | undefined) =>
      new Promise<T>((resolve, reject) => {
        const listen = (message: FromHost) => {
          const found = look(message);
          if (message.type === 'failure') reject(new Error(message.error.code));
          else if (found === null || found === undefined) return;
          else resolve(found);
          waiting.delete(listen);
        };
        waiting.add(listen);
      }),
    close: () => socket.close(),
  };
}
