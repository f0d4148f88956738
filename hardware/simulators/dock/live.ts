import { useCallback, useEffect, useState } from 'react';
import type { DockState } from '../dock-contract.ts';

/** After a lost connection; the dock runs on this very machine, so that trying often costs nothing. */
const RETRY_MS = 1_000;

export interface Live {
  /** The last known state, also while the connection is lost. */
  readonly state: DockState | null;
  readonly link: 'connecting' | 'live' | 'lost';
  /** What the last action could not do, or null. */
  readonly problem: string | null;
  act(action: string, body?: Readonly<Record<string, unknown>>): void;
}

/** Follows the dock's state; the page keeps none of its own about the devices. */
export function useLive(): Live {
  const [state, setState] = useState<DockState | null>(null);
  const [link, setLink] = useState<Live['link']>('connecting');
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    let socket: WebSocket | undefined;
    let retry: number | undefined;
    let ended = false;
    const connect = (): void => {
      socket = new WebSocket(new URL('live', location.href.replace(/^http/, 'ws')));
      socket.onopen = () => setLink('live');
      socket.onmessage = (message) => setState(JSON.parse(message.data as string) as DockState);
      socket.onclose = () => {
        if (ended) return;
        setLink('lost');
        retry = window.setTimeout(connect, RETRY_MS);
      };
    };
    connect();
    return () => {
      ended = true;
      window.clearTimeout(retry);
      socket?.close();
    };
  }, []);

  const act = useCallback<Live['act']>((action, body = {}) => {
    setProblem(null);
    post(action, body).then(setProblem, (failure: unknown) => setProblem(String(failure)));
  }, []);
  return { state, link, problem, act };
}

async function post(action: string, body: Readonly<Record<string, unknown>>): Promise<string | null> {
  const response = await fetch(`api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return null;
  const answer = (await response.json()) as { readonly error?: string };
  return answer.error ?? `HTTP ${response.status}`;
}
