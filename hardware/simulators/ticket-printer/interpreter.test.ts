import { describe, expect, it } from 'vitest';
import { hex } from '../../testing/hex.ts';
import { type Action, Interpreter } from './interpreter.ts';

const TICKET = hex(`
  1B 40 1C 26 1B 61 01 1D 21 11 D5 FE CE F1 0A
  1D 76 30 00 02 00 02 00 FF 00 AA 55
  1D 28 6B 03 00 31 43 03 1D 28 6B 05 00 31 50 30 41 31 1D 28 6B 03 00 31 51 30
  10 04 01 1B 64 02 1D 56 42 00 1D 28 48 06 00 30 30 41 42 31 32`);

/** Everything that the printer does, with the rows as one string of dots. */
function read(parts: readonly Uint8Array[]): { kinds: string[]; dots: string } {
  const interpreter = new Interpreter(576, 64 * 1024);
  const actions: Action[] = [];
  for (const part of parts) {
    interpreter.push(part);
    for (let step = interpreter.step(); step; step = interpreter.step()) actions.push(step.action);
  }
  const rows = actions.flatMap((action) => (action.kind === 'rows' ? action.rows : []));
  return {
    kinds: actions.map((action) => action.kind).filter((kind) => kind !== 'nothing'),
    dots: Buffer.concat(rows).toString('hex'),
  };
}

describe('the simulated printer reading its bytes', () => {
  it('does the same wherever the stream is split', () => {
    const whole = read([TICKET]);
    expect(whole.kinds).toEqual(['rows', 'rows', 'rows', 'rows', 'cut', 'completion']);
    for (let split = 1; split < TICKET.length; split += 1) {
      expect(read([TICKET.subarray(0, split), TICKET.subarray(split)])).toEqual(whole);
    }
  });

  it('puts the dots of an image where ESC a says', () => {
    const image = (align: string): string => read([hex(`1B 61 ${align} 1D 76 30 00 01 00 01 00 81`)]).dots;
    expect(image('00').startsWith('81')).toBe(true);
    expect(image('02').endsWith('81')).toBe(true);
    // Centred: 284 dots of white, then the image.
    expect(Number.parseInt(image('01').slice(70, 74), 16)).toBe(0x0810);
  });

  it('doubles an image both ways with m = 3', () => {
    const { dots } = read([hex('1D 76 30 03 01 00 01 00 81')]);
    expect(dots).toHaveLength(2 * 2 * 72);
    expect(dots.startsWith('c003')).toBe(true);
  });

  it('drops an image that is larger than its buffer, and goes on', () => {
    const interpreter = new Interpreter(576, 64 * 1024);
    interpreter.push(hex('1D 76 30 00 FF FF FF FF'));
    while (interpreter.step());
    expect(interpreter.counters.unknown).toBe(1);
  });
});
