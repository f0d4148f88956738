import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { COMMAND_ENTRIES, COMMAND_NAMES, type CommandName } from '@hall/shared/contracts/commands';
import { ERRORS, isErrorCode } from '@hall/shared/contracts/errors';
import { DemoSurfaces, FeedEvent, LoginBody, SessionView } from '@hall/shared/contracts/feed';
import type { Role } from '@hall/shared/contracts/hall-config';
import { createCommands, type FixtureCommands } from './fixture-commands.ts';
import { ENGLISH_NAMES, LOGINS, surfaces } from './fixture-hall.ts';

/** Comment heartbeat of the real feed. */
const HEARTBEAT_MS = 5_000;
const SESSION_MS = 8 * 3_600_000;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface FixtureOptions {
  /** Folder of the built pages. */
  readonly dist: string;
  readonly port?: number;
  readonly demo?: boolean;
}

export interface Fixture extends FixtureCommands {
  readonly url: string;
  /** Commands that arrived, in order, with what they carried. */
  readonly received: { name: CommandName; key: string | null; body: unknown }[];
  /** Cuts feed and API as a pulled cable does; true again mends it. */
  online(yes: boolean): void;
  /** The next so many changes are carried out, but their answers never arrive. */
  loseAnswers(count: number): void;
  /** Answers of commands are this late, milliseconds. */
  delay(ms: number): void;
  emit(event: Partial<FeedEvent> & { type: string }): void;
  close(): Promise<void>;
}

