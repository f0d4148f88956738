import { describe, expect, it } from 'vitest';
import { createSseParser, type SseEvent } from './sse.ts';

/** As it stands on the wire: hello comment, an event, a heartbeat, an event of two data lines with CRLF. */
const WIRE = ': hello\n\nid: 7\ndata: {"seq":7}\n\n: beat\n\nid: 8\r\ndata: {"seq":\r\ndata: 8}\r\n\r\n';
const EVENTS: SseEvent[] = [
  { id: '7', event: 'message', data: '{"seq":7}' },
  { id: '8', event: 'message', data: '{"seq":\n8}' },
];

describe('the feed’s parser', () => {
  it('[S1] reads events and passes over comments', () => {
    expect(createSseParser().push(WIRE)).toEqual(EVENTS);
  });

  it('[S2] reads the same split at every place', () => {
    for (let cut = 1; cut < WIRE.length; cut++) {
      const parser = createSseParser();
      expect([...parser.push(WIRE.slice(0, cut)), ...parser.push(WIRE.slice(cut))]).toEqual(EVENTS);
    }
  });

  it('[S3] reads the same one character at a time', () => {
    const parser = createSseParser();
    expect([...WIRE].flatMap((character) => parser.push(character))).toEqual(EVENTS);
  });

  it('[S4] keeps an unfinished event back', () => {
    expect(createSseParser().push('id: 9\ndata: {"seq":9}\n')).toEqual([]);
  });
});
