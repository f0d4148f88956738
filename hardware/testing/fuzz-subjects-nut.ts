import {
  createNutLineDecoder,
  encodeNutLine,
  NUT_LONGEST_LINE_BYTES,
  parseNutReply,
  splitNutLine,
} from '../codec/nut.ts';
import type { UpsMachine } from '../drivers/ups/machine.ts';
import { CLOSED, MOST_VARIABLES, stepUps } from '../drivers/ups/machine.ts';
import { readingOf } from '../drivers/ups/reading.ts';
import type { FuzzSubject } from './fuzz.ts';
import { chunked } from './fuzz.ts';
import { concatBytes } from './hex.ts';

const LISTED = Buffer.from(
  'BEGIN LIST VAR su700\nVAR su700 ups.status "OB LB"\nVAR su700 battery.charge "12"\nEND LIST VAR su700\n',
);
/** Published lines of NUT, and lists as upsd sends them. */
const GOLDEN = [
  LISTED,
  LISTED,
  Buffer.from('VAR su700 ups.mfr "a \\"b\\" \\\\ c"\n'),
  Buffer.from('BEGIN LIST UPS\nUPS su700 "Development box"\nEND LIST UPS\n'),
  Buffer.from('ERR DATA-STALE\n'),
  Buffer.from('OK Goodbye\n'),
  Buffer.concat([Buffer.alloc(NUT_LONGEST_LINE_BYTES + 9, 0x41), Buffer.from('\n')]),
];
const GOOD = Buffer.from('\nERR ALREADY-LOGGED-IN\n');

const nutLine: FuzzSubject = {
  name: 'nut-line',
  golden: GOLDEN,
  branches: [
    ...['ok', 'error', 'var', 'ups', 'begin', 'end', 'other', 'too-long', 'malformed'],
    ...['said again', 'cannot be said', 'resynchronised'],
  ],
  *round(input, random) {
    const decoder = createNutLineDecoder();
    const stream = concatBytes(input, GOOD);
    const decoded = [...chunked(stream, random)].flatMap((chunk) => decoder.feed(chunk));
    if (decoder.pending) throw new Error('held something after the end of a line');
    for (const one of decoded) {
      if (one.kind === 'dropped') {
        yield one.reason;
        continue;
      }
      yield parseNutReply(one.words).kind;
      let said: string;
      try {
        said = Buffer.from(encodeNutLine(one.words)).toString();
      } catch {
        yield 'cannot be said';
        continue;
      }
      if (JSON.stringify(splitNutLine(said.slice(0, -1))) !== JSON.stringify(one.words)) {
        throw new Error('an understood line does not survive being said again');
      }
      yield 'said again';
    }
    const last = decoded.at(-1);
    if (last?.kind !== 'line' || last.words.join(' ') !== 'ERR ALREADY-LOGGED-IN') {
      throw new Error('the good line behind the input was lost');
    }
    yield 'resynchronised';
  },
};

const SETTINGS = { name: 'su700', user: null, pollMs: 5_000 };

/** Whatever a server says: the machine ends in a state from which a reconnection gets a reading. */
const upsMachine: FuzzSubject = {
  name: 'ups-machine',
  golden: GOLDEN,
  branches: ['variables', 'refused', 'restart', 'reading', 'no reading', 'recovered'],
  *round(input, random) {
    let machine: UpsMachine = stepUps(CLOSED, { type: 'opened' }, SETTINGS).machine;
    const decoder = createNutLineDecoder();
    for (const chunk of chunked(input, random)) {
      for (const one of decoder.feed(chunk)) {
        if (one.kind === 'dropped') continue;
        const step = stepUps(machine, { type: 'line', words: one.words }, SETTINGS);
        machine = step.machine;
        if (machine.variables.size > MOST_VARIABLES) throw new Error('a list without an end was kept');
        for (const effect of step.effects) {
          if (effect.do === 'variables')
            yield readingOf(effect.variables) === null ? 'no reading' : 'reading';
          if (effect.do !== 'send' && effect.do !== 'wait') yield effect.do;
        }
      }
    }
    machine = stepUps(machine, { type: 'lost' }, SETTINGS).machine;
    machine = stepUps(machine, { type: 'opened' }, SETTINGS).machine;
    let reading = null;
    for (const one of createNutLineDecoder().feed(LISTED)) {
      if (one.kind === 'dropped') continue;
      const step = stepUps(machine, { type: 'line', words: one.words }, SETTINGS);
      machine = step.machine;
      for (const effect of step.effects) {
        if (effect.do === 'variables') reading = readingOf(effect.variables);
      }
    }
    if (reading?.power !== 'low-battery') throw new Error('no reading after a reconnection');
    yield 'recovered';
  },
};

/** The decoders of the UPS. */
export const UPS_FUZZ: readonly FuzzSubject[] = [nutLine, upsMachine];
