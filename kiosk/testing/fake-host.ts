import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Catalogue, TicketSlip } from '@hall/shared/contracts/commands';
import type {
  BellView,
  CardView,
  EnrolmentView,
  FromHost,
  LinkRequest,
  PowerView,
} from '@hall/shared/contracts/kiosk-link';
import type { KioskScreen } from '@hall/shared/contracts/kiosk-screen';
import type { PeripheralHealth } from '@hall/shared/contracts/messages';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { PagePicture } from '@hall/shared/contracts/screen-picture';
import type { Text } from '@hall/shared/contracts/text';
import { wallClock } from '../device-host/clock.ts';
import type { AskFault } from '../device-host/link/server-link.ts';
import { askFault } from '../device-host/link/server-link.ts';
import { silentLog } from '../device-host/log.ts';
import { OFFLINE_WORDS } from '../device-host/offline/words.ts';
import type { PageBackend } from '../device-host/page/backend.ts';
import { openPageServer } from '../device-host/page/page-server.ts';
import { paperWords } from '../device-host/tickets/paper-words.ts';
import { CATALOGUE } from './catalogue.ts';
import { type FakeQuery, fakeQuery } from './fake-query.ts';
import { type FakeResident, fakeResident } from './fake-resident.ts';

/**
 * A host without devices and server, on the same link: for the designer's desk, pictures and tests of the page.
 * `node kiosk/testing/fake-host.ts PORT` serves it by hand, with an older person's card on the reader.
 */
export interface FakeHost {
  readonly url: string;
  readonly asked: readonly LinkRequest[];
  /** Bookings and own tickets. */
  readonly resident: FakeResident;
  lay(card: CardView | null): void;
  trouble(): void;
  /** `numbers`: without a server this machine gives numbers of its own range. */
  online(online: boolean, numbers?: 'own' | 'none'): void;
  peripheral(kind: PeripheralHealth['kind'], state: PeripheralHealth['state'], reason: string | null): void;
  /** How the papers from now on come out. */
  paper(outcome: 'printing' | 'printed' | 'failed' | 'unknown', reason?: string): void;
  /** Every take from now on fails like this; null ends it. */
  fail(code: string | null): void;
  /** The takes from now on get no answer, until this is over. */
  silent(silent: boolean): void;
  /** The hall does not let this machine in, or lets it in again. */
  enrolment(state: EnrolmentView | null): void;
  closeQueue(queue: string, closed?: boolean): void;
  /** No queue takes anybody: the hall is about to close. */
  closeHall(closed?: boolean): void;
  /** A guide has answered the bell, or it fell silent. */
  bell(next: BellView): void;
  /** The mains fail, the machine closes; null: they are back. */
  power(next: PowerView | null): void;
  readonly query: FakeQuery;
  /** A scanner of the host read this. */
  scan(text: string): void;
  /** Has the page draw itself; null: it refused. */
  draw(visit: boolean): Promise<PagePicture | null>;
  /** Support looks at the screen, or does not any more. */
  support(looks: boolean): void;
  /** What the self-test found for whoever stands there. */
  limits(texts: readonly Text[]): void;
  close(): Promise<void>;
}

const EPOCH = '0a1b2c3d';
const PRINT_MS = 150;

export const ELDER: CardView = {
  card: 'card-elder',
  maskedName: '张**',
  age: 67,
  senior: true,
  kind: 'resident',
};
export const ADULT: CardView = {
  card: 'card-adult',
  maskedName: '李*',
  age: 34,
  senior: false,
  kind: 'resident',
};

