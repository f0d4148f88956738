import type { BxArea } from '../codec/bx-command.ts';
import { encodeBxCommand, parseBxAnswer, parseBxCommand } from '../codec/bx-command.ts';
import { createBxDecoder, encodeBxFrame } from '../codec/bx-frame.ts';
import { decodeBxText, encodeBxText } from '../codec/bx-text.ts';
import { createScanTextDecoder } from '../codec/scan-text.ts';
import { parseIdCard, parseNewestAddress } from '../codec/sdt-card.ts';
import type { SdtCommand } from '../codec/sdt-command.ts';
import { parseSdtReply, replyFits, SDT_COMMANDS } from '../codec/sdt-command.ts';
import { createSdtDecoder, encodeSdtFrame } from '../codec/sdt-frame.ts';
import { cardTextBlock } from '../simulators/card-block.ts';
import { SIMULATED_PEOPLE } from '../simulators/people.ts';
import type { FuzzSubject } from './fuzz.ts';
import { chunked } from './fuzz.ts';
import { concatBytes, hex, toHex } from './hex.ts';

const PHOTO = new Uint8Array(1024).fill(0xaa);

const SDT_REPLIES = [
  'AA AA AA 96 69 00 04 00 00 90 94',
  'AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97',
  'AA AA AA 96 69 00 04 00 00 80 84',
  'AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C',
  'AA 00 AA AA 96 69 00 04 00 00 41 45',
].map(hex);

/** A read answer whose photo is full of half preambles. */
const SDT_READ = encodeSdtFrame(
  concatBytes(hex('00 00 90 01 00 04 00'), cardTextBlock(SIMULATED_PEOPLE[0]!.card), PHOTO),
);

/** The answers with three length words: no fingerprints, and two. */
const [SDT_BARE, SDT_FULL] = [0x00, 0x04].map((length) =>
  encodeSdtFrame(
    concatBytes(
      hex('00 00 90 01 00 04 00'),
      Uint8Array.of(length, 0x00),
      cardTextBlock(SIMULATED_PEOPLE[1]!.card),
      PHOTO,
      new Uint8Array(length * 256),
    ),
  ),
) as [Uint8Array, Uint8Array];

const SDT_GOOD = hex('AA AA AA 96 69 00 04 00 00 81 85');

const sdtFrame: FuzzSubject = {
  name: 'sdt-frame',
  golden: [...SDT_REPLIES, ...SDT_REPLIES, SDT_READ, SDT_BARE, SDT_FULL],
  branches: ['accepted', 'noise', 'length', 'checksum', 'unfinished', 'fits', 'fits not', 'resynchronised'],
  *round(input, random) {
    const stream = concatBytes(input, SDT_GOOD);
    const decoder = createSdtDecoder('reply');
    const decoded = [...chunked(stream, random)].flatMap((chunk) => decoder.feed(chunk));
    decoded.push(...decoder.abandon());
    if (decoder.inFrame) throw new Error('still waiting after the wait was abandoned');
    const sent = Buffer.from(stream).toString('latin1');
    let behind = false;
    for (const one of decoded) {
      if (one.kind === 'dropped') {
        yield one.reason;
        continue;
      }
      // From the second AA on: the first is not asked for on receive.
      const wire = Buffer.from(encodeSdtFrame(one.body)).subarray(1).toString('latin1');
      const at = sent.lastIndexOf(wire);
      if (at < 0) throw new Error('accepted what was never sent');
      // An 8-bit sum may by chance fit a frame that reaches into the good one: that one is then used up.
      if (at + wire.length > input.length + 1) behind = true;
      yield 'accepted';
      const fits = (Object.keys(SDT_COMMANDS) as SdtCommand[]).some((command) =>
        replyFits(command, parseSdtReply(one.body)),
      );
      yield fits ? 'fits' : 'fits not';
    }
    if (!behind) throw new Error('the good frame behind the input was lost');
    yield 'resynchronised';
  },
};

const FOREIGN_2017: Uint8Array = (() => {
  const card = SIMULATED_PEOPLE[5]!.card;
  return cardTextBlock({ ...card, kind: 'foreign-2017', number: 'CAN110090040101', authority: '1500' });
})();

const sdtCard: FuzzSubject = {
  name: 'sdt-card',
  golden: [...SIMULATED_PEOPLE.map((person) => cardTextBlock(person.card)), FOREIGN_2017],
  branches: [
    ...['resident', 'hmt-resident', 'foreign-2017', 'foreign-2023'],
    ...['CARD_KIND_UNKNOWN', 'name', 'sex', 'birth', 'number', 'address', 'ethnic', 'authority'],
    ...['validFrom', 'validTo', 'englishName', 'address found', 'no address'],
  ],
  *round(input) {
    const block = new Uint8Array(256);
    block.set(input.subarray(0, 256));
    const card = parseIdCard(block, PHOTO);
    if (card.ok) {
      if (!/^\d{4}-\d\d-\d\d$/.test(card.value.birth)) throw new Error('a birthday that is none');
      if (!JSON.stringify(card.value).isWellFormed()) throw new Error('text that is none');
      yield card.value.kind;
    } else {
      yield String(card.error.details?.field ?? card.error.code);
    }
    yield parseNewestAddress(block.subarray(52, 122)) === undefined ? 'no address' : 'address found';
  },
};

