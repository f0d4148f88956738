import { wallClock } from '@hall/kiosk/device-host/clock';
import { openHelperBell } from '@hall/kiosk/device-host/helper/helper-bell';
import { openServerLink } from '@hall/kiosk/device-host/link/server-link';
import { silentLog } from '@hall/kiosk/device-host/log';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import type { Message } from '@hall/shared/contracts/messages';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StaffClient } from '../crowd/http-client.ts';
import { eventually } from './demo-hall.ts';

/** The guide desk and a kiosk at a real hall: the bell from press to answer, and a paper on its way. */

const DEVICE = 'kiosk-1';
let server: TestServer;
let guide: StaffClient;

beforeAll(async () => {
  server = await startTestServer();
  guide = await StaffClient.login(server.api, 'guide01', server.password('guide01'));
});
afterAll(() => server.stop());

function kiosk() {
  const orders: Message<'do'>[] = [];
  const link = openServerLink({
    url: server.mqttUrl,
    hall: server.config.id,
    device: DEVICE,
    secret: server.secret(DEVICE),
    version: 'test',
    hear: [],
    hearIfOffered: [
      { name: 'settings', part: DEVICE },
      { name: 'do', part: DEVICE },
    ],
    clock: wallClock,
    log: silentLog,
    onMessage({ name, message }) {
      if (name === 'settings') bell.hallSays((message as Message<'settings'>).bell ?? null);
      if (name === 'do') orders.push(message as Message<'do'>);
    },
    onLiveness: () => undefined,
  });
  const bell = openHelperBell({ link, clock: wallClock, onChange: () => undefined });
  return { link, bell, orders };
}
const bells = async () => {
  const hall = await guide.command('hall.read', {});
  return hall.ok ? hall.value.bells.map(({ device }) => device) : null;
};

it('a bell rings once, survives a restart of the machine, and falls silent when a guide comes', async () => {
  const first = kiosk();
  await eventually(async () => first.link.online());
  expect((await first.bell.ring('press-0001')).ok).toBe(true);
  expect((await first.bell.ring('press-0002')).ok).toBe(true);
  expect(await bells()).toEqual([DEVICE]);
  await first.link.close();
  const second = kiosk();
  await eventually(async () => second.bell.view().state === 'ringing');
  expect((await guide.command('helper.answer', { device: DEVICE })).ok).toBe(true);
  await eventually(async () => second.bell.view().state === 'coming');
  expect(await bells()).toEqual([]);
  await second.link.close();
});

it('[T13] a paper is asked from a kiosk that can print, and from no other', async () => {
  const machine = kiosk();
  await eventually(async () => machine.link.online());
  const queue = server.config.queues.find(({ realName }) => !realName)?.id ?? '';
  const taken = await guide.command('ticket.take', { queue, paperless: true });
  const ticket = taken.ok ? taken.value.ticket : '';
  const refused = await guide.command('ticket.print-at', { ticket, device: DEVICE });
  expect(refused).toMatchObject({ ok: false, problem: { code: 'KIOSK_AWAY' } });
  const printer = {
    name: 'ticket-printer',
    kind: 'ticket-printer',
    reason: null,
    since: 0,
    counters: {},
  } as const;
  machine.link.health([{ ...printer, state: 'up' }]);
  await eventually(async () => {
    const desk = await guide.command('guide.read', {});
    return desk.ok && desk.value.kiosks.some(({ device, printer: is }) => device === DEVICE && is === 'up');
  });
  expect((await guide.command('ticket.print-at', { ticket, device: DEVICE })).ok).toBe(true);
  await eventually(async () => machine.orders.length > 0);
  expect(machine.orders).toMatchObject([{ action: 'print', ticket }]);
  await machine.link.close();
});
