import type { ServerResponse } from 'node:http';
import type { FeedEvent } from '@hall/shared/contracts/feed';
import { fault } from '@hall/shared/contracts/result';
import type { FastifyInstance } from 'fastify';
import type { StoredEvent } from '../domain/events.ts';
import type { HallState } from '../domain/state.ts';
import type { LedgerClient } from '../ledger/client.ts';
import { sendProblem } from './problem.ts';
import { askerOf, type Doors } from './who.ts';

const HEARTBEAT_MS = 5_000;
/** A page that was away longer reads its view anew anyway. */
const MAX_REPLAY = 500;
/** A page that does not read its stream is dropped before it fills the server's memory. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

/** Events that staff's pages act on; the rest is for the auditor. */
const HIDDEN = new Set<StoredEvent['type']>([
  'rating.given',
  'staff.logged-in',
  'staff.logged-out',
  'audit.noted',
]);

export class Feed {
  /** Each open stream with the id of its session. */
  readonly #clients = new Map<ServerResponse, string>();
  readonly #timer: NodeJS.Timeout;
  readonly #ledger: LedgerClient;

  constructor(ledger: LedgerClient) {
    this.#ledger = ledger;
    ledger.onEvents((events, state) => {
      if (this.#clients.size === 0) return;
      for (const event of events) this.#send(feedEvent(event, state));
    });
    this.#timer = setInterval(() => {
      for (const client of this.#clients.keys()) client.write(': beat\n\n');
    }, HEARTBEAT_MS);
  }

  /** A change that is no event of the ledger: a device came or went, an acknowledgement is overdue. */
  nudge(
    type: 'device.changed' | 'call.unacknowledged' | 'backup.changed' | 'settings.in-force' | 'ticket.due',
    window: string | null = null,
  ): void {
    const { seq, at } = this.#ledger.state;
    this.#send({ seq, at, type, ticket: null, number: null, queue: null, window });
  }

  routes(app: FastifyInstance, doors: Doors): void {
    doors.access.sessions.onEnd((session) => this.#leave(session.id));
    app.get('/api/v1/events', async (request, reply) => {
      const asker = askerOf(request, doors, null);
      if (!asker.ok) return sendProblem(reply, asker.error);
      const actor = asker.value;
      if (actor.kind !== 'staff') return sendProblem(reply, fault('NOT_LOGGED_IN', 'not for devices'));
      const asked = Number(
        request.headers['last-event-id'] ?? (request.query as { after?: string }).after ?? Number.NaN,
      );
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'keep-alive',
        'x-accel-buffering': 'no',
      });
      raw.write('retry: 1000\n\n');
      if (Number.isSafeInteger(asked) && asked >= 0) {
        for (const event of this.#ledger.reader.after(asked, MAX_REPLAY)) {
          raw.write(format(feedEvent(event, this.#ledger.state)));
        }
      }
      this.#clients.set(raw, actor.session);
      raw.on('close', () => this.#clients.delete(raw));
    });
  }

  close(): void {
    clearInterval(this.#timer);
    for (const client of this.#clients.keys()) client.end();
  }

  /** Who is no longer logged in sees nothing more; the page asks anew and learns why. */
  #leave(session: string): void {
    for (const [client, of] of this.#clients) {
      if (of !== session) continue;
      this.#clients.delete(client);
      client.end();
    }
  }

  #send(event: FeedEvent): void {
    const text = format(event);
    for (const client of this.#clients.keys()) {
      if (client.writableLength > MAX_BUFFERED_BYTES) {
        client.destroy();
        this.#clients.delete(client);
      } else client.write(text);
    }
  }
}

function feedEvent(event: StoredEvent, state: HallState): FeedEvent {
  const data = event.data as { ticket?: string; window?: string };
  const ticket = data.ticket === undefined ? undefined : state.tickets.get(data.ticket);
  return {
    seq: event.seq,
    at: event.at,
    type: HIDDEN.has(event.type) ? 'hidden' : event.type,
    ticket: data.ticket ?? null,
    number: ticket?.number ?? null,
    queue: ticket?.queue ?? null,
    window: data.window ?? ticket?.window ?? null,
  };
}

function format(event: FeedEvent): string {
  return `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
}
