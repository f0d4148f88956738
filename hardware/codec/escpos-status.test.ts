import { describe, expect, it } from 'vitest';
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
          coverOpen: true,
          recoverable: false,
          unrecoverable: true,
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
});
