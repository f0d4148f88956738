import type { Duplex } from 'node:stream';
import type { IdCard } from '../codec/sdt-card.ts';
import type { SdtCommand } from '../codec/sdt-command.ts';
import { FINGERPRINT_BYTES, PHOTO_BYTES, SAM_ID_BYTES, SDT_COMMANDS, SW3 } from '../codec/sdt-command.ts';
import { createSdtDecoder, encodeSdtFrame } from '../codec/sdt-frame.ts';
import { cardTextBlock, newestAddressBlock } from './card-block.ts';
import type { SimulatorAddress, SimulatorLine, SimulatorLines } from './simulator-port.ts';
import { startSimulatorPort } from './simulator-port.ts';

/**
 * - `wrong-checksum`: the answer's last byte is wrong.
 * - `garbage`: noise before the answer, with half a preamble in it.
 * - `aa00-preamble`: `AA 00 AA AA 96 69`, seen in the field.
 * - `truncated`: the second half of the answer never comes.
 * - `silent`: no answer.
 * - `split`: every byte of the answer comes alone.
 * - `late`: the answer comes when the next question has been asked, before that one's.
 * - `unplugged`: the line dies in the middle of the answer.
 */
export type CardReaderFault =
  | 'wrong-checksum'
  | 'garbage'
  | 'aa00-preamble'
  | 'truncated'
  | 'silent'
  | 'split'
  | 'late'
  | 'unplugged';

/** What a card holds besides its text and photo. */
export interface CardExtras {
  readonly newestAddress?: string;
  /** 1024 bytes; without them the card has none. */
  readonly fingerprint?: Uint8Array;
}

export interface CardReaderSimulator {
  readonly address: SimulatorAddress;
  /** Lays a card on the reader (replacing one that lies there). */
  lay(card: IdCard, more?: CardExtras): void;
  lift(): void;
  /** Every answer from now on, or those to one command only, is spoilt like this; `null` ends it. */
  setFault(fault: CardReaderFault | null, onlyFor?: SdtCommand): void;
  /** Answers one command with this status word and nothing else, e.g. 0x66; `null` ends it. */
  setStatusWord(command: SdtCommand, sw3: number | null): void;
  /** The latest commands understood, oldest first, for tests and the device dock. */
  readonly asked: readonly SdtCommand[];
  /** Serves one more line, e.g. a PTY. */
  attach(line: Duplex): void;
  /** Faults of the cable and the plug. */
  readonly lines: SimulatorLines;
  /** Cuts the lines as a pulled cable does; drivers may connect again. */
  cut(): void;
  close(): Promise<void>;
}

type CardPlace =
  | { readonly at: 'nothing' }
  /** Once selected, a card is not found again until it is lifted; only 30 03 tells that it is there. */
  | (CardExtras & { readonly at: 'laid' | 'found' | 'selected'; readonly card: IdCard });

const PREAMBLE_BYTES = 5;

/** Five minutes of polling; a demonstration runs for months. */
const ASKED_KEPT = 1_000;

/** A reader module as the published command table describes it, over TCP or any stream. */
export async function startCardReaderSimulator(
  options: { readonly host?: string; readonly port?: number } = {},
): Promise<CardReaderSimulator> {
  let place: CardPlace = { at: 'nothing' };
  let fault: { readonly kind: CardReaderFault; readonly onlyFor: SdtCommand | undefined } | null = null;
  const asked: SdtCommand[] = [];
  const statusWords = new Map<SdtCommand, number>();

  const answer = (command: SdtCommand): Uint8Array => {
    const word = statusWords.get(command);
    if (word !== undefined) return encodeSdtFrame(status(word));
    const [next, body] = respond(place, command);
    place = next;
    return encodeSdtFrame(body);
  };
  const port = await startSimulatorPort({
    ...options,
    onLine(line) {
      const decoder = createSdtDecoder('request');
      const late: Uint8Array[] = [];
      return (bytes) => {
        for (const decoded of decoder.feed(bytes)) {
          if (decoded.kind === 'dropped') {
            if (decoded.reason === 'checksum') line.write(encodeSdtFrame(status(SW3.checksum)));
            continue;
          }
          const command = commandOf(decoded.body);
          if (command === undefined) {
            line.write(encodeSdtFrame(status(SW3.wrongCommand)));
            continue;
          }
          asked.push(command);
          if (asked.length > ASKED_KEPT) asked.shift();
          const kind = fault !== null && (fault.onlyFor ?? command) === command ? fault.kind : null;
          const frame = answer(command);
          for (const earlier of late.splice(0)) line.write(earlier);
          if (kind === 'late') late.push(frame);
          else sendSpoilt(line, frame, kind);
          if (kind === 'unplugged') port.cut();
        }
      };
    },
  });

  return {
    address: port.address,
    lines: port.lines,
    lay(card, more = {}) {
      if (card.photoWlt.length !== PHOTO_BYTES) throw new RangeError(`a photo has ${PHOTO_BYTES} bytes`);
      if ((more.fingerprint?.length ?? FINGERPRINT_BYTES) !== FINGERPRINT_BYTES) {
        throw new RangeError(`fingerprints have ${FINGERPRINT_BYTES} bytes`);
      }
      place = { at: 'laid', card, ...more };
    },
    lift() {
      place = { at: 'nothing' };
    },
    setFault(kind, onlyFor) {
      fault = kind === null ? null : { kind, onlyFor };
    },
    setStatusWord(command, sw3) {
      if (sw3 === null) statusWords.delete(command);
      else statusWords.set(command, sw3);
    },
    asked,
    attach: port.attach,
    cut: port.cut,
    close: port.close,
  };
}