export async function startFakeHost(
  options: {
    readonly port?: number;
    readonly catalogue?: Catalogue;
    /** Where the built page lies; by default what `npm start` has built. */
    readonly appFolder?: string;
    /** As measured; by default what the page takes for usual. */
    readonly screen?: KioskScreen;
  } = {},
): Promise<FakeHost> {
  const { catalogue = CATALOGUE } = options;
  const resident = fakeResident(catalogue);
  const listeners = new Set<(message: FromHost) => void>();
  const asked: LinkRequest[] = [];
  const since = Date.now();
  let isOnline = true;
  let ownNumbers = false;
  let card: CardView | null = null;
  let outcome: 'printing' | 'printed' | 'failed' | 'unknown' = 'printed';
  let reason = 'PAPER_OUT';
  let failure: string | null = null;
  let isSilent = false;
  let bell: BellView = { state: 'off' };
  let power: PowerView | null = null;
  let limits: Text[] = [];
  const closed = new Set<string>();
  const ordinals = new Map<string, number>();
  const peripherals = new Map<PeripheralHealth['kind'], PeripheralHealth>();
  for (const kind of ['card-reader', 'ticket-printer', 'page-printer', 'scanner'] as const) {
    peripherals.set(kind, { name: kind, kind, state: 'up', reason: null, since, counters: {} });
  }

  const state = (): FromHost => ({
    type: 'state',
    online: isOnline,
    lostSince: isOnline ? null : since,
    info: {
      v: 1,
      epoch: EPOCH,
      seq: 1,
      at: since,
      hall: 'demo',
      name: catalogue.hall,
      address: { zh: '云溪县人民路 1 号', en: '1 Renmin Road, Yunxi' },
      phone: '0730-8412345',
      opening: { zh: '周一至周五 8:30–16:30', en: 'Monday to Friday, 8:30–16:30' },
      timeZone: 'Asia/Shanghai',
      notices: [
        {
          zh: '医保窗口本周六上午延时服务。',
          en: 'The medical insurance windows are open this Saturday morning.',
        },
      ],
      languages: ['zh', 'en'],
      zones: catalogue.zones,
      demo: true,
      progressUrl: 'http://127.0.0.1:8600/p/',
      catalogue: catalogue.version,
    },
    queues: catalogue.queues.map((queue, i) => ({
      v: 1,
      epoch: EPOCH,
      seq: 1,
      at: since,
      queue: queue.id,
      prefix: queue.prefix,
      name: queue.name,
      zone: queue.zone,
      waiting: (i * 5 + 7) % 17,
      estimate: { lowMin: (i * 3) % 10, highMin: ((i * 3) % 10) + 6 },
      windows: [i * 2 + 1, i * 2 + 2],
      open: !closed.has(queue.id),
      why: closed.has(queue.id)
        ? {
            zh: '今天的号已取完，请改日再来或到咨询台。',
            en: 'No numbers are left for today. Please come another day.',
          }
        : null,
      late: false,
    })),
    peripherals: [...peripherals.values()],
    device: 'kiosk-1',
    bell,
    power,
    limits,
    offline:
      isOnline || !ownNumbers
        ? null
        : Object.fromEntries(
            catalogue.queues.map(({ id }) => [id, closed.has(id) ? OFFLINE_WORDS.usedUp : null]),
          ),
  });
  const send = (message: FromHost): void => {
    for (const listener of listeners) listener(message);
  };

  function slipOf(
    queueId: string,
    items: readonly string[],
    ticket: string,
    person: CardView | null,
  ): TicketSlip {
    const queue = catalogue.queues.find((one) => one.id === queueId)!;
    const zone = catalogue.zones.find((one) => one.id === queue.zone)!;
    const ordinal = (ordinals.get(ticket) ?? 0) + 1;
    ordinals.set(ticket, ordinal);
    return {
      ticket,
      number: `${queue.prefix}012`,
      ordinal,
      day: '2026-11-21',
      at: since,
      hall: catalogue.hall,
      zone: zone.id,
      zoneName: zone.name,
      place: zone.place,
      queue: queue.id,
      queueName: queue.name,
      department: queue.department,
      items: items.map((id) => catalogue.items.find((one) => one.id === id)!.name),
      class: person?.senior ? 'senior' : 'ordinary',
      ...(isOnline ? {} : { offline: true as const }),
      classReason: person?.senior
        ? { zh: '您已满60岁，可优先办理', en: 'You are 60 or older and will be served earlier' }
        : null,
      ahead: 7,
      estimate: { lowMin: 8, highMin: 12 },
      windows: [1, 2, 3],
      rule: {
        zh: '过号后请到窗口或咨询台重新激活，可重排一次。',
        en: 'If you miss your call, ask at a window or the guide desk: you can rejoin once.',
      },
      progressToken: '00112233445566778899aabbccddeeff',
      shortCode: '4F2A9C',
    };
  }

  function print(of: 'ticket' | 'certificate' | 'booking', id: string): void {
    send({ type: 'paper', of, id, state: { step: 'printing' } });
    if (outcome === 'printing') return;
    const report =
      outcome === 'printed' ? ({ outcome, proof: 'confirmed' } as const) : ({ outcome, reason } as const);
    setTimeout(() => {
      const text = paperWords(of, report);
      send({
        type: 'paper',
        of,
        id,
        state: { step: 'done', report, text, mayReprint: of !== 'certificate' && outcome !== 'printed' },
      });
    }, PRINT_MS);
  }

  const slips = new Map<string, { queue: string; items: readonly string[]; person: CardView | null }>();
  const query = fakeQuery({
    catalogue,
    online: () => isOnline,
    card: () => card,
    failure: () => failure,
    paper: () => ({ outcome, reason }),
  });
  async function request(_id: string, wanted: LinkRequest): Promise<Result<unknown, AskFault>> {
    asked.push(wanted);
    const own = resident.request(wanted, {
      print: (booking) => void setTimeout(() => print('booking', booking), PRINT_MS),
      take: () => request(_id, { name: 'take', items: [catalogue.items[0]!.id], queue: null, card: null }),
    });
    if (own !== undefined) return own;
    const queried = query.request(_id, wanted);
    if (queried !== undefined) return queried;
    switch (wanted.name) {
      case 'catalogue':
        return ok(catalogue);
      case 'take': {
        if (isSilent) return new Promise(() => undefined);
        if (failure !== null) return err(askFault(failure, 'as told'));
        const item = catalogue.items.find((one) => one.id === wanted.items[0]);
        const queue = wanted.queue ?? item?.queue ?? catalogue.guideQueue;
        const ticket = randomBytes(16).toString('hex');
        const person = wanted.card === null ? null : card;
        slips.set(ticket, { queue, items: wanted.items, person });
        setTimeout(() => print('ticket', ticket), PRINT_MS);
        return ok(slipOf(queue, wanted.items, ticket, person));
      }
      case 'reprint': {
        const known = slips.get(wanted.ticket);
        if (!known) return err(askFault('TICKET_UNKNOWN', 'no such ticket'));
        setTimeout(() => print('ticket', wanted.ticket), PRINT_MS);
        return ok(slipOf(known.queue, known.items, wanted.ticket, known.person));
      }
      case 'certificate': {
        if (failure !== null) return err(askFault(failure, 'as told'));
        const certificate = randomBytes(16).toString('hex');
        setTimeout(() => print('certificate', certificate), PRINT_MS);
        const title = { zh: '社会保险参保证明', en: 'Social insurance certificate' };
        return ok({
          certificate,
          verification: '7KQ2-M4XD-91TA',
          title,
          pages: 1,
          path: `/certificates/${certificate}`,
        });
      }
      case 'helper':
        if (!isOnline) return err(askFault('SERVER_AWAY', 'as told'));
        bell = { state: 'ringing', since: Date.now() };
        send(state());
        return ok({ done: true });
      case 'end':
      case 'closed':
        send({ type: 'card', card: null });
        return ok({});
      default:
        return err(askFault('UNKNOWN_COMMAND', 'neither a question nor a resident asks so'));
    }
  }

  const backend: PageBackend = {
    greeting: () => [state(), { type: 'card', card }],
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    request,
    drawn: (drawing) => drawings.get(drawing.id)?.(drawing.picture),
    abandoned: () => undefined,
  };
  const drawings = new Map<string, (picture: PagePicture | null) => void>();
  const appFolder = options.appFolder ?? fileURLToPath(new URL('../dist/app', import.meta.url));
  const server = await openPageServer({
    port: options.port ?? 0,
    appFolder,
    screen: options.screen,
    backend,
    clock: wallClock,
    log: silentLog,
  });
  if (!server.ok) throw new Error(server.error.message);

  return {
    url: server.value.url,
    asked,
    query,
    resident,
    lay(next) {
      card = next;
      send({ type: 'card', card });
    },
    trouble: () =>
      send({
        type: 'card-trouble',
        text: {
          zh: '没有读到证件。请拿起来，再放平一次。',
          en: 'The card could not be read. Lift it and lay it flat again.',
        },
      }),
    online(next, numbers = 'none') {
      isOnline = next;
      ownNumbers = numbers === 'own';
      send(state());
    },
    peripheral(kind, next, why) {
      peripherals.set(kind, { name: kind, kind, state: next, reason: why, since, counters: {} });
      send(state());
    },
    paper(next, why = 'PAPER_OUT') {
      outcome = next;
      reason = why;
    },
    fail(code) {
      failure = code;
    },
    silent(next) {
      isSilent = next;
    },
    enrolment: (next) => send({ type: 'enrolment', state: next }),
    bell(next) {
      bell = next;
      send(state());
    },
    power(next) {
      power = next;
      send(state());
    },
    draw(visit) {
      const id = randomBytes(8).toString('hex');
      return new Promise((resolve) => {
        drawings.set(id, resolve);
        send({ type: 'draw', id, visit });
      });
    },
    support: (looks) => send({ type: 'support', looks }),
    limits(texts) {
      limits = [...texts];
      send(state());
    },
    scan(text) {
      send({ type: 'scanned', text });
    },
    closeHall(now = true) {
      for (const { id } of catalogue.queues) {
        if (now) closed.add(id);
        else closed.delete(id);
      }
      send(state());
    },
    closeQueue(queue, now = true) {
      if (now) closed.add(queue);
      else closed.delete(queue);
      send(state());
    },
    close: () => server.value.close(),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const host = await startFakeHost({ port: Number(process.argv[2] ?? 0) });
  host.lay(ELDER);
  process.stdout.write(`${host.url}\n`);
}
