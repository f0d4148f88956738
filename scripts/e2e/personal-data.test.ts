import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { testConfig } from '@hall/queue-server/hall/testing/hall';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import { filesIn } from '@hall/queue-server/hall/vault/testing';
import { COMMAND_ENTRIES, COMMAND_NAMES } from '@hall/shared/contracts/commands';
import { citizenCheckCharacter, type Person } from '@hall/shared/contracts/identity';
import { TOPIC_ENTRIES, TOPIC_NAMES, topicOf } from '@hall/shared/contracts/messages';
import { PLATFORM_PATHS } from '@hall/shared/contracts/platform';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeviceClient } from '../crowd/device-client.ts';
import { StaffClient } from '../crowd/http-client.ts';
import { CanaryScan, formsOf } from './canary-scan.ts';
import { eventually } from './demo-hall.ts';

/** Invented people of an unassigned region, with names and words that stand nowhere else. */
const person = (digits: string, name: string): Person => ({
  name,
  idNumber: digits + citizenCheckCharacter(digits),
  cardKind: 'resident',
  phone: `139${digits.slice(-8)}`,
});
const SERVED = person('33992719700101901', '欧阳𬭎甲');
const WAITING = person('33992719500202802', '令狐𬭎乙');
const PRINTED = person('33992719900303703', '东方探针丙');
const BOOKED = person('33992719880404604', '百里探针丁');
const AGENT = person('33992719850505505', '闻人探针戊');
const NOTE = '探针备注：听力不便请写字';
const COMMENT = '探针评语：窗口的𬭎同志很耐心';
const CANARIES = [SERVED, WAITING, PRINTED, BOOKED, AGENT]
  .flatMap(({ name, idNumber, phone }) => [name, idNumber, phone as string])
  .concat(COMMENT, NOTE);
const CASE = {
  ...{ caseNumber: '1'.repeat(43), itemCode: '1'.repeat(31), itemName: '探', department: '探' },
  ...{ stage: 'processing', steps: [], promisedOn: null, result: null, note: null },
};
const KINDS = ['kiosk-1', 'pad-w1', 'wall-1', 'window-host-1', 'screen-w1', 'board-tax', 'sound-tax'];

describe('the scan itself', () => {
  const scan = new CanaryScan(CANARIES);
  const text = `some text before, ${SERVED.idNumber} and ${SERVED.name} and after`;

  it.each(formsOf(SERVED.name).map(([form]) => form))('finds a name as %s', (form) => {
    const bytes = formsOf(SERVED.name).find(([name]) => name === form)?.[1] as Buffer;
    expect(scan.find(Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]))).not.toEqual([]);
  });

  it('finds it in base64 of a longer text, wherever it begins', () => {
    for (const before of ['', 'a', 'ab', 'abc', 'abcd']) {
      const encoded = Buffer.from(Buffer.from(before + text).toString('base64'));
      const found = scan.find(encoded).join();
      expect(found).toContain(SERVED.idNumber);
      expect(found).toContain(SERVED.name);
    }
  });

  it('finds it in compressed streams anywhere, also cut off and nested', () => {
    const noise = Buffer.from('x'.repeat(777));
    const zip = Buffer.alloc(30);
    zip.writeUInt32LE(0x04034b50);
    for (const packed of [
      gzipSync(text),
      deflateSync(text),
      deflateSync(text, { level: 1 }),
      deflateSync(text, { level: 9 }),
      gzipSync(deflateSync(text)),
      Buffer.concat([zip, deflateRawSync(text)]),
      gzipSync(text.padEnd(90_000, '0123456789')).subarray(0, -20),
    ]) {
      expect(scan.find(Buffer.concat([noise, packed, noise])).join()).toContain(SERVED.idNumber);
    }
  });

  it('finds nothing where there is nothing', () => {
    expect(scan.find(Buffer.from('欧阳甲 339927197001019 探针'))).toEqual([]);
  });
});