function commandOf(body: Uint8Array): SdtCommand | undefined {
  const entries = Object.entries(SDT_COMMANDS) as [SdtCommand, readonly [number, number]][];
  return entries.find(([, [cmd, para]]) => body.length === 2 && body[0] === cmd && body[1] === para)?.[0];
}

function respond(place: CardPlace, command: SdtCommand): [CardPlace, Uint8Array] {
  switch (command) {
    case 'reset':
      return [place.at === 'nothing' ? place : { ...place, at: 'laid' }, status(SW3.ok)];
    case 'status':
      return [place, status(SW3.ok)];
    case 'samId':
      return [place, status(SW3.ok, new Uint8Array(SAM_ID_BYTES))];
    case 'find':
      if (place.at !== 'laid' && place.at !== 'found') return [place, status(SW3.findFailed)];
      return [{ ...place, at: 'found' }, status(SW3.found, new Uint8Array(4))];
    case 'select':
      if (place.at !== 'found') return [place, status(SW3.selectFailed)];
      return [{ ...place, at: 'selected' }, status(SW3.ok, new Uint8Array(8))];
    case 'read':
      return [
        place,
        place.at === 'selected' ? status(SW3.ok, cardBlocks(place.card)) : status(SW3.readFailed),
      ];
    case 'readWithFingerprint':
      if (place.at !== 'selected') return [place, status(SW3.readFailed)];
      return [place, status(SW3.ok, cardBlocks(place.card, place.fingerprint ?? new Uint8Array(0)))];
    case 'newestAddress':
      if (place.at !== 'selected') return [place, status(SW3.readFailed)];
      if (place.newestAddress === undefined) return [place, status(SW3.absent)];
      return [place, status(SW3.ok, newestAddressBlock(place.newestAddress))];
  }
}

/** The lengths, then the blocks; with a third length word where fingerprints were asked for. */
function cardBlocks(card: IdCard, fingerprint?: Uint8Array): Uint8Array {
  const parts = [cardTextBlock(card), card.photoWlt, ...(fingerprint === undefined ? [] : [fingerprint])];
  const lengths = parts.flatMap(({ length }) => [length >> 8, length & 0xff]);
  return Uint8Array.from([...lengths, ...parts.flatMap((part) => [...part])]);
}

function status(sw3: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const body = new Uint8Array(3 + data.length);
  body[2] = sw3;
  body.set(data, 3);
  return body;
}

function sendSpoilt(line: SimulatorLine, frame: Uint8Array, fault: CardReaderFault | null): void {
  switch (fault) {
    case null:
      line.write(frame);
      return;
    case 'silent':
    case 'late':
      return;
    case 'wrong-checksum':
      frame[frame.length - 1]! ^= 0xff;
      line.write(frame);
      return;
    case 'garbage':
      line.write(Uint8Array.of(0x00, 0xff, 0xaa, 0xaa, 0x96, 0x00, 0x13));
      line.write(frame);
      return;
    case 'aa00-preamble':
      line.write(Uint8Array.of(0xaa, 0x00, 0xaa, 0xaa, 0x96, 0x69));
      line.write(frame.subarray(PREAMBLE_BYTES));
      return;
    case 'truncated':
    case 'unplugged':
      line.write(frame.subarray(0, frame.length >> 1));
      return;
    case 'split':
      for (let at = 0; at < frame.length; at += 1) {
        setImmediate(() => line.write(frame.subarray(at, at + 1)));
      }
  }
}
