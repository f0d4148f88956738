import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { CommandName } from '@hall/shared/contracts/commands';
import type { Message, TopicName } from '@hall/shared/contracts/messages';
import { AskMessage, CONTRACT_VERSION, parseTopic, TOPICS, topicOf } from '@hall/shared/contracts/messages';
import { CATALOGUE } from './catalogue.ts';

/**
 * A hall server as far as a device host can see it: a real MQTT broker (Aedes, from the queue server's packages)
 * with heartbeat, and answers to asks that are idempotent by id.
 */

type Ask = Message<'ask'>;
type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly code: string };

export interface FakeHall {
  readonly port: number;
  /** Every ask as it arrived, repeats included. */
  readonly asks: readonly Ask[];
  /** Bodies of asks that were carried out, once for each id. */
  readonly done: ReadonlyArray<{ readonly command: CommandName; readonly body: unknown }>;
  readonly heard: ReadonlyArray<{
    readonly name: TopicName;
    readonly message: unknown;
    readonly retain: boolean;
  }>;
  answer(command: CommandName, how: (body: never) => Answer): void;
  /** Asks are carried out but their answers are not sent until released. */
  hold(on: boolean): void;
  publish<N extends TopicName>(
    name: N,
    part: string,
    message: Omit<Message<N>, 'v' | 'epoch' | 'seq' | 'at'>,
  ): Promise<void>;
  heartbeat(on: boolean): void;
  /** The broker dies with all its connections and retained messages, and comes back on the same port. */
  stopBroker(): Promise<void>;
  startBroker(): Promise<void>;
  close(): Promise<void>;
}

interface Broker {
  handle: (socket: Socket) => unknown;
  publish(packet: object, done: (problem?: Error) => void): void;
  close(done: () => void): void;
  authenticate: unknown;
  on(
    event: 'publish',
    listener: (packet: { topic: string; payload: Buffer; retain: boolean }, client: unknown) => void,
  ): void;
}

const HALL = 'demo';
const BEAT_MS = 300;
/** What is promised: this process holds hall, host and page at once, and may stand still for a second. */
const HEARTBEAT_MS = 1_000;
const require = createRequire(new URL('../../queue-server/package.json', import.meta.url));

async function createBroker(): Promise<Broker> {
  const { Aedes } = await import(require.resolve('aedes'));
  return Aedes.createBroker();
}