const scanText: FuzzSubject = {
  name: 'scan-text',
  golden: [
    Buffer.from('6901234567892\r\n'),
    Buffer.from('https://hall.example/t/7Zk2\r'),
    Buffer.from('张样例,范例𬭎\t'),
    hex('D5 FE CE F1 B7 FE CE F1 81 39 EF 31 0A'),
    Buffer.from('no terminator'),
    Buffer.concat([Buffer.alloc(5_000, 0x41), Buffer.from('\r')]),
  ],
  branches: ['utf-8', 'gb18030', 'undecodable', 'too-long', 'idle', 'resynchronised'],
  *round(input, random) {
    const decoder = createScanTextDecoder();
    for (const chunk of chunked(input, random)) {
      for (const one of decoder.feed(chunk)) yield one.kind === 'text' ? one.encoding : one.reason;
    }
    const rest = decoder.idle();
    if (rest?.kind === 'text') yield rest.endedBy;
    if (decoder.pending) throw new Error('held something after the line was idle');
    const [good] = decoder.feed(Buffer.from('GOOD\r'));
    if (good?.kind !== 'text' || good.text !== 'GOOD') throw new Error('the good code was lost');
    yield 'resynchronised';
  },
};

const RUN = hex('A5 A5 A5 A5 A5 A5 A5 A5');
const BX_GOLDEN = [
  '01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 68 F8 5A',
  '01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A3 10 01 00 00 51 F8 5A',
  '00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 14 AC 5A',
  '01 00 00 80 00 00 00 00 00 00 FE 02 07 00 A3 02 01 00 00 01 0F 67 94 5A',
].map((frame) => concatBytes(RUN, hex(frame)));
const BX_ESCAPED = encodeBxFrame({ dst: 0xa5a6, src: 0x5a5b, data: hex('A5 A6 5A 5B 00 A5') });
/** Right sums around a wrong length, a wrong device, and an end mark that never comes. */
const BX_ODD = [
  concatBytes(RUN, hex('01 00 00 80 00 00 00 00 00 00 FE 02 04 00 A2 00 01 00 00 78 38 5A')),
  concatBytes(RUN, hex('01 00 00 80 00 00 00 00 00 00 FD 02 05 00 A2 00 01 00 00 7C 08 5A')),
  concatBytes(RUN, new Uint8Array(10_300)),
];

const bxFrame: FuzzSubject = {
  name: 'bx-frame',
  golden: [...BX_GOLDEN, ...BX_GOLDEN, BX_ESCAPED, BX_ESCAPED, ...BX_ODD],
  branches: [
    ...['accepted', 'noise', 'short', 'unfinished', 'long', 'escape', 'crc', 'length', 'header'],
    'resynchronised',
  ],
  *round(input, random) {
    const good = BX_GOLDEN[0]!;
    const decoder = createBxDecoder();
    const stream = concatBytes(input, good);
    const decoded = [...chunked(stream, random)].flatMap((chunk) => decoder.feed(chunk));
    for (const one of decoded) yield one.kind === 'frame' ? 'accepted' : one.reason;
    const last = decoded.at(-1);
    if (last?.kind !== 'frame' || toHex(last.frame.data) !== 'A2 00 01 00 00') {
      throw new Error('the good frame behind the input was lost');
    }
    yield 'resynchronised';
  },
};

const AREA: BxArea = {
  id: 0,
  x: 0,
  y: 0,
  width: 128,
  height: 32,
  timeoutS: 10,
  runMode: 0,
  align: 10,
  singleLine: true,
  autoWrap: false,
  display: 'left',
  speed: 2,
  stay: 10,
  text: encodeBxText('A012 欢迎光临', { colour: 'red', font: 0 }).bytes,
};

const bxCommand: FuzzSubject = {
  name: 'bx-command',
  golden: [
    encodeBxCommand({ do: 'ping' }),
    encodeBxCommand({ do: 'status' }),
    encodeBxCommand({ do: 'clear' }),
    encodeBxCommand({ do: 'power', on: true }),
    encodeBxCommand({ do: 'brightness', level: 7 }),
    encodeBxCommand({ do: 'dynamic', remove: [1, 2], areas: [AREA] }),
    encodeBxCommand({ do: 'dynamic', remove: 'all', areas: [AREA, { ...AREA, id: 1 }] }),
    hex('A0 00 00 00 00'),
    hex('A0 01 05 00 00'),
  ],
  branches: [
    ...['ping', 'status', 'clear', 'power', 'brightness', 'dynamic'],
    ...['nack 1', 'nack 2', 'nack 16', 'ack', 'nack', 'no answer', 'coloured', 'plain'],
  ],
  *round(input) {
    const parsed = parseBxCommand(input);
    yield parsed.ok ? parsed.command.do : `nack ${parsed.error}`;
    const answer = parseBxAnswer(input);
    yield answer === undefined ? 'no answer' : answer.ok ? 'ack' : 'nack';
    if (!parsed.ok || parsed.command.do !== 'dynamic') return;
    for (const area of parsed.command.areas) {
      yield decodeBxText(area.text).colour === undefined ? 'plain' : 'coloured';
    }
    // What was understood can be said again and is understood the same.
    const again = parseBxCommand(encodeBxCommand(parsed.command));
    if (JSON.stringify(again.ok && again.command) !== JSON.stringify(parsed.command)) {
      throw new Error('an understood command does not survive being said again');
    }
  },
};

/** The decoders of card reader, scanner and window LED. */
export const READER_SCANNER_LED_FUZZ: readonly FuzzSubject[] = [
  sdtFrame,
  sdtCard,
  scanText,
  bxFrame,
  bxCommand,
];
