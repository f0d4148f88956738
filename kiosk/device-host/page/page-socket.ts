import { timingSafeEqual } from 'node:crypto';
import type { FromHost, PageView } from '@hall/shared/contracts/kiosk-link';
import { FromPage } from '@hall/shared/contracts/kiosk-link';
import type { WebSocket } from 'ws';
import type { HostClock } from '../clock.ts';
import type { HostLog } from '../log.ts';
import type { PageBackend } from './backend.ts';

/** A page says hello at once; what does not is not our page. */
const HELLO_MS = 5_000;
/** RFC 6455: the sender broke the rules. */
export const POLICY_VIOLATION = 1008;

/** One page's connection: hello with the token first, then requests; answers carry the request's id. */
export function servePage(
  socket: WebSocket,
  options: {
    readonly token: string;
    readonly backend: PageBackend;
    readonly clock: HostClock;
    readonly log: HostLog;
    readonly onAlive: (view: PageView, busy: boolean) => void;
    readonly onGone: () => void;
  },
): void {
  const { backend, clock, log } = options;
  let stopListening: (() => void) | null = null;
  const send = (message: FromHost): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const refuse = (why: string): void => {
    log.warn({ why }, 'page connection refused');
    socket.close(POLICY_VIOLATION, why);
  };
  const cancelHello = clock.after(HELLO_MS, () => refuse('no hello'));

  socket.on('message', (data, isBinary) => {
    const message = isBinary ? null : parse(String(data));
    if (message === null) return refuse('malformed message');
    if (message.type === 'hello') {
      if (!sameToken(message.token, options.token)) return refuse('wrong token');
      cancelHello();
      if (stopListening === null) {
        for (const greeting of backend.greeting()) send(greeting);
        stopListening = backend.listen(send);
      }
      return;
    }
    if (stopListening === null) return refuse('request before hello');
    if (message.type === 'alive') return options.onAlive(message.view, message.busy ?? false);
    if (message.type === 'words') return backend.words?.(message.texts);
    if (message.type === 'picture') return backend.drawn?.(message);
    const { id, request } = message;
    void backend.request(id, request).then(
      (result) =>
        send(
          result.ok
            ? { type: 'answer', id, ok: true, body: result.value }
            : { type: 'failure', id, ok: false, error: { code: result.error.code, text: result.error.text } },
        ),
      (bug: unknown) => {
        log.error({ request: request.name, bug: String(bug) }, 'a page request failed');
        send({ type: 'failure', id, ok: false, error: { code: 'INTERNAL', text: INTERNAL_TEXT } });
      },
    );
  });
  socket.on('close', () => {
    cancelHello();
    if (stopListening === null) return;
    stopListening();
    options.onGone();
  });
  socket.on('error', (problem) => log.warn({ problem: problem.message }, 'page connection'));
}

const INTERNAL_TEXT = {
  zh: '系统出错了，请到咨询台。',
  en: 'Something went wrong. Please go to the guide desk.',
};

function parse(text: string): FromPage | null {
  try {
    return FromPage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function sameToken(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
