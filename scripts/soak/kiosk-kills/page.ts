import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketSlip } from '@hall/shared/contracts/commands';
import {
  BEAT_MS,
  FromHost,
  type FromPage,
  LINK_PATH,
  type LinkRequest,
} from '@hall/shared/contracts/kiosk-link';
import type { PrintReport } from '@hall/shared/contracts/print-report';
import WebSocket from 'ws';

/**
 * The page of a kiosk without its pictures: loads itself from its host, says hello with the token of that start,
 * beats, asks, and begins anew when its host was started again, as the page in Chromium does.
 */

const TOKEN = /name="hall-link-token" content="([0-9a-f]{32})"/;
const AGAIN_MS = 60;
const LOOK_MS = 5;

export type HostState = Extract<FromHost, { type: 'state' }>;
export type CardSeen = Extract<FromHost, { type: 'card' }>['card'];
/** `lost`: the host died before it answered, and the page that asked is gone. */
export type Answer =
  | { readonly is: 'slip'; readonly slip: TicketSlip }
  | { readonly is: 'refused'; readonly code: string }
  | { readonly is: 'lost' };

export interface Page {
  state(): HostState | null;
  card(): CardSeen;
  ask(id: string, request: LinkRequest): Promise<Answer>;
  /** How the next paper of this ticket came out; null where the host died first. */
  paper(ticket: string): Promise<PrintReport | null>;
  close(): void;
}

export function openPage(url: string): Page {
  let socket: WebSocket | null = null;
  let state: HostState | null = null;
  let card: CardSeen = null;
  /** Grows with every connection: what was asked on an older one is lost. */
  let life = 0;
  let closed = false;
  const answers = new Map<string, Answer>();
  const reports = new Map<string, PrintReport[]>();

  const say = (message: FromPage): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const take = (message: FromHost): void => {
    if (message.type === 'state') state = message;
    if (message.type === 'card') card = message.card;
    if (message.type === 'answer') answers.set(message.id, answerOf(message.body));
    if (message.type === 'failure') answers.set(message.id, { is: 'refused', code: message.error.code });
    if (message.type !== 'paper' || message.state.step !== 'done') return;
    reports.set(message.id, [...(reports.get(message.id) ?? []), message.state.report]);
  };

  async function connect(): Promise<void> {
    const token = TOKEN.exec(await (await fetch(url)).text())?.[1] ?? '';
    const opened = new WebSocket(new URL(LINK_PATH, url.replace('http', 'ws')), {
      origin: new URL(url).origin,
    });
    opened.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      opened.once('open', () => {
        life += 1;
        socket = opened;
        say({ type: 'hello', token });
        const view = { place: '/', full: true, plain: true };
        const beat = setInterval(() => say({ type: 'alive', view }), BEAT_MS);
        opened.once('close', () => clearInterval(beat));
      });
      opened.on('message', (data) => take(FromHost.parse(JSON.parse(String(data)))));
      opened.once('close', () => resolve());
    });
  }
  void (async () => {
    while (!closed) {
      await connect().catch(() => undefined);
      socket = null;
      state = null;
      card = null;
      answers.clear();
      reports.clear();
      await sleep(AGAIN_MS);
    }
  })();

  /** What `find` finds on this connection, or null when it ends. */
  async function here<T>(find: () => T | undefined): Promise<T | null> {
    const of = life;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (life !== of || socket === null) return null;
      await sleep(LOOK_MS);
    }
  }

  return {
    state: () => (socket === null ? null : state),
    card: () => card,
    async ask(id, request) {
      if (socket === null) return { is: 'lost' };
      answers.delete(id);
      say({ type: 'request', id, request });
      return (await here(() => answers.get(id))) ?? { is: 'lost' };
    },
    paper: (ticket) => here(() => reports.get(ticket)?.shift()),
    close() {
      closed = true;
      socket?.close();
    },
  };
}

function answerOf(body: unknown): Answer {
  return { is: 'slip', slip: body as TicketSlip };
}
