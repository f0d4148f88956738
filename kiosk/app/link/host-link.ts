import type { FromPage, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import { FromHost, LINK_PATH } from '@hall/shared/contracts/kiosk-link';
import type { PagePicture } from '@hall/shared/contracts/screen-picture';
import { OWN_TEXTS } from '../picture/texts.ts';
import { startPulse } from './page-pulse.ts';
import { pageView } from './page-view.ts';

/** The host restarts within a second or two; the page tries again this soon. */
const RECONNECT_MS = 800;
const TOKEN_META = 'hall-link-token';
/** A host that was restarted has a new token, which only a new page carries. */
const WRONG_TOKEN = 1008;

export interface HostLink {
  send(id: string, request: LinkRequest): void;
  /** How the screen looks, as the host asked. */
  picture(id: string, picture: PagePicture | null): void;
  close(): void;
}

/** The page's end of the loopback link. Requests made while it is down are lost; the page shows that it is. */
export function openHostLink(options: {
  readonly onMessage: (message: FromHost) => void;
  readonly onConnected: (connected: boolean) => void;
  /** Somebody has begun something. */
  readonly busy?: () => boolean;
}): HostLink {
  const token = document.querySelector<HTMLMetaElement>(`meta[name="${TOKEN_META}"]`)?.content ?? '';
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopPulse: () => void = () => undefined;
  let closed = false;

  const say = (message: FromPage): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const connect = (): void => {
    const url = new URL(LINK_PATH, location.href);
    url.protocol = 'ws:';
    const opened = new WebSocket(url);
    socket = opened;
    opened.onopen = () => {
      say({ type: 'hello', token });
      say({ type: 'words', texts: [...OWN_TEXTS] });
      stopPulse();
      stopPulse = startPulse(() =>
        say({ type: 'alive', view: pageView(window), busy: options.busy?.() ?? false }),
      );
      options.onConnected(true);
    };
    opened.onmessage = (event) => {
      const message = FromHost.safeParse(JSON.parse(String(event.data)));
      if (message.success) options.onMessage(message.data);
      else console.error('a message of the host does not fit the contract', message.error.issues);
    };
    opened.onclose = (event) => {
      stopPulse();
      options.onConnected(false);
      if (closed) return;
      timer = setTimeout(event.code === WRONG_TOKEN ? () => location.reload() : connect, RECONNECT_MS);
    };
  };
  connect();
  return {
    send: (id, request) => say({ type: 'request', id, request }),
    picture: (id, picture) => say({ type: 'picture', id, picture }),
    close() {
      closed = true;
      clearTimeout(timer);
      stopPulse();
      socket?.close();
    },
  };
}