class Refused extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  constructor(code: string, details?: Readonly<Record<string, unknown>>) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** The hall's HTTP API over an invented hall; every answer passes through its contract schema before it leaves. */
export async function startFixture({ dist, port = 0, demo = true }: FixtureOptions): Promise<Fixture> {
  const sessions = new Map<string, SessionView>();
  const answers = new Map<string, unknown>();
  const feeds = new Set<ServerResponse>();
  const received: Fixture['received'] = [];
  let up = true;
  let lateMs = 0;
  let lose = 0;
  let seq = 1_000;
  const history: FeedEvent[] = [];
  const emit: Fixture['emit'] = (event) => {
    const full = FeedEvent.parse({
      seq: ++seq,
      at: Date.now(),
      ticket: null,
      number: null,
      queue: null,
      window: null,
      ...event,
    });
    history.push(full);
    for (const feed of feeds) writeEvent(feed, full);
  };
  const commands = createCommands({
    now: () => Date.now(),
    emit,
    seq: () => seq,
    refuse: (code, details) => new Refused(code, details),
  });

  const server = createServer((request, response) => {
    if (!up) return void request.socket.destroy();
    handle(request, response).catch((error: unknown) => {
      if (error instanceof Refused) problem(response, error.code, error.details);
      else {
        process.stderr.write(`${String(error)}\n`);
        problem(response, 'INTERNAL');
      }
    });
  });
  const heartbeat = setInterval(() => {
    for (const feed of feeds) feed.write(': beat\n\n');
  }, HEARTBEAT_MS);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fixture');
    const { pathname } = url;
    if (pathname === '/demo/surfaces') {
      if (!demo) return problem(response, 'NOT_FOUND');
      return json(response, 200, DemoSurfaces.parse(surfaces(origin())));
    }
    if (!pathname.startsWith('/api/v1/')) return file(pathname, response);
    if (pathname === '/api/v1/session') return session(request, response);
    if (pathname === '/api/v1/setup') return json(response, 200, { open: false });
    const who = sessionOf(request);
    if (!who) return problem(response, 'NOT_LOGGED_IN');
    if (pathname === '/api/v1/events') return feed(Number(url.searchParams.get('after')), response);
    return command(request, response, pathname.slice('/api/v1'.length), who);
  }

  async function session(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const { username, password } = LoginBody.parse(await read(request));
      const login = LOGINS.find((entry) => entry.username === username && entry.password === password);
      if (!login) return problem(response, 'LOGIN_FAILED');
      const id = randomBytes(16).toString('hex');
      const view = SessionView.parse({
        username,
        name: login.name,
        nameEn: ENGLISH_NAMES[username] ?? username,
        roles: login.roles,
        check: randomBytes(12).toString('hex'),
        expiresAt: Date.now() + SESSION_MS,
        idleMs: SESSION_MS,
        needs: null,
        totp: false,
        demo,
      });
      sessions.set(id, view);
      response.setHeader('set-cookie', `session=${id}; HttpOnly; SameSite=Strict; Path=/`);
      return json(response, 200, view);
    }
    const who = sessionOf(request);
    if (!who) return problem(response, 'NOT_LOGGED_IN');
    if (request.method === 'GET') return json(response, 200, who);
    for (const [id, view] of sessions) if (view === who) sessions.delete(id);
    response.writeHead(204).end();
  }

  async function command(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    who: SessionView,
  ): Promise<void> {
    const found = match(request.method ?? '', path);
    if (!found) return problem(response, 'UNKNOWN_COMMAND');
    const entry = COMMAND_ENTRIES[found.name];
    const key = (request.headers['idempotency-key'] as string | undefined) ?? null;
    const sent = request.method === 'POST' ? ((await read(request)) as object) : {};
    const body = entry.body.safeParse({ ...sent, ...found.fields });
    received.push({ name: found.name, key, body: body.data });
    if (!body.success) return problem(response, 'BAD_REQUEST');
    if (!entry.roles.some((role) => who.roles.includes(role as Role))) return problem(response, 'FORBIDDEN');
    if (!entry.reads && (key === null || request.headers['x-session-check'] !== who.check))
      return problem(response, 'BAD_REQUEST');
    if (lateMs > 0) await new Promise((done) => setTimeout(done, lateMs));
    const known = key === null ? undefined : answers.get(key);
    const answer = entry.answer.parse(known ?? (await commands.run(found.name, body.data, who.username)));
    if (key !== null) answers.set(key, answer);
    if (!entry.reads && lose > 0) {
      lose--;
      return void request.socket.destroy();
    }
    json(response, 200, answer);
  }

  function feed(after: number, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    for (const event of history) if (event.seq > after) writeEvent(response, event);
    feeds.add(response);
    response.on('close', () => feeds.delete(response));
  }

  function sessionOf(request: IncomingMessage): SessionView | undefined {
    return sessions.get(/(?:^|; )session=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
  }

  function file(pathname: string, response: ServerResponse): void {
    const path = pathname === '/' ? 'landing.html' : pathname.replace(/^\/console\/?/, '') || 'index.html';
    const full = join(dist, normalize(`/${path}`));
    const stream = createReadStream(full);
    stream.once('error', () => problem(response, 'NOT_FOUND'));
    stream.once('open', () => {
      response.writeHead(200, { 'content-type': TYPES[extname(full)] ?? 'application/octet-stream' });
      stream.pipe(response);
    });
  }

  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  commands.seedHistory();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    ...commands,
    url: origin(),
    received,
    emit,
    loseAnswers: (count) => {
      lose = count;
    },
    delay: (ms) => {
      lateMs = ms;
    },
    online: (yes) => {
      up = yes;
      if (!yes) server.closeAllConnections();
    },
    close: async () => {
      clearInterval(heartbeat);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function writeEvent(feed: ServerResponse, event: FeedEvent): void {
  feed.write(`id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, code: string, details?: Readonly<Record<string, unknown>>): void {
  if (response.headersSent) return void response.end();
  const { status, text } = isErrorCode(code) ? ERRORS[code] : { status: 409, text: { zh: code, en: code } };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(
    JSON.stringify({
      type: `urn:hall:error:${code}`,
      title: code,
      status,
      code,
      detail: text.en,
      text,
      details,
    }),
  );
}

async function read(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : JSON.parse(text);
}

function match(method: string, path: string): { name: CommandName; fields: Record<string, string> } | null {
  const segments = path.split('/');
  for (const name of COMMAND_NAMES) {
    const { http } = COMMAND_ENTRIES[name];
    const wanted = http.path.split('/');
    if (http.method !== method || wanted.length !== segments.length) continue;
    const fields: Record<string, string> = {};
    const fits = wanted.every((segment, i) => {
      const hole = /^\{([a-z]+)\}$/.exec(segment)?.[1];
      if (hole) fields[hole] = decodeURIComponent(segments[i] ?? '');
      return hole !== undefined || segment === segments[i];
    });
    if (fits) return { name, fields };
  }
  return null;
}
