import { FeedEvent } from '@hall/shared/contracts/feed';
import { API_ROOT } from './request.ts';
import { createSseParser } from './sse.ts';

export interface StreamParts {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Any bytes at all, a heartbeat too. */
  readonly onContact: () => void;
  readonly onEvent: (event: FeedEvent) => void;
}

/**
 * One connection of the feed from `after` (exclusive) on; resolves with the HTTP status when it ends, 0 when
 * it broke. Events that the contract does not know are passed over: they concern a newer page.
 */
export async function readFeed(after: number, parts: StreamParts): Promise<number> {
  try {
    const response = await parts.fetch(`${API_ROOT}/events?after=${after}`, {
      headers: { accept: 'text/event-stream' },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: parts.signal,
    });
    if (!response.ok || !response.body) return response.status;
    parts.onContact();
    const parser = createSseParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return response.status;
      parts.onContact();
      for (const message of parser.push(value)) {
        const event = parseEvent(message.data);
        if (message.event === 'message' && event) parts.onEvent(event);
      }
    }
  } catch {
    return 0;
  }
}

function parseEvent(data: string): FeedEvent | null {
  try {
    const parsed = FeedEvent.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
