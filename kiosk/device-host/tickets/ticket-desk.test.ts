import type { PrintOutcome } from '@hall/hardware/drivers/ticket-printer/outcome';
import { ERRORS } from '@hall/shared/contracts/errors';
import { err, ok } from '@hall/shared/contracts/result';
import { expect, it } from 'vitest';
import { wallClock } from '../clock.ts';
import { askFault } from '../link/server-link.ts';
import { silentLog } from '../log.ts';
import { openHallCopy } from '../offline/hall-copy.ts';
import { openOfflineDesk } from '../offline/offline-desk.ts';
import { memoryBook } from '../offline/testing.ts';
import { SLIP } from './testing.ts';
import { openTicketDesk, type PaperMessage } from './ticket-desk.ts';

const TAKE = { items: [], queue: 'invoices', person: null };

it.each(['STORAGE_FULL', 'STORAGE_FAILED'])(
  'takes %s for a server that is away: the guide desk is the way on, and the same press asks again',
  async (code) => {
    const asked: string[] = [];
    const logged: unknown[] = [];
    const log = { info() {}, error() {}, warn: (fields: unknown) => logged.push(fields) };
    const desk = openTicketDesk({
      link: {
        device: 'kiosk-1',
        ask: async (_command: unknown, _body: unknown, options: { id: string }) => {
          asked.push(options.id);
          return err(askFault(code, 'commit failed'));
        },
        online: () => true,
      } as never,
      offline: openOfflineDesk({
        file: memoryBook(),
        copy: openHallCopy('/nowhere', silentLog),
        link: {} as never,
        clock: wallClock,
        log: silentLog,
      }),
      printer: null,
      journal: {} as never,
      log: log as never,
      context: () => ({ timeZone: 'Asia/Shanghai', demo: false, progressUrl: null }),
      onPaper: () => {},
      onReport: () => {},
    });
    const first = await desk.take('press-0001', TAKE);
    expect(first).toMatchObject({ ok: false, error: { code: 'SERVER_AWAY', text: ERRORS.SERVER_AWAY.text } });
    await desk.take('press-0001', TAKE);
    expect(asked).toHaveLength(2);
    expect(new Set(asked).size).toBe(1);
    // Technicians read what it was.
    expect(logged).toContainEqual({ code });
  },
);

it('gives back what nobody waits for before the same person is asked for anew', async () => {
  const said: string[] = [];
  const ends: (() => void)[] = [];
  const desk = openTicketDesk({
    link: {
      device: 'kiosk-1',
      ask: (_command: unknown, { person }: { person: { idNumber: string } }) => {
        said.push(`asked for ${person.idNumber}`);
        return new Promise((done) => ends.push(() => done(err(askFault('SERVER_AWAY', 'no answer')))));
      },
      online: () => true,
    } as never,
    offline: {
      slipOf: () => null,
      could: () => true,
      asked() {},
      issue: () => err(askFault('SERVER_AWAY', 'none left')),
      giveUp: () => said.push('given up'),
    } as never,
    printer: null,
    journal: {} as never,
    log: silentLog,
    context: () => ({ timeZone: 'Asia/Shanghai', demo: false, progressUrl: null }),
    onPaper: () => {},
    onReport: () => {},
  });
  const settled = () => new Promise((done) => setImmediate(done));
  const by = (idNumber: string) => ({
    ...TAKE,
    person: { name: '张三', idNumber, cardKind: 'resident' } as const,
  });
  const first = desk.take('press-0001', by('1'));
  await settled();
  // The page died.
  desk.end();
  const again = desk.take('press-0002', by('1'));
  await settled();
  // Whoever else comes does not wait for that.
  const other = desk.take('press-0003', by('2'));
  await settled();
  expect(said).toEqual(['asked for 1', 'asked for 2']);
  ends[0]?.();
  await first;
  await settled();
  expect(said).toEqual(['asked for 1', 'asked for 2', 'given up', 'asked for 1']);
  ends[1]?.();
  ends[2]?.();
  expect(await again).toMatchObject({ ok: false });
  expect(await other).toMatchObject({ ok: false });
});

it('says of a paper what became of it, not of the one before it of the same number', async () => {
  const pages: PaperMessage[] = [];
  const prints: ((outcome: PrintOutcome) => void)[] = [];
  let ordinal = 1;
  const desk = openTicketDesk({
    link: {
      device: 'kiosk-1',
      ask: async () => {
        ordinal += 1;
        return ok({ ...SLIP, ordinal });
      },
      online: () => true,
    } as never,
    offline: {} as never,
    printer: { print: () => new Promise((done) => prints.push(done)) },
    journal: { begin() {}, finish() {}, remove() {} } as never,
    log: silentLog,
    context: () => ({ timeZone: 'Asia/Shanghai', demo: false, progressUrl: null }),
    onPaper: (message) => pages.push(message),
    onReport: () => {},
  });
  desk.owning()([SLIP.ticket]);
  await desk.reprint('press-0001', SLIP.ticket);
  // Their page is loaded anew, and they ask once more while the first paper is still to come.
  desk.end();
  desk.owning()([SLIP.ticket]);
  await desk.reprint('press-0002', SLIP.ticket);
  const settled = () => new Promise((done) => setImmediate(done));
  prints[0]?.({ outcome: 'printed', proof: 'confirmed' } as PrintOutcome);
  await settled();
  expect(pages.map(({ state }) => state.step)).toEqual(['printing', 'printing']);
  desk.lateProof(`${SLIP.ticket}-2`);
  await settled();
  expect(pages).toHaveLength(2);
  prints[1]?.({ outcome: 'printed', proof: 'confirmed' } as PrintOutcome);
  await settled();
  expect(pages.map(({ state }) => state.step)).toEqual(['printing', 'printing', 'done']);
});
