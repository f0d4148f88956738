import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyLedger } from '@hall/queue-server/hall/ledger/verify';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { type Message, topicOf } from '@hall/shared/contracts/messages';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { fillLedger } from './past-days.ts';
import { type BenchHall, benchConfig, diskFolder, startBenchHall } from './processes.ts';
import { logIn, roomy } from './ticket-durable.ts';

/**
 * A hall with a million events behind it and 3,000 tickets today is killed and started again: from the start of
 * its process to the first ticket over HTTP, and to a screen that shows the right board over WebSocket.
 */

const EVENTS = 1_000_000;
const TICKETS_TODAY = 3_000;
/** Who waits when the power goes: a board says so, and must say it again. */
const WAITING = 40;
const ROUNDS = 5;
const QUEUE = 'bench-0';
/** Between two tries to reach a server that is starting. */
const TRY_MS = 20;
const GIVE_UP_MS = 60_000;

interface Round {
  readonly ticketMs: number;
  readonly screenMs: number;
}

export async function restart(): Promise<Record<string, unknown>> {
  const folder = diskFolder();
  try {
    const config = benchConfig(busy);
    const window = config.windows[0]?.id as string;
    const data = path.join(folder, 'hall');
    mkdirSync(data);
    const began = performance.now();
    const events = fillLedger(
      data,
      config,
      { events: EVENTS, ticketsToday: TICKETS_TODAY, waiting: WAITING },
      { queue: QUEUE, window },
    );
    console.log(`${events} events made in ${seconds(performance.now() - began)} s`);
    verify(path.join(data, 'ledger.db'));
    const rounds = await measure(folder, config);
    console.table(
      rounds.map(({ ticketMs, screenMs }) => ({
        'first ticket s': seconds(ticketMs),
        'screen right s': seconds(screenMs),
      })),
    );
    const whole = rounds.map(({ ticketMs, screenMs }) => Math.max(ticketMs, screenMs)).sort((a, b) => a - b);
    return {
      bench: 'restart',
      seconds: seconds(whole[Math.floor(whole.length / 2)] as number),
      worstSeconds: seconds(whole.at(-1) as number),
      events,
      ticketsToday: TICKETS_TODAY,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function busy(config: HallConfig): HallConfig {
  const hall = roomy(config);
  return { ...hall, calling: { ...hall.calling, lockSeconds: 0 } };
}

function verify(file: string): void {
  const began = performance.now();
  const db = new Database(file, { readonly: true });
  const { problems } = verifyLedger(db);
  db.close();
  if (problems.length > 0) throw new Error(problems.join('\n'));
  console.log(`verified in full in ${seconds(performance.now() - began)} s`);
}

async function measure(folder: string, config: HallConfig): Promise<Round[]> {
  const zone = config.queues.find((queue) => queue.id === QUEUE)?.zone as string;
  // The first start makes keys, credentials and the vault; sessions outlive a kill.
  const first = await startBenchHall(folder, busy);
  const session = await logIn(first, 'guide01');
  const screen = `board-${zone}`;
  const secret = first.secret(screen);
  await kill(first);
  const rounds: Round[] = [];
  let waiting = WAITING;
  for (let round = 0; round < ROUNDS; round += 1) {
    let ticket: Promise<number> = Promise.reject(new Error('not started'));
    ticket.catch(() => {});
    let shown = ticket;
    let t0 = 0;
    const hall = await startBenchHall(folder, busy, {
      starting({ port }) {
        t0 = performance.now();
        ticket = firstTicket(port, session);
        shown = rightScreen(`ws://127.0.0.1:${port}/mqtt`, config.id, zone, waiting, {
          username: screen,
          password: secret,
          clientId: `${screen}-bench`,
        });
      },
    });
    const [ticketAt, shownAt] = await Promise.all([ticket, shown]);
    rounds.push({ ticketMs: ticketAt - t0, screenMs: shownAt - t0 });
    waiting += 1;
    await kill(hall);
  }
  return rounds;
}

/** As a power cut ends it, as far as processes go. */
async function kill(hall: BenchHall): Promise<void> {
  const pid = hall.pid();
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await hall.stop();
}

/** Asks for a ticket until the starting server gives one; when that was. */
async function firstTicket(
  port: number,
  { cookie, check }: { cookie: string; check: string },
): Promise<number> {
  const until = performance.now() + GIVE_UP_MS;
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/tickets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, 'x-session-check': check },
        body: JSON.stringify({ queue: QUEUE, paperless: true }),
      });
      if (response.ok) {
        await response.json();
        return performance.now();
      }
      throw new Error(`the server answered ${response.status}: ${await response.text()}`);
    } catch (error) {
      const refused = (error as { cause?: { code?: string } }).cause?.code;
      if (refused === undefined || performance.now() > until) throw error;
      await sleep(TRY_MS);
    }
  }
}

/** Connects like a screen until the board says how many wait, with or without the ticket of this round. */
async function rightScreen(
  url: string,
  hall: string,
  zone: string,
  waiting: number,
  credentials: object,
): Promise<number> {
  const topics = { info: topicOf(hall, 'info'), board: topicOf(hall, 'board', zone) };
  const client = mqtt.connect(url, { protocolVersion: 4, reconnectPeriod: TRY_MS, ...credentials });
  client.on('error', () => {});
  client.on('connect', () => client.subscribe(Object.values(topics), { qos: 0 }));
  let informed = false;
  let right = false;
  const { promise, resolve } = Promise.withResolvers<number>();
  client.on('message', (topic, payload) => {
    const message = JSON.parse(payload.toString()) as Message<'board'>;
    if (topic === topics.info) informed = true;
    if (topic === topics.board) right ||= message.waiting === waiting || message.waiting === waiting + 1;
    if (informed && right) resolve(performance.now());
  });
  const at = await Promise.race([promise, sleep(GIVE_UP_MS, null)]);
  await client.endAsync(true);
  if (at === null) throw new Error('no screen was right');
  return at;
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}
