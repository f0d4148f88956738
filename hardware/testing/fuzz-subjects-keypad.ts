import { createKeypadDecoder } from '../codec/keypad-decoder.ts';
import { KeypadMap } from '../codec/keypad-map.ts';
import type { FuzzSubject } from './fuzz.ts';
import { chunked } from './fuzz.ts';
import { concatBytes, hex } from './hex.ts';

const BYTES = KeypadMap.parse({
  from: 'bytes',
  keys: [
    { bytes: 'A5 01 05 5A', means: { grade: 5 } },
    { bytes: 'A5 01 01 5A', means: { grade: 1 } },
    { bytes: 'A5 02 00', mask: 'FF FF 00', means: 'nothing' },
    { bytes: '43', means: { key: 'confirm' } },
  ],
});
const GOOD = hex('A5 01 05 5A');

const keypadBytes: FuzzSubject = {
  name: 'keypad-bytes',
  golden: [GOOD, hex('A5 01 01 5A 43'), hex('A5 02 77 A5 01 05 5A'), hex('A5 01 A5')],
  branches: ['grade', 'key', 'nothing', 'unknown', 'unfinished', 'resynchronised'],
  *round(input, random) {
    const decoder = createKeypadDecoder(BYTES);
    const decoded = [...chunked(input, random)].flatMap((chunk) => decoder.feed(chunk));
    decoded.push(...decoder.idle());
    if (decoder.pending) throw new Error('still waiting after the line was idle');
    let taken = 0;
    for (const one of decoded) {
      if (one.kind === 'dropped') {
        taken += one.bytes.length;
        yield one.reason;
      } else {
        taken += one.means === 'nothing' ? 3 : 'grade' in one.means ? 4 : 1;
        yield one.means === 'nothing' ? 'nothing' : 'grade' in one.means ? 'grade' : 'key';
      }
    }
    if (taken !== input.length) throw new Error(`${input.length} bytes in, ${taken} told`);
    // Without a pause between: only the beginning of a key with a free byte can use up the good one's first.
    const last = [...createKeypadDecoder(BYTES).feed(concatBytes(input, hex('00 00'), GOOD))].at(-1);
    if (last?.kind !== 'key' || last.means === 'nothing' || !('grade' in last.means)) {
      throw new Error('the good key behind the input was lost');
    }
    yield 'resynchronised';
  },
};

const LINES = KeypadMap.parse({
  from: 'lines',
  keys: [
    { line: 'KEY 5', means: { grade: 5 } },
    { line: 'OK', means: { key: 'confirm' } },
  ],
});

const keypadLines: FuzzSubject = {
  name: 'keypad-lines',
  golden: [
    Buffer.from('KEY 5\r\n'),
    Buffer.from('OK\nKEY 5\r'),
    Buffer.from('A'.repeat(200)),
    hex('FF 00 0D'),
  ],
  branches: ['key', 'unknown', 'unfinished', 'too-long', 'resynchronised'],
  *round(input, random) {
    const decoder = createKeypadDecoder(LINES);
    const decoded = [...chunked(input, random)].flatMap((chunk) => decoder.feed(chunk));
    decoded.push(...decoder.idle());
    if (decoder.pending) throw new Error('still waiting after the line was idle');
    for (const one of decoded) yield one.kind === 'key' ? 'key' : one.reason;
    const last = createKeypadDecoder(LINES)
      .feed(concatBytes(input, Buffer.from('\rKEY 5\r')))
      .at(-1);
    if (last?.kind !== 'key') throw new Error('the good line behind the input was lost');
    yield 'resynchronised';
  },
};

const REPORTS = KeypadMap.parse({
  from: 'reports',
  keys: [
    { bytes: '01 10', mask: 'FF 1F', means: { grade: 5 } },
    { bytes: '01 00', mask: 'FF 1F', means: 'nothing' },
  ],
});

const keypadReports: FuzzSubject = {
  name: 'keypad-reports',
  golden: [hex('01 10 00 00'), hex('01 80 00 00'), hex('02 10'), hex('01')],
  branches: ['key', 'nothing', 'unknown'],
  *round(input) {
    for (const one of createKeypadDecoder(REPORTS).feed(input)) {
      const known = input[0] === 0x01 && input.length >= 2 && [0x00, 0x10].includes(input[1]! & 0x1f);
      if (known !== (one.kind === 'key')) throw new Error('told the opposite of what the report says');
      yield one.kind === 'dropped' ? one.reason : one.means === 'nothing' ? 'nothing' : 'key';
    }
  },
};

/** The decoders of the evaluation keypad. */
export const KEYPAD_FUZZ: readonly FuzzSubject[] = [keypadBytes, keypadLines, keypadReports];
