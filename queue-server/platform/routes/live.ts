import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Html } from '../pages/html.ts';
import { type LiveSource, liveFragment, livePage } from '../pages/live-page.ts';

/** Changes that follow each other quickly are shown together: one message a quarter second is enough for eyes. */
export const SHOW_EVERY_MS = 250;
/** Proxies close a silent connection after 30 to 60 s. */
const HEARTBEAT_MS = 15_000;
/** Pages that may be open at once; beyond that the page still loads, without refreshing itself. */
const LISTENERS_MAX = 64;
/** A page that lost its connection asks again after this. */
const RETRY_MS = 2_000;

function message(event: string, text: string): string {
  const data = text
    .split('\n')
    .map((line) => `data: ${line}\n`)
    .join('');
  return `event: ${event}\n${data}\n`;
}

/** The page for people at `/` and its stream of changes; returns what the record routes call after a change. */
export function liveRoutes(app: FastifyInstance, source: LiveSource): () => void {
  const listeners = new Set<ServerResponse>();
  let due: NodeJS.Timeout | undefined;
  const heartbeat = setInterval(() => {
    for (const listener of listeners) listener.write(': still here\n\n');
  }, HEARTBEAT_MS);
  heartbeat.unref();

  const show = () => {
    due = undefined;
    if (listeners.size === 0) return;
    const text = message('changed', liveFragment(source));
    for (const listener of listeners) listener.write(text);
  };

  app.addHook('preClose', async () => {
    clearInterval(heartbeat);
    clearTimeout(due);
    for (const listener of listeners) listener.end();
    listeners.clear();
  });

  app.get('/', { config: { page: true } }, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(livePage(new Html(liveFragment(source)))),
  );

  app.get('/live', (_request, reply) => {
    if (listeners.size >= LISTENERS_MAX) {
      // 204 tells an EventSource to stop asking.
      reply.code(204).send();
      return;
    }
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    // The first message closes the gap between the page's own fragment and the moment it began to listen.
    stream.write(`retry: ${RETRY_MS}\n${message('changed', liveFragment(source))}`);
    listeners.add(stream);
    stream.on('close', () => listeners.delete(stream));
  });

  return () => {
    due ??= setTimeout(show, SHOW_EVERY_MS);
  };
}