describe('people’s names, numbers and words', () => {
  const scan = new CanaryScan(CANARIES);
  /** What the platform was told: it is entitled to it. */
  const told: string[] = [];
  let platform: Server;
  let server: TestServer;
  const heard: { topic: string; payload: Buffer }[] = [];
  const listeners: MqttClient[] = [];
  const answers: { what: string; body: Buffer }[] = [];
  let served = { ticket: '', progressToken: '' };

  const staff = (username: string) => StaffClient.login(server.api, username, server.password(username));
  const device = (id: string) =>
    DeviceClient.connect(server.mqttUrl, server.config.id, id, server.secret(id));
  const must = <T>(reply: { ok: true; value: T } | { ok: false; problem: { code: string } }): T => {
    if (!reply.ok) throw new Error(reply.problem.code);
    return reply.value;
  };

  beforeAll(async () => {
    platform = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        told.push(`${request.url} ${Buffer.concat(chunks).toString()}`);
        const insurance = {
          ...{
            name: PRINTED.name,
            idNumber: PRINTED.idNumber,
            personalNumber: '1',
            employer: '探',
            region: '探',
          },
          insurances: [{ kind: '养老', state: '参保缴费', from: '2020-01', to: '2026-10', months: 82 }],
        };
        const accepted = { accepted: true, version: 1 };
        response.setHeader('content-type', 'application/json');
        // A platform that does not mask: what the hall gives on must not depend on it.
        const cases = [{ ...CASE, applicant: told.at(-1)?.includes('receipt') ? BOOKED.name : WAITING.name }];
        const body = request.url?.includes('insurance') ? insurance : accepted;
        response.end(JSON.stringify(request.url === PLATFORM_PATHS.progress ? { cases } : body));
      });
    });
    await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
    const { port } = platform.address() as AddressInfo;
    const bookings = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '10:00', to: '11:00', places: 5 }];
    const config = testConfig((hall) => ({
      ...hall,
      queues: hall.queues.map((queue) => ({ ...queue, bookings })),
    }));
    server = await startTestServer({ platformUrl: `http://127.0.0.1:${port}`, config });
    await listen();
    await liveThrough();
    await bookAndActForOthers();
    await askAtKiosk();
    await askEverybody();
  });
  afterAll(async () => {
    for (const client of listeners) await client.endAsync(true);
    await server?.stop();
    await new Promise((resolve) => platform.close(resolve));
  });

  /** Every kind of device, on every topic that it may hear. */
  async function listen(): Promise<void> {
    const hall = server.config.id;
    for (const id of KINDS) {
      const client = await mqtt.connectAsync(server.mqttUrl, {
        protocolVersion: 4,
        clientId: `${id}-scan`,
        username: id,
        password: server.secret(id),
      });
      listeners.push(client);
      client.on('message', (topic, payload) => heard.push({ topic, payload }));
      const window = server.config.devices.find((entry) => entry.id === id)?.windows?.[0] ?? '';
      for (const name of TOPIC_NAMES) {
        for (const part of ['+', id, window]) {
          if (TOPIC_ENTRIES[name].from !== 'server') continue;
          await client.subscribeAsync(topicOf(hall, name, part), { qos: 0 }).catch(() => null);
        }
      }
    }
  }

  /** A person is served, rated and rates with words; another one waits; a third prints a certificate. */
  async function liveThrough(): Promise<void> {
    const kiosk = await device('kiosk-1');
    const queue = server.config.queues.find(({ id }) => id === 'insurance') ?? server.config.queues[0];
    const window = server.config.windows.find(({ queues }) => queues.includes(queue?.id ?? ''));
    const pad = server.config.devices.find(
      ({ kind, windows }) => kind === 'pad' && windows?.includes(window?.id ?? '') === true,
    );
    const item = server.config.items.find((entry) => entry.queue === queue?.id);
    if (!queue || !window || !item) throw new Error('the demo hall has changed');
    const take = (who: Person) =>
      kiosk.ask('ticket.take', { queue: queue.id, items: [item.id], paperless: true, person: who });
    served = must(await take(SERVED));
    expect(await take(SERVED)).toMatchObject({ ok: false, problem: { code: 'ALREADY_WAITING' } });
    const clerk = await staff('clerk01');
    must(await clerk.command('window.open', { window: window.id }));
    must(await clerk.command('window.call', { window: window.id }));
    must(await clerk.command('window.start', { window: window.id }));
    must(await clerk.command('window.finish', { window: window.id }));
    must(await take(WAITING));
    if (pad) {
      const screen = await device(pad.id);
      const asked = new Promise<string>((resolve) => {
        screen.mqtt.on('message', (topic, payload) => {
          const found = /"ref":"([0-9a-f]{32})"/.exec(payload.toString())?.[1];
          if (topic.includes('/pad/') && found !== undefined) resolve(found);
        });
      });
      await screen.mqtt.subscribeAsync(topicOf(server.config.id, 'pad', window.id), { qos: 0 });
      const body = {
        window: window.id,
        ref: await asked,
        grade: 5 as const,
        reasons: [517],
        comment: COMMENT,
      };
      must(await screen.ask('rating.give', body));
      await screen.close();
    }
    must(await kiosk.ask('certificate.issue', { kind: 'insurance', person: PRINTED }));
    // A body that is refused may be logged by mistake: the check digit does not fit.
    const wrong = { ...WAITING, idNumber: `${WAITING.idNumber.slice(0, -1)}Q` };
    await kiosk.ask('ticket.take', { queue: queue.id, person: wrong });
    await kiosk.close();
    await eventually(async () => told.some((line) => line.startsWith('/v1/cases/')));
    if (pad) await eventually(async () => told.some((line) => line.startsWith('/v1/ratings/')));
  }

  /** [B1] [C5] Bookings at machine and desk, an agent's number, and a note for colleagues. */
  async function bookAndActForOthers(): Promise<void> {
    const kiosk = await device('kiosk-1');
    const guide = await staff('guide01');
    const day = tomorrow();
    const wish = { queue: 'insurance', person: BOOKED, day, from: '10:00' };
    const keep = (what: string, said: unknown) =>
      answers.push({ what, body: Buffer.from(JSON.stringify(said)) });
    const made = must(await kiosk.ask('booking.make', wish));
    keep('kiosk booking.make', made);
    expect(made.name).toBeNull();
    const twice = await guide.command('booking.make', wish);
    expect(twice).toMatchObject({ ok: false, problem: { code: 'BOOKING_TWICE' } });
    keep('guide booking.make', [
      twice,
      must(await guide.command('booking.make', { ...wish, person: AGENT })),
    ]);
    for (const [who, found] of [
      ['kiosk', must(await kiosk.ask('booking.find', { person: BOOKED }))],
      ['guide', must(await guide.command('booking.find', { person: BOOKED }))],
    ] as const) {
      expect(found.bookings).toMatchObject([{ booking: made.booking, name: null }]);
      keep(`${who} booking.find`, found);
    }
    const listed = must(await guide.command('booking.list', { day }));
    expect(listed.bookings.map(({ name }) => name?.slice(-1))).toEqual(['*', '*']);
    keep('guide booking.list', listed);
    const forOther = { person: BOOKED, agent: { person: AGENT, authorisation: 'letter' as const } };
    const take = { queue: 'enquiry', paperless: true, ...forOther };
    keep('kiosk agent', await kiosk.ask('ticket.take', take));
    const taken = must(await guide.command('ticket.take', take));
    keep('guide agent', taken);
    must(await guide.command('ticket.note', { ticket: taken.ticket, text: NOTE }));
    const auditor = await staff('auditor01');
    const story = must(await auditor.command('ticket.read', { ticket: taken.ticket }));
    expect(story.entries[0]?.says.zh).toContain('委托书');
    keep('auditor story', story);
    keep('kiosk booking.cancel', await kiosk.ask('booking.cancel', { booking: made.booking }));
    // Who may not: by the card of somebody else, without a card, and as a clerk.
    const other = must(await guide.command('booking.make', { ...wish, person: BOOKED, from: '10:00' }));
    for (const person of [AGENT, undefined]) {
      const stolen = await kiosk.ask('ticket.take', { booking: other.booking, ...(person && { person }) });
      expect(stolen.ok).toBe(false);
      keep('kiosk check-in', stolen);
    }
    const clerk = await staff('clerk01');
    for (const [name, body] of [
      ['booking.list', { day }],
      ['booking.find', { person: BOOKED }],
      ['booking.make', wish],
      ['booking.cancel', { booking: other.booking }],
      ['ticket.take', take],
      ['ticket.confirm-class', { ticket: taken.ticket, claim: { kind: 'soldier' } }],
    ] as const) {
      const refused = await clerk.command(name, body as never);
      expect([name, refused.ok ? '' : refused.problem.code]).toEqual([name, 'FORBIDDEN']);
    }
    const claim = { kind: 'pregnant' as const };
    const claiming = await kiosk.ask('ticket.take', { queue: 'enquiry', claim });
    expect(claiming).toMatchObject({ ok: false, problem: { code: 'FORBIDDEN' } });
    await kiosk.close();
  }

  /** Own tickets, bookings and cases at a machine, asked rightly and wrongly; what a scan says to staff. */
  async function askAtKiosk(): Promise<void> {
    const kiosk = await device('kiosk-1');
    const guide = await staff('guide01');
    const keep = (what: string, said: unknown) => {
      answers.push({ what, body: Buffer.from(JSON.stringify(said)) });
    };
    const card = (who: Person) => ({ by: { kind: 'card' as const, person: who } });
    const own = must(await kiosk.ask('ticket.progress', card(WAITING)));
    expect(own.tickets).toHaveLength(1);
    keep('kiosk ticket.progress', own);
    const { progressToken: token } = served;
    keep('kiosk token', must(await kiosk.ask('ticket.progress', { by: { kind: 'token', token } })));
    const found = must(await kiosk.ask('booking.find', { person: BOOKED }));
    const code = found.bookings.find(({ state }) => state === 'booked')?.code ?? '';
    for (const [phone, count] of [
      [BOOKED.phone as string, 1],
      [WAITING.phone as string, 0],
    ] as const) {
      const asked = { by: { kind: 'code' as const, code, phone } };
      const looked = must(await kiosk.ask('booking.lookup', asked));
      expect(looked.bookings).toHaveLength(count);
      keep('kiosk booking.lookup', looked);
    }
    const cases = must(await kiosk.ask('case.progress', { person: WAITING }));
    expect(cases.cases).toMatchObject([{ applicant: '令**' }]);
    keep('kiosk case.progress', cases);
    const digits = { receipt: '202611190008', lastDigits: BOOKED.idNumber.slice(-4) };
    keep('kiosk receipt', must(await kiosk.ask('case.progress', digits)));
    // Refused bodies are those that a program logs by mistake.
    for (const [name, body] of [
      ['case.progress', { person: { ...WAITING, idNumber: `${WAITING.idNumber}7` } }],
      ['case.progress', { receipt: WAITING.idNumber, lastDigits: WAITING.name }],
      ['booking.lookup', { by: { kind: 'code', code: WAITING.name, phone: `x${BOOKED.phone}` } }],
      ['ticket.progress', { by: { kind: 'token', token: WAITING.idNumber } }],
      ['ticket.paper-key', { key: WAITING.name }],
      ['device.report', { order: null, report: { kind: WAITING.name } }],
      ['device.deliver', { order: WAITING.idNumber, piece: 0, data: WAITING.name }],
    ] as const) {
      const refused = await kiosk.ask(name, body as never);
      expect([name, refused.ok]).toEqual([name, false]);
      keep(`kiosk ${name} refused`, refused);
    }
    for (const scanned of [WAITING.idNumber, WAITING.name, served.progressToken]) {
      keep('guide ticket.scan', must(await guide.command('ticket.scan', { code: scanned })));
    }
    await kiosk.close();
  }

  function tomorrow(): string {
    const at = Date.now() + 24 * 3_600_000;
    return new Date(at).toLocaleDateString('sv', { timeZone: server.config.timeZone });
  }

  /** Every read of every role, and the pages that need none. */
  async function askEverybody(): Promise<void> {
    for (const { username } of server.config.staff.filter(
      ({ roles }, i, all) => all.findIndex((other) => other.roles.join() === roles.join()) === i,
    )) {
      const client = await staff(username);
      for (const name of COMMAND_NAMES.filter((one) => COMMAND_ENTRIES[one].reads)) {
        const reply = await client.command(name, { ticket: served.ticket, window: 'w1' } as never);
        const alone = reply.ok ? reply : await client.command(name, {} as never);
        answers.push({ what: `${username} ${name}`, body: Buffer.from(JSON.stringify(alone)) });
      }
      const story = await client.command('ticket.read', { ticket: served.ticket });
      answers.push({ what: `${username} story`, body: Buffer.from(JSON.stringify(story)) });
      if (client.session.roles.includes('auditor')) {
        const log = must(await client.command('privacy.access-log', {}));
        expect(log.entries.some(({ actor, purpose }) => actor === 'sync' && purpose === 'sync-case')).toBe(
          true,
        );
        answers.push({ what: 'the access log', body: Buffer.from(JSON.stringify(log)) });
      }
    }
    const origin = server.api.replace('/api/v1', '');
    for (const path of [
      '/',
      '/healthz',
      '/readyz',
      '/metrics',
      '/api/docs/json',
      `/p/${served.progressToken}`,
    ]) {
      const response = await fetch(origin + path);
      answers.push({ what: path, body: Buffer.from(await response.arrayBuffer()) });
    }
  }

  it('reach the platform, which is entitled to them: the search below has something to miss', () => {
    const all = told.join('\n');
    for (const canary of [SERVED.name, SERVED.idNumber, COMMENT]) expect(all).toContain(canary);
    // The certificate's register gets them masked only.
    const registered = told.find((line) => line.startsWith('/v1/certificates/')) ?? '';
    expect(registered).toContain('holder');
    expect(scan.find(Buffer.from(registered))).toEqual([]);
  });

  it('are in no file of the hall: databases, their logs, keys, credentials', () => {
    const files = filesIn(server.folder);
    expect(files.length).toBeGreaterThan(6);
    for (const { name, bytes } of files) expect([name, scan.find(bytes)]).toEqual([name, []]);
  });

  it('are in no line of the log', () => {
    expect(server.logged.length).toBeGreaterThan(3);
    expect(scan.find(Buffer.from(server.logged.map((line) => JSON.stringify(line)).join('\n')))).toEqual([]);
  });

  it('are in no message that any device can hear, retained or live', () => {
    expect(heard.length).toBeGreaterThan(20);
    for (const { topic, payload } of heard) {
      expect([topic, scan.find(Buffer.concat([Buffer.from(`${topic} `), payload]))]).toEqual([topic, []]);
    }
  });

  it('are in no answer that any role gets, and in no page', () => {
    expect(answers.length).toBeGreaterThan(20);
    for (const { what, body } of answers) expect([what, scan.find(body)]).toEqual([what, []]);
  });

  it('are forgotten by the manager alone, by number or by ticket, and not while the person waits', async () => {
    const manager = await staff('manager01');
    const reason = 'person-asked' as const;
    for (const username of ['clerk01', 'guide01', 'auditor01', 'admin01']) {
      const other = await staff(username);
      const refused = await other.command('privacy.forget', { idNumber: SERVED.idNumber, reason });
      expect([username, refused.ok ? '' : refused.problem.code]).toEqual([username, 'FORBIDDEN']);
    }
    const code = async (body: { idNumber: string } | { ticket: string }, key?: string) => {
      const reply = await manager.command('privacy.forget', { ...body, reason }, key);
      return reply.ok ? 'done' : reply.problem.code;
    };
    for (const { idNumber } of [WAITING, BOOKED, AGENT])
      expect(await code({ idNumber })).toBe('PERSON_WAITING');
    const before = must(await manager.command('privacy.report', {}));
    expect(await code({ ticket: served.ticket }, 'forget-the-first')).toBe('done');
    expect(await code({ ticket: served.ticket }, 'forget-the-first')).toBe('done');
    expect(await code({ ticket: served.ticket })).toBe('PERSON_UNKNOWN');
    expect(await code({ idNumber: ` ${PRINTED.idNumber.toLowerCase()} ` })).toBe('done');
    expect(await code({ idNumber: PRINTED.idNumber })).toBe('PERSON_UNKNOWN');
    const after = must(await manager.command('privacy.report', {}));
    const count = (report: typeof after, kind: string) =>
      report.kinds.find((one) => one.kind === kind)?.count;
    expect([count(before, 'person'), count(after, 'person')]).toEqual([5, 3]);
    // The words of the rating were the first person's, too.
    expect([count(before, 'text'), count(after, 'text')]).toEqual([2, 1]);
    for (const { name, bytes } of filesIn(server.folder))
      expect([name, scan.find(bytes)]).toEqual([name, []]);
    expect(scan.find(Buffer.from(JSON.stringify(server.logged)))).toEqual([]);
  });
});