export async function startFakeHall(options: {
  readonly device: string;
  readonly secret: string;
}): Promise<FakeHall> {
  const asks: Ask[] = [];
  const done: Array<{ command: CommandName; body: unknown }> = [];
  const heard: Array<{ name: TopicName; message: unknown; retain: boolean }> = [];
  const answers = new Map<string, (body: never) => Answer>();
  const given = new Map<string, Answer>();
  let held = false;
  let beating = true;
  let broker: Broker | null = null;
  let server: Server | null = null;
  let port = 0;
  let seq = 0;
  const sockets = new Set<Socket>();

  const envelope = () => ({ v: CONTRACT_VERSION, epoch: '0a1b2c3d', seq: ++seq, at: Date.now() });
  const send = (name: TopicName, part: string | undefined, message: object): Promise<void> =>
    new Promise((resolve) => {
      const { qos, retain } = TOPICS[name];
      const payload = Buffer.from(JSON.stringify({ ...envelope(), ...message }));
      if (!broker) return resolve();
      broker.publish(
        { cmd: 'publish', topic: topicOf(HALL, name, part), payload, qos, retain, dup: false },
        () => resolve(),
      );
    });
  const beat = (): void => {
    if (beating)
      void send('server', undefined, { hall: HALL, startedAt: 1, heartbeatMs: HEARTBEAT_MS, demo: true });
  };

  function carryOut(ask: Ask): Answer {
    const before = given.get(ask.id);
    if (before) return before;
    const how = answers.get(ask.command);
    const answer: Answer = how ? how(ask.body as never) : { ok: false, code: 'UNKNOWN_COMMAND' };
    if (answer.ok) done.push({ command: ask.command, body: ask.body });
    given.set(ask.id, answer);
    return answer;
  }

  function takeAsk(ask: Ask): void {
    asks.push(ask);
    if (ask.validUntil < Date.now()) return;
    const answer = carryOut(ask);
    if (held) return;
    void send(
      'answer',
      options.device,
      answer.ok
        ? { id: ask.id, ok: true, body: answer.body }
        : {
            id: ask.id,
            ok: false,
            error: { code: answer.code, message: 'as told', text: { zh: '按测试要求', en: 'as told' } },
          },
    );
  }

  async function startBroker(): Promise<void> {
    const opened = await createBroker();
    opened.authenticate = (
      _client: unknown,
      username: string,
      password: Buffer,
      reply: (e: null, ok: boolean) => void,
    ) => reply(null, username === options.device && String(password) === options.secret);
    opened.on('publish', (packet, client) => {
      const where = parseTopic(HALL, packet.topic);
      if (client === null || where === null) return;
      const message: unknown = JSON.parse(String(packet.payload));
      heard.push({
        name: where.name,
        message: TOPICS[where.name].schema.parse(message),
        retain: packet.retain,
      });
      if (where.name === 'ask') takeAsk(AskMessage.parse(message));
    });
    broker = opened;
    const listening = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      opened.handle(socket);
    });
    await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
    server = listening;
    port = (listening.address() as AddressInfo).port;
    beat();
    await send('info', undefined, {
      hall: HALL,
      name: CATALOGUE.hall,
      address: { zh: '云溪县人民路 1 号', en: '1 Renmin Road, Yunxi' },
      phone: '0730-8412345',
      opening: { zh: '周一至周五 8:30–16:30', en: 'Monday to Friday, 8:30–16:30' },
      timeZone: 'Asia/Shanghai',
      notices: [],
      languages: ['zh', 'en'],
      zones: CATALOGUE.zones,
      demo: true,
      progressUrl: 'http://127.0.0.1:8600/p/',
      catalogue: CATALOGUE.version,
    });
  }

  async function stopBroker(): Promise<void> {
    const [oldBroker, oldServer] = [broker, server];
    broker = null;
    server = null;
    for (const socket of sockets) socket.destroy();
    if (oldServer) await new Promise<void>((resolve) => oldServer.close(() => resolve()));
    if (oldBroker) await new Promise<void>((resolve) => oldBroker.close(resolve));
  }

  answers.set('catalogue.read', () => ({ ok: true, body: CATALOGUE }));
  answers.set('ticket.report-print', () => ({ ok: true, body: { done: true } }));
  answers.set('certificate.report-print', () => ({ ok: true, body: { done: true } }));
  await startBroker();
  const timer = setInterval(beat, BEAT_MS);

  return {
    get port() {
      return port;
    },
    asks,
    done,
    heard,
    answer: (command, how) => void answers.set(command, how),
    hold(on) {
      held = on;
    },
    publish: (name, part, message) => send(name, part, message),
    heartbeat(on) {
      beating = on;
    },
    stopBroker,
    startBroker,
    async close() {
      clearInterval(timer);
      await stopBroker();
    },
  };
}

/** A slip as the server makes one; `reprint` gives the next ordinal of the same ticket. */
export function fakeTickets(): {
  take: (body: unknown) => Answer;
  reprint: (body: { ticket: string }) => Answer;
} {
  const slips = new Map<string, { ordinal: number }>();
  let next = 12;
  const slip = (ticket: string, ordinal: number) => ({
    ticket,
    number: `A${String(next).padStart(3, '0')}`,
    ordinal,
    day: '2026-11-21',
    at: Date.now(),
    hall: CATALOGUE.hall,
    zone: 'social',
    zoneName: { zh: '人社医保', en: 'Social insurance' },
    place: { zh: '一层东侧', en: 'Ground floor, east' },
    queue: 'social',
    queueName: { zh: '社保业务', en: 'Social insurance matters' },
    department: { zh: '人力资源和社会保障局', en: 'Human Resources and Social Security Bureau' },
    items: [{ zh: '社会保障卡补换领', en: 'Replacing a social security card' }],
    class: 'ordinary',
    classReason: null,
    ahead: 4,
    estimate: { lowMin: 8, highMin: 12 },
    windows: [1, 2],
    rule: { zh: '过号可重排一次。', en: 'After a missed call you can rejoin once.' },
    progressToken: '00112233445566778899aabbccddeeff',
    shortCode: '4F2A9C',
  });
  return {
    take() {
      const ticket = randomBytes(16).toString('hex');
      slips.set(ticket, { ordinal: 1 });
      const body = slip(ticket, 1);
      next += 1;
      return { ok: true, body };
    },
    reprint({ ticket }) {
      const known = slips.get(ticket);
      if (!known) return { ok: false, code: 'TICKET_UNKNOWN' };
      known.ordinal += 1;
      return { ok: true, body: slip(ticket, known.ordinal) };
    },
  };
}
