import { encodeBxAnswer, encodeBxStatus } from '../codec/bx-command.ts';
import { BX_HOST, encodeBxFrame } from '../codec/bx-frame.ts';
import { encodeBxTime, parseBxTime } from '../codec/bx-time.ts';
import {
  compileCharacterTemplate,
  encodeCharacterFrame,
  encodeCharacterText,
} from '../codec/character-panel.ts';
import { createCharacterAnswerDecoder } from '../codec/character-panel-answer.ts';
import { bxDialect } from '../drivers/window-led/bx-dialect.ts';
import type { FuzzSubject } from './fuzz.ts';
import { chunked } from './fuzz.ts';
import { concatBytes, hex, toHex } from './hex.ts';

const fromPanel = (src: number, data: Uint8Array): Uint8Array => encodeBxFrame({ dst: BX_HOST, src, data });

const BX_ACK = hex(
  'A5 A5 A5 A5 A5 A5 A5 A5 A5 00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 14 AC 5A',
);
const BX_NACK_5 = hex(
  'A5 A5 A5 A5 A5 A5 A5 A5 A5 00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 01 05 00 00 05 51 5A',
);

/** What comes from the line to the driver of a bus: whose answer, and to what. */
const bxAnswers: FuzzSubject = {
  name: 'bx-answers',
  golden: [
    ...[BX_ACK, BX_NACK_5],
    ...[1, 2, 0xa5, 0x5a].map((src) => fromPanel(src, encodeBxAnswer({ ok: true }))),
    fromPanel(3, encodeBxStatus({ on: true, brightness: 15 }, new Uint8Array(44))),
    encodeBxFrame({ dst: 7, src: BX_HOST, data: encodeBxAnswer({ ok: true }) }),
  ],
  branches: [
    ...['acknowledged', 'status', 'refused', 'foreign', 'damaged', 'noise beside'],
    'resynchronised',
  ],
  *round(input, random) {
    const dialect = bxDialect();
    const good = fromPanel(9, encodeBxAnswer({ ok: true }));
    const heard = [...chunked(concatBytes(input, good), random)].flatMap((chunk) => [...dialect.hear(chunk)]);
    for (const one of heard) {
      if (one.kind === 'answer') yield one.answer.kind;
      else if (one.kind === 'foreign') yield 'foreign';
      else yield one.damaged ? 'damaged' : 'noise beside';
    }
    const last = heard.at(-1);
    if (last?.kind !== 'answer' || last.from !== 9 || last.answer.kind !== 'acknowledged') {
      throw new Error('the good answer behind the input was lost');
    }
    yield 'resynchronised';
  },
};

const bxTime: FuzzSubject = {
  name: 'bx-time',
  golden: [hex('13 20 01 25 11 17 26 05'), hex('26 20 12 31 23 59 59 04')],
  branches: ['time', 'none'],
  *round(input) {
    const time = parseBxTime(input);
    yield time === undefined ? 'none' : 'time';
    if (time !== undefined && toHex(Uint8Array.from(encodeBxTime(time))) !== toHex(input)) {
      throw new Error('an understood time does not survive being said again');
    }
  },
};

const ANSWERING = compileCharacterTemplate({
  ...{ frame: '40 {address:dec3} {text:gb2312} 0D' },
  ...{ ack: '40 {address:dec3} ?? 06 0D', nack: '15 0D' },
});

const characterAnswers: FuzzSubject = {
  name: 'character-answers',
  golden: [hex('40 30 30 37 2A 06 0D'), hex('15 0D'), hex('40 40 30 31 32 40 06 0D 15')],
  branches: ['ack', 'nack', 'noise', 'resynchronised'],
  *round(input, random) {
    if (!ANSWERING.ok) throw new Error(ANSWERING.error.message);
    const decoder = createCharacterAnswerDecoder(ANSWERING.value);
    const stream = concatBytes(input, hex('00 40 30 30 39 00 06 0D'));
    const decoded = [...chunked(stream, random)].flatMap((chunk) => decoder.feed(chunk));
    for (const one of decoded) yield one.kind === 'noise' ? 'noise' : one.says;
    const last = decoded.at(-1);
    if (last?.kind !== 'answer' || last.says !== 'ack' || last.address !== 9) {
      throw new Error('the good answer behind the input was lost');
    }
    yield 'resynchronised';
  },
};

const TEMPLATES = [
  '40 {address:hex2} {text:gb2312} 0D',
  "02 'LED' {address:dec3} {length:hex4le} {text:gbk} {sum:hex2} 03",
  '02 {length:ascii2} {text:ascii} {xor:hex2}',
].map((template) => Uint8Array.from(Buffer.from(template, 'latin1')));

/** Whatever a technician types: a sentence, or a template that writes every text and every address it takes. */
const characterTemplate: FuzzSubject = {
  name: 'character-template',
  golden: TEMPLATES,
  branches: ['taken', 'refused', 'text', 'too long'],
  *round(input, random) {
    const frame = Buffer.from(input).toString('latin1');
    const compiled = compileCharacterTemplate({
      ...{ frame, overflow: random.unit() < 0.5 ? ('cut' as const) : ('refuse' as const) },
      ...(random.unit() < 0.5 ? { columns: random.whole(2, 40), rows: random.whole(1, 3) } : {}),
    });
    if (!compiled.ok) {
      if (!/^(frame|columns): ./.test(compiled.error.message)) throw new Error(compiled.error.message);
      yield 'refused';
      return;
    }
    yield 'taken';
    const template = compiled.value;
    const text = random.pick(['请A012到3号窗口', '@\r𬭎＠', '长'.repeat(random.whole(1, 200)), '']);
    const encoded = encodeCharacterText(template, text);
    yield encoded.ok ? 'text' : 'too long';
    if (!encoded.ok) return;
    if (encoded.value.bytes.some((byte) => template.forbidden.has(byte))) {
      throw new Error('a text that would end its frame');
    }
    const sent = encodeCharacterFrame(template, template.lastAddress ?? 1, encoded.value.bytes);
    if (sent.length <= encoded.value.bytes.length) throw new Error('a frame without its ends');
  },
};

/** The decoders of window panels on shared lines. */
export const PANELS_FUZZ: readonly FuzzSubject[] = [bxAnswers, bxTime, characterAnswers, characterTemplate];
