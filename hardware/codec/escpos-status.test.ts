import { describe, expect, it } from 'vitest';
import { blockingFault } from '../drivers/ticket-printer/outcome.ts';
import { hex } from '../testing/hex.ts';
import { createStatusParser, replyFlags, type StatusEvent, statusQuestionBytes } from './escpos-status.ts';

const EPSON = { family: 'epson' } as const;
const CUSTOM = { family: 'custom' } as const;

/** The same events must come out wherever the stream is split in two. */
function atEverySplit(
  text: string,
  options: Parameters<typeof createStatusParser>[0] = EPSON,
): StatusEvent[] {
  const bytes = hex(text);
  const whole = createStatusParser(options).feed(bytes);
  for (let split = 0; split <= bytes.length; split += 1) {
    const parser = createStatusParser(options);
    expect([...parser.feed(bytes.subarray(0, split)), ...parser.feed(bytes.subarray(split))]).toEqual(whole);
  }
  const single = createStatusParser(options);
  expect([...bytes].flatMap((byte) => single.feed(Uint8Array.of(byte)))).toEqual(whole);
  return whole;
}

describe('ESC/POS status', () => {
  it('asks by DLE EOT', () => {
    expect([...statusQuestionBytes(4)]).toEqual([0x10, 0x04, 0x04]);
    expect([...statusQuestionBytes('full')]).toEqual([0x10, 0x04, 0x14]);
  });

  it('reads what a TM-T20II answers: EOT 1 → 16, EOT 4 → 12, paper out → 72', () => {
    expect(atEverySplit('16 12 72')).toEqual([
      { kind: 'reply', byte: 0x16 },
      { kind: 'reply', byte: 0x12 },
      { kind: 'reply', byte: 0x72 },
    ]);
    expect(replyFlags(1, 0x16)).toEqual({ offline: false });
    expect(replyFlags(4, 0x12)).toEqual({ paper: 'ok' });
    expect(replyFlags(4, 0x72)).toEqual({ paper: 'out' });
    expect(replyFlags(4, 0x1e)).toEqual({ paper: 'near-end' });
    expect(replyFlags(1, 0x1a)).toEqual({ offline: true });
    expect(replyFlags(2, 0x36)).toEqual({ coverOpen: true, paperEndStop: true, errorStop: false });
    expect(replyFlags(3, 0x1a)).toEqual({ cutterFault: true, unrecoverable: false, recoverable: false });
  });

  it('reads the automatic status of a TM-T20II after GS a FF: 14 00 00 0F', () => {
    expect(atEverySplit('14 00 00 0F')).toEqual([
      {
        kind: 'automatic',
        flags: {
          offline: false,
          coverOpen: false,
          cutterFault: false,
          unrecoverable: false,
          recoverable: false,
          paper: 'ok',
        },
      },
    ]);
  });

  it('reads cover, cutter and paper of the automatic status', () => {
    const [event] = atEverySplit('3C 08 0C 0F');
    expect(event).toMatchObject({
      flags: { offline: true, coverOpen: true, cutterFault: true, paper: 'out' },
    });
    expect(atEverySplit('14 00 03 0F')[0]).toMatchObject({ flags: { paper: 'near-end' } });
  });

  it('reads a completion and tells it from the other answers around it', () => {
    expect(atEverySplit('14 00 00 0F 37 22 41 42 31 32 00 12').map((event) => event.kind)).toEqual([
      'automatic',
      'completed',
      'reply',
    ]);
    expect(atEverySplit('37 22 41 42 31 32 00')).toEqual([{ kind: 'completed', id: 'AB12' }]);
  });

  it('drops one byte at a mismatch and finds the next answer', () => {
    // An automatic status that lost two bytes is followed by a whole one.
    expect(atEverySplit('14 00 14 00 00 0F').map((event) => event.kind)).toEqual([
      'dropped',
      'dropped',
      'automatic',
    ]);
    expect(atEverySplit('FF 37 22 12 37 22 41 41 41 41 00').map((event) => event.kind)).toEqual([
      'dropped',
      'dropped',
      'dropped',
      'reply',
      'completed',
    ]);
  });

  it('drops 00, the answer of GS r that nobody asked for', () => {
    expect(atEverySplit('00')).toEqual([{ kind: 'dropped', byte: 0 }]);
  });

  it('reads the full status of a Custom printer: 10 0F and four bytes', () => {
    expect(atEverySplit('10 0F 25 02 00 01', CUSTOM)).toEqual([
      {
        kind: 'full',
        flags: {
          paper: 'out',
          ticketInOutput: true,
          moving: false,
          coverOpen: true,
          cutterFault: true,
          paperJam: false,
          recoverable: false,
          unrecoverable: false,
        },
      },
    ]);
    expect(atEverySplit('10 10 0F 04 00 00 00', CUSTOM).map((event) => event.kind)).toEqual([
      'dropped',
      'full',
    ]);
  });

  it('forgets half an answer when the line is opened again', () => {
    const parser = createStatusParser(EPSON);
    parser.feed(hex('14 00'));
    parser.reset();
    expect(parser.feed(hex('16'))).toEqual([{ kind: 'reply', byte: 0x16 }]);
  });

  it('reads each bit of DLE EOT 1–4', () => {
    const bits: readonly [1 | 2 | 3 | 4, string, object][] = [
      [1, '1E', { offline: true }],
      [2, '16', { coverOpen: true, paperEndStop: false, errorStop: false }],
      [2, '1A', { coverOpen: false, paperEndStop: false, errorStop: false }],
      [2, '32', { coverOpen: false, paperEndStop: true, errorStop: false }],
      [2, '52', { coverOpen: false, paperEndStop: false, errorStop: true }],
      [3, '1A', { cutterFault: true, unrecoverable: false, recoverable: false }],
      [3, '32', { cutterFault: false, unrecoverable: true, recoverable: false }],
      [3, '52', { cutterFault: false, unrecoverable: false, recoverable: true }],
      [4, '1E', { paper: 'near-end' }],
      [4, '72', { paper: 'out' }],
      [4, '7E', { paper: 'out' }],
    ];
    for (const [question, byte, flags] of bits) {
      expect(atEverySplit(byte)).toEqual([{ kind: 'reply', byte: hex(byte)[0] }]);
      expect(replyFlags(question, hex(byte)[0]!), `${question} ${byte}`).toEqual(flags);
    }
  });

  it.each([
    ['1C 00 00 0F', { offline: true }, 'OFFLINE'],
    ['34 00 00 0F', { coverOpen: true }, 'COVER_OPEN'],
    ['14 08 00 0F', { cutterFault: true }, 'CUTTER'],
    ['14 20 00 0F', { unrecoverable: true }, 'PRINTER_ERROR'],
    ['14 40 00 0F', { recoverable: true }, 'PRINTER_ERROR'],
    ['14 00 03 0F', { paper: 'near-end' }, null],
    ['14 00 0C 0F', { paper: 'out' }, 'PAPER_OUT'],
    ['3C 08 0F 0F', { offline: true, coverOpen: true, cutterFault: true, paper: 'out' }, 'COVER_OPEN'],
  ] as const)('automatic status %s is %j, a fault %s', (bytes, expected, code) => {
    const [event, ...rest] = atEverySplit(bytes);
    expect(rest).toEqual([]);
    if (event?.kind !== 'automatic') throw new Error('not read as automatic status');
    expect(event.flags).toMatchObject(expected);
    expect(blockingFault(event.flags)).toBe(code);
  });

  it.each([
    ['10 0F 00 00 00 00', {}, null],
    ['10 0F 01 00 00 00', { paper: 'out' }, 'PAPER_OUT'],
    ['10 0F 04 00 00 00', { paper: 'near-end' }, null],
    ['10 0F 05 00 00 00', { paper: 'out' }, 'PAPER_OUT'],
    ['10 0F 20 00 00 00', { ticketInOutput: true }, null],
    ['10 0F 40 00 00 00', { paper: 'ok' }, null],
    ['10 0F 00 01 00 00', { coverOpen: true }, 'COVER_OPEN'],
    ['10 0F 00 02 00 00', { coverOpen: true }, 'COVER_OPEN'],
    ['10 0F 00 64 00 00', { coverOpen: false, moving: false }, null],
    ['10 0F 00 08 00 00', { moving: true }, null],
    ['10 0F 00 00 01 00', { recoverable: true }, 'PRINTER_ERROR'],
    ['10 0F 00 00 08 00', { recoverable: true }, 'PRINTER_ERROR'],
    ['10 0F 00 00 22 00', { recoverable: false }, null],
    ['10 0F 00 00 40 00', { paperJam: true }, 'PAPER_JAM'],
    ['10 0F 00 00 00 01', { cutterFault: true }, 'CUTTER'],
    ['10 0F 00 00 00 02', { coverOpen: true }, 'COVER_OPEN'],
    ['10 0F 00 00 00 04', { unrecoverable: true }, 'PRINTER_ERROR'],
    ['10 0F 00 00 00 08', { unrecoverable: true }, 'PRINTER_ERROR'],
    // Data bytes that look like other answers.
    ['10 0F 20 10 0F 00', { ticketInOutput: true, recoverable: true }, 'PRINTER_ERROR'],
  ] as const)('full status %s is %j, a fault %s', (bytes, expected, code) => {
    const [event, ...rest] = atEverySplit(bytes, CUSTOM);
    expect(rest).toEqual([]);
    if (event?.kind !== 'full') throw new Error('not read as full status');
    expect(event.flags).toMatchObject(expected);
    expect(blockingFault(event.flags)).toBe(code);
  });

  it('keeps an automatic status that a DLE EOT answer, XON or XOFF cuts in two, at every place', () => {
    const status = ['14', '08', '0C', '0F'];
    for (const between of ['16', '12', '72', '11', '13', '16 12', '11 7E 13']) {
      for (let place = 0; place <= status.length; place += 1) {
        const bytes = [...status.slice(0, place), between, ...status.slice(place)].join(' ');
        const events = atEverySplit(bytes);
        expect(
          events.filter((event) => event.kind === 'automatic'),
          bytes,
        ).toEqual([
          { kind: 'automatic', flags: expect.objectContaining({ cutterFault: true, paper: 'out' }) },
        ]);
        const replies = [...hex(between)].filter((byte) => (byte & 0x93) === 0x12);
        expect(events.flatMap((event) => (event.kind === 'reply' ? event.byte : []))).toEqual(replies);
      }
    }
  });
});
