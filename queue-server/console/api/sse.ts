/**
 * Server-sent events out of a byte stream (HTML Living Standard, 9.2.6). The browser's EventSource hides
 * comment lines, and the server's heartbeat is one: without seeing it a half-open line looks alive for hours.
 */
export interface SseEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

export interface SseParser {
  /** Text of any length, split anywhere; returns the events that it completed. */
  push(chunk: string): SseEvent[];
}

export function createSseParser(): SseParser {
  let rest = '';
  let data: string[] = [];
  let event = '';
  let id = '';

  function line(text: string): SseEvent | null {
    if (text === '') {
      const done = data.length > 0 ? { id, event: event || 'message', data: data.join('\n') } : null;
      data = [];
      event = '';
      return done;
    }
    if (text.startsWith(':')) return null;
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    return null;
  }

  return {
    push(chunk) {
      rest += chunk;
      const events: SseEvent[] = [];
      for (;;) {
        const end = rest.search(/[\r\n]/);
        // A lone CR at the end may be the first half of CRLF.
        if (end < 0 || (rest[end] === '\r' && end === rest.length - 1)) return events;
        const width = rest.startsWith('\r\n', end) ? 2 : 1;
        const done = line(rest.slice(0, end));
        rest = rest.slice(end + width);
        if (done) events.push(done);
      }
    },
  };
}
